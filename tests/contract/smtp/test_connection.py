"""A connection between its messages, and its end."""

import asyncio
import select

import pytest

from sgdesk.delivery import Accepted, NotSent, Rejected
from sgdesk.errors import InputError
from sgdesk.transport.smtp import SmtpConnection
from tests.support.sending import job
from tests.support.smtp_script import (
    Line,
    envelope,
    hang_up,
    hear,
    hear_body,
    ignore_everything,
    reset,
    say,
    say_bytes,
    scripted,
)
from tests.support.smtp_sending import GO, PIPELINED, message, plain_route


async def test_a_ca_file_of_no_use_is_said_and_leaves_nothing_behind() -> None:
    async with scripted([]) as script:
        route = plain_route(script, ca_file="/nowhere/ca.pem")
        connection = SmtpConnection(route, None)
        with pytest.raises(InputError):
            await connection.send(job(route, message()))

    assert not connection.is_warm
    assert script.connections == 0


async def test_quit_is_said_and_not_waited_for_long() -> None:
    async with scripted(
        [
            *PIPELINED,
            *envelope(),
            say(*GO),
            hear_body(),
            say("250 ok"),
            hear("QUIT"),
            say("221 bye"),
        ]
    ) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        await connection.send(job(route, message()))
        await connection.aclose()

    assert script.heard[-1] == b"QUIT\r\n"
    assert not connection.is_warm


async def test_a_server_that_ignores_quit_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sgdesk.transport.smtp.GOODBYE_S", 0.1)
    fine = [*PIPELINED, *envelope(), say(*GO), hear_body(), say("250 ok")]
    async with scripted([*fine, ignore_everything()]) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        attempt = await connection.send(job(route, message()))
        await asyncio.wait_for(connection.aclose(), 1)
        await asyncio.wait_for(script.ended.wait(), 5)

    assert attempt.outcome == Accepted()


async def test_a_kept_connection_with_something_to_say_is_not_used() -> None:
    fine = [*PIPELINED, *envelope(), say(*GO), hear_body(), say("250 ok")]
    async with scripted([*fine, say("421 idle too long"), hang_up()], fine) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        first = await connection.send(job(route, message()))
        await asyncio.wait_for(script.ended.wait(), 5)
        assert not connection.is_warm
        second = await connection.send(job(route, message()))
        await connection.aclose()

    assert (first.outcome, second.outcome) == (Accepted(), Accepted())
    assert not second.trace.warm
    assert script.connections == 2


@pytest.mark.parametrize("leftover", [b"250 ok\r\n", b"250-ok\r\n", b"2"])
async def test_what_came_behind_an_answer_is_no_part_of_the_next_one(leftover: bytes) -> None:
    whole = [*PIPELINED, *envelope(), say(*GO), hear_body()]
    first_script = [*whole, say_bytes(b"250 ok\r\n" + leftover)]
    async with scripted(first_script, [*whole, say("550 no")]) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        first = await connection.send(job(route, message()))
        second = await connection.send(job(route, message()))
        await connection.aclose()

    assert (first.outcome, second.outcome) == (Accepted(), Rejected())
    assert not second.trace.warm


async def test_a_server_that_never_stops_talking_is_left() -> None:
    async def chatter(line: Line) -> None:
        while True:
            await say_bytes(b"250 ok\r\n" * 1000)(line)

    whole = [*PIPELINED, *envelope(), say(*GO), hear_body()]
    async with scripted([*whole, say("250 ok"), chatter]) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        attempt = await connection.send(job(route, message()))
        await asyncio.wait_for(script.ended.wait(), 5)
        await connection.aclose()

    assert attempt.outcome == Accepted()


async def test_a_kept_connection_that_dies_under_the_envelope_is_replaced() -> None:
    fine = [*PIPELINED, *envelope(), say(*GO), hear_body(), say("250 ok")]
    async with scripted([*fine, hear("MAIL"), reset()], fine) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        await connection.send(job(route, message()))
        attempt = await connection.send(job(route, message()))
        await connection.aclose()

    assert attempt.outcome == Accepted()
    assert not attempt.trace.warm
    assert attempt.trace.spans[0].failed
    assert script.connections == 2


async def test_when_the_replacement_fails_too_it_is_judged_as_the_new_connection_it_is() -> None:
    fine = [*PIPELINED, *envelope(), say(*GO), hear_body(), say("250 ok")]
    async with scripted([*fine, hear("MAIL"), reset()], [hang_up()]) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        await connection.send(job(route, message()))
        attempt = await connection.send(job(route, message()))
        await connection.aclose()

    assert attempt.outcome == NotSent()
    assert not attempt.trace.warm
    assert attempt.problem is not None
    assert "reused" not in attempt.problem.explanation
    assert script.connections == 2


async def test_the_message_cap_ends_a_connection() -> None:
    fine = [*PIPELINED, *envelope(), say(*GO), hear_body(), say("250 ok")]
    async with scripted([*fine, hear("QUIT"), say("221 bye")], fine) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None, message_cap=1)
        await connection.send(job(route, message()))
        assert not connection.is_warm
        second = await connection.send(job(route, message()))
        await connection.aclose()

    assert second.outcome == Accepted()
    assert script.connections == 2


async def test_what_waits_in_the_socket_unread_makes_a_kept_connection_cold() -> None:
    fine = [*PIPELINED, *envelope(), say(*GO), hear_body(), say("250 ok")]
    async with scripted(fine) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        await connection.send(job(route, message()))
        was_warm = connection.is_warm
        # Written, waited for and looked at without giving the loop a turn to read it.
        for transport in script.transports:
            transport.write(b"421 idle too long\r\n")
        assert connection._session is not None
        select.select([connection._session.dialled.sock], [], [], 5)
        is_warm = connection.is_warm
        await connection.aclose()

    assert (was_warm, is_warm) == (True, False)
