"""Redaction: no form of a secret comes out, however the bytes were cut."""

import base64
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.secret import MARK
from sgdesk.wire.transcript import HEAD_BYTES, TAIL_BYTES, Transcript

KEY = "SG.abcdefghijklmnopqrstuv.0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdef"
PASSWORD = 'p@ss "wörd"/+%'


def said(data: bytes, *, cuts: tuple[int, ...] = ()) -> str:
    """Give the transcript of client bytes that were written in pieces."""
    transcript = Transcript([KEY, PASSWORD])
    start = 0
    for cut in (*sorted(cuts), len(data)):
        transcript.client(data[start:cut])
        start = cut
    return transcript.text()


def encodings(secret: str) -> list[str]:
    raw = secret.encode()
    return [
        secret,
        base64.b64encode(raw).decode(),
        base64.b64encode(b"\0apikey\0" + raw).decode(),
        base64.b64encode(b"apikey:" + raw).decode(),
        base64.b64encode(b"x" + raw + b"tail").decode(),
        base64.urlsafe_b64encode(raw).decode(),
        quote(secret, safe=""),
        quote(secret, safe="").lower() if "%" in quote(secret, safe="") else secret,
        json.dumps(secret)[1:-1],
        "".join(f"%{byte:02X}" for byte in raw),
        "".join(f"\\u{ord(character):04x}" for character in secret),
        secret.replace(".", "%2E"),
        secret.lower(),
        secret.upper(),
        base64.b64encode(raw).decode().lower(),
        base64.b32encode(raw).decode(),
        base64.b32encode(b"\0apikey\0" + raw).decode().lower(),
        raw.hex(),
        raw.hex(" ").upper(),
        raw.hex(":"),
        "".join(f"\\x{byte:02x}" for byte in raw),
        "".join(f"&#{ord(character)};" for character in secret),
        "".join(f"&#x{ord(character):X};" for character in secret),
    ]


def test_what_looks_like_a_key_is_hidden_though_nobody_called_it_a_secret() -> None:
    other = "SG." + "q" * 22 + "." + "z" * 43
    transcript = Transcript()
    transcript.server(f"550 no such key {other} for you\r\n".encode())

    assert transcript.text() == f"S: 550 no such key {MARK} for you\n"
    assert transcript.clean(f"no key {other}, sorry") == f"no key {MARK}, sorry"


def test_empty_lines_are_kept_where_they_stood() -> None:
    assert said(b"Subject: s\r\n\r\nHello\r\n\r\n") == "C: Subject: s\nC: \nC: Hello\nC: \n"


@pytest.mark.parametrize("secret", [KEY, PASSWORD])
@pytest.mark.parametrize("form", range(len(encodings(KEY))))
@given(cuts=st.lists(st.integers(0, 120), max_size=4).map(tuple))
def test_no_form_of_a_secret_comes_out(secret: str, form: int, cuts: tuple[int, ...]) -> None:
    encoded = encodings(secret)[form]

    text = said(f"before {encoded} after\r\n".encode(), cuts=cuts)

    assert encoded not in text
    # What is left of base64 is at most the characters that mix with the neighbours.
    assert not any(encoded[i : i + 12] in text for i in range(4, len(encoded) - 14))
    assert MARK in text
    assert "before" in text
    assert "after" in text


@given(st.text(alphabet='\\%&#xuUnNrRbBtT0aAfFdD8;"/\r\n =:İ'))
def test_whatever_looks_like_an_escape_stays_as_it_came(text: str) -> None:
    assert Transcript([KEY, PASSWORD]).clean(text) == text


@pytest.mark.parametrize("secret", ["a%41b\\nc", "a&#65;b", "\\u0041\\x41%41", "p  w:12"])
@pytest.mark.parametrize("form", range(len(encodings(KEY))))
def test_a_password_that_reads_as_an_escape_is_found_as_well(secret: str, form: int) -> None:
    encoded = encodings(secret)[form]

    assert encoded not in Transcript([secret]).clean(f"before {encoded} after")


