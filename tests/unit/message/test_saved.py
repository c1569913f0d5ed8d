"""Messages in files: the saved form and the request body."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given

from sgdesk.message import Address, Copies, Message, MessageError, Recipient, sample
from sgdesk.message.domain import email_to_wire
from sgdesk.message.saved import load_json, save_json
from sgdesk.render import render_v3
from sgdesk.render.names import v3_name
from tests.support.broken.base import good_body
from tests.support.messages import hostile_messages, messages


@given(hostile_messages())
def test_any_message_comes_back_from_its_saved_form(message: Message) -> None:
    assert load_json(save_json(message)) == message


@given(messages())
def test_message_comes_back_from_its_saved_form(message: Message) -> None:
    assert load_json(save_json(message)) == message


@given(messages())
def test_message_comes_back_from_its_v3_body(message: Message) -> None:
    assert load_json(render_v3(message).body) == as_v3(message)


def as_v3(message: Message) -> Message:
    """Say what a body keeps of a message: wire addresses, names without `;` and `,`."""

    def wire(address: Address) -> Address:
        return replace(address, email=email_to_wire(address.email))

    def named(address: Address) -> Address:
        return replace(wire(address), name=v3_name(address.name))

    return replace(
        message,
        sender=wire(message.sender),
        reply_to=tuple(map(wire, message.reply_to)),
        to=tuple(replace(each, address=named(each.address)) for each in message.to),
        cc=tuple(map(named, message.cc)),
        bcc=tuple(map(named, message.bcc)),
        copies=message.copies if len(message.to) > 1 else Copies.TOGETHER,
    )


def test_saved_form_names_its_schema() -> None:
    saved = json.loads(save_json(sample()))
    assert saved["schema"] == "sgdesk.message/1"
    assert saved["message"]["subject"] == sample().subject


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "not_json"),
        (b"\xff", "not_json"),
        (b"[]", "not_json"),
        (b'{"schema": "sgdesk.message/2"}', "schema"),
        (b'{"schema": "sgdesk.message/1"}', "saved_message"),
        (b'{"schema": "sgdesk.message/1", "message": {"sender": 1}}', "saved_message"),
        (b"[" * 100_000, "not_json"),
        (b'{"send_at": NaN}', "not_json"),
        (b'{"send_at": -Infinity}', "not_json"),
        (b'{"send_at": 1e999}', "not_json"),
    ],
)
def test_file_that_is_no_message_is_refused(data: bytes, rule: str) -> None:
    with pytest.raises(MessageError) as caught:
        load_json(data)
    assert [finding.id for finding in caught.value.findings] == [rule]


TWO = [{"to": [{"email": "a@example.com"}]}, {"to": [{"email": "b@example.com"}]}]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"sections": {"a": "b"}}, "sections"),
        ({"mail_settings": {"footer": {"enable": True}}}, "mail_settings.footer"),
        (
            {"tracking_settings": {"open_tracking": {"enable": True, "substitution_tag": "x"}}},
            "tracking_settings.open_tracking.substitution_tag",
        ),
        ({"personalizations": [{**TWO[0], "subject": "x"}, TWO[1]]}, "personalizations.0.subject"),
        (
            {"personalizations": [*TWO, {**TWO[0], "cc": TWO[1]["to"]}]},
            "personalizations.2.to",
        ),
        (
            {"content": [{"type": "text/plain", "value": "a"}, {"type": "text/x", "value": "b"}]},
            "content.1.type",
        ),
    ],
)
def test_body_that_says_more_than_a_message_holds_is_refused_by_name(
    change: dict[str, object], place: str
) -> None:
    with pytest.raises(MessageError) as caught:
        load_json(json.dumps(good_body(**change)).encode())
    assert [(each.id, each.place) for each in caught.value.findings] == [("not_held", place)]


def test_unknown_field_is_refused_by_name() -> None:
    with pytest.raises(MessageError) as caught:
        load_json(json.dumps(good_body(subjekt="x")).encode())
    assert [(each.id, each.place) for each in caught.value.findings] == [
        ("unknown_field", "subjekt")
    ]


def test_wrong_type_is_named_in_sendgrids_words() -> None:
    with pytest.raises(MessageError) as caught:
        load_json(json.dumps(good_body(reply_to=[])).encode())
    assert caught.value.happened == "Invalid type. Expected: object, given: array."


def test_several_personalizations_become_one_mail_each() -> None:
    message = load_json(json.dumps(good_body(personalizations=TWO)).encode())
    assert message.copies is Copies.EACH
    assert message.to == (
        Recipient(address=Address(email="a@example.com")),
        Recipient(address=Address(email="b@example.com")),
    )


def test_what_all_personalizations_say_alike_holds_for_the_mail() -> None:
    own = {
        "from": {"email": "other@example.com"},
        "subject": "For both",
        "headers": {"X-One": "1"},
        "custom_args": {"run": "7"},
        "send_at": 1_800_000_000,
    }
    body = good_body(
        personalizations=[{**each, **own} for each in TWO],
        headers={"X-One": "0", "X-Two": "2"},
        custom_args={"list": "news"},
        **{"from": {"email": "ada@example.com"}},
    )
    message = load_json(json.dumps(body).encode())

    assert message.sender == Address(email="other@example.com")
    assert message.subject == "For both"
    assert message.headers == (("X-One", "1"), ("X-Two", "2"))
    assert message.custom_args == (("list", "news"), ("run", "7"))
    assert message.options.send_at == datetime.fromtimestamp(1_800_000_000, UTC)


def test_template_data_of_one_mail_to_several_is_that_of_all() -> None:
    people = [{"to": [*TWO[0]["to"], *TWO[1]["to"]], "dynamic_template_data": {"a": 1}}]
    body = good_body(personalizations=people, template_id="d-1")
    message = load_json(json.dumps(body).encode())

    assert message.options.template_data_json == '{"a": 1}'
    assert render_v3(message).value["personalizations"] == people
