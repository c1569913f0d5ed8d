"""Every fault point, each way of failing, both paths, new and reused connections.

The table states what must come out; the local SendGrid plays the fault, and the
real transport meets it. Two columns guard what matters most: nothing past the
commit point is ever called `NotSent`, and no mail is handed over twice.
"""

import asyncio
import base64
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from sgdesk import clock
from sgdesk.delivery import (
    OUTCOME_WORDS,
    Accepted,
    Attempt,
    Deferred,
    NotSent,
    Outcome,
    Rejected,
    Unknown,
)
from sgdesk.message import Attachment, Message, sample
from sgdesk.present.attempt_exit import exit_code_of
from sgdesk.present.exit_codes import ExitCode
from sgdesk.trace import Phase
from sgdesk.transport.base import Connection
from sgdesk.transport.choose import open_connection
from tests.support.sandbox import Sandbox
from tests.support.sending import job, sandbox_key, sandbox_route

PATIENCE = 0.7
"""Seconds for a connection and for a whole attempt, where silence is the fault."""
DELAY_MS = 120
BIG = Attachment(filename="big.bin", content=b"\x5a\xa5" * 7_000_000)
JSON_BODY = '{"errors": [{"message": "unavailable", "field": null}]}'
HTML = "<html><body>Bad gateway</body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fault and what must come of it."""

    path: str
    at: str
    action: Any
    outcome: type[Outcome]
    code: ExitCode
    warm: bool = False
    big: bool = False
    name: str = ""
    when: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Name the row for the test report."""
        kind = "warm" if self.warm else "cold"
        what = self.name or (self.action if isinstance(self.action, str) else "reply")
        return f"{self.path}-{kind}-{self.at}-{what}"


def _reply(status: int, body: str | None = None) -> dict[str, Any]:
    answer: dict[str, Any] = {"status": status}
    if body is not None:
        answer |= {"body": body, "headers": {"Content-Type": "text/html"}}
    return {"reply": answer}


def _raw(data: bytes) -> dict[str, str]:
    return {"raw": base64.b64encode(data).decode()}


def _broken_before_the_commit() -> Iterator[Row]:
    points = {
        "starttls": ("connect", "greeting", "ehlo", "starttls", "tls", "auth", "mail", "rcpt"),
        "tls": ("connect", "tls", "greeting", "ehlo", "auth", "mail", "rcpt"),
        "webapi": ("connect", "tls"),
    }
    for path, names in points.items():
        for at, action in itertools.product((*names, "data"), ("close", "reset", "silence")):
            if path == "webapi" and at == "data":
                continue
            yield Row(path=path, at=at, action=action, outcome=NotSent, code=ExitCode.NOT_SENT)
    for at, action in itertools.product(("mail", "rcpt", "data"), ("close", "reset", "silence")):
        yield Row(
            path="starttls",
            at=at,
            action=action,
            warm=True,
            outcome=NotSent,
            code=ExitCode.NOT_SENT,
        )
    for path, warm in itertools.product(("starttls", "webapi"), (False, True)):
        for action in ("close", "reset", "silence"):
            yield Row(
                path=path,
                at="body",
                action=action,
                warm=warm,
                big=True,
                outcome=NotSent,
                code=ExitCode.NOT_SENT,
            )


def _broken_after_the_commit() -> Iterator[Row]:
    actions = ("close", "reset", "silence", "accept_then_close")
    for path, warm in itertools.product(("starttls", "tls", "webapi"), (False, True)):
        for action in actions:
            yield Row(
                path=path,
                at="reply",
                action=action,
                warm=warm,
                outcome=Unknown,
                code=ExitCode.UNKNOWN,
            )


def _wrong_smtp_replies() -> Iterator[Row]:
    refused, deferred = (Rejected, ExitCode.REFUSED), (Deferred, ExitCode.REFUSED)
    table: list[tuple[str, str, tuple[type[Outcome], ExitCode]]] = [
        ("greeting", "554 no service\r\n", (NotSent, ExitCode.NOT_SENT)),
        ("greeting", "421 too busy\r\n", deferred),
        ("ehlo", "550 go away\r\n", (NotSent, ExitCode.NOT_SENT)),
        ("starttls", "502 not here\r\n", (NotSent, ExitCode.NOT_SENT)),
        (
            "auth",
            "535 Authentication failed: Bad username / password\r\n",
            (Rejected, ExitCode.PERMISSION),
        ),
        (
            "auth",
            "451 Authentication failed: Maximum credits exceeded\r\n",
            (Rejected, ExitCode.PERMISSION),
        ),
        ("mail", "550 no\r\n", refused),
        ("mail", "451 later\r\n", deferred),
        ("rcpt", "550 nobody\r\n", refused),
        ("rcpt", "452 too many\r\n", deferred),
        ("data", "554 no\r\n", refused),
        ("data", "451 later\r\n", deferred),
        ("reply", "550 refused\r\n", refused),
        ("reply", "552 too big\r\n", refused),
        ("reply", "451 later\r\n", deferred),
        ("reply", "421 closing\r\n", deferred),
        ("reply", "354 what\r\n", (Unknown, ExitCode.UNKNOWN)),
        ("reply", "nonsense\r\n", (Unknown, ExitCode.UNKNOWN)),
        ("reply", "\x00\x01\r\n", (Unknown, ExitCode.UNKNOWN)),
    ]
    for number, (at, text, (outcome, code)) in enumerate(table):
        for warm in (False, True) if at in ("mail", "rcpt", "data", "reply") else (False,):
            yield Row(
                path="starttls",
                at=at,
                action={"reply": text},
                name=f"{number}-{text[:3]!r}",
                warm=warm,
                outcome=outcome,
                code=code,
            )
    yield Row(
        path="starttls",
        at="auth",
        action={"reply": "235 fine\r\n421 not so fast\r\n"},
        name="421-in-one-segment",
        outcome=Deferred,
        code=ExitCode.REFUSED,
    )


def _wrong_http_answers() -> Iterator[Row]:
    table: list[tuple[str, Any, type[Outcome], ExitCode]] = [
        ("502-html", _reply(502, HTML), Unknown, ExitCode.UNKNOWN),
        ("503-html", _reply(503, HTML), Unknown, ExitCode.UNKNOWN),
        ("504-html", _reply(504, HTML), Unknown, ExitCode.UNKNOWN),
        ("500-json", _reply(500), Deferred, ExitCode.REFUSED),
        ("503-json", _reply(503, JSON_BODY), Deferred, ExitCode.REFUSED),
        ("429", _reply(429), Deferred, ExitCode.REFUSED),
        ("400", _reply(400), Rejected, ExitCode.REFUSED),
        ("401", _reply(401), Rejected, ExitCode.PERMISSION),
        ("403", _reply(403), Rejected, ExitCode.PERMISSION),
        ("413", _reply(413), Rejected, ExitCode.REFUSED),
        ("200", _reply(200, ""), Unknown, ExitCode.UNKNOWN),
        ("204", _reply(204, ""), Unknown, ExitCode.UNKNOWN),
        ("302", _reply(302, ""), Unknown, ExitCode.UNKNOWN),
        ("garbage", _raw(b"\x16\x03\x01 what\r\n\r\n"), Unknown, ExitCode.UNKNOWN),
        ("half", _raw(b"HTTP/1.1 202 Acc"), Unknown, ExitCode.UNKNOWN),
    ]
    for (name, action, outcome, code), warm in itertools.product(table, (False, True)):
        if name == "half":
            action = [action, "close"]
        yield Row(
            path="webapi",
            at="reply",
            action=action,
            name=name,
            warm=warm,
            outcome=outcome,
            code=code,
        )
    yield Row(
        path="webapi",
        at="request",
        action=_reply(413),
        name="413-before-the-body-is-out",
        big=True,
        outcome=Rejected,
        code=ExitCode.REFUSED,
    )


def _delays() -> Iterator[Row]:
    points = {
        "starttls": ("greeting", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "reply"),
        "webapi": ("request", "reply"),
    }
    for path, names in points.items():
        for at in names:
            yield Row(
                path=path,
                at=at,
                action={"delay_ms": DELAY_MS},
                name="delay",
                outcome=Accepted,
                code=ExitCode.OK,
            )


def _dead_before_use() -> Iterator[Row]:
    """A kept connection that died is noticed before it is used: the mail goes by a new one."""
    for path, action in itertools.product(("starttls", "tls", "webapi"), ("close", "reset")):
        yield Row(
            path=path, at="idle", action=action, warm=True, outcome=Accepted, code=ExitCode.OK
        )


ROWS = [
    *_broken_before_the_commit(),
    *_broken_after_the_commit(),
    *_wrong_smtp_replies(),
    *_wrong_http_answers(),
    *_delays(),
    *_dead_before_use(),
]


def _message(row: Row) -> Message:
    return replace(sample(), attachments=(BIG,)) if row.big else sample()


async def _meet(sandbox: Sandbox, row: Row) -> Attempt:
    """Play the row's fault to the transport and give the attempt that met it."""
    is_silent = row.action == "silence"
    patient = sandbox_route(sandbox.info, row.path)
    hasty = replace(patient, connect_timeout=PATIENCE, total_timeout=PATIENCE)
    route = hasty if is_silent else patient
    connection = open_connection(route, sandbox_key(sandbox.info))
    wide = job(patient)
    try:
        if row.at == "idle":
            sandbox.fault(row.at, row.action, **row.when)
        if row.warm:
            first = await connection.send(wide)
            assert isinstance(first.outcome, Accepted), first
        if row.at == "idle":
            await _until_noticed(connection)
        else:
            sandbox.fault(row.at, row.action, **row.when)
        return await connection.send(job(route, _message(row)))
    finally:
        await connection.aclose()


