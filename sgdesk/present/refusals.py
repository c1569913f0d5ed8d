"""What the server refused while the rest went on, and how it ended where no answer came."""

from collections import Counter

from sgdesk.delivery import Attempt, Partial, RecipientResult
from sgdesk.present.words import PHASE_WORDS
from sgdesk.sizes import duration_text
from sgdesk.trace import SILENT, Span

_NAMED = 3
"""So many replies are told; Recipients has all."""


def refused_alone(attempt: Attempt) -> tuple[RecipientResult, ...]:
    """Give whom the server refused with a reply of their own, not by its answer to the mail."""
    answer = (attempt.code, attempt.reply)
    is_partial = isinstance(attempt.outcome, Partial)
    return tuple(
        result
        for result in attempt.recipients
        if result.accepted is False
        and result.code is not None
        and (is_partial or (result.code, result.reply) != answer)
    )


def refusing_code(attempt: Attempt) -> int | None:
    """Give the code of the no that people met, the final one first; `None` where none did."""
    codes = [result.code for result in refused_alone(attempt) if result.code is not None]
    return max(codes, default=None)


def refusal_lines(attempt: Attempt) -> tuple[str, ...]:
    """Give each reply that refused somebody, and whom, e.g. `550 5.1.1 Unknown (b@example.net)`."""
    refused = refused_alone(attempt)
    said = Counter((result.code, result.reply) for result in refused)
    lines = []
    for (code, reply), count in said.items():
        first = next(each.address for each in refused if (each.code, each.reply) == (code, reply))
        whom = first if count == 1 else f"{first} and {count - 1:,} more"
        lines.append(f"{code} {' '.join(reply.split())} ({whom})".replace("  ", " "))
    more = len(lines) - _NAMED
    return (*lines[:_NAMED], f"and {more:,} more, see Recipients") if more > 0 else tuple(lines)


def refusal_count(attempt: Attempt) -> str:
    """Say how many were refused alone, e.g. `1 of 2 refused`; nothing where nobody was."""
    refused = refused_alone(attempt)
    how = "put off" if all(result.is_put_off for result in refused) else "refused"
    return f"{len(refused):,} of {len(attempt.recipients):,} {how}" if refused else ""


def unanswered_text(attempt: Attempt) -> str:
    """Say what came in place of an answer, e.g. `no answer for 30.0 s, at the step Answer`.

    Nothing where the server answered, or no step failed.
    """
    span = _unanswered(attempt)
    return f"{_what(span)}, at the step {PHASE_WORDS[span.phase]}" if span is not None else ""


def stop_text(attempt: Attempt) -> str:
    """Say the same where the step stands beside it already, and that it failed."""
    span = _unanswered(attempt)
    return _what(span) if span is not None and (span.detail or span.is_stopped) else ""


def _unanswered(attempt: Attempt) -> Span | None:
    failed = [span for span in attempt.trace.spans if span.failed]
    return failed[-1] if failed and attempt.code is None else None


def _what(span: Span) -> str:
    took = duration_text(span.end_ns - span.start_ns)
    what = span.detail or "failed"
    if span.is_stopped:
        what = f"stopped after {took}"
    elif span.detail == SILENT:
        what = f"no answer for {took}"
    return what
