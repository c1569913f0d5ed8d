"""From the greeting to the sign-in, and what a server must offer for a message."""

import base64
from dataclasses import replace
from typing import Any

import pytest

from sgdesk.delivery import Accepted, Deferred, NotSent, Outcome, Rejected
from sgdesk.errors import InputError
from sgdesk.route import SmtpPath, Tls
from sgdesk.sandbox.accounts import make_key
from sgdesk.secret import Secret
from sgdesk.trace import Phase
from sgdesk.transport.smtp import SmtpConnection
from tests.support.sending import job
from tests.support.smtp_script import (
    GREETING,
    Step,
    envelope,
    hang_up,
    hear,
    hear_body,
    ignore_everything,
    opening,
    reset,
    say,
    say_bytes,
    scripted,
)
from tests.support.smtp_sending import BIG, GO, KEY, PIPELINED, message, plain_route, send


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


HALF = "The connection broke in the middle of an answer"
GARBLED = "The answer is not SMTP"
ENDLESS = "The answer found no end"


@pytest.mark.parametrize("end", [hang_up(), reset()])
@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([say_bytes(b"220 hel")], '"220 hel" came while waiting for the greeting'),
        ([GREETING, hear("EHLO"), say_bytes(b"250-a\r\n250 PIPE")], '"250-a 250 PIPE" came while'),
    ],
)
async def test_half_an_answer_is_told_with_what_came(
    steps: list[Step], said: str, end: Step
) -> None:
    attempt = await send(*steps, end)

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.title == HALF
    assert said in attempt.problem.explanation
    assert attempt.trace.spans[-1].failed


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([say_bytes(b"220 hel")], '"220 hel" came while waiting for the greeting'),
        ([GREETING, hear("EHLO"), say_bytes(b"250-a\r\n250 PIPE")], '"250-a 250 PIPE" came while'),
    ],
)
async def test_an_answer_that_stops_in_the_middle_is_no_silence(
    steps: list[Step], said: str
) -> None:
    attempt = await send(*steps, ignore_everything(), total_timeout=0.3)

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.title == "The answer stopped in the middle"
    assert said in attempt.problem.explanation


@pytest.mark.parametrize(
    ("replies", "title"),
    [
        ([say_bytes(b"250 o"), hang_up()], HALF),
        ([say("250 ok"), say_bytes(b"25"), hang_up()], HALF),
        ([say("250 ok", "250 ok"), say_bytes(b"354"), hang_up()], HALF),
        ([say("what?")], GARBLED),
        ([say("250 ok", "what?")], GARBLED),
        ([say_bytes(b"250 " + b"x" * 5000)], ENDLESS),
        ([say_bytes(b"250-x\r\n" * 12_000)], ENDLESS),
    ],
)
async def test_an_answer_to_the_envelope_that_cannot_be_read_is_told_as_that(
    replies: list[Step], title: str
) -> None:
    attempt = await send(*PIPELINED, *envelope(), *replies)

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.title == title
    assert attempt.problem.explanation.startswith("Not sent.")


async def test_a_garbled_greeting_is_repeated_without_a_librarys_words() -> None:
    attempt = await send(say("SSH-2.0-Door"))

    assert (attempt.code, attempt.reply) == (None, "SSH-2.0-Door")
    assert attempt.trace.spans[-1].detail == "SSH-2.0-Door"
    assert attempt.problem is not None
    assert 'is no SMTP: "SSH-2.0-Door".' in attempt.problem.explanation


@pytest.mark.parametrize(
    ("steps", "while_words", "beginning"),
    [
        ([say_bytes(b"220 hello " + b"o" * 40_000)], "waiting for the greeting", "220 hello…"),
        ([say_bytes(b"x" * 9000 + b"\r\n")], "waiting for the greeting", "xxxxx"),
        ([say_bytes(b"220-hello\r\n" * 9000)], "waiting for the greeting", "220-hello 220-hello"),
        (
            [GREETING, hear("EHLO"), say_bytes(b"250-SIZE\r\n" * 9000)],
            "greeting the server",
            "250-SIZE 250-",
        ),
    ],
)
async def test_an_answer_without_an_end_is_told_without_a_librarys_words(
    steps: list[Step], while_words: str, beginning: str
) -> None:
    attempt = await send(*steps)

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.title == ENDLESS
    assert f"What came while {while_words}" in attempt.problem.explanation
    assert f'It began: "{beginning}' in attempt.problem.explanation
    assert attempt.trace.spans[-1].failed
    assert attempt.trace.spans[-1].detail == "the server's answer found no end"
    assert "too long" not in f"{attempt.reply} {attempt.problem.explanation}"


async def test_a_closed_connection_is_told_without_a_librarys_words() -> None:
    attempt = await send(hang_up())

    assert attempt.trace.spans[-1].detail == "the server closed the connection"


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
        ("451 Authentication failed: Maximum credits exceeded", Rejected, "D-ACC-2"),
        ("451 Authentication failed: Could not authenticate", Rejected, "D-ACC-3"),
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
    assert [span.phase for span in attempt.trace.spans if span.failed] == [Phase.AUTH]


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
    key = Secret(make_key())
    allowed = await send(*steps, key=key, authenticate=True, practice=True)
    monkeypatch.setattr("sgdesk.wire.dial.Dialled.is_loopback", False)
    refused = await send(*opening("AUTH PLAIN"), key=key, authenticate=True, practice=True)

    assert allowed.code == 535
    assert refused.problem is not None
    assert refused.problem.id == "PLAINTEXT-KEY"
    assert "AUTH PLAIN" not in refused.transcript.partition("AUTH PLAIN")[2]


async def test_live_key_is_not_said_to_a_practice_inbox() -> None:
    async with scripted(opening("AUTH PLAIN")) as script:
        route = plain_route(script, authenticate=True, practice=True)
        with pytest.raises(InputError, match="not shown to the practice inbox"):
            await SmtpConnection(route, KEY).send(job(route, message()))


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
    assert attempt.problem.title.startswith("The mail has 7.8 MB; the limit is ")
    assert attempt.problem.explanation.startswith(
        "Not sent. Files grow by a third when mailed: big"
    )
    assert [span.phase for span in attempt.trace.spans if span.failed] == [Phase.ENVELOPE]
    assert attempt.trace.spans[-1].detail == attempt.problem.title
    assert [line[:4] for line in script.heard] == [b"EHLO"]


async def test_a_mail_without_files_that_is_too_large_is_not_spoken_of_as_files() -> None:
    attempt = await send(*opening("PIPELINING", "SIZE 100"))

    assert attempt.problem is not None
    assert attempt.problem.title.endswith(" bytes; the limit is 100 bytes")
    assert "No file goes along" in attempt.problem.explanation
    assert attempt.problem.remedy.startswith("Shorten the text")


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