@pytest.mark.parametrize("parting", ["\r\n ", "\r\n", "=\r\n", "\\r\\n"])
@given(at=st.integers(8, len(KEY) - 8))
def test_a_key_split_over_lines_is_found(parting: str, at: int) -> None:
    text = said(f"X: {KEY[:at]}{parting}{KEY[at:]}\r\n".encode())

    assert KEY[:at] not in text
    assert KEY[at:] not in text


@pytest.mark.parametrize("encoded", encodings(KEY.rpartition(".")[2]))
def test_the_secret_part_of_a_key_is_hidden_though_it_stands_alone(encoded: str) -> None:
    transcript = Transcript([KEY])
    transcript.server(f"550 bad secret {encoded}!\r\n".encode())

    assert MARK in transcript.text()
    assert KEY[-20:] not in transcript.text()
    assert MARK in transcript.clean(f"bad secret {encoded}!")


@pytest.mark.parametrize("password", ["my.horse", "SG.short.word"])
def test_a_password_with_a_dot_hides_no_words_of_its_own(password: str) -> None:
    assert Transcript([password]).clean("my horse has a short word") == "my horse has a short word"


@pytest.mark.parametrize(
    "encoded",
    [PASSWORD, quote(PASSWORD), json.dumps(PASSWORD)[1:-1], PASSWORD.encode().hex(" ")],
)
def test_nothing_but_the_secret_is_taken_out(encoded: str) -> None:
    clean = Transcript([PASSWORD]).clean

    assert clean(f"{encoded} behind") == f"{MARK} behind"
    assert clean(f"before,{encoded}") == f"before,{MARK}"
    assert clean(f"{encoded},{encoded}") == f"{MARK},{MARK}"


@pytest.mark.parametrize(("encode", "bits"), [(base64.b64encode, 6), (base64.b32encode, 5)])
@pytest.mark.parametrize("before", range(6))
@pytest.mark.parametrize("behind", range(6))
def test_of_an_encoded_secret_only_what_its_neighbours_share_is_left(
    encode: Callable[[bytes], bytes], bits: int, before: int, behind: int
) -> None:
    raw = PASSWORD.encode()
    encoded = encode(b"\0" * before + raw + b"\0" * behind).decode()
    left, right = Transcript([PASSWORD]).clean(encoded).split(MARK)

    assert encoded.startswith(left)
    assert encoded.endswith(right)
    assert len(left) * bits < 8 * before + bits
    assert len(right.rstrip("=")) * bits < 8 * behind + 2 * bits
    assert len(left) * bits >= 8 * before
    assert (len(encoded) - len(right)) * bits <= 8 * (before + len(raw))


@pytest.mark.parametrize("said", ["&#1114111;", "&#1114112;", "&#x110000;", "&#9999999;"])
def test_a_number_that_is_no_letter_stops_nothing(said: str) -> None:
    assert Transcript([PASSWORD]).clean(f"{said} {PASSWORD}") == f"{said} {MARK}"


def test_the_shortest_secret_that_is_hidden_everywhere_has_four_letters() -> None:
    clean = Transcript(["ab1", "abc2"]).clean

    assert clean("ab1 abc2 61626332 616231") == f"ab1 {MARK} {MARK} 616231"


def test_wrapped_base64_is_found() -> None:
    wrapped = base64.encodebytes(b"\0apikey\0" + KEY.encode()).replace(b"\n", b"\r\n")

    text = said(wrapped)

    assert all(line not in text for line in wrapped.decode().split("\r\n") if len(line) > 8)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("AUTH PLAIN AGFwaWtleQBzZWNyZXQ=", f"AUTH PLAIN {MARK}"),
        ("auth login YXBpa2V5", f"auth login {MARK}"),
        ("AUTH LOGIN", "AUTH LOGIN"),
        ("Authorization: Bearer unregistered", f"Authorization: Bearer {MARK}"),
        ("authorization: unregistered", f"authorization: {MARK}"),
        ("Proxy-Authorization: Basic dXNlcjpwYXNz", f"Proxy-Authorization: Basic {MARK}"),
        ("MAIL FROM:<a@example.com>", "MAIL FROM:<a@example.com>"),
    ],
)
def test_credentials_are_hidden_by_their_place(line: str, shown: str) -> None:
    assert said(f"{line}\r\n".encode()) == f"C: {shown}\n"


