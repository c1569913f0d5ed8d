"""How the Web API path judges what a server does, each on a real connection."""

import asyncio
import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from sgdesk.clock import monotonic_ns
from sgdesk.delivery import Accepted, Deferred, NotSent, Outcome, Rejected, Unknown
from sgdesk.message import sample
from sgdesk.present.since import NOTHING_SINCE
from sgdesk.present.twice import again_text
from sgdesk.route import Route, WebApiPath
from sgdesk.secret import MARK
from sgdesk.trace import Phase
from sgdesk.transport.webapi import WebApiConnection
from tests.support.sending import job, send_all
from tests.support.servers import ACCEPTED, TestCa, Visit, serving
from tests.support.webapi_sending import KEY, answer, attempts_at, big, error_body, plain_route

HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        ("202 Accepted", b"", Accepted()),
        ("200 OK", b"", Unknown(after=Phase.REPLY)),
        ("302 Found", b"", Unknown(after=Phase.REPLY)),
        ("204 No Content", b"", Unknown(after=Phase.REPLY)),
        ("400 Bad Request", error_body("a", "b"), Rejected()),
        ("401 Unauthorized", error_body("Permission denied, wrong credentials"), Rejected()),
        ("403 Forbidden", error_body("access forbidden"), Rejected()),
        ("500 Internal Server Error", error_body("internal server error"), Deferred()),
        ("503 Service Unavailable", b'{"errors":["busy"],"message":"error"}', Deferred()),
        ("502 Bad Gateway", HTML, Unknown(after=Phase.REPLY)),
        ("504 Gateway Time-out", HTML, Unknown(after=Phase.REPLY)),
    ],
)
async def test_an_answer_after_the_whole_body(status: str, body: bytes, outcome: Outcome) -> None:
    (attempt,) = await attempts_at(answer(status, body, "Location: http://example.com/"))

    assert attempt.outcome == outcome
    assert attempt.code == int(status[:3])
    assert [s.failed for s in attempt.trace.spans if s.phase is Phase.REPLY] == [
        not isinstance(outcome, Accepted)
    ]
    assert [s.phase for s in attempt.trace.spans][-1] is (Phase.DOWNLOAD if body else Phase.REPLY)


async def test_packed_answer_is_judged_by_the_words_in_it() -> None:
    body = gzip.compress(error_body(f"internal server error {KEY.reveal()}"))
    (attempt,) = await attempts_at(
        answer("500 Internal Server Error", body, "Content-Encoding: gzip")
    )

    assert attempt.outcome == Deferred()
    assert attempt.reply == f"internal server error {MARK}"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (error_body("first", "second"), ("first", "second")),
        (b'{"errors":["plain"],"message":"error"}', ("plain",)),
        (b'{"errors":[{"message":"m","field":"null","help":{"a":1}}],"id":"x"}', ("m",)),
        (b'{"errors":[{"field":"from"}]}', ()),
        (b'{"errors":{"message":"odd"}}', ("odd",)),
        (b"[1,2", ("[1,2",)),
        (b"\xff\xfe", ()),
        (b"", ("Bad Request",)),
        (HTML, ("502 Bad Gateway",)),
    ],
)
async def test_every_shape_of_an_error_body_is_read(body: bytes, words: tuple[str, ...]) -> None:
    (attempt,) = await attempts_at(answer("400 Bad Request", body))

    assert attempt.outcome == Rejected()
    assert all(word in attempt.reply for word in words)


async def test_200_is_accepted_when_only_a_check_was_asked() -> None:
    options = replace(sample().options, check_only=True)

    (attempt,) = await attempts_at(answer("200 OK"), message=replace(sample(), options=options))

    assert attempt.outcome == Accepted(checked_only=True)
    assert not any(span.failed for span in attempt.trace.spans)


