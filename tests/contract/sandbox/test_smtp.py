"""The SMTP conversation, line by line, as SendGrid's transcripts have it."""

import re

import pytest

from sgdesk.message.rules.recipients import SMTP_RECIPIENTS
from tests.contract.sandbox.clients import MAIL, Talk, masked, plain_word, word
from tests.support.sandbox import Sandbox

EHLO = "\n".join(
    [
        "250-smtp.sendgrid.net",
        "250-8BITMIME",
        "250-PIPELINING",
        "250-SIZE 31457280",
        "250-STARTTLS",
        "250-AUTH PLAIN LOGIN",
        "250 AUTH=PLAIN LOGIN",
    ]
)


def test_whole_conversation_on_587_with_starttls(sandbox: Sandbox) -> None:
    info = sandbox.info
    with Talk(info, info.starttls_port) as talk:
        heard = [talk.reply(), talk.ask("EHLO client.example.com"), talk.ask("STARTTLS")]
        talk.start_tls()
        heard += [
            talk.ask("EHLO client.example.com"),
            talk.ask(f"AUTH PLAIN {plain_word(info.key)}"),
            talk.ask("MAIL FROM:<from@example.com> BODY=8BITMIME SIZE=200"),
            talk.ask("RCPT TO:<to@example.com>"),
            talk.ask("DATA"),
        ]
        talk.send(MAIL + ".\r\n")
        heard += [masked(talk.reply()), talk.ask("QUIT")]

        assert heard == [
            "220 SG ESMTP service ready at ismtpd-local-0.sendgrid.net",
            EHLO,
            "220 Begin TLS negotiation now",
            EHLO,
            "235 Authentication successful",
            "250 Sender address accepted",
            "250 Recipient address accepted",
            "354 Continue",
            "250 Ok: queued as ID",
            "221 See you later",
        ]
        assert talk.line() == ""


@pytest.mark.parametrize("listener", ["plain", "starttls"])
def test_port_without_tls_offers_starttls_and_auth(sandbox: Sandbox, listener: str) -> None:
    port = getattr(sandbox.info, f"{listener}_port")
    with Talk(sandbox.info, port) as talk:
        talk.sign_in()

        assert talk.deliver().startswith("250 Ok: queued as ")


def test_implicit_tls_speaks_first_after_the_handshake(sandbox: Sandbox) -> None:
    with Talk(sandbox.info, sandbox.info.tls_port, tls=True) as talk:
        talk.sign_in()

        assert talk.deliver().startswith("250 Ok: queued as ")


def test_second_starttls_is_refused_and_the_session_goes_on(sandbox: Sandbox) -> None:
    with Talk(sandbox.info, sandbox.info.tls_port, tls=True) as talk:
        talk.sign_in()

        assert talk.ask("STARTTLS").startswith("503")
        assert talk.deliver().startswith("250 Ok: queued as ")


def test_sandbox_certificate_is_good_for_sendgrids_names(sandbox: Sandbox) -> None:
    for name in ("smtp.sendgrid.net", "smtp.eu.sendgrid.net", "localhost"):
        with Talk(sandbox.info, sandbox.info.tls_port) as talk:
            talk.start_tls(name)

            assert talk.reply().startswith("220 SG ESMTP")


def _auth(talk: Talk, form: str, user: str, key: str) -> str:
    match form:
        case "plain at once":
            return talk.ask(f"AUTH PLAIN {plain_word(key, user)}")
        case "plain on request":
            assert talk.ask("AUTH PLAIN") == "334 "
            return talk.ask(plain_word(key, user))
        case "login at once":
            assert talk.ask(f"AUTH LOGIN {word(user)}") == "334 UGFzc3dvcmQ6"
            return talk.ask(word(key))
        case _:
            assert talk.ask("auth login") == "334 VXNlcm5hbWU6"
            assert talk.ask(word(user)) == "334 UGFzc3dvcmQ6"
            return talk.ask(word(key))


FORMS = ["plain at once", "plain on request", "login at once", "login on request"]


@pytest.mark.parametrize("form", FORMS)
def test_auth_in_each_form(sandbox: Sandbox, form: str) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.reply()
        talk.ask("EHLO client.example.com")

        assert _auth(talk, form, "apikey", sandbox.info.key) == "235 Authentication successful"


UNKNOWN = "SG." + "x" * 22 + "." + "y" * 43
GRANT = (
    "535 Authentication failed: The provided authorization grant is invalid, expired, or revoked"
)
BAD = "535 Authentication failed: Bad username / password"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("user", "key", "reply"),
    [
        ("apikey", UNKNOWN, GRANT),
        ("apikey", "SG.short", BAD),
        ("apikey", UNKNOWN + "\n", BAD),
        ("someone", UNKNOWN, BAD),
        ("APIKEY", UNKNOWN, BAD),
    ],
)
def test_bad_credentials_are_refused_and_the_connection_is_closed(
    sandbox: Sandbox, form: str, user: str, key: str, reply: str
) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.reply()
        talk.ask("EHLO client.example.com")

        assert _auth(talk, form, user, key) == reply
        assert talk.ending() == "fin"


