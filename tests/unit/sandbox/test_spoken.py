"""An SMTP conversation is kept within limits, with no key in it, and with the mail it brought."""

import pytest

from sgdesk.sandbox.mailbox import Mailbox
from sgdesk.sandbox.refusals import CALLS_LIMIT, Refusals
from sgdesk.sandbox.spoken import LINE_LIMIT, LINES_LIMIT, MAIL_LINES_LIMIT, Spoken
from sgdesk.secret import MARK
from tests.unit.sandbox.connections import a_connection

KEY = "SG." + "x" * 22 + "." + "y" * 43


def spoken() -> tuple[Spoken, Refusals]:
    """Give a conversation, and where its refusals go."""
    refusals = Refusals()
    return Spoken(a_connection(), refusals, Mailbox()), refusals


@pytest.mark.parametrize(
    ("arg", "shown"),
    [
        ("PLAIN AGFwaWtleQBTRy54", f"PLAIN {MARK}"),
        ("login", "login"),
        ("AGFwaWtleQBTRy54", MARK),
        ("", MARK),
        (None, MARK),
    ],
)
def test_of_a_sign_in_its_mechanism_alone_is_kept(arg: str | None, shown: str) -> None:
    talk, refusals = spoken()
    talk.ask("AUTH", arg)
    talk.answer("504 no")
    (call,) = refusals.summaries()
    whole = refusals.get(call["id"])

    assert whole is not None
    assert whole.head == f"C: AUTH {shown}"


def test_who_signs_in_is_said_without_what_was_given() -> None:
    talk, refusals = spoken()
    talk.sign_in(b"apikey", KEY.encode())
    talk.sign_in(b"my-own-name", b"pass-word")
    talk.answer("535 no")
    whole = refusals.get(refusals.summaries()[0]["id"])

    assert whole is not None
    assert whole.head == (
        f"*: user name apikey, key SG.xxxx…{MARK}\n*: not the user name apikey, key {MARK}"
    )


def test_only_a_no_is_kept_and_what_was_asked_stands_once() -> None:
    talk, refusals = spoken()
    talk.answer("554 go")
    talk.ask("EHLO", "client")
    talk.answer("250-one\r\n250 two\r\n")
    talk.ask("MAIL", "FROM:<a@example.com>")
    talk.answer("451-not\r\n451 now\r\n")
    talk.answer("500 what")
    talk.answer("5 no reply at all")
    calls = [refusals.get(each["id"]) for each in refusals.summaries()]

    assert [(call.code, call.call) for call in calls if call] == [
        (554, "the connection"),
        (451, "MAIL"),
        (500, "a command"),
    ]
    assert calls[1] is not None
    assert calls[1].reason == "not 451 now"
    assert calls[1].head == (
        "S: 554 go\nC: EHLO client\nS: 250-one\nS: 250 two\nC: MAIL FROM:<a@example.com>"
    )


@pytest.mark.parametrize(("lines", "kept"), [(MAIL_LINES_LIMIT, 100), (MAIL_LINES_LIMIT + 1, 101)])
def test_of_a_long_mail_the_beginning_is_kept_and_its_size(lines: int, kept: int) -> None:
    talk, refusals = spoken()
    mail = b"x\r\n" * lines
    talk.hand_over(mail)
    talk.answer("550 no")
    whole = refusals.get(refusals.summaries()[0]["id"])

    assert whole is not None
    assert whole.call == "the mail"
    assert len(whole.head.splitlines()) == kept
    assert (f"C: … {len(mail):,} bytes in all" in whole.head) is (kept > MAIL_LINES_LIMIT)


def test_the_last_lines_and_the_last_calls_are_kept() -> None:
    talk, refusals = spoken()
    for number in range(CALLS_LIMIT + 1):
        talk.ask("NOOP", str(number))
        talk.answer("500 no")
    calls = refusals.summaries()
    whole = refusals.get(calls[-1]["id"])

    assert len(calls) == CALLS_LIMIT
    assert whole is not None
    assert whole.head.count("\n") + 1 == LINES_LIMIT
    assert whole.head.endswith(f"C: NOOP {CALLS_LIMIT}")
    refusals.clear()
    assert refusals.summaries() == []


