"""The SMTP transport against a server that plays bytes from a script."""

import asyncio
import base64
import select
from dataclasses import replace
from typing import Any

import pytest

from sgdesk.delivery import (
    Accepted,
    Attempt,
    Cancelled,
    Deferred,
    NotSent,
    Outcome,
    Partial,
    Rejected,
    Unknown,
)
from sgdesk.errors import InputError
from sgdesk.message import Address, Attachment, Copies, Message, Recipient
from sgdesk.route import Route, SmtpPath, Tls
from sgdesk.secret import Secret
from sgdesk.trace import Phase
from sgdesk.transport.base import Job
from sgdesk.transport.smtp import SmtpConnection
from tests.support.sending import Marks, job
from tests.support.smtp_script import (
    GREETING,
    Line,
    Script,
    Step,
    envelope,
    hang_up,
    hear,
    hear_body,
    hear_some,
    ignore_everything,
    opening,
    reset,
    say,
    say_bytes,
    scripted,
)

KEY = Secret("SG." + "k" * 22 + "." + "s" * 43)
BIG = Attachment(filename="big.bin", content=b"\xa5" * 3_000_000)
GO = ("250 sender ok", "250 recipient ok", "354 go")


def message(
    *to: str, copies: Copies = Copies.TOGETHER, attach: Attachment | None = None
) -> Message:
    recipients = to or ("one@example.net",)
    return Message(
        sender=Address(email="sender@example.com"),
        to=tuple(Recipient(address=Address(email=address)) for address in recipients),
        copies=copies,
        subject="script",
        text=".\nleading dot",
        attachments=(attach,) if attach else (),
    )


def plain_route(script: Script, **changes: Any) -> Route:
    route = Route(
        path=SmtpPath(port=script.port, tls=Tls.PLAIN),
        smtp_host="127.0.0.1",
        authenticate=False,
        smtpapi=False,
        total_timeout=5,
    )
    return replace(route, **changes)


async def send(*steps: Step, to: Message | None = None, **changes: Any) -> Attempt:
    """Send one message through one script."""
    async with scripted(steps) as script:
        route = plain_route(script, **changes)
        connection = SmtpConnection(route, KEY if route.authenticate else None)
        attempt = await connection.send(job(route, to or message()))
        await connection.aclose()
    return attempt


PIPELINED = opening("PIPELINING")
LOCK_STEP = opening("8BITMIME")


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
    ],
)
async def test_an_envelope_cut_short_ends_at_once(
    replies: list[str], outcome: type[Outcome], code: int | None
) -> None:
    # The server stays silent afterwards: only the reply itself can end the wait.
    attempt = await send(*PIPELINED, *envelope(), say(*replies))

    assert type(attempt.outcome) is outcome
    assert attempt.code == code
    assert attempt.trace.total_ns < 4e9


AFTER_THE_DOT: list[tuple[list[Step], type[Outcome]]] = [
    ([say("250 ok", "421 bye")], Accepted),
    ([say("550 no")], Rejected),
    ([say("451 later")], Deferred),
    ([say("421 bye"), hang_up()], Deferred),
    ([say("354 what")], Unknown),
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
    assert attempt.problem.title == "No answer while announcing the message"
    assert attempt.trace.spans[-1].failed


async def test_silence_after_the_dot_is_unknown() -> None:
    attempt = await send(*PIPELINED, *envelope(), say(*GO), hear_body(), total_timeout=0.3)

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)


async def test_a_silent_banner_is_named() -> None:
    attempt = await send(total_timeout=0.3)

    assert attempt.problem is not None
    assert attempt.problem.id == "D-SMTP-1"


@pytest.mark.parametrize(
    ("steps", "outcome", "problem_id"),
    [
        ([say("554 go away")], NotSent, "SMTP-GREETING"),
        ([say("421 busy"), hang_up()], Deferred, "SMTP-CLOSING"),
        ([say("HTTP/1.1 400 Bad Request")], NotSent, "D-SMTP-8"),
        ([hang_up()], NotSent, "D-TCP-6"),
        ([reset()], NotSent, "D-TCP-6"),
        ([GREETING, hear("EHLO"), say("502 what")], NotSent, "D-SMTP-6"),
        ([GREETING, hear("EHLO"), hang_up()], NotSent, "D-TCP-6"),
        ([say("220 hi", "421 no, not now"), hang_up()], Deferred, "SMTP-CLOSING"),
    ],
)
async def test_an_opening_that_fails_is_named(
    steps: list[Step], outcome: type[Outcome], problem_id: str
) -> None:
    attempt = await send(*steps)

    assert type(attempt.outcome) is outcome
    assert attempt.problem is not None
    assert attempt.problem.id == problem_id


