"""How a line of Markdown looks while it is written: what is bold, what is only a mark.

One line at a time and by rough rules: what the mail will be is decided by the
real reader in `mail.py`, and the preview shows it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from sgdesk.content.fields import FIELD, unfilled


class Kind(Enum):
    """What a piece of a line is; a piece may be several things."""

    HEADING_1 = "heading-1"
    HEADING_2 = "heading-2"
    BOLD = "bold"
    ITALIC = "italic"
    LINK = "link"
    BUTTON = "button"
    IMAGE = "image"
    QUOTE = "quote"
    CODE = "code"
    FIELD = "field"
    UNFILLED = "unfilled"
    """A field that nothing fills in."""
    BULLET = "bullet"
    """What a list or a quotation begins with: always in sight."""
    MARK = "mark"
    """Says how something looks; of interest only where one is writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of characters that look alike."""

    start: int
    length: int
    kinds: frozenset[Kind]


_Lay = Callable[[int, int, Kind], None]

_HEADING = re.compile(r"(#{1,6}\s+)(.*)")
_BULLET = re.compile(r"\s{0,6}([-*+]|\d{1,9}[.)])\s+")
_QUOTE = re.compile(r"(\s{0,3}>\s?)(.*)")
_CODE = re.compile(r"(`+)(.+?)\1")
_LINK = re.compile(
    r"""(?P<image>!)?\[(?P<words>[^\[\]]*)\]\((?P<address><[^<>]*>|[^\s()<>]*)"""
    r"""(?:\s+"(?P<title>[^"]*)")?\)"""
)
_BOLD = re.compile(r"(?<![\\*])(\*\*)(?=\S)(.+?)(?<=\S)(\*\*)(?!\*)")
_ITALIC = re.compile(r"(?<![\\*])(\*)(?=[^\s*])(.+?)(?<=[^\s*])(\*)(?!\*)")
_BOTH = re.compile(r"(?<![\\*])(\*\*\*)(?=[^\s*])(.+?)(?<=[^\s*])(\*\*\*)(?!\*)")


def looks(line: str) -> tuple[Piece, ...]:
    """Give the pieces of a line that look like something, in their order."""
    kinds: list[set[Kind]] = [set() for _ in line]

    def lay(start: int, end: int, kind: Kind) -> None:
        for at in range(start, end):
            kinds[at].add(kind)

    _lay_start(line, lay)
    for match in _CODE.finditer(line):
        lay(match.start(), match.end(), Kind.CODE)
    for match in _LINK.finditer(line):
        _lay_link(match, lay)
    for pattern, worn in (
        (_BOTH, (Kind.BOLD, Kind.ITALIC)),
        (_BOLD, (Kind.BOLD,)),
        (_ITALIC, (Kind.ITALIC,)),
    ):
        for match in pattern.finditer(line):
            if any(Kind.CODE in kinds[at] or Kind.MARK in kinds[at] for at in match.span(1)[:1]):
                continue
            for kind in worn:
                lay(match.start(2), match.end(2), kind)
            lay(*match.span(1), Kind.MARK)
            lay(*match.span(3), Kind.MARK)
    for match in FIELD.finditer(line):
        lay(match.start(), match.end(), Kind.FIELD)
    for match in unfilled(line):
        lay(match.start(), match.end(), Kind.UNFILLED)
    return _pieces(kinds)


def _lay_start(line: str, lay: _Lay) -> None:
    heading, quote = _HEADING.fullmatch(line), _QUOTE.fullmatch(line)
    bullet = _BULLET.match(line)
    if heading:
        one = len(heading[1].rstrip()) == 1
        lay(0, len(line), Kind.HEADING_1 if one else Kind.HEADING_2)
        lay(*heading.span(1), Kind.MARK)
    elif quote:
        lay(*quote.span(1), Kind.BULLET)
        lay(*quote.span(2), Kind.QUOTE)
    elif bullet:
        lay(0, bullet.end(), Kind.BULLET)


def _lay_link(match: re.Match[str], lay: _Lay) -> None:
    kind = Kind.LINK
    if match["image"]:
        kind = Kind.IMAGE
    elif match["title"] == "button":
        kind = Kind.BUTTON
    lay(*match.span("words"), kind)
    # An image without words would leave nothing to see.
    first = match.start() if match["words"] else match.start() + len("![")
    lay(first, match.start("words"), Kind.MARK)
    lay(match.end("words"), match.end(), Kind.MARK)


def _pieces(kinds: list[set[Kind]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    start = 0
    for at in range(1, len(kinds) + 1):
        if at < len(kinds) and kinds[at] == kinds[start]:
            continue
        if kinds[start]:
            pieces.append(Piece(start=start, length=at - start, kinds=frozenset(kinds[start])))
        start = at
    return tuple(pieces)
