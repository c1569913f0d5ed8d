"""An answer while the end of the message waits for room here is no answer to the message."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from sgdesk.delivery import Accepted, Attempt, NotSent, Unknown
from sgdesk.message import Message
from sgdesk.route import Route, SmtpPath, Tls
from sgdesk.trace import Phase
from sgdesk.transport.smtp import SmtpConnection
from sgdesk.transport.webapi import WebApiConnection
from tests.support import webapi_sending
from tests.support.narrow import NarrowKernel
from tests.support.sending import job, send_all
from tests.support.servers import ACCEPTED, Behaviour, TestCa, Visit, serving
from tests.support.smtp_script import (
    FINAL_DOT,
    Line,
    Step,
    envelope,
    hear_body,
    hear_some,
    opening,
    say,
    scripted,
)
from tests.support.smtp_sending import GO, KEY, PIPELINED, message, plain_route

HEARD = 15_000
"""Of a message of 30 kB the server reads this much before it speaks."""


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> NarrowKernel:
    return NarrowKernel().install(monkeypatch)


def long(subject: str = "long") -> Message:
    return replace(message(), subject=subject, text="a line of the text\n" * 1600)


def phases(attempt: Attempt) -> list[tuple[Phase, bool]]:
    """Give the phases from the upload on, which tile the attempt."""
    spans = attempt.trace.spans
    ends = [0, *(span.end_ns for span in spans)]
    assert [span.start_ns for span in spans] == ends[:-1]
    assert attempt.trace.total_ns == ends[-1]
    found = [(span.phase, span.failed) for span in spans]
    return found[[phase for phase, _ in found].index(Phase.UPLOAD) :]


async def by_smtp(*steps: Step, total_timeout: float = 5) -> tuple[Attempt, bool, list[bytes]]:
    """Send, say how it went and whether the connection is kept, and what was heard."""
    async with scripted([*PIPELINED, *envelope(), say(*GO), *steps]) as script:
        route = plain_route(script, total_timeout=total_timeout)
        connection = SmtpConnection(route, None)
        attempt = await connection.send(job(route, long()))
        is_warm = connection.is_warm
        await connection.aclose()
    return attempt, is_warm, script.heard


async def by_web(
    behave: Behaviour, tls: TestCa | None = None, total_timeout: float = 5
) -> tuple[Attempt, bool]:
    async with serving(behave, tls=tls.server() if tls else None) as server:
        route = webapi_sending.plain_route(server.port, total_timeout=total_timeout)
        if tls is not None:
            url = f"https://localhost:{server.port}"
            route = replace(route, api_url=url, ca_file=str(tls.file))
        connection = WebApiConnection(route, webapi_sending.KEY)
        attempt = await connection.send(job(route, long()))
        is_warm = connection.is_warm
        await connection.aclose()
    return attempt, is_warm


def answering(status: bytes) -> Behaviour:
    """Read a part of the request and answer with no body."""

    async def behave(visit: Visit) -> None:
        await visit.reader.readexactly(HEARD)
        await visit.say(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")
        await visit.wait_for_end()

    return behave


async def test_250_before_the_dot_has_left_is_not_sent(kernel: NarrowKernel) -> None:
    attempt, is_warm, heard = await by_smtp(hear_some(HEARD), say("250 queued as early"))

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert "came before the whole message had left" in attempt.problem.explanation
    assert phases(attempt) == [(Phase.UPLOAD, True)]
    assert not is_warm
    assert FINAL_DOT not in heard


async def test_250_before_the_dot_has_left_is_not_sent_encrypted(
    kernel: NarrowKernel, tmp_path: Path
) -> None:
    ca = TestCa(tmp_path)
    steps = [*opening("PIPELINING"), *envelope(), say(*GO), hear_some(HEARD), say("250 early")]
    async with scripted(steps, tls=ca.server()) as script:
        route = Route(
            path=SmtpPath(port=script.port, tls=Tls.IMPLICIT),
            smtp_host="localhost",
            authenticate=False,
            ca_file=str(ca.file),
            total_timeout=5,
        )
        (attempt,) = await send_all(SmtpConnection(route, KEY), [job(route, long())])

    assert attempt.outcome == NotSent()
    assert phases(attempt) == [(Phase.UPLOAD, True)]


@pytest.mark.parametrize("encrypted", [False, True])
async def test_202_before_the_end_has_left_is_not_sent(
    kernel: NarrowKernel, tmp_path: Path, encrypted: bool
) -> None:
    ca = TestCa(tmp_path) if encrypted else None

    attempt, is_warm = await by_web(answering(b"202 Accepted"), ca)

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert "came before the whole message had left" in attempt.problem.explanation
    assert phases(attempt) == [(Phase.UPLOAD, False), (Phase.REPLY, True)]
    assert not is_warm


async def test_502_of_a_gateway_before_the_end_has_left_is_no_unknown(
    kernel: NarrowKernel,
) -> None:
    attempt, _ = await by_web(answering(b"502 Bad Gateway"))

    assert not isinstance(attempt.outcome, Unknown)
    assert attempt.code == 502


async def test_an_end_that_leaves_late_is_accepted_and_its_wait_is_upload(
    kernel: NarrowKernel,
) -> None:
    async def widen(_line: Line) -> None:
        await asyncio.sleep(0.05)
        kernel.widen()

    async def behave(visit: Visit) -> None:
        asyncio.get_running_loop().call_later(0.05, kernel.widen)
        await visit.request()
        await visit.say(ACCEPTED)

    by_mail, is_warm, _ = await by_smtp(widen, hear_body(), say("250 ok"))
    kernel.narrow()
    by_api, _ = await by_web(behave)

    assert by_mail.outcome == by_api.outcome == Accepted()
    assert phases(by_mail) == phases(by_api) == [(Phase.UPLOAD, False), (Phase.REPLY, False)]
    assert is_warm
    for attempt in (by_mail, by_api):
        upload = next(s for s in attempt.trace.spans if s.phase is Phase.UPLOAD)
        assert upload.wire_ns > 30_000_000


async def test_silence_with_the_end_still_here_is_an_upload_that_failed(
    kernel: NarrowKernel,
) -> None:
    async def silent(visit: Visit) -> None:
        await visit.wait_for_end()

    by_mail, _, _ = await by_smtp(hear_some(HEARD), total_timeout=0.4)
    kernel.narrow()
    by_api, _ = await by_web(silent, total_timeout=0.4)

    for attempt in (by_mail, by_api):
        assert attempt.outcome == Unknown(after=Phase.UPLOAD)
        assert phases(attempt) == [(Phase.UPLOAD, True)]
        assert attempt.problem is not None
        assert "last part of the message was on its way" in attempt.problem.explanation


async def test_in_bulk_the_envelope_behind_the_dot_may_wait_for_room(
    kernel: NarrowKernel,
) -> None:
    async def widen(_line: Line) -> None:
        await asyncio.sleep(0.05)
        kernel.widen()

    steps = [hear_body(), say("250 first"), widen, *envelope(), say(*GO), hear_body(), say("250 b")]
    async with scripted([*PIPELINED, *envelope(), say(*GO), *steps]) as script:
        route = plain_route(script)
        jobs = [replace(job(route, long()), overlapped=True) for _ in range(2)]
        connection = SmtpConnection(route, None)
        made = [attempt async for attempt in connection.send_many(jobs)]
        await connection.aclose()

    assert [(a.outcome, a.reply) for a in made] == [(Accepted(), "first"), (Accepted(), "b")]
    assert phases(made[0])[:1] == [(Phase.UPLOAD, False)]
