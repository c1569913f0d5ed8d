"""The work that reading a mail may take."""

import pytest

from sgdesk.message import MessageError
from sgdesk.message.bounded import BoundedReader
from sgdesk.message.eml import load_eml

HEAD = b"From: a@example.com\r\nTo: b@example.com\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
HTML = b"--b\r\nContent-Type: text/html\r\n\r\n"
FILE = b"--b\r\nContent-ID: <a>\r\n\r\nx\r\n"


def _nested(depth: int, body: bytes) -> bytes:
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (each, each)
        for each in range(depth)
    )
    return HEAD + opened + body


@pytest.mark.parametrize(
    "mail",
    [
        HEAD + b"X-A: b\r\n" * 60_000 + b"\r\nx",
        HEAD + b"X-A: b\r" * 60_000 + b"\n\r\nx",
        HEAD + b"Subject: " + b"=?a?q?\r\n " * 4_000 + b"\r\n\r\nx",
        HEAD + b"X-A: " + b"=?utf-8?q?a?=\r\n " * 4_000 + b"\r\n\r\nx",
        HEAD + b"Cc: <" + b"@a," * 60_000 + b":c@example.com>\r\n\r\nx",
        HEAD + b"Cc: " + b"@" * 800_000 + b"\r\n\r\nx",
        HEAD + b"Content-Type: text/plain; " + b"a=b; " * 8_000 + b"\r\n\r\nx",
        HEAD + b"Content-Disposition: attachment; filename=" + b'";' * 20_000 + b"\r\n\r\nx",
        HEAD + b"Content-Transfer-Encoding: " + b"a " * 20_000 + b"\r\n\r\nx",
        MIXED + b"--b\r\nContent-Type: text/plain; a=" + b"b" * 21_000 + b"\r\n\r\nx\r\n--b--",
        _nested(200, b"x y\r\n" * 60_000),
        MIXED + b"--b\r\n\r\nx\r\n" * 41_000,
        MIXED + HTML + b"x" * 400_000 + b"\r\n" + FILE * 4_000,
    ],
    ids=[
        *(
            "many headers",
            "many, by CR alone",
            "encoded words in a subject",
            "in another header",
            "routes",
            "many addresses",
        ),
        *("parameters", "quotes in a parameter", "an encoding of words", "a part's long header"),
        *("lines in deep parts", "many parts", "many files in much HTML"),
    ],
)
def test_mail_that_would_take_minutes_is_refused_with_words(mail: bytes) -> None:
    with pytest.raises(MessageError, match="cannot be read") as refused:
        load_eml(mail)

    (finding,) = refused.value.findings
    assert "too many" in finding.why


@pytest.mark.parametrize(
    "mail",
    [
        HEAD + b"X-SMTPAPI: {}" + b" \r\n" * 20_000 + b"  " + b" " * 5_000_000 + b"\r\n\r\nx",
        HEAD
        + b"Cc: "
        + b"Somebody Else <else@example.com>,\r\n " * 9_000
        + b"c@example.com\r\n\r\nx",
        _nested(50, b"x y\r\n" * 10_000),
        MIXED + b"--b\r\nContent-Type: image/png; name=a.png\r\n\r\nx\r\n" * 1_000,
    ],
    ids=["a long header", "9,000 recipients", "50 parts in parts", "1,000 parts"],
)
def test_large_mail_of_this_world_is_read(mail: bytes) -> None:
    assert load_eml(mail).sender.email == "a@example.com"


def test_header_that_is_asked_for_many_times_is_read_once() -> None:
    reader = BoundedReader()
    first = reader.header("Content-Type", "text/plain; a=" + "b" * 15_000)

    assert reader.header("content-type", "text/plain; a=" + "b" * 15_000) is first
