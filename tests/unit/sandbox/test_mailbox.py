"""The mailbox keeps what it can, and reports what SendGrid would."""

import json
import re

import pytest

from sgdesk.sandbox import mailbox
from sgdesk.sandbox.mailbox import Mailbox, make_message_id
from tests.support.broken.base import good_body


def _capture(box: Mailbox, raw: bytes = b"Subject: x\r\n\r\ny") -> str:
    return box.capture_smtp(
        raw,
        mail_from="from@example.com",
        rcpt_tos=["a@example.com", "b@example.com"],
        listener="tls",
        connection=1,
    )


def test_message_id_has_sendgrids_shape() -> None:
    assert re.fullmatch(r"[\w-]{22}", make_message_id())


def test_oldest_goes_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "MESSAGES_LIMIT", 3)
    box = Mailbox()
    ids = [_capture(box) for _ in range(5)]

    assert [mail["id"] for mail in box.summaries()] == ids[2:]


def test_oldest_goes_when_they_are_too_big_but_the_newest_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mailbox, "BYTES_LIMIT", 100)
    box = Mailbox()
    _capture(box)
    newest = _capture(box, b"x" * 1000)

    assert [mail["id"] for mail in box.summaries()] == [newest]


def test_each_recipient_is_processed() -> None:
    box = Mailbox()
    message_id = _capture(box)

    assert [(event["event"], event["email"]) for event in box.events] == [
        ("processed", "a@example.com"),
        ("processed", "b@example.com"),
    ]
    assert {event["sg_message_id"].partition(".")[0] for event in box.events} == {message_id}


def test_invalid_x_smtpapi_is_dropped_with_sendgrids_reason() -> None:
    box = Mailbox()
    _capture(box, b"X-SMTPAPI: {\r\n\r\ny")

    assert {(event["event"], event["reason"]) for event in box.events} == {
        ("dropped", "Invalid SMTPAPI header")
    }


def test_x_smtpapi_to_takes_the_place_of_the_envelope() -> None:
    box = Mailbox()
    header = json.dumps({"to": ["c@example.com"], "unique_args": {"k": "v"}, "category": "cat"})
    _capture(box, f"X-SMTPAPI: {header}\r\n\r\ny".encode())
    (event,) = box.events

    assert (event["email"], event["k"], event["category"]) == ("c@example.com", "v", ["cat"])


def test_custom_args_cannot_disguise_an_event() -> None:
    box = Mailbox()
    body = good_body(custom_args={"event": "opened", "mine": "1"})
    box.capture_v3(body, b"{}", listener="https", connection=1, request_headers=[], request_head="")
    (event,) = box.events

    assert (event["event"], event["mine"]) == ("processed", "1")


def test_clearing_forgets_everything() -> None:
    box = Mailbox()
    message_id = _capture(box)
    box.clear()

    assert (box.summaries(), list(box.events), box.get(message_id)) == ([], [], None)
