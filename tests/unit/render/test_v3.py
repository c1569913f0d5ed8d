"""The v3 body against SendGrid's own schema and against the message it came from."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given

from sgdesk.message import (
    Address,
    Copies,
    Message,
    MessageError,
    Recipient,
    SendOptions,
    Tracking,
    sample,
)
from sgdesk.message.checks import check
from sgdesk.render import render_v3
from tests.support.mail_send_schema import violations
from tests.support.mails import from_v3, written
from tests.support.messages import DATA, hostile_messages, messages

ADA = Recipient(address=Address(email="ada@example.com"))
BOB = Recipient(address=Address(email="bob@example.com"))


@given(messages())
def test_every_body_is_what_the_official_schema_allows(message: Message) -> None:
    rendered = render_v3(message)

    assert violations(json.loads(rendered.body)) == []
    assert json.loads(rendered.body) == rendered.value


@given(messages())
def test_the_check_has_nothing_against_a_message_that_is_allowed(message: Message) -> None:
    for kind in ("webapi", "smtp"):
        assert [each for each in check(message, kind) if each.is_error] == []


@given(messages())
def test_every_copy_says_what_was_written_but_for_names(message: Message) -> None:
    value = render_v3(message).value
    for copy in range(len(message.to) if message.copies is Copies.EACH else 1):
        left, right = from_v3(value, copy), written(message, copy)
        assert replace(left, to=(), cc=()) == replace(right, to=(), cc=())
        assert [email for _, email in left.to] == [email for _, email in right.to]


@given(hostile_messages())
def test_no_field_can_start_a_header(message: Message) -> None:
    try:
        value = json.loads(render_v3(message).body)
    except MessageError:
        return
    value.pop("content", None)
    for block in value["personalizations"]:
        block.pop("substitutions", None)
    for attachment in value.get("attachments", []):
        del attachment["content"]
    assert not re.search(r"\\[rn]|\\u00[01]", json.dumps(value).replace(r"\\\\", ""))


def test_the_closed_schema_refuses_an_unknown_property_at_every_level() -> None:
    body = json.loads(render_v3(sample()).body)
    body["extra"] = 1
    body["from"]["extra"] = 1
    body["personalizations"][0]["extra"] = 1
    body["content"][0]["extra"] = 1
    body["tracking_settings"] = {"extra": {}, "open_tracking": {"extra": 1}}

    assert len(violations(body)) == 6


def test_each_gives_one_personalization_a_recipient_and_together_one_for_all() -> None:
    message = replace(sample(), to=(ADA, BOB))
    together = render_v3(replace(message, copies=Copies.TOGETHER)).value
    each = render_v3(replace(message, copies=Copies.EACH)).value

    assert together["personalizations"] == [
        {"to": [{"email": "ada@example.com"}, {"email": "bob@example.com"}]}
    ]
    assert each["personalizations"] == [
        {"to": [{"email": "ada@example.com"}]},
        {"to": [{"email": "bob@example.com"}]},
    ]


def test_check_only_is_a_json_boolean() -> None:
    message = replace(sample(), options=SendOptions(check_only=True))
    assert b'"mail_settings":{"sandbox_mode":{"enable":true}}' in render_v3(message).body


def test_tracking_switches_stand_only_where_they_are_set() -> None:
    options = SendOptions(tracking=Tracking(opens=True, clicks=False))
    assert render_v3(replace(sample(), options=options)).value["tracking_settings"] == {
        "open_tracking": {"enable": True},
        "click_tracking": {"enable": False, "enable_text": False},
    }


def test_personal_template_data_wins_over_the_data_for_all() -> None:
    options = SendOptions(template_id="d-1", template_data_json='{"name": "all", "a": 1}')
    ada = replace(ADA, template_data_json=DATA)
    rendered = render_v3(replace(sample(), to=(ada,), options=options))

    (block,) = json.loads(rendered.body)["personalizations"]
    assert block["dynamic_template_data"] == {"name": "Ada", "a": 1, "items": [1, 2]}


def test_recipients_lose_commas_from_their_names() -> None:
    doe = Recipient(address=Address(email="jane@example.com", name="Doe, Jane; MD"))
    rendered = render_v3(replace(sample(), to=(doe,)))

    (block,) = json.loads(rendered.body)["personalizations"]
    assert block["to"] == [{"email": "jane@example.com", "name": "Doe Jane MD"}]


@pytest.mark.parametrize("data", ["[1]", '{"a": NaN}', "{", "null"])
def test_template_data_that_is_no_object_is_refused(data: str) -> None:
    options = SendOptions(template_id="d-1", template_data_json=data)
    with pytest.raises(MessageError) as caught:
        render_v3(replace(sample(), options=options))
    assert caught.value.findings[0].id == "template_data_json"


def test_a_unicode_domain_goes_in_ascii() -> None:
    zoe = Recipient(address=Address(email="zoe@münchen.example"))
    assert b"zoe@xn--mnchen-3ya.example" in render_v3(replace(sample(), to=(zoe,))).body