def test_the_lines_of_an_auth_dialogue_are_hidden() -> None:
    transcript = Transcript()
    for who, data in (
        ("C", b"AUTH LOGIN\r\n"),
        ("S", b"334 VXNlcm5hbWU6\r\n"),
        ("C", b"YXBpa2V5\r\n"),
        ("S", b"334 UGFzc3dvcmQ6\r\n"),
        ("C", b"dW5yZWdpc3RlcmVk\r\n"),
        ("S", b"235 ok\r\n"),
        ("C", b"MAIL FROM:<>\r\n"),
    ):
        (transcript.client if who == "C" else transcript.server)(data)

    assert transcript.text().splitlines() == [
        "C: AUTH LOGIN",
        "S: 334 VXNlcm5hbWU6",
        f"C: {MARK}",
        "S: 334 UGFzc3dvcmQ6",
        f"C: {MARK}",
        "S: 235 ok",
        "C: MAIL FROM:<>",
    ]


def test_what_a_server_echoes_is_hidden_too() -> None:
    transcript = Transcript([KEY])
    transcript.server(b"535 no such key " + KEY.encode() + b"\r\n")

    assert transcript.text() == f"S: 535 no such key {MARK}\n"
    assert transcript.clean(f"no {KEY}") == f"no {MARK}"


@given(at=st.integers(HEAD_BYTES - 80, HEAD_BYTES + 10), tail=st.integers(-10, 80))
def test_a_secret_across_the_edge_of_what_is_shown_leaves_no_part(at: int, tail: int) -> None:
    body = bytearray(b"." * 20_000)
    end = len(body) - TAIL_BYTES - tail
    for start in (at, end):
        body[start : start + len(KEY)] = KEY.encode()

    text = said(bytes(body))

    assert "0123456789" not in text
    assert "abcdefgh" not in text
    assert "bytes …" in text


@given(st.integers(0, 200_000), st.integers(1, 70_000))
def test_a_long_body_keeps_its_head_and_tail(size: int, piece: int) -> None:
    transcript = Transcript()
    for start in range(0, size, piece):
        transcript.client(memoryview(b"x" * min(piece, size - start)))

    text = transcript.text()

    assert len(text) < HEAD_BYTES + TAIL_BYTES + 200
    if size > HEAD_BYTES + TAIL_BYTES:
        assert f"… {size - HEAD_BYTES - TAIL_BYTES:,} bytes …" in text


def test_a_remark_stands_apart() -> None:
    transcript = Transcript()
    transcript.client(b"STARTTLS\r\n")
    transcript.note("TLSv1.3")
    transcript.client(b"EHLO x\r\n")

    assert transcript.text() == "C: STARTTLS\n*: TLSv1.3\nC: EHLO x\n"


def test_a_server_cannot_draw_on_the_terminal() -> None:
    transcript = Transcript()
    transcript.server(b"250 \x1b[2J\x07\xff ok\r\n")

    assert "\x1b" not in transcript.text()
    assert "\x07" not in transcript.text()


def test_a_very_short_secret_does_not_blank_the_text() -> None:
    transcript = Transcript(["ab"])
    transcript.client(b"about\r\n")

    assert transcript.text() == "C: about\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("SG.abcdefghijklmnopqrstuv is cut", f"{MARK} is cut"),
        (f"no such key {'SG.' + 'x' * 22 + '.' + 'y' * 43}.", f"no such key {MARK}."),
        ("MSG.abcdefghijklmnopqrstuv is no key", "MSG.abcdefghijklmnopqrstuv is no key"),
    ],
)
def test_what_has_the_form_of_a_key_or_of_half_of_one_is_hidden(text: str, shown: str) -> None:
    assert Transcript().clean(text) == shown
