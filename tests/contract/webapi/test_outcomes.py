"""How the Web API path judges what a server does, each on a real connection."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from sgdesk.clock import monotonic_ns
from sgdesk.delivery import (
    Accepted,
    Attempt,
    Cancelled,
    Deferred,
    NotSent,
    Outcome,
    Rejected,
    Unknown,
)
from sgdesk.message import Message, sample
from sgdesk.message.model import Attachment
from sgdesk.route import Endpoint, Override, Route, WebApiPath
from sgdesk.secret import Secret
from sgdesk.trace import Phase
from sgdesk.transport.webapi import WebApiConnection
from tests.support.sending import Marks, job, send_all
from tests.support.servers import ACCEPTED, Behaviour, TestCa, Visit, serving

KEY = Secret("SG." + "k" * 22 + "." + "y" * 43)


def plain_route(port: int, **changes: object) -> Route:
    """Give a route to a plain server on this machine."""
    route = Route(path=WebApiPath(), api_url=f"http://127.0.0.1:{port}", total_timeout=5)
    return replace(route, **changes)  # type: ignore[arg-type]  # a test names true fields


async def attempts_at(
    behave: Behaviour, count: int = 1, message: Message | None = None, **changes: object
) -> Sequence[Attempt]:
    """Send `count` times over one connection to a server that behaves so."""
    async with serving(behave) as server:
        route = plain_route(server.port, **changes)
        connection = WebApiConnection(route, KEY)
        return await send_all(connection, [job(route, message) for _ in range(count)])


def answer(status: str, body: bytes = b"", *headers: str) -> Behaviour:
    """Read each request whole, then answer so."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    data = "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    async def behave(visit: Visit) -> None:
        while True:
            await visit.request()
            await visit.say(data)

    return behave


def big() -> Message:
    """Give a message of 8 MB, more than two kernels' buffers hold."""
    return replace(sample(), attachments=(Attachment(filename="b", content=b"x" * 6_000_000),))


def error_body(*messages: object) -> bytes:
    return json.dumps(
        {"errors": [{"message": m, "field": None, "help": None} for m in messages]}
    ).encode()


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
    assert [s.phase for s in attempt.trace.spans][-1] is (Phase.DOWNLOAD if body else Phase.REPLY)


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
    assert attempt.trace.total_ns < 2_000_000_000


async def test_end_of_stream_after_the_request_is_unknown() -> None:
    async def behave(visit: Visit) -> None:
        await visit.request()

    (attempt,) = await attempts_at(behave)

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)
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

    (attempt,) = await attempts_at(behave)

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)


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
    assert 0.35e9 < attempt.trace.total_ns < 1.5e9
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


async def test_two_sends_share_a_connection_and_say_so() -> None:
    first, second = await attempts_at(answer("202 Accepted"), 2)

    assert (first.trace.warm, second.trace.warm) == (False, True)
    assert [s.phase for s in second.trace.spans] == [Phase.UPLOAD, Phase.REPLY]
    assert second.trace.round_trips == 1


async def test_a_kept_connection_that_the_server_closed_is_dialled_anew_as_cold() -> None:
    async def behave(visit: Visit) -> None:
        await visit.request()
        await visit.say(ACCEPTED)

    first, second = await attempts_at(behave, 2)

    assert first.outcome == second.outcome == Accepted()
    assert not second.trace.warm
    assert Phase.CONNECT in {s.phase for s in second.trace.spans}


async def test_end_of_stream_on_a_reused_connection_is_unknown_when_it_was_acknowledged() -> None:
    async def behave(visit: Visit) -> None:
        await visit.request()
        await visit.say(ACCEPTED)
        await visit.request()

    _, second = await attempts_at(behave, 2)

    assert second.trace.warm
    assert second.outcome == Unknown(after=Phase.UPLOAD)


async def test_a_cookie_is_not_given_back() -> None:
    heads: list[str] = []

    async def behave(visit: Visit) -> None:
        while True:
            head, _ = await visit.request()
            heads.append(head)
            await visit.say(ACCEPTED.replace(b"X-Message", b"Set-Cookie: a=b\r\nX-Message"))

    await attempts_at(behave, 2)

    assert len(heads) == 2
    assert "cookie" not in heads[1].lower()


async def test_the_request_says_what_the_api_asks_for() -> None:
    heads: list[str] = []

    async def behave(visit: Visit) -> None:
        heads.append((await visit.request())[0].lower())
        await visit.say(ACCEPTED)

    await attempts_at(behave)

    assert heads[0].startswith("post /v3/mail/send http/1.1\r\n")
    assert "accept: application/json\r\n" in heads[0]
    assert "content-type: application/json\r\n" in heads[0]
    assert "user-agent: sgdesk/" in heads[0]
    assert "transfer-encoding" not in heads[0]


