"""How a line of Markdown looks while it is written: what is bold, what is only a mark.

One line at a time and by rough rules: what the mail will be is decided by the
real reader in `mail.py`, and the preview shows it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from sgdesk.content.fields import FIELD, unfilled
from sgdesk.content.pairing import Marked, paired


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
    """Says how something looks, and is not seen."""


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
_TYPED_ON = re.compile(r"(?<=\S) +(?=\*{1,3}$)")
"""A space before the last mark of a line is that of somebody who types on."""
_WORN = {"**": Kind.BOLD, "*": Kind.ITALIC}


def looks(line: str, at: int | None = None) -> tuple[Piece, ...]:
    """Give the pieces of a line that look like something, in their order.

    With the cursor `at` a place, it is read as if a letter were typed there: a format that was
    just switched on has no words yet, and one that goes on may end in a space.
    """
    is_behind_mark = at == len(line) and line.endswith("*")
    if at is not None and not is_behind_mark:
        kinds = _kinds(f"{line[:at]}x{line[at:]}")
        return _pieces(kinds[:at] + kinds[at + 1 :])
    return _pieces(_kinds(line))


def hidden(line: str, at: int | None = None) -> tuple[tuple[int, int], ...]:
    """Give where marks stand that are not seen, each run of them whole; one ends at the cursor."""
    runs: list[tuple[int, int]] = []
    for piece in looks(line, at):
        if Kind.MARK not in piece.kinds:
            continue
        start, end = piece.start, piece.start + piece.length
        if runs and runs[-1][1] == start != at:
            start = runs.pop()[0]
        runs += [(start, end)] if at is None or not start < at < end else [(start, at), (at, end)]
    return tuple(runs)


def pairs(line: str) -> list[Marked]:
    """Give what is bold or italic in a line; asterisks of code and addresses mean nothing."""
    return _pairs(line, _kinds_but_emphasis(line))


def _pairs(line: str, kinds: list[set[Kind]]) -> list[Marked]:
    read = "".join(
        "x" if letter == "*" and (Kind.CODE in worn or Kind.MARK in worn) else letter
        for letter, worn in zip(line, kinds, strict=True)
    )
    read = _TYPED_ON.sub(lambda match: "x" * len(match[0]), read)
    return paired(read, 0, len(read))[0]


def _kinds(line: str) -> list[set[Kind]]:
    kinds = _kinds_but_emphasis(line)
    for pair in _pairs(line, kinds) if "*" in line else ():
        size = len(pair.mark)
        for at in range(pair.start, pair.end):
            kinds[at].add(_WORN[pair.mark])
        for place in (pair.start - size, pair.end):
            for at in range(place, place + size):
                kinds[at].add(Kind.MARK)
    for pattern, kind in ((FIELD.finditer, Kind.FIELD), (unfilled, Kind.UNFILLED)):
        for match in pattern(line):
            for at in range(*match.span()):
                kinds[at].add(kind)
    return kinds


def _kinds_but_emphasis(line: str) -> list[set[Kind]]:
    kinds: list[set[Kind]] = [set() for _ in line]

    def lay(start: int, end: int, kind: Kind) -> None:
        for at in range(start, end):
            kinds[at].add(kind)

    _lay_start(line, lay)
    for match in _CODE.finditer(line):
        lay(match.start(), match.end(), Kind.CODE)
    for match in _LINK.finditer(line):
        _lay_link(match, lay)
    return kinds


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
    start, end = match.span("words")
    if start == end:
        # Without words there would be nothing to see.
        start, end = match.span("address")
        start += len("cid:") * match["address"].startswith("cid:")
    lay(start, end, kind)
    lay(match.start(), start, Kind.MARK)
    lay(end, match.end(), Kind.MARK)


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
