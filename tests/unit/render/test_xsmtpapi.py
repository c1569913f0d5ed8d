"""The X-SMTPAPI header by itself."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from sgdesk.render.xsmtpapi import reads_back, render_xsmtpapi, xsmtpapi_value
from tests.support.messages import messages

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
ADA = Recipient(address=Address(email="ada@example.com", name="Ada, L"))
BOB = Recipient(address=Address(email="bob@münchen.example"))


@given(st.dictionaries(st.text(min_size=1, max_size=20), JSON, min_size=1))
def test_any_object_is_ascii_folded_between_tokens_and_reads_back(value: dict[str, object]) -> None:
    header = render_xsmtpapi(value)  # type: ignore[arg-type] # JSON by construction

    assert header.isascii()
    assert all(len(line) <= 990 for line in header.split("\r\n"))
    unfolded = re.sub(r"\r\n[ \t]", " ", header.removesuffix("\r\n"))
    assert json.loads(unfolded.removeprefix("X-SMTPAPI:")) == value
    # A relay that folds elsewhere puts its line break where a space stands: never in a string.
    spaced = re.sub(r"\r\n ", "   ", header.removesuffix("\r\n"))
    assert json.loads(spaced.removeprefix("X-SMTPAPI:")) == value


@given(messages())
def test_only_a_line_of_one_token_is_long(message: Message) -> None:
    header = render_xsmtpapi(xsmtpapi_value(message))
    for line in header.removeprefix("X-SMTPAPI:").split("\r\n"):
        without_strings = re.sub(r'"(?:[^"\\]|\\.)*"', '""', line.strip())
        assert len(line) <= 78 or " " not in without_strings


def test_nothing_asked_for_is_no_header() -> None:
    assert render_xsmtpapi(xsmtpapi_value(replace(sample(), categories=(), custom_args=()))) == ""


def test_token_too_long_for_a_line_is_refused_with_a_finding() -> None:
    with pytest.raises(MessageError) as caught:
        render_xsmtpapi({"unique_args": {"a": "b" * 900}})
    assert [finding.id for finding in caught.value.findings] == ["xsmtpapi_token"]


def test_damaged_header_does_not_read_back() -> None:
    value = {"category": ["a b", "c"]}
    header = render_xsmtpapi(value)  # type: ignore[arg-type] # JSON by construction

    assert reads_back(header, value)  # type: ignore[arg-type] # JSON by construction
    assert not reads_back(header.replace("a b", "a  b"), value)  # type: ignore[arg-type] # as above
    assert not reads_back(header.replace('"c"', '"c'), value)  # type: ignore[arg-type] # as above


def test_private_copies_name_everyone_and_give_each_their_own_words() -> None:
    ada = replace(ADA, substitutions=(("-name-", "Ada"), ("-city-", "London")))
    bob = replace(BOB, substitutions=(("-name-", "Bob"),))
    value = xsmtpapi_value(replace(sample(), to=(ada, bob), copies=Copies.EACH))

    assert value["to"] == ['"Ada, L" <ada@example.com>', "bob@xn--mnchen-3ya.example"]
    assert value["sub"] == {"-name-": ["Ada", "Bob"], "-city-": ["London", "-city-"]}


def test_one_recipient_without_personal_words_needs_no_list() -> None:
    assert "to" not in xsmtpapi_value(replace(sample(), to=(ADA,), copies=Copies.EACH))


def test_options_have_smtp_names_and_numbers_stay_numbers() -> None:
    options = SendOptions(
        template_id="01234567-89ab-cdef-0123-456789abcdef",
        send_at=datetime(2026, 1, 1, tzinfo=UTC),
        batch_id="b",
        asm_group_id=7,
        asm_groups_to_display=(7, 8),
        ip_pool="pool",
        tracking=Tracking(opens=True, clicks=False, subscription=True, google_analytics=False),
    )
    assert xsmtpapi_value(replace(sample(), categories=(), custom_args=(), options=options)) == {
        "ip_pool": "pool",
        "batch_id": "b",
        "asm_group_id": 7,
        "asm_groups_to_display": [7, 8],
        "send_at": 1767225600,
        "filters": {
            "clicktrack": {"settings": {"enable": 0, "enable_text": False}},
            "opentrack": {"settings": {"enable": 1}},
            "subscriptiontrack": {"settings": {"enable": 1}},
            "ganalytics": {"settings": {"enable": 0}},
            "templates": {
                "settings": {"enable": 1, "template_id": "01234567-89ab-cdef-0123-456789abcdef"}
            },
        },
    }


def test_dynamic_template_is_never_put_into_the_header() -> None:
    options = SendOptions(template_id="d-" + "0" * 32)
    assert "filters" not in xsmtpapi_value(replace(sample(), options=options))