@pytest.mark.parametrize("reply", ["", "502 Bad Gateway", "302 Found", "204 No Content"])
async def test_check_without_an_answer_leaves_nobody_in_doubt_of_a_mail(reply: str) -> None:
    async def hang_up(visit: Visit) -> None:
        await visit.request()

    checked = replace(sample(), options=replace(sample().options, check_only=True))
    served = answer(reply, HTML) if reply else hang_up

    (attempt,) = await attempts_at(served, message=checked)
    (sent,) = await attempts_at(served)

    assert isinstance(sent.outcome, Unknown)
    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.title == "The check got no answer"
    assert again_text(attempt, NOTHING_SINCE).endswith("sending again is safe.")


async def test_429_says_when_to_try_again() -> None:
    (attempt,) = await attempts_at(
        answer("429 Too Many Requests", error_body("too many requests"), "Retry-After: 7")
    )

    assert attempt.outcome == Deferred(retry_after_s=7.0)


async def test_202_carries_the_message_id() -> None:
    (attempt,) = await attempts_at(answer("202 Accepted", b"", "X-Message-Id: abc123"))

    assert attempt.message_id == "abc123"


@pytest.mark.parametrize("hang_up", ["close", "reset", "stay"])
async def test_413_before_the_body_is_out_is_read_and_rejects(hang_up: str) -> None:
    async def behave(visit: Visit) -> None:
        await visit.reader.readuntil(b"\r\n\r\n")
        body = error_body("content too large")
        await visit.say(b"HTTP/1.1 413 Too Large\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        if hang_up == "reset":
            visit.reset()
        elif hang_up == "stay":
            await asyncio.Event().wait()

    (attempt,) = await attempts_at(behave, message=big())

    assert attempt.outcome == Rejected()
    assert attempt.reply == "content too large"
    upload = next(s for s in attempt.trace.spans if s.phase is Phase.UPLOAD)
    assert upload.detail == "answered before all was out"


async def test_202_before_the_body_is_out_is_not_sent() -> None:
    async def behave(visit: Visit) -> None:
        await visit.reader.readuntil(b"\r\n\r\n")
        await visit.say(ACCEPTED)
        await asyncio.Event().wait()

    (attempt,) = await attempts_at(behave, message=big())

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.id == "D-HTTP-6"


async def test_end_of_stream_after_the_request_is_unknown() -> None:
    async def behave(visit: Visit) -> None:
        await visit.request()

    (attempt,) = await attempts_at(behave)

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)
    assert attempt.problem is not None
    assert "the connection broke" in attempt.problem.explanation
    assert attempt.trace.spans[-1].phase is Phase.REPLY
    assert attempt.trace.spans[-1].failed


async def test_reset_after_the_request_is_unknown() -> None:
    async def behave(visit: Visit) -> None:
        await visit.request()
        visit.reset()

    (attempt,) = await attempts_at(behave)

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)


async def test_garbage_for_an_answer_is_unknown() -> None:
    async def behave(visit: Visit) -> None:
        await visit.request()
        await visit.say(b"220 mail.example.com ESMTP\r\n")
        await visit.wait_for_end()

    (attempt,) = await attempts_at(behave)

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)
    assert attempt.problem is not None
    assert "no answer that can be read" in attempt.problem.explanation


async def test_end_of_stream_before_the_body_was_out_is_not_sent() -> None:
    async def behave(visit: Visit) -> None:
        await visit.reader.readuntil(b"\r\n\r\n")

    (attempt,) = await attempts_at(behave, message=big())

    assert attempt.outcome == NotSent()


async def test_an_answer_cut_off_in_its_body_still_counts_by_its_status() -> None:
    async def behave(visit: Visit) -> None:
        await visit.request()
        await visit.say(b"HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\nhalf")

    (attempt,) = await attempts_at(behave)

    assert attempt.outcome == Accepted()
    assert attempt.trace.spans[-1].phase is Phase.DOWNLOAD
    assert attempt.trace.spans[-1].failed


