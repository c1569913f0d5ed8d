"""Header lines by themselves."""

import email
import email.policy
from email.header import decode_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.message import Address
from sgdesk.render.headers import (
    address_list,
    custom,
    encoded_words,
    fold,
    parameter,
    unstructured,
)
from tests.support.messages import lines


def unfolded(header: str) -> str:
    """Give the value as a reader sees it before decoding."""
    return header.removesuffix("\r\n").replace("\r\n ", " ").partition(": ")[2]


@given(lines(min_size=1, max_size=400), st.integers(0, 90))
def test_encoded_words_are_short_and_decode_to_the_text(text: str, room: int) -> None:
    words = encoded_words(text, room=room)

    assert all(len(word) <= 75 for word in words)
    decoded = "".join(
        piece.decode(charset or "ascii") if isinstance(piece, bytes) else piece
        for piece, charset in decode_header(" ".join(words))
    )
    assert decoded == text


@given(lines(max_size=600))
def test_filename_survives_in_lines_of_78(text: str) -> None:
    header = f"Content-Disposition: attachment{parameter('filename', text)}\r\n"

    assert all(len(line) <= 78 for line in header.split("\r\n"))
    mail = email.message_from_string(header + "\r\n", policy=email.policy.default)
    assert mail.get_filename() == text


def test_ascii_subject_stays_readable_and_is_folded_at_spaces() -> None:
    header = unstructured("Subject", "word " * 30 + "end")

    assert "=?" not in header
    assert max(map(len, header.split("\r\n"))) <= 78
    assert unfolded(header) == "word " * 30 + "end"


@pytest.mark.parametrize("subject", ["=?utf-8?q?x?=", " lead", "tail ", "x" * 100, "a  b" * 30])
def test_subject_that_plain_text_would_change_is_encoded(subject: str) -> None:
    header = unstructured("Subject", subject)

    assert header.startswith("Subject: =?utf-8?")
    parsed = email.message_from_string(header + "\r\n", policy=email.policy.default)
    assert parsed["Subject"] == subject


def test_long_ascii_value_of_a_custom_header_is_not_encoded() -> None:
    value = "<https://example.com/" + "u" * 200 + ">, <mailto:leave@example.com>"
    header = custom("List-Unsubscribe", value)

    assert unfolded(header) == value


def test_custom_value_too_long_for_a_line_is_encoded_rather_than_broken() -> None:
    header = custom("X-Long", "u" * 2000)
    assert max(map(len, header.split("\r\n"))) <= 78


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ada Lovelace", "Ada Lovelace <a@example.com>"),
        ("O'Neil-Smith", "O'Neil-Smith <a@example.com>"),
        ("Doe, Jane", '"Doe, Jane" <a@example.com>'),
        ("J. Doe", '"J. Doe" <a@example.com>'),
        (r'a"b\c', r'"a\"b\\c" <a@example.com>'),
        ("Jürgen", "=?utf-8?q?J=C3=BCrgen?= <a@example.com>"),
        ("=?utf-8?q?x?=", "=?utf-8?b?PT91dGYtOD9xP3g/PQ==?= <a@example.com>"),
        ("", "a@example.com"),
    ],
)
def test_name_is_written_as_plainly_as_it_can_be(name: str, written: str) -> None:
    header = address_list("To", [Address(email="a@example.com", name=name)])
    assert header == f"To: {written}\r\n"


def test_many_addresses_are_folded() -> None:
    people = [Address(email=f"p{number}@example.com") for number in range(50)]
    header = address_list("To", people)

    assert max(map(len, header.split("\r\n"))) <= 78
    assert unfolded(header) == ", ".join(each.email for each in people)


def test_no_line_is_broken_beside_a_doubled_space() -> None:
    header = fold("X", ["a" * 70, "", "b" * 70, "c" * 70])
    assert header == f"X: {'a' * 70}  {'b' * 70}\r\n {'c' * 70}\r\n"
