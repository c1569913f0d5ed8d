"""Taking a mail apart."""

import pytest

from sgdesk.sandbox import mime


def test_headers_end_at_the_empty_line() -> None:
    raw = b"A: 1\r\nB: 2\r\n\r\nC: 3\r\n"

    assert list(mime.header_lines(raw)) == [("A", b"1"), ("B", b"2")]


def test_mail_that_begins_with_an_empty_line_has_no_headers() -> None:
    assert list(mime.header_lines(b"\r\nA: 1\r\n\r\nB: 2\r\n")) == []


def test_folded_header_keeps_its_white_space() -> None:
    assert list(mime.header_lines(b"A: one\r\n two\r\n\tthree\r\n\r\n")) == [
        ("A", b"one two\tthree")
    ]


def test_name_with_an_encoded_comma_is_one_name() -> None:
    value = b"=?utf-8?q?Last=2C_F=C3=BCrst?= <a@example.com>, b@example.com"

    assert mime.addresses(value) == [
        {"email": "a@example.com", "name": "Last, Fürst"},
        {"email": "b@example.com", "name": ""},
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        (b"=?utf-8?b?R3LDvA==?= =?utf-8?b?w59l?=", "Grüße"),
        ("Grüße".encode(), "Grüße"),
        (b"=?no-such?q?x?=", "=?no-such?q?x?="),
        (b"plain", "plain"),
    ],
)
def test_words_are_decoded(value: bytes, text: str) -> None:
    assert mime.decoded(value) == text


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n",
        b"no header at all",
        b":\r\n\r\n",
        b"\xff\xfe",
        b"Content-Type: x/y; ;=\r\n\r\nz",
    ],
)
def test_anything_can_be_taken_apart(raw: bytes) -> None:
    lines = list(mime.header_lines(raw))
    parts = [mime.describe(part) for part in mime.leaves(mime.parse(raw))]

    assert len(lines) <= raw.count(b":")
    assert all(0 <= part["size"] <= len(raw) for part in parts)


@pytest.mark.parametrize("charset", ["idna", "undefined", "punycode", '"a\0b"', "no-such"])
def test_text_in_a_charset_of_no_use_is_read_as_utf_8(charset: str) -> None:
    raw = f"Content-Type: text/plain; charset={charset}\r\n\r\nhello \xe9".encode()

    assert mime.content_text(mime.parse(raw)) == "hello é"
