"""One attempt as a row of the result log, and two attempts as a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sgdesk.delivery import Accepted, Attempt, AttemptId, DeliveryId, Partial
from sgdesk.present.bars import Bar, bar_of
from sgdesk.present.refusals import refusing_code
from sgdesk.present.times import apart_text, day_and_time, difference_text, when_text
from sgdesk.present.words import (
    OutcomeWords,
    Tone,
    outcome_words,
    path_words,
    people,
    practice_tag,
    server_name,
)
from sgdesk.sizes import duration_text

NOT_COMPARABLE = "Not comparable: one used an open connection"
SENT = "sent"
TOGETHER = timedelta(seconds=2)
"""From the end of one send to the begin of the next: nobody presses Send twice in less."""
_FIRST_NO = "400"
NAMED = 20
"""So many recipients are named, as the history keeps them."""
NAMED_IN_LINE = 3
REUSED = "reused"
OVERLAPPED = "overlapped"
SENT_SINCE = "sent since"
PRACTICE = practice_tag()
SIMULATED = "simulated"
"""Never that the failure was: another cause may have come first. Nor that it is still on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """What a face shows of one attempt before anybody asks for more."""

    attempt_id: AttemptId
    delivery_id: DeliveryId
    group_id: str = ""
    """Equal for the rows of one message sent by several paths."""
    started_at: datetime
    time: str
    path: str
    recipients: str
    """One address, `3 people`, or `1 of 3 refused`; empty when nobody is known."""
    people: str = ""
    """Who they are, one a line, when they are several."""
    first: str = ""
    """The first of them by name and the others counted, in one line; empty as above."""
    result: OutcomeWords
    code: str
    """Of the answer, of those refused alone where the others were taken; empty without any."""
    total: str
    total_ns: int
    bar: Bar
    tags: tuple[str, ...] = ()
    """`reused`, `practice`, …: what keeps this row's time from being set against others."""
    problem: str = ""
    """The title of the problem, when there is one."""
    account: str = ""
    """Who it was sent as."""
    is_decided: bool = False
    """The result was unknown, and it is what the user said of it."""
    subject: str = ""
    is_sent_since: bool = False
    """All who did not get it got it by later sends of the same mail."""
    begun_ns: int = field(default=0, compare=False)
    """When it began on the monotonic clock, which nobody sets; 0 of one that is not from here."""

    @property
    def practice(self) -> str:
        """Give the tag of a practice time; nothing for a live one."""
        return next((tag for tag in self.tags if tag.startswith(PRACTICE)), "")

    @property
    def is_no(self) -> bool:
        """Say whether the code is a refusal's."""
        return self.code >= _FIRST_NO

    @property
    def result_text(self) -> str:
        """Give the result in words, with what became of the mail since."""
        return ", ".join((self.result.word, *((SENT_SINCE,) if self.is_sent_since else ())))

    @property
    def text(self) -> str:
        """Give the row as one line of text, for the clipboard; with its day, wherever it goes."""
        when = day_and_time(self.started_at)
        parts = (when, self.path, self.recipients, self.result_text, self.code, self.total)
        return " · ".join(part for part in (*parts, *self.tags, self.problem) if part)


def log_row(
    attempt: Attempt,
    *,
    addresses: Sequence[str] = (),
    group_id: str = "",
    account: str = "",
    subject: str = "",
    decided: str | None = None,
    is_sent_since: bool = False,
    now: datetime | None = None,
) -> LogRow:
    """Make the row of an attempt.

    `addresses` are the recipients as the message names them; without them the
    attempt's own recipient results are used. `decided` is the history's word
    for what the user said of an unknown. With `now` the time of another day says which.
    """
    code = refusing_code(attempt) or attempt.code
    shown = addresses or [result.address for result in attempt.recipients]
    return LogRow(
        attempt_id=attempt.id,
        delivery_id=attempt.delivery_id,
        group_id=group_id,
        started_at=attempt.trace.started_at,
        time=when_text(attempt.trace.started_at, now),
        path=path_words(attempt.path),
        recipients=_refused_of(attempt) or recipients_text(shown),
        people="\n".join(names_of(shown)) if len(shown) > 1 else "",
        first=", ".join(names_of(shown, NAMED_IN_LINE)),
        result=outcome_words(
            attempt.outcome,
            practice=attempt.practice,
            decided=decided,
            server=server_name(attempt),
        ),
        code="" if code is None else str(code),
        total=duration_text(attempt.trace.total_ns) if attempt.trace.is_measured else "",
        total_ns=attempt.trace.total_ns,
        bar=bar_of(attempt.trace),
        tags=tags_of(attempt),
        problem=attempt.problem.title if attempt.problem else "",
        account=account,
        is_decided=decided is not None,
        subject=subject,
        is_sent_since=is_sent_since,
    )


def recipients_text(addresses: Sequence[str]) -> str:
    """Name one recipient, count several."""
    if not addresses:
        return ""
    return addresses[0] if len(addresses) == 1 else people(len(addresses))


def names_of(addresses: Sequence[str], most: int = NAMED) -> list[str]:
    """Name the first of several recipients, and count the others; an empty one is not known."""
    named = [address for address in addresses[:most] if address]
    more = len(addresses) - len(named)
    return [*named, f"and {more:,} more"] if more else named


def partly_text(attempt: Attempt) -> str:
    """Say who was refused when a part was: `1 of 3 people refused`; else nothing."""
    refused = _refused(attempt)
    return f"{refused} of {people(len(attempt.recipients))} {_how(attempt)}" if refused else ""