async def _until_noticed(connection: Connection) -> None:
    """Let the loop take in that the kept connection has ended; bounded, not timed."""
    for _ in range(200):
        if not connection.is_warm:
            return
        await asyncio.sleep(0.005)


@pytest.mark.parametrize("row", ROWS, ids=[row.title for row in ROWS])
async def test_each_fault_ends_in_its_outcome(sandbox: Sandbox, row: Row) -> None:
    start_ns = clock.monotonic_ns()
    attempt = await _meet(sandbox, row)
    took_s = (clock.monotonic_ns() - start_ns) / 1e9

    assert type(attempt.outcome) is row.outcome, (
        OUTCOME_WORDS[type(attempt.outcome)],
        attempt.code,
        attempt.reply,
        attempt.problem and attempt.problem.id,
    )
    assert exit_code_of(attempt) is row.code, attempt.problem
    assert (attempt.problem is None) == isinstance(attempt.outcome, Accepted)
    assert took_s < 10, "it hung past its timeout"
    _check_trace(attempt)
    extra = 1 if row.warm else 0
    arrived = len(sandbox.inbox()) - extra
    assert arrived <= 1, "handed over twice"
    if not isinstance(attempt.outcome, Accepted | Unknown):
        assert arrived == 0, "a mail that is called not accepted has arrived"


