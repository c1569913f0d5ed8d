"""Transfer encodings by themselves."""

import base64
import quopri

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sgdesk.render.bodies import encode_bytes, encode_text
from tests.support.messages import texts


def decoded(encoding: str, body: bytes) -> bytes:
    """Decode with the standard library's own readers."""
    if encoding == "base64":
        return base64.b64decode(body)
    return quopri.decodestring(body) if encoding == "quoted-printable" else body


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.one_of(texts(), ANY_TEXT), st.booleans())
@example("a\r\nb\rc\nd", True)
@example("From x\n", True)
@example("tail \n", True)
@example("\x00\x7f\n", False)
@example("", False)
@example("=\n.\n..\n", False)
@example("é", False)
def test_text_decodes_to_itself_with_crlf(text: str, closed: bool) -> None:
    encoding, body = encode_text(text, eight_bit=False, closed=closed)

    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert decoded(encoding, body) == lines.replace("\n", "\r\n").encode()
    assert body.isascii()
    assert max(map(len, body.split(b"\r\n"))) <= 78
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert closed or not body or body.endswith(b"\r\n")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("plain\n", "7bit"),
        ("x" * 79 + "\n", "quoted-printable"),
        ("tail \n", "quoted-printable"),
        ("From here\n", "quoted-printable"),
        ("mostly ASCII, é\n", "quoted-printable"),
        ("用户用户用户\n", "base64"),
    ],
)
def test_encoding_is_the_plainest_that_every_relay_leaves_alone(text: str, encoding: str) -> None:
    assert encode_text(text, eight_bit=False, closed=True)[0] == encoding


def test_eight_bit_is_used_when_asked_for_and_lines_allow_it() -> None:
    assert encode_text("é\n", eight_bit=True, closed=True) == ("8bit", "é\r\n".encode())
    assert encode_text("é" * 600, eight_bit=True, closed=True)[0] == "base64"


@given(st.binary(max_size=500))
def test_base64_has_lines_of_76_and_decodes_to_itself(data: bytes) -> None:
    body = encode_bytes(data)

    assert base64.b64decode(body) == data
    assert all(len(line) == 76 for line in body.split(b"\r\n")[:-2])
    assert not body or body.endswith(b"\r\n")
