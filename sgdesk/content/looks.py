"""How a line of Markdown looks while it is written: what is bold, what is only a mark.

One line at a time. What stands within it is read by `letters`, as for the mail.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sgdesk.content.fields import FIELD, unfilled
from sgdesk.content.letters import LINK, Letter, groups, read


class Kind(Enum):
    """What a piece of a line is; a piece may be several things."""

    HEADING_1 = "heading-1"
    HEADING_2 = "heading-2"
    BOLD = "bold"
    ITALIC = "italic"
    STRIKE = "strike"
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
    RULE = "rule"
    """A line of dashes, which is a rule across the mail."""
    MARK = "mark"
    """Says how something looks, and is not seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of characters that look alike."""

    start: int
    length: int
    kinds: frozenset[Kind]


_HEADING = re.compile(r"(#{1,6}\s+)(.*)")
_BULLET = re.compile(r"\s{0,6}([-*+]|\d{1,9}[.)])\s+")
_QUOTE = re.compile(r"(\s{0,3}>\s?)(.*)")
_RULE = re.compile(r"[ \t]*(?:-[ \t]*){3,}")
_WORN = {"**": Kind.BOLD, "*": Kind.ITALIC, "~~": Kind.STRIKE}
_WITHIN = {
    "link": Kind.LINK,
    "button": Kind.BUTTON,
    "image": Kind.IMAGE,
    "code": Kind.CODE,
}


def looks(line: str) -> tuple[Piece, ...]:
    """Give the pieces of a line that look like something, in their order."""
    letters = read(line)
    kinds: list[set[Kind]] = [{Kind.MARK} for _ in line]
    for letter in letters:
        if letter.edge:
            continue
        worn = {_WORN[mark] for mark in letter.worn}
        if letter.within:
            worn.add(_WITHIN[letter.within])
        # What is seen is the last of it; a backslash before is not.
        kinds[letter.at + len(letter.raw) - 1] = worn
    _lay_addresses(letters, kinds)
    _lay_fields(line, letters, kinds)
    _lay_start(line, kinds)
    return _pieces(kinds)


def is_rule(line: str) -> bool:
    """Say whether a line is a rule in the mail: dashes, three at least, and nothing else."""
    return _RULE.fullmatch(line) is not None


def hidden(line: str) -> tuple[tuple[int, int], ...]:
    """Give where marks stand that are not seen, each run of them whole.

    A link ends one; so does a backslash, with which a letter begins.
    """
    letters = read(line)
    ends = {each.at + len(each.raw) for each in letters if each.edge == "close"}
    ends |= {each.at for each in letters if each.seen and len(each.raw) > 1}
    runs: list[tuple[int, int]] = []
    for piece in looks(line):
        if Kind.MARK not in piece.kinds:
            continue
        start, end = piece.start, piece.start + piece.length
        if runs and runs[-1][1] == start and start not in ends:
            start = runs.pop()[0]
        for cut in sorted(ends & set(range(start + 1, end))):
            runs.append((start, cut))
            start = cut
        runs.append((start, end))
    return tuple(runs)


def _lay_addresses(letters: Sequence[Letter], kinds: list[set[Kind]]) -> None:
    """Show the address of what has no words: there would be nothing to see."""
    for first, last in groups(letters):
        code = "".join(each.raw for each in letters[first : last + 1])
        match = LINK.fullmatch(code) if last == first + 1 else None
        if match is None:
            continue
        start, end = match.span("address")
        start += len("cid:") * match["address"].startswith("cid:")
        for at in range(start, end):
            kinds[letters[first].at + at] = {_WITHIN[letters[first].within]}


def _lay_fields(line: str, letters: Sequence[Letter], kinds: list[set[Kind]]) -> None:
    for match in FIELD.finditer(line):
        for at in range(*match.span()):
            kinds[at].add(Kind.FIELD)
    seen = [each for each in letters if each.seen]
    for match in unfilled("".join(each.seen for each in seen)):
        for letter in seen[match.start() : match.end()]:
            kinds[letter.at + len(letter.raw) - 1].add(Kind.UNFILLED)


def _lay_start(line: str, kinds: list[set[Kind]]) -> None:
    if is_rule(line):
        for each in kinds:
            each.add(Kind.RULE)
        return
    heading, quote, bullet = _HEADING.fullmatch(line), _QUOTE.fullmatch(line), _BULLET.match(line)
    if heading:
        one = len(heading[1].rstrip()) == 1
        for each in kinds:
            each.add(Kind.HEADING_1 if one else Kind.HEADING_2)
        for each in kinds[: heading.end(1)]:
            each.add(Kind.MARK)
    elif quote:
        for each in kinds[: quote.end(1)]:
            each.add(Kind.BULLET)
        for each in kinds[quote.end(1) :]:
            each.add(Kind.QUOTE)
    elif bullet:
        for each in kinds[: bullet.end()]:
            each.add(Kind.BULLET)


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