def _check_trace(attempt: Attempt) -> None:
    """Spans tile; a failed attempt names the step that failed, last but for reading a page."""
    spans = attempt.trace.spans
    for before, after in itertools.pairwise(spans):
        assert after.start_ns == before.end_ns
    assert all(span.end_ns >= span.start_ns for span in spans)
    assert sum(s.end_ns - s.start_ns for s in spans) == attempt.trace.total_ns
    assert attempt.trace.wire_ns <= attempt.trace.total_ns
    if not isinstance(attempt.outcome, Accepted):
        assert spans, "a failure without a step"
        judged = [span for span in spans if span.phase is not Phase.DOWNLOAD]
        assert spans[-1].failed or (attempt.code and judged[-1].failed), [s.phase for s in spans]
    else:
        assert not any(span.failed for span in spans)


@pytest.mark.parametrize("kind", ["host", "ca", "expired"])
@pytest.mark.parametrize("path", ["webapi", "starttls", "tls"])
async def test_a_wrong_certificate_stops_before_the_key(
    sandbox: Sandbox, path: str, kind: str
) -> None:
    sandbox.fault("tls", {"wrong_certificate": kind})
    route = sandbox_route(sandbox.info, path)
    connection = open_connection(route, sandbox_key(sandbox.info))
    attempt = await connection.send(job(route))
    await connection.aclose()

    assert isinstance(attempt.outcome, NotSent)
    assert attempt.problem is not None
    assert attempt.trace.tls is not None
    assert not attempt.trace.tls.verified
    if kind == "host":
        (name,) = attempt.trace.tls.good_for
        assert f"a certificate for {name}, " in attempt.problem.explanation
    assert not any(stamp["point"] in ("auth", "request") for stamp in sandbox.stamps())


async def test_stripped_starttls_stops_before_the_key(sandbox: Sandbox) -> None:
    sandbox.fault("ehlo", "strip_starttls")
    route = sandbox_route(sandbox.info, "starttls")
    connection = open_connection(route, sandbox_key(sandbox.info))
    attempt = await connection.send(job(route))
    await connection.aclose()

    assert isinstance(attempt.outcome, NotSent)
    assert attempt.problem is not None
    assert attempt.problem.id == "D-SMTP-4"
    assert not any(stamp["point"] == "auth" for stamp in sandbox.stamps())
    last = attempt.trace.spans[-1]
    assert (last.phase, last.failed, last.round_trips) == (Phase.STARTTLS, True, 0)
    assert last.detail == "Encryption was removed on the way"


@pytest.mark.parametrize("path", ["webapi", "starttls"])
async def test_a_refused_connect_is_not_sent(sandbox: Sandbox, path: str) -> None:
    sandbox.fault("connect", "refuse")
    route = sandbox_route(sandbox.info, path)
    connection = open_connection(route, sandbox_key(sandbox.info))
    attempt = await connection.send(job(route))
    await connection.aclose()

    assert isinstance(attempt.outcome, NotSent)
    assert exit_code_of(attempt) is ExitCode.NOT_SENT
    assert attempt.problem is not None
    assert attempt.problem.id == "D-TCP-2"


@pytest.mark.parametrize("warm", [False, True], ids=["cold", "warm"])
async def test_354_although_everyone_was_refused_is_never_accepted(
    sandbox: Sandbox, warm: bool
) -> None:
    route = sandbox_route(sandbox.info, "starttls")
    connection = open_connection(route, sandbox_key(sandbox.info))
    if warm:
        await connection.send(job(route))
    sandbox.fault("rcpt", {"reply": "550 nobody\r\n"})
    sandbox.fault("data", {"reply": "354 go on\r\n"})
    attempt = await connection.send(job(route))
    await connection.aclose()

    assert isinstance(attempt.outcome, Rejected)
    assert not any(result.accepted for result in attempt.recipients)
    assert len(sandbox.inbox()) == int(warm)
