"""Cancels and marks, before and after the last byte."""

import asyncio
from dataclasses import replace

from sgdesk.delivery import Accepted, Attempt, Cancelled, NotSent, Unknown
from sgdesk.trace import Phase
from sgdesk.transport.base import Job
from sgdesk.transport.smtp import SmtpConnection
from tests.support.sending import job
from tests.support.smtp_script import Line, Step, envelope, hear, hear_body, say, scripted
from tests.support.smtp_sending import GO, PIPELINED, message, plain_route


async def test_a_cancel_before_the_commit_point_is_cancelled() -> None:
    attempt = await _cancelled_at(Phase.ENVELOPE, [*PIPELINED, *envelope()])

    assert attempt.outcome == Cancelled()


async def test_a_cancel_after_the_commit_point_is_unknown() -> None:
    attempt = await _cancelled_at(Phase.REPLY, [*PIPELINED, *envelope(), say(*GO), hear_body()])

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)


async def _cancelled_at(phase: Phase, steps: list[Step]) -> Attempt:
    reached = asyncio.Event()

    def progress(began: Phase, fraction: float) -> None:
        if began is phase:
            reached.set()

    async with scripted(steps) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        made: Job = replace(job(route, message()), progress=progress)

        async def attempt_and_count() -> tuple[Attempt, int]:
            attempt = await connection.send(made)
            task = asyncio.current_task()
            return attempt, task.cancelling() if task else -1

        async with asyncio.TaskGroup() as group:
            task = group.create_task(attempt_and_count())
            await reached.wait()
            task.cancel()
            attempt, pending = await task
        assert pending == 0, "the cancellation was absorbed, but still counts"
        await connection.aclose()
    return attempt


async def test_the_mark_comes_before_the_last_byte() -> None:
    at_mark: list[bytes] = []

    async with scripted([*PIPELINED, *envelope(), say(*GO), hear_body(), say("250 ok")]) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)

        async def mark() -> None:
            at_mark.extend(script.heard)

        attempt = await connection.send(replace(job(route, message()), mark=mark))
        await connection.aclose()

    assert attempt.outcome == Accepted()
    assert at_mark[-1] == b"DATA\r\n"


async def test_a_failed_mark_holds_the_message_back() -> None:
    async def mark() -> None:
        raise OSError("the disk is full")

    async with scripted([*PIPELINED, *envelope(), say(*GO)]) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        attempt = await connection.send(replace(job(route, message()), mark=mark))
        await asyncio.wait_for(script.ended.wait(), 5)

    assert attempt.outcome == NotSent()
    assert script.heard[-1] == b"DATA\r\n"


async def test_a_cancel_while_a_used_up_connection_closes_is_cancelled() -> None:
    fine = [*PIPELINED, *envelope(), say(*GO), hear_body(), say("250 ok")]
    heard_quit = asyncio.Event()

    async def notice(line: Line) -> None:
        heard_quit.set()
        await line.reader.read()

    async with scripted([*fine, hear("QUIT"), notice]) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None, message_cap=1)
        await connection.send(job(route, message()))
        async with asyncio.TaskGroup() as group:
            task = group.create_task(connection.send(job(route, message())))
            await heard_quit.wait()
            task.cancel()
            attempt = await task

    assert attempt.outcome == Cancelled()
    assert script.connections == 1