@pytest.mark.parametrize(
    ("standing", "reply"),
    [
        ("read_only", GRANT),
        ("no_credits", "451 Authentication failed: Maximum credits exceeded"),
        ("not_allowed_here", "451 Authentication failed: Could not authenticate"),
        ("disabled", "535 Authentication failed: account disabled"),
    ],
)
def test_each_lesser_key_gets_its_own_reply(sandbox: Sandbox, standing: str, reply: str) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.reply()
        talk.ask("EHLO client.example.com")

        assert talk.ask(f"AUTH PLAIN {plain_word(sandbox.info.other_keys[standing])}") == reply


@pytest.mark.parametrize("mechanism", ["CRAM-MD5", "XOAUTH2"])
def test_other_mechanisms_are_unrecognised(sandbox: Sandbox, mechanism: str) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.reply()
        talk.ask("EHLO client.example.com")

        assert talk.ask(f"AUTH {mechanism}").startswith("504 ")


@pytest.mark.parametrize(
    ("commands", "reply"),
    [
        (["MAIL FROM:<from@example.com>"], "550 Unauthenticated senders not allowed"),
        (["AUTH", "RCPT TO:<to@example.com>"], "503 Must have sender before recipient"),
        (["AUTH", "MAIL", "DATA"], "503 Must have valid receiver and originator"),
        (["AUTH", "MAIL", "MAIL"], "503 Only one sender per message, please"),
        (["AUTH", "MAIL FROM:<@@>"], "501 Syntax error"),
        (["AUTH", "MAIL from@example.com"], "501 Syntax error"),
        (["XXXXXXXA"], "500 Command not implemented"),
        (["BDAT 5 LAST"], "500 Command not implemented"),
        (["VRFY a@example.com"], "500 Command not implemented"),
        (["expn list"], "500 Command not implemented"),
        (["HELP"], "500 Command not implemented"),
        (["AUTH", "MAIL FROM:<nobody>"], "501 Syntax error"),
        (["AUTH", "MAIL FROM:<'@example.com\""], "501 Syntax error"),
        (["AUTH", "MAIL", "RCPT TO:<>"], "501 Syntax error"),
        (["AUTH", "MAIL", "RCPT TO:<nobody>"], "501 Syntax error"),
        (["AUTH", "MAIL", 'RCPT TO:<"a b"@example.com>'], "250 Recipient address accepted"),
        (["AUTH", "MAIL FROM:<>"], "250 Sender address accepted"),
        (
            ["AUTH", "MAIL FROM:<from@example.com> SMTPUTF8"],
            "555 MAIL FROM parameters not recognized or not implemented",
        ),
        (["AUTH", "MAIL FROM:<\u00e9@example.com>"], "500 Error: bad syntax"),
        (["AUTH PLAIN !!!"], "501 Syntax error"),
        (["auth"], "501 Syntax error"),
        (
            ["AUTH", "MAIL FROM:<from@example.com> SIZE=31457281"],
            "552 Message exceeds the maximum size",
        ),
    ],
)
def test_refused_command(sandbox: Sandbox, commands: list[str], reply: str) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.reply()
        talk.ask("EHLO client.example.com")
        for command in commands:
            short = {
                "AUTH": f"AUTH PLAIN {plain_word(sandbox.info.key)}",
                "MAIL": "MAIL FROM:<from@example.com>",
            }
            heard = talk.ask(short.get(command, command))

        assert heard == reply


@pytest.mark.parametrize(
    "sender", ["a@unverified.example.com", "a@example.invalid", "a@b.unverified.example.com"]
)
def test_unverified_from_header_is_refused_after_the_dot(sandbox: Sandbox, sender: str) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.sign_in()
        reply = talk.deliver(MAIL.replace("from@example.com", sender))

        assert reply == (
            "550 The from address does not match a verified Sender Identity. Mail cannot be sent "
            "until this error is resolved. Visit https://sendgrid.com/docs/for-developers/"
            "sending-email/sender-identity/ to see the Sender Identity requirements"
        )
        assert sandbox.inbox() == []
        assert talk.deliver().startswith("250 ")


def test_mail_without_from_header_is_refused(sandbox: Sandbox) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.sign_in()

        assert talk.deliver("Subject: x\r\n\r\nText\r\n").startswith("550 ")


def test_unverified_envelope_sender_does_not_matter(sandbox: Sandbox) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.sign_in()
        talk.ask("MAIL FROM:<a@example.invalid>")
        talk.ask("RCPT TO:<to@example.com>")
        talk.ask("DATA")
        talk.send(MAIL + ".\r\n")

        assert talk.reply().startswith("250 ")


