"""Where a word stands in a text, counted as the window's editors count."""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_FAR = re.compile("[\U00010000-\U0010ffff]")


def spans(text: str, wanted: str) -> Iterator[Span]:
    """Give where a word begins and ends, each time.

    Case counts only where an upper-case letter is looked for. The editors count in
    UTF-16, in which a character beyond the first 65,536 counts twice.
    """
    matches = matches_of(text, wanted)
    if _FAR.search(text) is None:
        yield from (match.span() for match in matches)
        return
    at, extra = 0, 0
    for match in matches:
        extra += _extra(text, at, match.start())
        start = match.start() + extra
        extra += _extra(text, match.start(), match.end())
        at = match.end()
        yield start, match.end() + extra


def matches_of(text: str, wanted: str) -> Iterator[re.Match[str]]:
    """Give each place of a word in a text; none of no word."""
    flags = re.IGNORECASE if wanted == wanted.lower() else re.NOFLAG
    return re.finditer(re.escape(wanted), text, flags) if wanted else iter(())


def utf16(text: str, at: int) -> int:
    """Give a place of the text as the editors count it."""
    return at + _extra(text, 0, at)


def from_utf16(text: str, at: int) -> int:
    """Give the editors' place as a place of the text."""
    if _FAR.search(text) is None:
        return at
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * at].decode("utf-16-le", "ignore"))


def _extra(text: str, start: int, end: int) -> int:
    piece = text[start:end]
    return 0 if piece.isascii() else sum(each > "\uffff" for each in piece)
