"""Header lines: folded, encoded, ASCII unless an address itself needs UTF-8.

Written by hand because the standard library's `EmailMessage` takes a
millisecond for a small mail, and turns long ASCII values into encoded words.
Sources: RFC 5322 §2.2.3 (folding), RFC 2047 (encoded words), RFC 2231 (parameters).
"""

import re
from binascii import b2a_base64
from collections.abc import Iterable
from urllib.parse import quote as percent_encode

from sgdesk.message import Address
from sgdesk.message.domain import email_to_wire
from sgdesk.message.mailbox import quote

LINE = 78
LONGEST_TOKEN = 860
"""A line may hold 998 characters (RFC 5322 §2.1.1); this leaves room for the longest name."""
_WORD = 75
"""RFC 2047 §2: the longest encoded word."""

_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_Q_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_Q = [
    chr(byte) if byte in _Q_SAFE else "_" if byte == 0x20 else f"={byte:02X}" for byte in range(256)
]
_PARAMETER = re.compile(r"[ !#-\[\]-~]{0,60}")
_ATTRIBUTE_SAFE = "!#$&+^`{}~"


def unstructured(name: str, value: str) -> str:
    """Write a Subject: anything that ASCII words cannot say becomes encoded words."""
    if len(value) + len(name) + 2 <= LINE and _is_plain(value):
        return f"{name}: {value}\r\n"
    tokens = value.split(" ")
    fits = len(name) + 2 + len(tokens[0]) <= LINE and max(map(len, tokens)) < LINE
    if fits and "" not in tokens and _is_plain(value):
        return fold(name, tokens)
    return fold(name, encoded_words(value, room=LINE - 2 - len(name) - 2))


def custom(name: str, value: str) -> str:
    """Write a custom header: ASCII stays as it is, since its grammar may forbid encoded words."""
    tokens = value.split(" ")
    if _is_plain(value) and max(map(len, tokens)) <= LONGEST_TOKEN:
        return fold(name, tokens)
    return fold(name, encoded_words(value, room=LINE - 2 - len(name) - 2))


def _is_plain(value: str) -> bool:
    return value.isascii() and "=?" not in value and value == value.strip()


def address_list(name: str, addresses: Iterable[Address], *, utf8: bool = False) -> str:
    """Write From, To, Cc or Reply-To; `utf8` keeps a Unicode domain beside a Unicode local part."""
    tokens: list[str] = []
    for address in addresses:
        tokens += _address_tokens(address, utf8)
        tokens[-1] += ","
    tokens[-1] = tokens[-1][:-1]
    return fold(name, tokens)


def _address_tokens(address: Address, utf8: bool) -> list[str]:
    email, name = email_to_wire(address.email), address.name
    if utf8 and not email.isascii():
        email = address.email
    if not name:
        return [email]
    if len(name) < 60 and _ATOMS.fullmatch(name) and "=?" not in name:
        return [*name.split(" "), f"<{email}>"]
    if len(name) < 60 and _is_plain(name) and "  " not in name:
        return [quote(name), f"<{email}>"]
    return [*encoded_words(name, room=60), f"<{email}>"]


def fold(name: str, tokens: Iterable[str]) -> str:
    """Write a header with its tokens one space apart, broken before a token that does not fit.

    Nothing is broken before the first token, since readers keep that line's
    leading space, nor beside an empty one, which stands for a doubled space: a
    line of white space alone would end up lost.
    """
    out = [name, ":"]
    column, after_gap = len(name) + 1, True
    for token in tokens:
        if token and not after_gap and column + 1 + len(token) > LINE:
            out.append("\r\n")
            column = 0
        out += (" ", token)
        column += 1 + len(token)
        after_gap = not token
    out.append("\r\n")
    return "".join(out)


def encoded_words(text: str, *, room: int) -> list[str]:
    """Write text as RFC 2047 words of UTF-8; `room` is what the first line has left."""
    data = text.encode()
    plain = sum(byte in _Q_SAFE or byte == 0x20 for byte in data)
    # Somewhat longer than base64 at worst, and a person can read it in a log.
    as_q = 3 * (len(data) - plain) <= len(data)
    limit = min(room, _WORD) if room >= 30 else _WORD
    words: list[str] = []
    chunk, used = bytearray(), 0
    for char in text:
        piece = char.encode()
        cost = sum(len(_Q[byte]) for byte in piece) if as_q else len(piece)
        space = limit - 12 if as_q else (limit - 12) // 4 * 3
        if used + cost > space:
            words.append(_word(bytes(chunk), as_q))
            chunk, used, limit = bytearray(), 0, _WORD
        chunk += piece
        used += cost
    return [*words, _word(bytes(chunk), as_q)]


def _word(chunk: bytes, as_q: bool) -> str:
    if as_q:
        return "=?utf-8?q?" + "".join(_Q[byte] for byte in chunk) + "?="
    return "=?utf-8?b?" + b2a_base64(chunk, newline=False).decode("ascii") + "?="


def parameter(name: str, value: str) -> str:
    """Write one parameter with its leading `;`, on lines of its own (RFC 2231 when needed)."""
    if _PARAMETER.fullmatch(value) and "=?" not in value:
        return f';\r\n {name}="{value}"'
    encoded = "utf-8''" + percent_encode(value, safe=_ATTRIBUTE_SAFE)
    if len(encoded) <= 60:
        return f";\r\n {name}*={encoded}"
    return "".join(f";\r\n {name}*{index}*={piece}" for index, piece in enumerate(_pieces(encoded)))


def _pieces(encoded: str) -> list[str]:
    """Cut percent-encoded text into runs of at most 60, never inside a `%XX`."""
    pieces, current = [], ""
    for unit in re.findall(r"%..|.", encoded):
        if len(current) + len(unit) > 60:
            pieces.append(current)
            current = ""
        current += unit
    return [*pieces, current]
