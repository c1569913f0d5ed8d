"""What is said for one message, and what each answer makes of it."""

import asyncio

import pytest

from sgdesk.delivery import Accepted, Deferred, NotSent, Outcome, Partial, Rejected, Unknown
from sgdesk.trace import Phase
from sgdesk.transport.smtp import SmtpConnection
from tests.support.sending import Marks, job
from tests.support.smtp_script import (
    Step,
    envelope,
    hang_up,
    hear,
    hear_body,
    hear_some,
    reset,
    say,
    say_bytes,
    scripted,
)
from tests.support.smtp_sending import BIG, GO, LOCK_STEP, PIPELINED, message, plain_route, send


async def test_a_pipelined_envelope_is_one_write() -> None:
    async with scripted(
        [*PIPELINED, *envelope(), say(*GO), hear_body(), say("250 queued as X7")]
    ) as s:
        route = plain_route(s)
        connection = SmtpConnection(route, None)
        attempt = await connection.send(job(route, message()))
        await connection.aclose()

    assert attempt.outcome == Accepted()
    assert (attempt.code, attempt.message_id) == (250, "X7")
    assert attempt.trace.pipelined
    spans = {span.phase: span for span in attempt.trace.spans}
    assert spans[Phase.ENVELOPE].round_trips == 1
    assert s.heard[-2].endswith(b"\r\n.\r\n")


async def test_without_pipelining_each_command_waits() -> None:
    attempt = await send(
        *LOCK_STEP,
        hear("MAIL"),
        say("250 ok"),
        hear("RCPT"),
        say("250 ok"),
        hear("DATA"),
        say("354 go"),
        hear_body(),
        say("250 ok"),
    )

    assert attempt.outcome == Accepted()
    assert not attempt.trace.pipelined
    spans = {span.phase: span for span in attempt.trace.spans}
    assert spans[Phase.ENVELOPE].round_trips == 3


async def test_pipelining_can_be_switched_off() -> None:
    attempt = await send(*PIPELINED, hear("MAIL"), say("550 no"), pipelining=False)

    assert attempt.outcome == Rejected()


async def test_a_refused_sender_ends_it_and_the_next_message_resets() -> None:
    script = [
        *PIPELINED,
        *envelope(),
        say("550 5.7.1 no", "503 no sender", "503 no sender"),
        hear("RSET"),
        *envelope(),
        say("250 reset", *GO),
        hear_body(),
        say("250 ok"),
    ]
    async with scripted(script) as s:
        route = plain_route(s)
        connection = SmtpConnection(route, None)
        first = await connection.send(job(route, message()))
        second = await connection.send(job(route, message()))
        await connection.aclose()

    assert first.outcome == Rejected()
    assert (first.code, first.enhanced_code, first.reply) == (550, "5.7.1", "5.7.1 no")
    assert second.outcome == Accepted()
    assert second.trace.warm
    assert s.connections == 1


async def test_one_of_two_refused_is_partial_with_each_ones_reply() -> None:
    attempt = await send(
        *PIPELINED,
        *envelope(2),
        say("250 ok", "250 first", "550 second", "354 go"),
        hear_body(),
        say("250 ok"),
        to=message("one@example.net", "two@example.net"),
    )

    assert attempt.outcome == Partial()
    assert [(r.address, r.accepted, r.code) for r in attempt.recipients] == [
        ("one@example.net", True, 250),
        ("two@example.net", False, 550),
    ]


@pytest.mark.parametrize(
    ("replies", "cause"),
    [
        (("250 ok", "550 5.1.1 nobody", "503 Must have valid receiver"), "550 5.1.1 nobody"),
        (("550 5.7.1 no", "503 no sender", "503 no sender"), "550 5.7.1 no"),
        (("250 ok", "250 ok", "451 not now"), "451 not now"),
    ],
)
async def test_the_failed_step_shows_the_cause_and_not_what_follows_from_it(
    replies: tuple[str, ...], cause: str
) -> None:
    attempt = await send(*PIPELINED, *envelope(), say(*replies))

    assert [span.detail for span in attempt.trace.spans if span.failed] == [cause]
    assert f"{attempt.code} {attempt.reply}" == cause


async def test_354_with_every_recipient_refused_delivers_nothing() -> None:
    async with scripted([*PIPELINED, *envelope(), say("250 ok", "550 no", "354 go")]) as s:
        route = plain_route(s)
        connection = SmtpConnection(route, None)
        attempt = await connection.send(job(route, message()))
        await asyncio.wait_for(s.ended.wait(), 5)
        await connection.aclose()

    assert attempt.outcome == Rejected()
    assert s.heard[-1] == b"DATA\r\n", "something was sent into the open body"


@pytest.mark.parametrize(
    ("replies", "outcome", "code"),
    [
        (["250 ok", "421 bye"], Deferred, 421),
        (["421 bye"], Deferred, 421),
        (["250 ok", "250 ok", "421 bye"], Deferred, 421),
        (["250 ok", "250 ok", "454 later"], Deferred, 454),
        (["250 ok", "<html>"], NotSent, None),
        (["250 ok", "250 ok", "250 what"], NotSent, 250),
        (["221 bye"], NotSent, 221),
        (["250 ok", "220 ready"], NotSent, 220),
        (["235 signed in", "250 ok", "250 ok", "354 go"], NotSent, 235),
    ],
)
async def test_an_envelope_cut_short_ends_at_once(
    replies: list[str], outcome: type[Outcome], code: int | None
) -> None:
    # The server stays silent afterwards: only the reply itself can end the wait.
    attempt = await send(*PIPELINED, *envelope(), say(*replies))

    assert type(attempt.outcome) is outcome
    assert attempt.code == code
    assert attempt.problem is not None
    assert attempt.problem.id != "TIMEOUT"