def _refused_of(attempt: Attempt) -> str:
    refused = _refused(attempt)
    return f"{refused} of {len(attempt.recipients):,} {_how(attempt)}" if refused else ""


def _how(attempt: Attempt) -> str:
    left_out = [result for result in attempt.recipients if result.accepted is False]
    if all(result.is_put_off for result in left_out):
        return "put off"
    is_refused = any(not (result.is_put_off or result.was_not_asked) for result in left_out)
    return "refused" if is_refused else "not reached"


def _refused(attempt: Attempt) -> int:
    """Count who was refused when the others were not."""
    if not isinstance(attempt.outcome, Partial):
        return 0
    return sum(result.accepted is False for result in attempt.recipients)


def tags_of(attempt: Attempt) -> tuple[str, ...]:
    """Give the tags that a time must carry wherever it is shown."""
    tags = []
    if attempt.trace.warm:
        tags.append(REUSED)
    if attempt.trace.overlapped:
        tags.append(OVERLAPPED)
    if attempt.practice:
        tags.append(practice_tag(attempt.simulated_ms))
    if simulated := simulated_text(attempt):
        tags.append(f"{SIMULATED}: {simulated}")
    return tuple(tags)


def simulated_text(attempt: Attempt) -> str:
    """Say what was simulated while a mail did not go through; nothing where nothing was."""
    return "" if isinstance(attempt.outcome, Accepted) else attempt.simulated


def short_tags(tags: Sequence[str]) -> tuple[str, ...]:
    """Give tags where there is little room: of what was simulated, that something was."""
    return tuple(tag.partition(":")[0] for tag in tags)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What is said of two sends of one mail side by side."""

    words: str = ""
    quicker: str = ""
    """The path that took less; nothing where both took about as long, or cannot be compared."""
    note: str = ""
    """How much less, beside its bar."""


NO_PAIR = Pair()
_ONCE = "this once"


def comparison(first: Attempt, second: Attempt) -> str:
    """Set two attempts of one message side by side: a fact about this once, never a verdict.

    Empty where there is nothing to compare: the same path, a failure, times of
    practice beside live ones, or attempts that shared their connection's time.
    """
    if first.path == second.path or first.practice != second.practice:
        return ""
    if first.simulated_ms != second.simulated_ms:
        return ""
    return row_pair(log_row(first), log_row(second)).words


def row_pair(first: LogRow, second: LogRow) -> Pair:
    """Set two rows side by side, as `comparison` does; rows of one message by two paths."""
    both = (first, second)
    if first.path == second.path or any(row.result.tone is not Tone.GOOD for row in both):
        return NO_PAIR
    if any(OVERLAPPED in row.tags for row in both):
        return NO_PAIR
    if (REUSED in first.tags) != (REUSED in second.tags):
        return Pair(words=NOT_COMPARABLE)
    quick, slow = sorted(both, key=lambda row: row.total_ns)
    less, apart = difference_text(slow.total_ns, quick.total_ns), _apart_text(first, second)
    told = f"{quick.path} took {less} less" if less else "Both took about as long"
    return Pair(
        words=", ".join(filter(None, (told, _ONCE, apart and f"{SENT} {apart}"))),
        quicker=quick.path if less else "",
        # Short of room, and the two times stand in the rows.
        note=f"{less} less, {apart or _ONCE}" if less else "",
    )


def _apart_text(first: LogRow, second: LogRow) -> str:
    """Say when two were not sent together: the network may have been another by then."""
    old, new = sorted((first, second), key=lambda row: row.started_at)
    apart = new.started_at - old.started_at
    is_pair = apart - timedelta(microseconds=old.total_ns / 1000) < TOGETHER
    return "" if is_pair else f"{apart_text(apart)} apart"


def kin_words(above: bool, below: bool) -> str:
    """Say which of the rows beside it are sends of the same mail, as the bracket shows it."""
    where = " and ".join(word for word, is_kin in (("above", above), ("below", below)) if is_kin)
    return f"The same mail as the row{'s' if above and below else ''} {where}" if where else ""


def bar_note(row: LogRow, pair: Pair, *, is_cut: bool) -> str:
    """Give what stands beside a row's bar: its time where the bar is cut, and what sets it apart.

    Of a pair the quicker one says it.
    """
    tags = [tag for tag in short_tags(row.tags) if not tag.startswith((PRACTICE, SIMULATED))]
    if pair.quicker == row.path:
        tags.append(pair.note)
    return ", ".join(filter(None, (row.total if is_cut else "", *tags)))


def bar_tags(row: LogRow, *, is_apart: bool) -> tuple[str, ...]:
    """Give what may stand under a row's bar, the longest first; nothing where nothing is said.

    It says that it is practice, whether something was simulated, and whether its scale is its
    own: a bar is `is_apart` where the axis is that of the other kind, and is faint then anyway.
    """
    kind = row.practice or "live"
    short = kind.replace(", simulated", ",")
    is_simulated = any(tag.startswith(SIMULATED) for tag in row.tags)
    told = (f"{kind}, {SIMULATED}", f"{short}, {SIMULATED}") if is_simulated else ()
    own = (f"{kind}, own scale", f"{short}, own scale") if is_apart else ()
    said = (*told, kind, short) if row.practice or is_apart else ()
    return tuple(dict.fromkeys((*own, *said)))