async def test_silence_after_the_request_is_unknown_at_the_total_timeout() -> None:
    async def behave(visit: Visit) -> None:
        await visit.request()
        await asyncio.Event().wait()

    (attempt,) = await attempts_at(behave, total_timeout=0.4)

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)
    assert attempt.trace.total_ns > 0.35e9
    assert attempt.problem is not None
    assert "within 0.4 s" in attempt.problem.explanation
    assert attempt.trace.wire_ns > 0.3e9


async def test_silence_in_the_handshake_ends_at_the_connect_timeout(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)

    async def behave(visit: Visit) -> None:
        await visit.wait_for_end()

    async with serving(behave) as server:
        route = Route(
            path=WebApiPath(),
            api_url=f"https://localhost:{server.port}",
            ca_file=str(ca.file),
            connect_timeout=0.3,
        )
        (attempt,) = await send_all(WebApiConnection(route, KEY), [job(route)])

    assert attempt.outcome == NotSent()
    assert attempt.trace.spans[-1].phase is Phase.TLS
    assert attempt.trace.spans[-1].failed


async def test_nobody_listening_is_not_sent() -> None:
    async with serving(answer("202 Accepted")) as server:
        port = server.port
    route = plain_route(port)

    (attempt,) = await send_all(WebApiConnection(route, KEY), [job(route)])

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.id == "D-TCP-2"


@pytest.mark.measures
async def test_200_ms_of_thinking_land_in_reply_and_in_server_time(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)
    thought: list[int] = []

    async def behave(visit: Visit) -> None:
        while True:
            await visit.request()
            begun_ns = monotonic_ns()
            await asyncio.sleep(0.2)
            thought.append(monotonic_ns() - begun_ns)  # a loaded machine oversleeps
            await visit.say(ACCEPTED)

    async with serving(behave, tls=ca.server()) as server:
        route = Route(
            path=WebApiPath(), api_url=f"https://localhost:{server.port}", ca_file=str(ca.file)
        )
        attempts = await send_all(WebApiConnection(route, KEY), [job(route)] * 4)

    # One attempt of four must be clean: a wrong booking would spoil them all.
    off_ns = []
    for attempt, think_ns in zip(attempts, thought, strict=True):
        trace = attempt.trace
        reply = next(s for s in trace.spans if s.phase is Phase.REPLY)
        assert trace.server_ns is not None
        in_reply_ns = reply.end_ns - reply.start_ns
        off_ns.append(max(abs(in_reply_ns - think_ns), abs(trace.server_ns - think_ns)))
        assert sum(s.end_ns - s.start_ns for s in trace.spans) == trace.total_ns
    assert min(off_ns) < 5e6, off_ns
    assert attempts[0].trace.tls == attempts[1].trace.tls


@pytest.mark.parametrize(
    "answer_bytes", [b"hello there\r\n", b"220 smtp.test ESMTP\r\n", b"HTTP/1.1 abc\r\n\r\n"]
)
async def test_what_is_no_answer_is_told_as_that_before_the_whole_body_left(
    answer_bytes: bytes,
) -> None:
    async def behave(visit: Visit) -> None:
        await visit.reader.readexactly(1000)
        await visit.say(answer_bytes)
        await visit.wait_for_end()

    (attempt,) = await attempts_at(behave, message=big())

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.id == "D-HTTP-6"
    assert "no answer of a Web API" in attempt.problem.explanation
    assert "bytearray" not in attempt.trace.spans[-1].detail


async def test_a_port_without_encryption_is_told_as_one() -> None:
    async def behave(visit: Visit) -> None:
        await visit.reader.read(16)
        await visit.say(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with serving(behave) as server:
        route = Route(path=WebApiPath(), api_url=f"https://127.0.0.1:{server.port}")
        (attempt,) = await send_all(WebApiConnection(route, KEY), [job(route)])

    assert attempt.problem is not None
    assert attempt.problem.title == f"Port {server.port} answers without encryption"