def test_more_recipients_than_the_checks_let_through_are_refused(sandbox: Sandbox) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.sign_in()
        talk.ask("MAIL FROM:<from@example.com>")
        replies = []
        for first in range(0, SMTP_RECIPIENTS, 1_000):
            talk.send("".join(f"RCPT TO:<p{first + n}@example.com>\r\n" for n in range(1_000)))
            replies += [talk.reply() for _ in range(1_000)]

        assert set(replies) == {"250 Recipient address accepted"}
        assert talk.ask("RCPT TO:<last@example.com>").startswith("452 ")


def test_pipelined_envelope_in_one_segment(sandbox: Sandbox) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.sign_in()
        talk.send("MAIL FROM:<from@example.com>\r\nRCPT TO:<to@example.com>\r\nDATA\r\n")
        heard = [talk.reply()[:3] for _ in range(3)]
        talk.send(MAIL + ".\r\nMAIL FROM:<from@example.com>\r\nRCPT TO:<to@example.com>\r\n")
        heard += [talk.reply()[:3] for _ in range(3)]

        assert heard == ["250", "250", "354", "250", "250", "250"]


def test_mail_is_kept_byte_for_byte(sandbox: Sandbox) -> None:
    body = "\r\n".join(["Grüße", "..two dots", ".", "tail \t", "x" * 990, "", ""])
    mail = MAIL.replace("Text\r\n", body)
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.sign_in()
        stuffed = re.sub(r"(?m)^\.", "..", mail)
        assert talk.deliver(stuffed).startswith("250 ")

    (summary,) = sandbox.inbox()
    assert sandbox.raw(summary["id"]) == mail.encode()


def test_line_over_1000_bytes_is_refused(sandbox: Sandbox) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.sign_in()

        assert talk.deliver(MAIL + "x" * 1100 + "\r\n") == "500 Line too long"
        assert talk.deliver().startswith("250 ")


def test_captured_mail_says_how_it_came(sandbox: Sandbox) -> None:
    with Talk(sandbox.info, sandbox.info.tls_port, tls=True) as talk:
        talk.sign_in()
        reply = talk.deliver(MAIL, "to@example.com", "hidden@example.com")
    mail = sandbox.only_mail()

    assert reply == f"250 Ok: queued as {mail['id']}"
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", mail["id"])
    assert (mail["path"], mail["listener"]) == ("smtp", "tls")
    assert mail["envelope"] == {
        "mail_from": "from@example.com",
        "rcpt_to": ["to@example.com", "hidden@example.com"],
    }
    assert mail["subject"] == "Hello"
    assert ["Subject", "Hello"] in mail["headers"]
    assert mail["parts"][0]["text"] == "Text\n"
    assert mail["copies"][0]["bcc"] == [{"email": "hidden@example.com", "name": ""}]


def test_reset_forgets_the_envelope(sandbox: Sandbox) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.sign_in()
        talk.ask("MAIL FROM:<from@example.com>")

        assert talk.ask("RSET").startswith("250")
        assert talk.ask("RCPT TO:<to@example.com>").startswith("503")


@pytest.mark.parametrize("words", ["FOO", "\x00", "EHLO " + "x" * 2_000])
def test_what_is_no_command_is_refused_and_the_greeting_is_said_once(
    sandbox: Sandbox, words: str
) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.reply()
        heard = [talk.ask(words), talk.ask("NOOP")]

        assert heard[0].startswith("500 ")
        assert heard[1] == "250 OK"


def test_what_was_sent_before_tls_began_is_thrown_away(sandbox: Sandbox) -> None:
    with Talk(sandbox.info, sandbox.info.starttls_port) as talk:
        talk.reply()
        talk.ask("EHLO client.example.com")
        talk.send("STARTTLS\r\nEHLO injected.example.com\r\nVRFY a@example.com\r\n")
        assert talk.reply() == "220 Begin TLS negotiation now"
        talk.start_tls()

        assert talk.ask("NOOP") == "250 OK"
        assert talk.ask("MAIL FROM:<from@example.com>").startswith("503 ")


@pytest.mark.parametrize("end", ["\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r\n", "\r\n.\r"])
def test_only_a_dot_between_whole_line_ends_ends_a_mail(sandbox: Sandbox, end: str) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.sign_in()
        smuggled = f"{end}MAIL FROM:<evil@example.com>\r\n"
        assert talk.deliver(f"{MAIL}{smuggled}").startswith("250 ")
        assert talk.ask("NOOP") == "250 OK"

    assert sandbox.raw(sandbox.only_mail()["id"]).endswith(b"MAIL FROM:<evil@example.com>\r\n")