AFTER_THE_DOT: list[tuple[list[Step], type[Outcome]]] = [
    ([say("250 ok", "421 bye")], Accepted),
    ([say("550 no")], Rejected),
    ([say("451 later")], Deferred),
    ([say("421 bye"), hang_up()], Deferred),
    ([say("354 what")], Unknown),
    ([say("221 bye")], Unknown),
    ([say("251 will forward")], Accepted),
    ([say("hello")], Unknown),
    ([say_bytes(b"250 cut of"), hang_up()], Unknown),
    ([say_bytes(b"250-one\r\n550 two\r\n")], Unknown),
    ([hang_up()], Unknown),
    ([reset()], Unknown),
]


@pytest.mark.parametrize(("steps", "outcome"), AFTER_THE_DOT)
async def test_only_a_readable_answer_after_the_dot_decides(
    steps: list[Step], outcome: type[Outcome]
) -> None:
    attempt = await send(*PIPELINED, *envelope(), say(*GO), hear_body(), *steps)

    assert type(attempt.outcome) is outcome
    assert attempt.trace.spans[-1].failed == (outcome is not Accepted)


async def test_a_yes_to_something_else_ends_the_session_with_the_mail() -> None:
    whole = [*PIPELINED, *envelope(), say(*GO), hear_body()]
    async with scripted([*whole, say("220 ready")], [*whole, say("250 ok")]) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        first = await connection.send(job(route, message()))
        second = await connection.send(job(route, message()))
        await connection.aclose()

    assert first.outcome == Unknown(after=Phase.REPLY)
    assert [result.accepted for result in first.recipients] == [None]
    assert second.outcome == Accepted()
    assert not second.trace.warm


@pytest.mark.parametrize("session", [PIPELINED, LOCK_STEP])
async def test_a_yes_to_data_that_is_no_354_ends_the_session(
    session: tuple[Step, ...],
) -> None:
    asked = [step for verb in ("MAIL", "RCPT", "DATA") for step in (hear(verb), say("250 ok"))]
    async with scripted([*session, *asked], [*session, *asked]) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        attempts = [await connection.send(job(route, message())) for _ in range(2)]
        await connection.aclose()

    assert [attempt.outcome for attempt in attempts] == [NotSent(), NotSent()]
    assert [attempt.trace.warm for attempt in attempts] == [False, False]


async def test_a_reply_in_pieces_is_one_reply() -> None:
    attempt = await send(
        *PIPELINED,
        *envelope(),
        say_bytes(b"250 se"),
        say_bytes(b"nder\r\n250 rcpt\r"),
        say_bytes(b"\n354"),
        say_bytes(b" go\r\n"),
        hear_body(),
        say_bytes(b"250-two\r\n250 li"),
        say_bytes(b"nes\r\n"),
    )

    assert attempt.outcome == Accepted()
    assert attempt.reply == "two\nlines"


async def test_a_refusal_in_the_middle_of_the_body_stops_it() -> None:
    attempt = await send(
        *PIPELINED,
        *envelope(),
        say(*GO),
        hear_some(70_000),
        say("552 5.3.4 too big"),
        to=message(attach=BIG),
    )

    assert attempt.outcome == Rejected()
    assert (attempt.code, attempt.enhanced_code) == (552, "5.3.4")


async def test_praise_in_the_middle_of_the_body_is_no_acceptance() -> None:
    async with scripted(
        [*PIPELINED, *envelope(), say(*GO), hear_some(70_000), say("250 lovely"), hear_some(1)]
    ) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        attempt = await connection.send(job(route, message(attach=BIG)))
        await connection.aclose()

    assert attempt.outcome == NotSent()
    assert attempt.trace.spans[-1].phase is Phase.UPLOAD


async def test_a_connection_lost_in_the_middle_of_the_body_is_not_sent() -> None:
    mark = Marks()
    async with scripted([*PIPELINED, *envelope(), say(*GO), hear_some(70_000), hang_up()]) as s:
        route = plain_route(s)
        connection = SmtpConnection(route, None)
        attempt = await connection.send(job(route, message(attach=BIG), mark=mark))
        await connection.aclose()

    assert attempt.outcome == NotSent()
    assert attempt.trace.spans[-1].phase is Phase.UPLOAD
    assert attempt.trace.spans[-1].failed


async def test_silence_ends_with_the_total_timeout() -> None:
    attempt = await send(*PIPELINED, *envelope(), total_timeout=0.3)

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.title == "No answer while announcing the mail"
    assert attempt.trace.spans[-1].failed


async def test_silence_after_the_dot_is_unknown() -> None:
    attempt = await send(*PIPELINED, *envelope(), say(*GO), hear_body(), total_timeout=0.3)

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)
