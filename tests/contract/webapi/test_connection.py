"""A kept connection, the mark and a cancel on the Web API path."""

import asyncio
from collections.abc import Callable

import pytest

from sgdesk.delivery import Accepted, Attempt, Cancelled, Rejected, Unknown
from sgdesk.trace import Phase
from sgdesk.transport.webapi import WebApiConnection
from tests.support.sending import Marks, job, send_all
from tests.support.servers import ACCEPTED, Behaviour, Visit, serving
from tests.support.webapi_sending import KEY, answer, attempts_at, big, plain_route


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


@pytest.mark.parametrize(
    "leftover",
    [
        ACCEPTED,
        ACCEPTED[:-2],
        b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nX-Rest: ",
        b"\n",
        b"HTTP/1.1 102 Processing\r\n\r\n",
    ],
)
async def test_what_came_behind_an_answer_is_no_part_of_the_next_one(leftover: bytes) -> None:
    refusal = b"HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n"

    async def behave(visit: Visit) -> None:
        await visit.request()
        await visit.say(ACCEPTED + leftover if visit.number == 1 else refusal)
        await visit.request()
        await visit.say(refusal)

    first, second = await attempts_at(behave, 2)

    assert first.outcome == Accepted()
    assert second.outcome == Rejected()
    assert not second.trace.warm