SIGN_IN: dict[str, Any] = {"authenticate": True, "allow_plaintext_auth": True}


async def test_auth_plain_carries_the_credentials_at_once() -> None:
    attempt = await send(
        *opening("AUTH LOGIN PLAIN", "AUTH=LOGIN PLAIN", "PIPELINING"),
        hear("AUTH PLAIN AGFwaWtleQBTRy".upper()),
        say("235 fine"),
        *envelope(),
        say("550 no", "503 no", "503 no"),
        **SIGN_IN,
    )

    spans = [span for span in attempt.trace.spans if span.phase is Phase.AUTH]
    assert [span.round_trips for span in spans] == [1]
    assert KEY.reveal() not in attempt.transcript


async def test_auth_login_serves_where_plain_is_not_offered() -> None:
    attempt = await send(
        *opening("AUTH LOGIN", "PIPELINING"),
        hear("AUTH LOGIN YXBPA2V5"),
        say("334 UGFzc3dvcmQ6"),
        hear("U0CU"),
        say("235 fine"),
        *envelope(),
        say(*GO),
        hear_body(),
        say("250 ok"),
        **SIGN_IN,
    )

    assert attempt.outcome == Accepted()


@pytest.mark.parametrize(
    ("reply", "outcome", "problem_id"),
    [
        ("535 Authentication failed: Bad username / password", Rejected, "D-KEY-4"),
        ("451 Authentication failed: Maximum credits exceeded", Deferred, "D-ACC-2"),
        ("451 Authentication failed: Could not authenticate", Deferred, "D-ACC-3"),
        ("334 ", NotSent, "SMTP-UNEXPECTED"),
    ],
)
async def test_a_failed_auth_keeps_the_reply_and_is_not_tried_again(
    reply: str, outcome: type[Outcome], problem_id: str
) -> None:
    steps = [*opening("AUTH PLAIN LOGIN"), hear("AUTH"), say(reply), hang_up()]
    async with scripted(steps) as script:
        route = plain_route(script, **SIGN_IN)
        connection = SmtpConnection(route, KEY)
        attempt = await connection.send(job(route, message()))
        await connection.aclose()

    assert type(attempt.outcome) is outcome
    assert attempt.code == int(reply[:3])
    assert attempt.reply == reply[4:].strip()
    assert attempt.problem is not None
    assert attempt.problem.id == problem_id
    assert [h for h in script.heard if not h.startswith((b"EHLO", b"AUTH"))] == []
    assert script.connections == 1


@pytest.mark.parametrize("then", [[hang_up()], []], ids=["gone", "silent"])
async def test_235_and_421_in_one_segment_is_deferred(then: list[Step]) -> None:
    attempt = await send(
        *opening("AUTH PLAIN", "PIPELINING"),
        hear("AUTH"),
        say("235 fine", "421 not so fast"),
        *then,
        **SIGN_IN,
    )

    assert attempt.outcome == Deferred()
    assert attempt.code == 421


@pytest.mark.parametrize(
    ("extensions", "changes", "problem_id"),
    [
        (["PIPELINING"], SIGN_IN, "D-SMTP-5"),
        (["AUTH CRAM-MD5 XOAUTH2"], SIGN_IN, "D-KEY-12"),
    ],
)
async def test_a_server_without_our_sign_in_never_gets_the_key(
    extensions: list[str], changes: dict[str, Any], problem_id: str
) -> None:
    attempt = await send(*opening(*extensions), **changes)

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.id == problem_id
    assert "AUTH PLAIN" not in attempt.transcript


async def test_the_key_never_crosses_plain_smtp_unasked() -> None:
    async with scripted([]) as script:
        route = plain_route(script, authenticate=True)
        attempt = await SmtpConnection(route, KEY).send(job(route, message()))

    assert attempt.problem is not None
    assert attempt.problem.id == "PLAINTEXT-KEY"
    assert script.connections == 0


async def test_practice_signs_in_over_plain_smtp_on_this_machine_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = [*opening("AUTH PLAIN"), hear("AUTH"), say("535 no")]
    allowed = await send(*steps, authenticate=True, practice=True)
    monkeypatch.setattr("sgdesk.transport.session._is_loopback", lambda sock: False)
    refused = await send(*opening("AUTH PLAIN"), authenticate=True, practice=True)

    assert allowed.code == 535
    assert refused.problem is not None
    assert refused.problem.id == "PLAINTEXT-KEY"
    assert "AUTH PLAIN" not in refused.transcript.partition("AUTH PLAIN")[2]


