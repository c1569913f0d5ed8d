"""Bodies in a transfer encoding that every relay leaves alone.

SendGrid offers 8BITMIME and still rewrites 8bit text, sometimes with extra line
breaks, so text is quoted-printable or base64 unless the caller asks for 8bit.
Source: RFC 2045 §6; SendGrid support, on long lines and 8bit content.
"""

import re
from binascii import b2a_base64, b2a_qp
from functools import lru_cache

_HIGH = bytes(range(128, 256))
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n"})
_LINE_BREAK = re.compile(r"\r\n?")
_LONGEST_7BIT = 78
_LONGEST_8BIT = 990
_SHORT = 100_000
"""A longer text is not kept in memory after its mail."""
_PIECE_BYTES = 57 * 4096
"""Whole lines. Encoding 25 MB in one go would let no other thread run meanwhile."""


def encode_text(text: str, *, eight_bit: bool, closed: bool) -> tuple[str, bytes]:
    """Give the transfer encoding and the body of a text part, with CRLF line ends.

    `closed` says that something follows the part (a boundary); else the body
    itself must end its last line.
    """
    encode = _encoded if len(text) < _SHORT else _encoded.__wrapped__
    return encode(text, eight_bit, closed)


@lru_cache(maxsize=4)
def _encoded(text: str, eight_bit: bool, closed: bool) -> tuple[str, bytes]:
    """Do so once for mails that are sent one after the other and say the same."""
    if "\r" in text:
        text = _LINE_BREAK.sub("\n", text)
    data = text.encode()
    ends_well = closed or not data or data.endswith(b"\n")
    if ends_well and (name := _bare(data, text.isascii(), eight_bit)):
        return name, data.replace(b"\n", b"\r\n")
    high = len(data) - len(data.translate(None, _HIGH))
    if high * 5 > len(data):
        return "base64", encode_bytes(data.replace(b"\n", b"\r\n"))
    quoted = b2a_qp(data, quotetabs=False, istext=True).replace(b"\n", b"\r\n")
    if not closed and not quoted.endswith(b"\r\n"):
        # A soft break: it ends the line on the wire and is no part of the text.
        quoted += b"=\r\n"
    return "quoted-printable", quoted


def _bare(data: bytes, ascii_only: bool, eight_bit: bool) -> str:
    if not (ascii_only or eight_bit) or _is_risky(data):
        return ""
    limit = _LONGEST_7BIT if ascii_only else _LONGEST_8BIT
    if len(data) > limit and max(map(len, data.split(b"\n"))) > limit:
        return ""
    return "7bit" if ascii_only else "8bit"


def _is_risky(data: bytes) -> bool:
    """Find what some relay strips, escapes or refuses when it stands bare in a line."""
    return (
        len(data.translate(None, _CONTROLS)) < len(data)
        or b" \n" in data
        or b"\t\n" in data
        or data.endswith((b" ", b"\t"))
        or data.startswith(b"From ")
        or b"\nFrom " in data
    )


def encode_bytes(data: bytes) -> bytes:
    """Give base64 in lines of 76 with CRLF after each."""
    lines = [
        _encode_lines(data[at : at + _PIECE_BYTES]) for at in range(0, len(data), _PIECE_BYTES)
    ]
    return b"".join(lines)


def _encode_lines(data: bytes) -> bytes:
    encoded = b2a_base64(data, newline=False)
    lines = [encoded[start : start + 76] for start in range(0, len(encoded), 76)]
    lines.append(b"")
    return b"\r\n".join(lines)
