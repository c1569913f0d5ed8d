"""Find secrets in a text, in whatever form they travel, and take them out.

The text is read in each of a few ways, and every form looked for as it stands. One expression
for all of it would take tens of milliseconds to compile for each key.
"""

import base64
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from urllib.parse import unquote_to_bytes

from sgdesk.secret import MARK

SHORTEST = 4
"""A secret shorter than this is hidden only where the protocol puts secrets."""
_PARTING = r"=?\r?\n[ \t]*|\\r\\n|\\n"
"""A folded header, wrapped base64, a soft break of quoted-printable, a JSON string's line break."""
_JSON = r"(?:\\u[0-9a-f]{4})+|\\[\"\\/bft]"
_BYTES = r"(?:(?:%|\\x)[0-9a-f]{2})+|(?:&\#(?:[0-9]{1,7}|x[0-9a-f]{1,6});)+"
"""As a URL, a programmer or HTML writes them."""
_ESCAPED = re.compile(r"[\\%&]")
_AS_IT_IS = re.compile(r"(?!)")
_UNPARTED = re.compile(_PARTING)
# Each without the others, too: a password may hold what reads as an escape in one of them.
_UNESCAPED = tuple(
    re.compile(f"{way}|{_PARTING}", re.IGNORECASE) for way in (_JSON, _BYTES, f"{_JSON}|{_BYTES}")
)
_DUMP = re.compile(r"(?<=[0-9a-f]{2})[\s:]+(?=[0-9a-f]{2})", re.IGNORECASE)
"""What stands between the bytes of a dump."""
_SMALL = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def forms_of(secret: str) -> frozenset[str]:
    """Give each form of a secret in small letters: some servers make all letters small."""
    raw = secret.encode("utf-8", "surrogateescape")
    forms = {secret, secret.replace(" ", "+"), raw.hex()}
    for form in _shifted(raw, base64.b64encode, group=3, bits=6):
        forms |= {form, form.replace("+", "-").replace("/", "_")}
    forms.update(_shifted(raw, base64.b32encode, group=5, bits=5))
    return frozenset(_small(form) for form in forms if len(form) >= SHORTEST)


def without_forms(text: str, secrets: Iterable[Collection[str]]) -> str:
    """Put the mark in the place of every form of each secret, one secret after the other."""
    ways = [_AS_IT_IS, _UNPARTED, *(_UNESCAPED if _ESCAPED.search(text) else ()), _DUMP]
    read = [(way, _small(way.sub(_read, text))) for way in ways]
    for forms in secrets:
        for way, plain in read:
            if any(form in plain for form in forms):
                text = _marked(text, way, forms)
    return text


def _marked(text: str, way: re.Pattern[str], forms: Collection[str]) -> str:
    """Take forms out that the text holds when it is read in one way."""
    plain, places = _places(text, way)
    hidden: set[int] = set()  # empty where another way of reading has shown the same before
    for form in forms:
        at = plain.find(form)
        while at >= 0:
            first, last = places[at], places[at + len(form) - 1]
            hidden.update(range(first[0], last[1]))
            at = plain.find(form, at + 1)
    return "".join(
        MARK if at in hidden and at - 1 not in hidden else "" if at in hidden else each
        for at, each in enumerate(text)
    )


def _places(text: str, way: re.Pattern[str]) -> tuple[str, list[tuple[int, int]]]:
    """Give a text as it reads, and where each of its characters begins and ends."""
    plain: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for token in way.finditer(text):
        plain += (text[at : token.start()], _read(token))
        places += ((place, place + 1) for place in range(at, token.start()))
        places += [token.span()] * len(plain[-1])
        at = token.end()
    plain.append(text[at:])
    places += ((place, place + 1) for place in range(at, len(text)))
    return _small("".join(plain)), places


def _read(token: re.Match[str]) -> str:
    """Give what an escape stands for; a parting stands for nothing."""
    text = token[0].lower()
    if text[0] == "%" or text[:2] == "\\x":
        coded = text.replace("\\x", "%")
        return unquote_to_bytes(coded).decode("utf-8", "surrogateescape")
    if text[0] == "&":
        numbers = re.findall(r"&#(x?)([0-9a-f]+);", text)
        codes = (int(digits, 16 if is_hex else 10) for is_hex, digits in numbers)
        return "".join(chr(code) if code < 0x110000 else "?" for code in codes)
    if text[0] != "\\" or text.endswith("n"):
        return ""
    return str(json.loads(f'"{text}"'))


def _small(text: str) -> str:
    """Make letters small without a change of length, so that places in the text stay the same."""
    small = text.lower()
    return small if len(small) == len(text) else text.translate(_SMALL)


def _shifted(
    raw: bytes, encode: Callable[[bytes], bytes], *, group: int, bits: int
) -> Iterator[str]:
    """Give what bytes become by their place in a group of `group`, each character of `bits`.

    The first and last characters mix with the neighbours and are left out.
    """
    for shift in range(group):
        padded = encode(b"\0" * shift + raw).decode().rstrip("=")
        yield padded[-(-8 * shift // bits) : 8 * (shift + len(raw)) // bits]
