"""What a server repeats of a mail's text is hidden, and its own words stay readable."""

import inspect
import re
from dataclasses import replace

import pytest

from sgdesk.delivery import Rejected
from sgdesk.message import Address, Attachment, Message, Recipient
from sgdesk.present.dialogue import ticket_dialogue
from sgdesk.present.summary import summary_text
from sgdesk.present.veil import repeated_words, veiled_text
from sgdesk.sandbox import smtp_replies
from sgdesk.sandbox.rules import words as api_words
from tests.support.attempts import an_attempt

MAIL = Message(
    sender=Address(email="news@example.com"),
    to=(Recipient(address=Address(email="zoe@example.org")),),
    subject="Contract Falkenstein, second draft",
    text="Dear Zoe,\n\nyour IBAN is DE02 1203 0000. The blue harbour opens on Monday at nine.\n"
    "Please call 0151 234 567 or write to us at help.example.net, if you are over quota.\n",
    html="<p>The price of the <b>Kingfisher</b> lease is 12.500 a year.</p>",
    attachments=(Attachment(filename="Lease of house.pdf", content=b""),),
)


def shown(said: str, mail: Message = MAIL) -> str:
    """Give a reply as it stands in a ticket."""
    return veiled_text(said, repeated_words(mail, replace(an_attempt(Rejected()), reply=said)))


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("554 5.7.1 IBAN DE02 1203 0000 blocked, ask us", "554 5.7.1 IBAN … blocked, ask us"),
        ("554 policy: blue harbour", "554 policy: …"),
        ("554 policy: BLUE  HARBOUR opens on Monday", "554 policy: …"),
        ("554 policy: harbour", "554 policy: harbour"),
        ("554 Falkenstein is no subject", "554 … is no subject"),
        ("554 (Contract Falkenstein)", "554 (…)"),
        ("554 kingfisher lease found", "554 … found"),
        ("554 DE02 found", "554 … found"),
        ("554 call 0151 234 567", "554 call …"),
        ("554 lease of house is an attachment", "554 … is an attachment"),
        ("554-spam: the blue\n554 harbour opens", "554-spam: the …"),
        ('{"errors": [{"message": "spam: blue harbour \\u0044E02"}]}', "spam: … …"),
        ("554 see help.example.net, if you are over quota", None),
        ("452 4.2.2 The mailbox of the user is over quota, please call us", None),
        ("554 the price is right on Monday", None),
        ("550 1203 bytes, 567 lines, year 12", None),
    ],
)
def test_run_of_words_that_a_server_repeats_is_hidden(said: str, left: str | None) -> None:
    assert (left or said) in shown(said)


def test_same_words_are_hidden_in_the_conversation_and_in_the_summary_of_a_ticket() -> None:
    said = "554 spam: blue harbour DE02 1203 0000"
    lines = "".join(f"C: {line}\n" for line in MAIL.text.splitlines())
    talk = f"C: DATA\nS: 354 Continue\n{lines}C: .\nS: {said}\n"
    attempt = replace(an_attempt(Rejected(), code=554, reply=said), transcript=talk)
    private = repeated_words(MAIL, attempt)

    for text in (ticket_dialogue(attempt, private), summary_text(attempt, 1, private=private)):
        assert "554 spam: … …\n" in text or "554 spam: …\n" in text
        for word in ("blue", "harbour", "DE02", "1203", "0000", "Falkenstein"):
            assert word not in text


def replies() -> list[str]:
    """Give every reply that the local SendGrid has by word."""
    found = []
    for module in (smtp_replies, api_words):
        for name, value in vars(module).items():
            is_text = name.isupper() and isinstance(value, str) and " " in value
            # Each server names itself, and what stands in braces is the mail's own.
            if is_text and "ismtpd" not in value and "{" not in value:
                found.append(value)
    return [*found, *re.findall(r'"([45]\d\d [^"{}\\]+)"', inspect.getsource(smtp_replies))]


SENDGRID = [
    "421 4.4.2 smtp.sendgrid.net Timeout. Try talking faster next time!",
    "451 You've exceeded your messaging limits",
    "451 Authentication failed: Maximum credits exceeded",
    "535 Authentication failed: The provided authorization grant is invalid, expired, or revoked",
    "535 Authentication failed: Basic authentication is not allowed with 2FA enabled",
    "550 Unauthenticated senders not allowed",
    "550 Requested action not taken: mailbox unavailable",
    "554 ERROR: Mail refused",
    "550 Message from (IP) temporarily deferred",
    "450 too frequent connects from IP, please try again later.",
    "452 Too many recipients received this hour (throttled)",
    "403 You are not authorized to send from that email address",
    "Authenticated user is not authorized to send mail",
    "Permission denied, wrong credentials",
    "The to array is required for all personalization objects, and must have at least one email "
    "object with a valid email address.",
    "There must be at least one defined content block. We typically suggest both text/plain and "
    "text/html blocks are included, but only one block is required.",
    "The subject is required. You can get around this requirement if you use a template with a "
    "subject defined or if every personalization has a subject defined.",
    "554 5.7.1 Message rejected due to content restrictions: spam detected",
    "550 5.7.26 This mail is unauthenticated: SPF and DKIM did not pass",
    "550 5.1.1 The email account that you tried to reach does not exist.",
    "554 5.7.1 Service unavailable; Client host blocked using Spamhaus",
]


@pytest.mark.parametrize("said", [*SENDGRID, *replies()])
def test_reply_stays_readable_whatever_the_mail_says_of_the_same(said: str) -> None:
    bare = re.sub(r"^\d{3} ", "", said)
    spelt = replace(MAIL, subject="Fw: " + bare, text=f"They said:\n{bare}\nWhat now?")
    everyday = replace(MAIL, text=f"{MAIL.text}\nI asked whether {bare} too.")

    for mail in (MAIL, spelt, everyday):
        assert shown(said, mail) == said


def test_there_are_many_replies_to_try() -> None:
    assert len(replies()) > 20
