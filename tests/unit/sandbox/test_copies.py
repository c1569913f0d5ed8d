"""One mail, written by hand for both paths, makes equal copies."""

import base64
import json
from email.message import EmailMessage
from typing import Any

from sgdesk.sandbox.copies import copies_from_smtp, copies_from_v3

PNG = base64.b64decode("iVBORw0KGgo=")
TEXT = "Hello\nGrüße\n"
HTML = '<p>Hello</p><img src="cid:logo">'


def _mime(to: str, header: dict[str, Any] | None = None, **changes: str) -> bytes:
    message = EmailMessage()
    message["From"] = "Sender <from@example.com>"
    message["To"] = to
    for name, value in changes.items():
        message[name.replace("_", "-")] = value
    message["Subject"] = changes.get("Subject", "Grüße an alle")
    if header is not None:
        message["X-SMTPAPI"] = json.dumps(header)
    message["X-Custom"] = "one"
    message.set_content(TEXT)
    message.add_alternative(HTML, subtype="html")
    message.add_attachment(
        PNG, "image", "png", filename="logo.png", disposition="inline", cid="<logo>"
    )
    message.add_attachment(b"a,b\r\n", "text", "csv", filename="tabelle-ü.csv")
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _v3(blocks: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    return {
        "personalizations": blocks,
        "from": {"email": "from@example.com", "name": "Sender"},
        "subject": "Grüße an alle",
        "content": [
            {"type": "text/plain", "value": TEXT},
            {"type": "text/html", "value": HTML},
        ],
        "attachments": [
            {
                "content": base64.b64encode(PNG).decode(),
                "type": "image/png",
                "filename": "logo.png",
                "disposition": "inline",
                "content_id": "logo",
            },
            {
                "content": base64.b64encode(b"a,b\r\n").decode(),
                "type": "text/csv",
                "filename": "tabelle-ü.csv",
            },
        ],
        "headers": {"X-Custom": "one"},
        **changes,
    }


def test_one_mail_for_all() -> None:
    by_smtp = copies_from_smtp(
        _mime("Ann <a@example.com>, b@example.com", Cc="c@example.com"),
        ["a@example.com", "b@example.com", "c@example.com", "hidden@example.com"],
    )
    by_api = copies_from_v3(
        _v3(
            [
                {
                    "to": [{"email": "a@example.com", "name": "Ann"}, {"email": "b@example.com"}],
                    "cc": [{"email": "c@example.com"}],
                    "bcc": [{"email": "hidden@example.com"}],
                }
            ]
        )
    )

    assert by_smtp == by_api
    assert by_api[0]["text"] == "Hello\nGrüße"
    assert [entry["size"] for entry in by_api[0]["attachments"]] == [8, 5]


def test_one_mail_each() -> None:
    header = {
        "to": ["Ann <a@example.com>", "b@example.com"],
        "category": ["one", "two"],
        "unique_args": {"run": "7"},
    }
    by_smtp = copies_from_smtp(_mime("from@example.com", header), ["from@example.com"])
    by_api = copies_from_v3(
        _v3(
            [
                {"to": [{"email": "a@example.com", "name": "Ann"}]},
                {"to": [{"email": "b@example.com"}]},
            ],
            categories=["one", "two"],
            custom_args={"run": "7"},
        )
    )

    assert by_smtp == by_api
    assert len(by_api) == 2


def test_substitutions_reach_each_copy() -> None:
    header = {"to": ["a@example.com", "b@example.com"], "sub": {"Hello": ["Hi", "Yo"]}}
    copies = copies_from_smtp(_mime("from@example.com", header), ["from@example.com"])

    assert [copy["html"][:9] for copy in copies] == ["<p>Hi</p>", "<p>Yo</p>"]
    assert [copy["text"].split("\n")[0] for copy in copies] == ["Hi", "Yo"]


def test_personalization_wins_over_the_message() -> None:
    block = {
        "to": [{"email": "a@example.com"}],
        "from": {"email": "other@example.com"},
        "subject": "Own",
        "custom_args": {"a": "own"},
        "headers": {"X-Custom": "own"},
    }
    (copy,) = copies_from_v3(_v3([block], custom_args={"a": "all", "b": "all"}))

    assert copy["from"]["email"] == "other@example.com"
    assert copy["subject"] == "Own"
    assert copy["custom_args"] == {"a": "own", "b": "all"}
    assert copy["headers"] == {"X-Custom": "own"}


def test_other_content_counts_as_an_attachment_without_a_name() -> None:
    calendar = {"type": "text/calendar", "value": "BEGIN:VCALENDAR"}
    (copy,) = copies_from_v3(_v3([{"to": [{"email": "a@example.com"}]}], content=[calendar]))

    assert (copy["text"], copy["html"]) == (None, None)
    assert copy["attachments"][0]["type"] == "text/calendar"