async def test_the_mark_is_awaited_before_the_last_byte_leaves() -> None:
    seen: list[str] = []

    async def behave(visit: Visit) -> None:
        while True:
            await visit.request()
            seen.append("request")
            await visit.say(ACCEPTED)

    class Mark(Marks):
        async def __call__(self) -> None:
            await asyncio.sleep(0.05)
            seen.append("mark")

    async with serving(behave) as server:
        route = plain_route(server.port)
        await send_all(WebApiConnection(route, KEY), [job(route, mark=Mark()) for _ in range(2)])

    assert seen == ["mark", "request", "mark", "request"]


async def cancelled_in(behave: Behaviour, when: Callable[[], asyncio.Event]) -> Attempt:
    """Cancel the task that sends, at a moment the server chooses."""
    reached = when()
    async with serving(behave) as server:
        route = plain_route(server.port)
        connection = WebApiConnection(route, KEY)
        async with asyncio.TaskGroup() as group:
            task = group.create_task(send_all(connection, [job(route, big())]))
            await reached.wait()
            task.cancel()
    return task.result()[0]


async def test_a_cancel_before_the_commit_point_is_cancelled() -> None:
    reached = asyncio.Event()

    async def behave(visit: Visit) -> None:
        await visit.reader.readuntil(b"\r\n\r\n")
        reached.set()
        await asyncio.Event().wait()

    attempt = await cancelled_in(behave, lambda: reached)

    assert attempt.outcome == Cancelled()


async def test_a_cancel_after_the_commit_point_is_unknown() -> None:
    reached = asyncio.Event()

    async def behave(visit: Visit) -> None:
        await visit.request()
        reached.set()
        await asyncio.Event().wait()

    attempt = await cancelled_in(behave, lambda: reached)

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)


@pytest.mark.parametrize(
    "changes", [{"proxy": "http://127.0.0.1:1"}, {"api_url": "http://192.0.2.1"}]
)
async def test_a_key_never_leaves_this_machine_in_plain_text(changes: dict[str, str]) -> None:
    route = replace(plain_route(9), **changes)  # type: ignore[arg-type]
    marks = Marks()

    (attempt,) = await send_all(WebApiConnection(route, KEY), [job(route, mark=marks)])

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.id == "PLAINTEXT-KEY"
    assert attempt.trace.spans == ()
    assert marks.count == 0


async def test_a_name_of_this_machine_that_is_dialled_elsewhere_gets_no_plain_key() -> None:
    elsewhere = Override(
        target=Endpoint(host="localhost", port=8025), address=Endpoint(host="192.0.2.1", port=80)
    )
    route = replace(plain_route(9), api_url="http://localhost:8025", overrides=(elsewhere,))

    (attempt,) = await send_all(WebApiConnection(route, KEY), [job(route)])

    assert attempt.problem is not None
    assert attempt.problem.id == "PLAINTEXT-KEY"


async def test_the_key_is_nowhere_in_the_attempt() -> None:
    async def behave(visit: Visit) -> None:
        head, _ = await visit.request()
        body = error_body(f"you said {head}")
        await visit.say(
            b"HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )

    (attempt,) = await attempts_at(behave)

    assert "Authorization: Bearer ••••" in attempt.transcript
    assert KEY.reveal() not in repr(attempt)


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
        attempts = await send_all(WebApiConnection(route, KEY), [job(route), job(route)])

    for attempt, think_ns in zip(attempts, thought, strict=True):
        trace = attempt.trace
        reply = next(s for s in trace.spans if s.phase is Phase.REPLY)
        assert trace.server_ns is not None
        assert abs(reply.end_ns - reply.start_ns - think_ns) < 5e6
        assert abs(trace.server_ns - think_ns) < 5e6
        assert sum(s.end_ns - s.start_ns for s in trace.spans) == trace.total_ns
    assert attempts[0].trace.tls == attempts[1].trace.tls


async def test_a_connection_that_closes_during_the_mark_is_dialled_anew() -> None:
    closing = asyncio.Event()
    closed = asyncio.Event()

    async def behave(visit: Visit) -> None:
        await visit.request()
        await visit.say(ACCEPTED)
        if visit.number == 1:
            await closing.wait()
            visit.reset()
            closed.set()

    class Mark(Marks):
        async def __call__(self) -> None:
            self.count += 1
            if self.count == 2:
                closing.set()
                await closed.wait()

    async with serving(behave) as server:
        route, mark = plain_route(server.port), Mark()
        jobs = [job(route, mark=mark) for _ in range(2)]
        attempts = await send_all(WebApiConnection(route, KEY), jobs)

    assert [a.outcome for a in attempts] == [Accepted(), Accepted()]
    assert [a.trace.warm for a in attempts] == [False, False]
    assert mark.count == 2
