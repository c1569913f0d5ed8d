"""Which marks of a line belong together: asterisks as in CommonMark 6.2, and two tildes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Words between marks of their own; the places are those of the words."""

    mark: str
    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class _Opened:
    """Asterisks that wait for their like: where the first is, and how many are left."""

    place: int
    count: int
    length: int
    can_close: bool

    def matches(self, length: int, can_open: bool) -> bool:
        """Say whether a later run may close it: the rule of three of CommonMark 6.2."""
        is_either = self.can_close or can_open
        both = self.length % 3 == 0 and length % 3 == 0
        return not is_either or both or (self.length + length) % 3 != 0


_TILDES = re.compile(r"(?<!~)~~(?!~)")
"""Neither one nor three."""
_OTHER = "\x00\x00"
"""A mark that is no asterisk."""


def without(text: str, marks: Iterable[Marked]) -> str:
    """Take marks for done, so that others are read as if these were not there."""
    left = list(text)
    for each in marks:
        for at in (each.start - len(_OTHER), each.end):
            left[at : at + len(_OTHER)] = _OTHER
    return "".join(left)


def struck(text: str) -> list[Marked]:
    """Pair the tildes of a line: each two that can end what was begun do, others begin."""
    found: list[Marked] = []
    begin = -1
    for run in _TILDES.finditer(text):
        before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
        if begin >= 0 and before and not before.isspace():
            found.append(Marked(mark="~~", start=begin, end=run.start()))
            begin = -1
        elif begin < 0 and after and not after.isspace():
            begin = run.end()
    return found


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """Give what stands before and behind a mark, or beyond the other marks there."""
    start -= 2 * text.startswith(_OTHER, max(0, start - 2), start)
    end += 2 * text.startswith(_OTHER, end)
    return text[max(0, start - 1) : start], text[end : end + 1]


def paired(text: str, first: int, last: int) -> tuple[list[Marked], list[tuple[int, int]]]:
    """Pair the asterisks of a line as Markdown does: the innermost first, two before one.

    Gives the pairs, and place and count of what opens and finds no end in the line.
    """
    found: list[Marked] = []
    opened: list[_Opened] = []
    loose: list[_Opened] = []
    for run in re.finditer(r"(?<!\\)\*+", text[first:last]):
        at, length = first + run.start(), len(run[0])
        before, after = _beside(text, at, at + length)
        can_open = bool(after) and not after.isspace()
        can_close = bool(before) and not before.isspace()
        left = length
        while can_close and left and any(each.matches(length, can_open) for each in opened):
            while not opened[-1].matches(length, can_open):
                loose.append(opened.pop())
            top = opened[-1]
            size = 2 if left >= 2 and top.count >= 2 else 1
            found.append(Marked(mark="*" * size, start=top.place + top.count, end=at))
            at, left, top.count = at + size, left - size, top.count - size
            if not top.count:
                opened.pop()
        if left and can_open:
            opened.append(_Opened(place=at, count=left, length=length, can_close=can_close))
    unclosed = sorted((each.place, each.count) for each in (*loose, *opened))
    return found, unclosed
