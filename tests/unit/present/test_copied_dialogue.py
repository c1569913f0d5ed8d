"""What is said of a copy of the conversation is true of what stands in it."""

from dataclasses import replace

import pytest

from sgdesk.delivery import NotSent, Rejected
from sgdesk.present.copied_dialogue import WHOLE_MAIL, copy_words
from sgdesk.route import Path, SmtpPath, Tls, WebApiPath
from sgdesk.trace import Phase
from tests.support.attempts import a_trace, an_attempt

SMTP = SmtpPath(port=587, tls=Tls.STARTTLS)
ENVELOPE = "C: MAIL FROM:<me@example.com>\nC: RCPT TO:<ada@example.com>\nC: DATA\n"


@pytest.mark.parametrize(
    ("path", "talk"),
    [
        (SMTP, f"{ENVELOPE}S: 354 Go\nC: Subject: News\nC: .\nS: 550 No\n"),
        (WebApiPath(), "C: POST /v3/mail/send HTTP/1.1\nC: Host: x\nC: \nC: {\nS: HTTP/1.1 401\n"),
    ],
)
def test_mail_that_is_in_the_conversation_is_told_of(path: Path, talk: str) -> None:
    assert copy_words(replace(an_attempt(Rejected(), path=path), transcript=talk)) == WHOLE_MAIL


def test_of_a_refused_sign_in_it_is_said_that_no_mail_was_sent() -> None:
    trace = a_trace((Phase.EHLO, 1), (Phase.AUTH, 1), failed=Phase.AUTH)
    refused = replace(an_attempt(Rejected(), code=535, trace=trace), transcript="S: 535 No\n")
    broken = replace(refused, outcome=NotSent(), code=None)
    told = copy_words(refused)

    assert told.before == "Sign-in was refused. No mail was sent, so none is in it."
    assert told.after == "Copied: no mail in it"
    assert copy_words(broken).before.startswith("It ended at the step Sign-in. No mail was sent")


def test_of_refused_recipients_only_addresses_are_in_it() -> None:
    trace = a_trace((Phase.AUTH, 1), (Phase.ENVELOPE, 1), failed=Phase.ENVELOPE)
    refused = an_attempt(Rejected(), code=550, trace=trace)
    told = copy_words(replace(refused, transcript=f"{ENVELOPE}S: 550 No\n"))

    assert told.before == (
        "The mail itself was not sent. Copy takes its addresses: not for a ticket."
    )


def test_request_that_never_left_has_no_mail_in_it() -> None:
    trace = a_trace((Phase.CONNECT, 1), (Phase.TLS, 1), failed=Phase.TLS)
    lost = an_attempt(NotSent(), path=WebApiPath(), code=None, trace=trace)

    assert copy_words(lost).before.startswith("It ended at the step Encryption. No mail was sent")
