"""One attempt as the `--json` documents carry it.

Field names are a public contract: add to them, never rename. Milliseconds
carry three digits. What did not happen or is not known is `null`; a phase that
did not happen is left out.
"""

from datetime import UTC, datetime
from typing import TypedDict

from sgdesk.delivery import (
    OUTCOME_WORDS,
    Accepted,
    Attempt,
    Deferred,
    Problem,
    RecipientResult,
    ServerError,
    Unknown,
)
from sgdesk.present.attempt_exit import exit_code_of
from sgdesk.present.times import duration_ms
from sgdesk.sendgrid.sources import page_of
from sgdesk.trace import Span, TlsFacts


class TlsJson(TypedDict):
    """What the handshake agreed on."""

    version: str
    cipher: str
    issuer: str | None
    subject: str | None
    verified: bool


class PhaseJson(TypedDict):
    """One phase, in time order."""

    name: str
    start_ms: float
    ms: float
    round_trips: int
    wire_ms: float
    failed: bool
    detail: str


class RecipientJson(TypedDict):
    """What the server said of one recipient."""

    address: str
    accepted: bool | None
    code: int | None
    reply: str


class ServerErrorJson(TypedDict):
    """One error of a Web API answer."""

    message: str
    field: str | None
    help: str | None


class ProblemJson(TypedDict):
    """Why it ended badly."""

    id: str
    title: str
    explanation: str
    remedy: str
    source: str
    source_url: str | None


class AttemptJson(TypedDict):
    """One attempt."""

    id: str
    delivery_id: str
    path: str
    host: str
    port: int
    peer: str | None
    practice: bool
    simulated: str | None
    outcome: str
    checked_only: bool
    unknown_after: str | None
    retry_after_s: float | None
    code: int | None
    enhanced_code: str | None
    reply: str
    errors: list[ServerErrorJson]
    message_id: str | None
    started_at: str
    total_ms: float
    wire_ms: float
    client_ms: float
    lag_ms: float
    clock: str
    warm: bool
    pipelined: bool
    overlapped: bool
    round_trips: int
    rtt_ms: float | None
    rtt_source: str | None
    server_ms: float | None
    bytes_sent: int
    bytes_received: int
    tls: TlsJson | None
    phases: list[PhaseJson]
    recipients: list[RecipientJson]
    problem: ProblemJson | None
    exit_code: int


def attempt_json(attempt: Attempt) -> AttemptJson:
    """Give the attempt as plain JSON values."""
    trace, outcome, problem = attempt.trace, attempt.outcome, attempt.problem
    total_ms, wire_ms = duration_ms(trace.total_ns), duration_ms(trace.wire_ns)
    return {
        "id": attempt.id,
        "delivery_id": attempt.delivery_id,
        "path": attempt.path.text,
        "host": attempt.host,
        "port": attempt.port,
        "peer": trace.peer,
        "practice": attempt.practice,
        "simulated": attempt.simulated or None,
        "outcome": OUTCOME_WORDS[type(outcome)],
        "checked_only": isinstance(outcome, Accepted) and outcome.checked_only,
        "unknown_after": outcome.after.value if isinstance(outcome, Unknown) else None,
        "retry_after_s": outcome.retry_after_s if isinstance(outcome, Deferred) else None,
        "code": attempt.code,
        "enhanced_code": attempt.enhanced_code,
        "reply": attempt.reply,
        "errors": [_error_json(error) for error in attempt.errors],
        "message_id": attempt.message_id,
        "started_at": utc_text(trace.started_at),
        "total_ms": total_ms,
        "wire_ms": wire_ms,
        # From the rounded two, so that the three add up as the exact ones do.
        "client_ms": round(total_ms - wire_ms, 3),
        "lag_ms": duration_ms(trace.lag_ns),
        "clock": trace.clock.value,
        "warm": trace.warm,
        "pipelined": trace.pipelined,
        "overlapped": trace.overlapped,
        "round_trips": trace.round_trips,
        "rtt_ms": None if trace.rtt_ns is None else duration_ms(trace.rtt_ns),
        "rtt_source": trace.rtt_source.value if trace.rtt_source else None,
        "server_ms": None if trace.server_ns is None else duration_ms(trace.server_ns),
        "bytes_sent": trace.bytes_sent,
        "bytes_received": trace.bytes_received,
        "tls": _tls_json(trace.tls) if trace.tls else None,
        "phases": [_phase_json(span) for span in trace.spans],
        "recipients": [_recipient_json(result) for result in attempt.recipients],
        "problem": problem_json(problem) if problem else None,
        # Of this attempt alone; a command that made several ends with the worst.
        "exit_code": exit_code_of(attempt).value,
    }


def _error_json(error: ServerError) -> ServerErrorJson:
    return {"message": error.message, "field": error.field or None, "help": error.help or None}


def _recipient_json(result: RecipientResult) -> RecipientJson:
    return {
        "address": result.address,
        "accepted": result.accepted,
        "code": result.code,
        "reply": result.reply,
    }


def problem_json(problem: Problem) -> ProblemJson:
    """Give a problem as plain JSON values."""
    return {
        "id": problem.id,
        "title": problem.title,
        "explanation": problem.explanation,
        "remedy": problem.remedy,
        "source": problem.source,
        "source_url": page_of(problem.source) or None,
    }


def _phase_json(span: Span) -> PhaseJson:
    start_ms, end_ms = duration_ms(span.start_ns), duration_ms(span.end_ns)
    return {
        "name": span.phase.value,
        "start_ms": start_ms,
        # From the rounded ends, so that the rounded phases tile as the exact ones do.
        "ms": round(end_ms - start_ms, 3),
        "round_trips": span.round_trips,
        "wire_ms": duration_ms(span.wire_ns),
        "failed": span.failed,
        "detail": span.detail,
    }


def _tls_json(tls: TlsFacts) -> TlsJson:
    return {
        "version": tls.version,
        "cipher": tls.cipher,
        "issuer": tls.issuer,
        "subject": tls.subject,
        "verified": tls.verified,
    }


def utc_text(at: datetime) -> str:
    """Give a time as `2026-01-01T00:00:00.000000Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
