"""A server's words as a person reads them: without what its protocol and its escapes put between.

Each reading knows where its characters stand in the text, so that what is found in it is
taken out there.
"""

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from html import unescape
from urllib.parse import unquote

_CODES = r"(?:S: )?(?:[2-5]\d{2}[ -])?(?:[245]\.\d{1,3}\.\d{1,3}(?!\S) ?)?"
_MARK = rf"(?:\n|\A(?=(?:S: )?[2-5]\d{{2}}[ -])){_CODES}"
"""What stands before a line of a reply, in a transcript or out of it."""
_ENCODED_WORD = r"=\?[^?\s]+\?[bq]\?[^?\s]*\?="
_ESCAPES = "|".join(
    (
        rf"{_ENCODED_WORD}(?:\s+{_ENCODED_WORD})*",
        r"(?:\\u[0-9a-f]{4})+",
        r"\\[nrt\"\\/]",
        r"(?:(?:%|=|\\x)[0-9a-f]{2})+",
        r"&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z]{2,8});",
        r"(?<![a-z0-9+/])[a-z0-9+/]{12,}={0,2}",
    )
)
"""RFC 2047; JSON; URL, quoted-printable and programmers; HTML; base64."""
_LINES = re.compile(_MARK)
_WRITTEN = re.compile(f"{_ESCAPES}|{_MARK}", re.IGNORECASE)
_WRAPPED = re.compile(rf"=?{_MARK}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says, and the beginning and end of each of its characters there."""

    text: str
    plain: str
    places: tuple[tuple[int, int], ...]
    is_wrapped: bool = False
    """Lines end within words: what stands in one line says nothing new."""

    def found(self, sought: re.Pattern[str]) -> Iterator[tuple[int, int, re.Match[str]]]:
        """Give where in the text each thing begins and ends that is found in the reading."""
        for match in sought.finditer(self.plain):
            first, last = self.places[match.start()][0], self.places[match.end() - 1][1]
            if not self.is_wrapped or "\n" in self.text[first:last]:
                yield first, last, match

    def replaced(self, spans: Iterable[tuple[int, int, str]]) -> str:
        """Give the text with words in the place of each span; those that meet have the first's."""
        kept: list[str] = []
        at = 0
        for first, last, words in sorted(spans):
            if first >= at:
                kept += (self.text[at:first], words)
            at = max(at, last)
        return "".join(kept) + self.text[at:]


def by_lines(text: str) -> Reading:
    """Read a reply across its lines."""
    return _reading(text, _LINES, lambda _: " ")


def by_meaning(text: str) -> Reading:
    """Read what is escaped or encoded, too."""
    return _reading(text, _WRITTEN, _meaning)


def wrapped(text: str) -> Reading:
    """Read a text whose lines were cut wherever they were full."""
    return _reading(text, _WRAPPED, lambda _: "", is_wrapped=True)


def _reading(
    text: str, way: re.Pattern[str], read: Callable[[str], str], *, is_wrapped: bool = False
) -> Reading:
    plain: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for token in way.finditer(text):
        said = read(token[0])
        plain += (text[at : token.start()], said)
        places += ((place, place + 1) for place in range(at, token.start()))
        places += [token.span()] * len(said)
        at = token.end()
    plain.append(text[at:])
    places += ((place, place + 1) for place in range(at, len(text)))
    return Reading(text, "".join(plain), tuple(places), is_wrapped)


def _meaning(token: str) -> str:
    """Give what a token stands for; itself where it is none after all."""
    if _LINES.fullmatch(token):
        return " "
    try:
        if token.startswith("=?"):
            return str(make_header(decode_header(token)))
        if token[:2].lower() == "\\x" or token[0] in "%=":
            return unquote(re.sub(r"(?i)\\x|=", "%", token))
        if token[0] == "&":
            return unescape(token)
        if token[0] == "\\":
            return str(json.loads(f'"{token}"'))
        said = base64.b64decode(token.rstrip("=") + "=" * (-len(token.rstrip("=")) % 4)).decode()
    except (ValueError, LookupError, HeaderParseError):
        return token
    return said if "".join(said.split()).isprintable() else token
