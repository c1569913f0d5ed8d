"""Warnings of secrets in a mail: each kind once a place, and never with the secret itself."""

from dataclasses import replace

from sgdesk.message import Attachment, Message
from sgdesk.present.mail_secrets import secret_findings
from tests.support.engine import a_message

KEY = "SG." + "k" * 22 + "." + "s" * 43
MAIL = a_message()
AWS = "AKIA" + "A" * 16


def said(message: Message) -> list[str]:
    """Give what is said of a mail."""
    findings = secret_findings(message)
    assert all(KEY not in str(finding) and AWS not in str(finding) for finding in findings)
    assert not any(finding.is_error for finding in findings)
    return [finding.happened for finding in findings]


def test_each_place_is_named_once_for_each_kind() -> None:
    assert said(replace(MAIL, subject=KEY, text=f"{KEY} {KEY} {AWS}")) == [
        "A SendGrid key stands in the subject.",
        "A SendGrid key stands in the plain text.",
        "An AWS key stands in the plain text.",
    ]


def test_half_a_key_is_doubted() -> None:
    assert said(replace(MAIL, html=KEY[:30])) == [
        "What looks like a SendGrid key stands in the HTML."
    ]


def test_a_file_is_named_without_a_key_in_its_name() -> None:
    file = Attachment(filename=f"{KEY}.env", content=f"SENDGRID_API_KEY={KEY}".encode())

    assert said(replace(MAIL, attachments=(file,))) == ["A SendGrid key stands in the file ••••."]


def test_only_of_a_sendgrid_key_it_is_said_that_the_history_keeps_no_text() -> None:
    (aws,) = secret_findings(replace(MAIL, text=AWS))
    (sendgrid,) = secret_findings(replace(MAIL, text=KEY))

    assert "history" not in aws.why
    assert "The history keeps no text of such a mail." in sendgrid.why


def test_a_mail_without_secrets_is_not_spoken_of() -> None:
    assert said(MAIL) == []