def captured(talk: Spoken, box: Mailbox, raw: bytes = b"Subject: x\r\n\r\ny\r\n") -> str:
    """Let a transaction bring a mail; give its dialogue before the final answer."""
    talk.ask("MAIL", "FROM:<me@example.com>")
    talk.answer("250 sender")
    talk.ask("DATA")
    talk.answer("354 go")
    talk.hand_over(raw)
    mail_id = box.capture_smtp(
        raw, mail_from="me@example.com", rcpt_tos=[], listener="tls", connection=1
    )
    talk.keep(mail_id)
    talk.answer(f"250 queued as {mail_id}")
    return mail_id


def test_mail_keeps_the_dialogue_that_brought_it_and_the_next_its_own() -> None:
    box = Mailbox()
    talk = Spoken(a_connection(), Refusals(), box)
    talk.answer("220 hello")
    talk.ask("EHLO", "client")
    talk.answer("250 hi")
    talk.ask("STARTTLS")
    talk.answer("220 begin")
    first, second = captured(talk, box), captured(talk, box)
    talk.ask("NOOP")
    talk.answer("250 fine")
    begun = [
        *("S: 220 hello", "C: EHLO client", "S: 250 hi"),
        *("C: STARTTLS", "S: 220 begin", "*: TLS from here on"),
    ]
    transaction = [
        *("C: MAIL FROM:<me@example.com>", "S: 250 sender", "C: DATA", "S: 354 go"),
        *("C: the mail, 17 bytes", "C: ."),
    ]
    heard = [mail.heard.splitlines() for each in (first, second) if (mail := box.get(each))]

    assert heard == [
        [*begun, *transaction, f"S: 250 queued as {first}"],
        [
            *begun,
            "*: 1 before this one on the connection",
            *transaction,
            f"S: 250 queued as {second}",
        ],
    ]


def test_answer_that_came_before_the_mail_was_kept_stands_in_its_dialogue() -> None:
    box = Mailbox()
    talk = Spoken(a_connection(), Refusals(), box)
    talk.ask("MAIL", f"FROM:<{KEY}@example.com>")
    talk.hand_over(b"y\r\n")
    talk.answer("250 simulated")
    mail_id = box.capture_smtp(b"y", mail_from="", rcpt_tos=[], listener="tls", connection=1)
    talk.keep(mail_id)
    mail = box.get(mail_id)

    assert mail is not None
    assert mail.heard.splitlines() == [
        *(f"C: MAIL FROM:<{MARK}@example.com>", "C: the mail, 3 bytes", "C: ."),
        "S: 250 simulated",
    ]


def test_what_a_challenge_asks_for_is_veiled() -> None:
    talk, refusals = spoken()
    talk.ask("AUTH", "LOGIN")
    talk.challenge("334 VXNlcm5hbWU6")
    talk.challenge("334 UGFzc3dvcmQ6")
    talk.sign_in(b"apikey", KEY.encode())
    talk.answer("535 no")
    whole = refusals.get(refusals.summaries()[0]["id"])

    assert whole is not None
    assert whole.call == "AUTH"
    assert whole.head.splitlines() == [
        *("C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", f"C: {MARK}", "S: 334 UGFzc3dvcmQ6"),
        *(f"C: {MARK}", f"*: user name apikey, key SG.xxxx…{MARK}"),
    ]


def test_dialogue_of_a_mail_to_very_many_is_cut_and_says_so() -> None:
    box = Mailbox()
    talk = Spoken(a_connection(), Refusals(), box)
    talk.answer("220 " + "x" * LINE_LIMIT)
    talk.ask("MAIL")
    for _ in range(LINES_LIMIT):
        talk.ask("RCPT")
        talk.answer("250 fine")
    talk.hand_over(b"y")
    mail_id = box.capture_smtp(b"y", mail_from="", rcpt_tos=[], listener="tls", connection=1)
    talk.keep(mail_id)
    mail = box.get(mail_id)

    assert mail is not None
    lines = mail.heard.splitlines()
    assert len(lines[0]) == LINE_LIMIT
    assert lines[1] == "…"
    assert len(lines) == LINES_LIMIT + 4
