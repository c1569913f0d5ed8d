"""A copy of a captured mail as a file."""

import base64
import hashlib
from collections.abc import Mapping
from email import message_from_bytes, policy
from typing import Any

from sgdesk.message.eml import load_eml
from sgdesk.present.inbox_eml import AS_RECEIVED, REBUILT, MailFile, mail_file
from sgdesk.sandbox.client import InboxMail
from tests.unit.present.test_inbox import MAIL

PICTURE, PAPER = b"\x89PNG picture", b"%PDF paper"


def a_file(content: bytes, name: str, kind: str, content_id: str = "") -> dict[str, Any]:
    """Describe a file as the copies do."""
    return {
        "filename": name,
        "type": kind,
        "disposition": "",
        "content_id": content_id,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
    }


def person(email: str, name: str = "") -> dict[str, str]:
    return {"email": email, "name": name}


COPY: dict[str, Any] = {
    "to": [person("ada@example.com", 'Ada "L", Countess')],
    "cc": [],
    "bcc": [],
    "from": person("me@example.com", "Jörg"),
    "reply_to": [],
    "subject": "Grüße\nBcc: eve@example.net",
    "text": "Hello \ud800 Ada",
    "html": '<p>Hello <img src="cid:logo"></p>',
    "attachments": [
        a_file(PICTURE, "logo.png", "image/png", "logo"),
        a_file(PAPER, "paper.pdf", "application/pdf"),
    ],
    "headers": {"X-Own": "1"},
}
V3 = {"attachments": [{"content": base64.b64encode(each).decode()} for each in (PICTURE, PAPER)]}


def a_file_of(
    *copies: Mapping[str, Any], v3: Mapping[str, Any] | None = V3, raw: bytes = b""
) -> MailFile:
    """Give the file of the last copy."""
    mail = InboxMail(
        entry=MAIL,
        mail_from=None,
        rcpt_to=(),
        headers=(),
        heard="",
        parts=(),
        x_smtpapi=None,
        x_smtpapi_raw=None,
        x_smtpapi_problem=None,
        v3=v3,
        copies=copies,
    )
    return mail_file(mail, raw, len(copies) - 1)


def read(copy: Mapping[str, Any]) -> Any:
    """Write a copy of a request and read the file back."""
    made = a_file_of(COPY, copy)
    assert made.words == REBUILT
    return message_from_bytes(made.data, policy=policy.default)


def test_file_holds_what_the_one_recipient_gets() -> None:
    made = read({**COPY, "to": [person("grace@example.net")]})

    assert made["To"] == "grace@example.net"
    (sender,) = made["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Jörg", "me@example.com")
    assert made["Subject"] == "Grüße Bcc: eve@example.net"
    assert made["Bcc"] is None
    assert made["X-Own"] == "1"
    assert made.get_body(("plain",)).get_content() == "Hello ? Ada\r\n"
    assert 'src="cid:logo"' in made.get_body(("html",)).get_content()
    names = {part.get_filename(): part.get_content() for part in made.walk() if part.get_filename()}
    assert names == {"logo.png": PICTURE, "paper.pdf": PAPER}


def test_mail_by_smtp_is_saved_to_the_byte_as_it_came() -> None:
    raw = b"subject:  odd\r\nX-Own: 1\r\n\r\n.dot\n\xff\x00 and a bare line feed\r\n"

    assert a_file_of(COPY, v3=None, raw=raw) == MailFile(data=raw, words=AS_RECEIVED)
    several = a_file_of(COPY, COPY, v3=None, raw=raw)
    assert several.data == raw
    assert several.words.endswith(
        "the one message for all 2 mails: SendGrid makes each of them from it."
    )


def test_address_of_other_letters_is_written_as_it_is() -> None:
    made = read({**COPY, "from": person("jörg@example.com"), "text": None, "attachments": []})

    assert made["From"] == "jörg@example.com"
    assert made.get_content_type() == "text/html"


def test_picture_that_stands_after_a_file_is_in_a_mail_of_html_alone() -> None:
    made = read({**COPY, "text": None, "attachments": [*reversed(COPY["attachments"])]})

    (paper,) = made.iter_attachments()
    related = made.get_body(("related",))
    assert paper.get_content() == PAPER
    assert [part.get("Content-ID") for part in related.iter_parts()] == [None, "<logo>"]


def test_line_breaks_in_what_describes_a_file_start_no_header() -> None:
    hostile = [
        a_file(PICTURE, "logo\r\nBcc: a.png", "image/\r\npng", "logo\nX-Own: 2"),
        a_file(PAPER, "paper\u2028.pdf", "application/pdf\n", "\n"),
    ]
    made = read({**COPY, "text": None, "attachments": hostile})

    (paper,) = made.iter_attachments()
    (_, picture) = made.get_body(("related",)).iter_parts()
    assert (picture["Content-ID"], picture.get_filename()) == ("<logo X-Own: 2>", "logo Bcc: a.png")
    assert (paper.get_content_type(), paper.get_filename()) == ("application/pdf", "paper .pdf")
    assert made.get_all("X-Own") == ["1"]


def test_tags_and_own_data_are_carried_as_smtp_would_and_read_again() -> None:
    tagged = {**COPY, "categories": ["autumn-news"], "custom_args": {"order": "4711"}}
    saved = a_file_of(tagged)
    read = load_eml(saved.data)

    assert read.categories == ("autumn-news",)
    assert read.custom_args == (("order", "4711"),)
    assert b"X-SMTPAPI" not in a_file_of(COPY).data


def test_version_of_mime_stands_once_at_the_top() -> None:
    made = read(COPY)
    parts = [part for part in made.walk() if part is not made]

    assert made["MIME-Version"] == "1.0"
    assert len(parts) >= 4
    assert not any("MIME-Version" in part for part in parts)
