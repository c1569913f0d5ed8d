"""Many messages on one connection, each envelope behind the body before it."""

import asyncio
from dataclasses import replace

from sgdesk.delivery import Accepted, Rejected
from sgdesk.route import Route
from sgdesk.transport.base import Job
from sgdesk.transport.smtp import SmtpConnection
from tests.support.sending import job
from tests.support.smtp_script import envelope, hang_up, hear, hear_body, say, scripted
from tests.support.smtp_sending import GO, LOCK_STEP, PIPELINED, message, plain_route


def bulk(route: Route, count: int) -> list[Job]:
    return [replace(job(route, message()), overlapped=True) for _ in range(count)]


async def test_in_bulk_the_next_envelope_comes_behind_the_body() -> None:
    # The script answers the second envelope before the first message, so that it
    # can only have come with the body.
    script_steps = [
        *PIPELINED,
        *envelope(),
        say(*GO),
        hear_body(),
        *envelope(),
        say("250 first", *GO),
        hear_body(),
        say("250 second"),
    ]
    async with scripted(script_steps) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        made = [attempt async for attempt in connection.send_many(bulk(route, 2))]
        await connection.aclose()

    assert [(a.outcome, a.reply) for a in made] == [(Accepted(), "first"), (Accepted(), "second")]
    assert all(a.trace.overlapped for a in made)


async def test_in_bulk_a_refused_message_does_not_spoil_the_next() -> None:
    async with scripted(
        [
            *PIPELINED,
            *envelope(),
            say(*GO),
            hear_body(),
            *envelope(),
            say("550 spam", *GO),
            hear_body(),
            say("250 fine"),
        ]
    ) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        made = [attempt async for attempt in connection.send_many(bulk(route, 2))]
        await connection.aclose()

    assert [a.outcome for a in made] == [Rejected(), Accepted()]


async def test_in_bulk_a_hang_up_makes_the_next_message_dial_again() -> None:
    first = [*PIPELINED, *envelope(), say(*GO), hear_body(), say("250 ok", "421 enough"), hang_up()]
    second = [*PIPELINED, *envelope(), say(*GO), hear_body(), say("250 ok")]
    async with scripted(first, second) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        made = [attempt async for attempt in connection.send_many(bulk(route, 2))]
        await connection.aclose()

    assert [a.outcome for a in made] == [Accepted(), Accepted()]
    assert script.connections == 2


async def test_in_bulk_stopping_leaves_the_envelope_sent_ahead_undelivered() -> None:
    async with scripted(
        [*PIPELINED, *envelope(), say(*GO), hear_body(), *envelope(), say("250 ok", *GO)]
    ) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        async for attempt in connection.send_many(bulk(route, 2)):
            assert attempt.outcome == Accepted()
            break
        await connection.aclose()
        await asyncio.wait_for(script.ended.wait(), 5)

    assert script.heard[-1] == b"DATA\r\n"


async def test_in_bulk_without_pipelining_each_message_waits() -> None:
    one = [
        hear("MAIL"),
        say("250 ok"),
        hear("RCPT"),
        say("250 ok"),
        hear("DATA"),
        say("354 go"),
        hear_body(),
        say("250 ok"),
    ]
    async with scripted([*LOCK_STEP, *one, *one]) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        made = [attempt async for attempt in connection.send_many(bulk(route, 2))]
        await connection.aclose()

    assert [a.outcome for a in made] == [Accepted(), Accepted()]