async def test_signing_in_without_a_key_is_refused_before_the_dial() -> None:
    async with scripted([]) as script:
        route = plain_route(script, **SIGN_IN)
        attempt = await SmtpConnection(route, None).send(job(route, message()))

    assert attempt.problem is not None
    assert attempt.problem.id == "NO-KEY"
    assert script.connections == 0


async def test_missing_starttls_is_never_passed_over() -> None:
    async with scripted([*opening("AUTH PLAIN", "PIPELINING")]) as script:
        route = plain_route(script, authenticate=True, practice=True)
        route = replace(route, path=SmtpPath(port=script.port, tls=Tls.STARTTLS))
        attempt = await SmtpConnection(route, KEY).send(job(route, message()))

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.title == "Encryption was removed on the way"
    assert [line[:4] for line in script.heard] == [b"EHLO"]


async def test_a_message_over_the_advertised_size_is_not_announced() -> None:
    async with scripted([*opening("PIPELINING", "SIZE 1000000")]) as script:
        route = plain_route(script)
        attempt = await SmtpConnection(route, None).send(job(route, message(attach=BIG)))

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.title.startswith("The mail has 3.9 MB; the limit is ")
    assert [line[:4] for line in script.heard] == [b"EHLO"]


async def test_an_address_outside_ascii_needs_smtputf8() -> None:
    attempt = await send(*PIPELINED, to=message("zoë@example.net"))

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.id == "SMTP-UTF8"


async def test_smtputf8_is_used_where_offered() -> None:
    async with scripted(
        [
            *opening("PIPELINING", "8BITMIME", "SMTPUTF8"),
            *envelope(),
            say(*GO),
            hear_body(),
            say("250 ok"),
        ]
    ) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        attempt = await connection.send(job(route, message("zoë@example.net")))
        await connection.aclose()

    assert attempt.outcome == Accepted()
    assert script.heard[1].endswith(b" SMTPUTF8\r\n")
    assert script.heard[2] == "RCPT TO:<zoë@example.net>\r\n".encode()


ONE_EACH = message("one@example.net", "two@example.net", copies=Copies.EACH)


async def test_one_mail_each_is_one_transaction_each() -> None:
    async with scripted(
        [
            *PIPELINED,
            *envelope(),
            say(*GO),
            hear_body(),
            say("250 queued as A"),
            *envelope(),
            say("250 ok", "550 unknown", "503 no"),
        ]
    ) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        attempt = await connection.send(job(route, ONE_EACH))
        await connection.aclose()

    assert attempt.outcome == Partial()
    assert [(r.address, r.accepted) for r in attempt.recipients] == [
        ("one@example.net", True),
        ("two@example.net", False),
    ]
    assert connection.messages_sent == 0, "closed connections carry nothing"


async def test_one_mail_each_lost_in_the_second_is_unknown() -> None:
    attempt = await send(
        *PIPELINED,
        *envelope(),
        say(*GO),
        hear_body(),
        say("250 ok"),
        *envelope(),
        say(*GO),
        hear_body(),
        hang_up(),
        to=ONE_EACH,
    )

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)


async def test_one_mail_each_after_a_hang_up_names_who_was_left_out() -> None:
    attempt = await send(
        *PIPELINED, *envelope(), say(*GO), hear_body(), say("250 ok", "421 enough"), to=ONE_EACH
    )

    assert attempt.outcome == Partial()
    assert [(r.address, r.accepted) for r in attempt.recipients] == [
        ("one@example.net", True),
        ("two@example.net", False),
    ]


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


async def test_a_server_that_echoes_the_key_does_not_get_it_into_the_attempt() -> None:
    key = KEY.reveal()
    encoded = base64.b64encode(f"\0apikey\0{key}".encode()).decode()
    refused = await send(
        *opening("AUTH PLAIN"), hear("AUTH"), say(f"535 you said {key} or {encoded}"), **SIGN_IN
    )
    taken = await send(
        *opening("AUTH PLAIN", "PIPELINING"),
        hear("AUTH"),
        say(f"235 {key}"),
        *envelope(),
        say(f"250 {key}", f"250 {encoded}", f"354 {key}"),
        hear_body(),
        say(f"250 queued as {key}"),
        **SIGN_IN,
    )

    assert (refused.outcome, taken.outcome) == (Rejected(), Accepted())
    for attempt in (refused, taken):
        assert key not in repr(attempt)
        assert encoded not in repr(attempt)
