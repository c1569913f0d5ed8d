"""X-SMTPAPI, read as SendGrid reads it."""

import json

import pytest

from sgdesk.sandbox import smtpapi
from sgdesk.sandbox.smtpapi import BOTH_SEND_TIMES, INVALID_HEADER


def _mail(*headers: str) -> bytes:
    lines = ["From: from@example.com", *headers, "Subject: x", "", "Text", ""]
    return "\r\n".join(lines).encode()


def test_no_header_asks_for_nothing() -> None:
    found = smtpapi.read(_mail())

    assert (found.raw, found.problem, found.to) == (None, None, ())


def test_first_of_several_headers_counts() -> None:
    found = smtpapi.read(_mail('X-SMTPAPI: {"category": "a"}', 'X-SMTPAPI: {"category": "b"}'))

    assert found.categories == ["a"]


def test_header_name_is_read_in_any_case() -> None:
    assert smtpapi.read(_mail('x-smtpapi: {"category": ["a", "b"]}')).categories == ["a", "b"]


def test_folded_header_is_unfolded() -> None:
    found = smtpapi.read(_mail('X-SMTPAPI: {"to":', ' ["a@example.com",', '\t"b@example.com"]}'))

    assert found.to == ("a@example.com", "b@example.com")


@pytest.mark.parametrize(
    "value",
    [
        "{",
        "",
        "[]",
        '"text"',
        "=?utf-8?b?e30=?=",
        '{"category": "Grüße"}',
        '{"to": "a@example.com"}',
        '{"to": [1]}',
        '{"to": ["a@example.com"], "sub": {"-a-": []}}',
        '{"to": ["a@example.com"], "sub": {"-a-": ["1", "2"]}}',
        '{"sub": []}',
        '{"unique_args": []}',
        '{"filters": []}',
        '{"category": {}}',
        '{"filters": {"templates": {"settings": {"enable": 1, "template_id": "d-0123"}}}}',
    ],
)
def test_header_that_cannot_be_used_is_invalid(value: str) -> None:
    assert smtpapi.read(_mail(f"X-SMTPAPI: {value}")).problem == INVALID_HEADER


def test_two_send_times_are_a_problem() -> None:
    value = json.dumps({"to": ["a@example.com"], "send_at": 1, "send_each_at": [1]})

    assert smtpapi.read(_mail(f"X-SMTPAPI: {value}")).problem == BOTH_SEND_TIMES


def test_escaped_text_is_read() -> None:
    assert smtpapi.read(_mail('X-SMTPAPI: {"category": "Gr\\u00fc\\u00dfe"}')).categories == [
        "Grüße"
    ]


def test_substitutions_and_arguments_of_each_copy() -> None:
    value = {
        "to": ["a@example.com", "b@example.com"],
        "sub": {"-name-": ["Ann", "Bob"]},
        "unique_args": {"who": "-name-", "run": "7"},
    }
    found = smtpapi.read(_mail(f"X-SMTPAPI: {json.dumps(value)}"))

    assert found.substitutions(1) == {"-name-": "Bob"}
    assert found.unique_args(found.substitutions(1)) == {"who": "Bob", "run": "7"}


@pytest.mark.parametrize("name", ["send_at", "asm_group_id", "send_each_at"])
@pytest.mark.parametrize("number", ['"5"', "5.0", "true", "null"])
def test_ids_and_times_are_integers(name: str, number: str) -> None:
    def read(value: str) -> str | None:
        value = f"[{value}]" if name == "send_each_at" else value
        return smtpapi.read(f'X-SMTPAPI: {{"{name}": {value}}}\r\n\r\n'.encode()).problem

    assert read(number) == smtpapi.INVALID_HEADER
    assert read("5") is None
