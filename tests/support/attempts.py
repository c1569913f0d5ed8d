"""Attempts for tests, with defaults for all that a test does not care about."""

from dataclasses import replace
from datetime import UTC, datetime

from sgdesk.delivery import (
    Accepted,
    Attempt,
    AttemptId,
    DeliveryId,
    Outcome,
    Problem,
    RecipientResult,
)
from sgdesk.present.since import Since
from sgdesk.route import Path, SmtpPath, Tls
from sgdesk.trace import Phase, Span, Trace

MS = 1_000_000
SMTP_587 = SmtpPath(port=587, tls=Tls.STARTTLS)
NOT_KEPT_SINCE = Since(doubt="Its text was not kept, so other sends of it are not known.")


def spans(*parts: tuple[Phase, float], failed: Phase | None = None) -> tuple[Span, ...]:
    """Lay phases of so many milliseconds end to end; `failed` marks the last of that name."""
    result: list[Span] = []
    at_ns = 0
    for phase, ms in parts:
        end_ns = at_ns + round(ms * MS)
        result.append(
            Span(phase=phase, start_ns=at_ns, end_ns=end_ns, round_trips=1, failed=phase is failed)
        )
        at_ns = end_ns
    return tuple(result)


def a_trace(*parts: tuple[Phase, float], failed: Phase | None = None, warm: bool = False) -> Trace:
    """Make a trace whose total is all of its spans."""
    made = spans(*(parts or ((Phase.CONNECT, 10), (Phase.REPLY, 20))), failed=failed)
    total_ns = made[-1].end_ns
    return Trace(
        started_at=datetime(2026, 1, 1, 12, 30, 5, tzinfo=UTC),
        spans=made,
        total_ns=total_ns,
        wire_ns=total_ns // 2,
        warm=warm,
    )


def all_waiting(trace: Trace) -> Trace:
    """Let a trace be nothing but waits for network and server."""
    waits = tuple(replace(span, wire_ns=span.end_ns - span.start_ns) for span in trace.spans)
    return replace(trace, spans=waits, wire_ns=trace.total_ns)


def an_attempt(
    outcome: Outcome | None = None,
    *,
    path: Path = SMTP_587,
    trace: Trace | None = None,
    code: int | None = 250,
    reply: str = "",
    recipients: tuple[RecipientResult, ...] = (),
    problem: Problem | None = None,
    practice: bool = False,
) -> Attempt:
    """Make an accepted attempt, or another."""
    return Attempt(
        id=AttemptId("a1"),
        delivery_id=DeliveryId("d1"),
        path=path,
        host="smtp.sendgrid.net",
        port=587,
        outcome=outcome or Accepted(),
        trace=trace or a_trace(),
        code=code,
        reply=reply,
        recipients=recipients,
        problem=problem,
        practice=practice,
    )


def a_problem(problem_id: str) -> Problem:
    """Make a problem of that id."""
    return Problem(
        id=problem_id, title="Title", explanation="Explanation.", remedy="Remedy.", source="Source"
    )
