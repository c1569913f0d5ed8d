"""Lists of Microsoft Word, which copies each item as a paragraph with its bullet written out.

`<p style="mso-list:l0 level2 lfo1">`, and in it the bullet, or the number, with the spaces behind
it in an element of its own: `<span style="mso-list:Ignore">`. A style sheet, where there is one,
says how each level counts: `@list l0:level2 {mso-level-number-format:alpha-lower}`.
"""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

_Way = Literal["digits", "letters", "Roman"]
_Count = tuple[int, _Way]
"""A number, and how it is written."""
Firsts = dict[int, _Way]
"""How the number of a first item is to be read, where the second tells; by its place among all."""

_LEVEL = re.compile(r"mso-list:\s*(l\d+)\s+level(\d)", re.IGNORECASE)
_FORMAT = re.compile(
    r"@list\s+(l\d+):level(\d)\s*\{[^{}]*mso-level-number-format:\s*(alpha|roman)", re.IGNORECASE
)
_FORMATS: dict[str, _Way] = {"alpha": "letters", "roman": "Roman"}
_BULLET = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(\d{1,9})[.)]")
_LETTERS = re.compile(r"\(?([a-z]+)[.)]")
_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
INDENT = "   "


class WordLists:
    """Follow paragraphs, and say which of them are items.

    `firsts` is what was found out by following the same ones before.
    """

    def __init__(self, firsts: Firsts) -> None:
        self.firsts: Firsts = firsts
        self._formats: dict[tuple[str, int], _Way] = {}
        """How the levels of lists count, as far as that is said."""
        self._items = 0
        self._first: dict[tuple[str, int], tuple[int, list[_Count]]] = {}
        """The first item of each list and level that has no second yet: its place, its readings."""
        self._level = 0
        """Of the paragraph that is open; 0 for one that is no item."""
        self._list = ""
        self._said: list[str] | None = None
        """What stands in a bullet that is open."""
        self._counts: dict[tuple[str, int], _Count] = {}
        """Of the last item of each list and level that may go on."""
        self.is_next = False
        """Whether the paragraph before is an item of the same list."""

    @staticmethod
    def are_in(html: str) -> bool:
        """Say whether there may be any in HTML."""
        return _BULLET.search(html) is not None

    def take_sheet(self, css: str) -> None:
        """Take a style sheet."""
        for name, level, form in _FORMAT.findall(css):
            self._formats[name, int(level)] = _FORMATS[form.lower()]

    def begin(self, given: Mapping[str, str]) -> None:
        """Take a paragraph, or something else that stands by itself."""
        found = _LEVEL.search(given.get("style", ""))
        before = self._list
        self._list, self._level = (found[1], int(found[2])) if found is not None else ("", 0)
        self.is_next = bool(before) and before == self._list

    def begins_bullet(self, given: Mapping[str, str]) -> bool:
        """Say whether an element is the bullet of an item."""
        if self._level and _BULLET.search(given.get("style", "")):
            self._said = []
        return self._said is not None

    def say(self, text: str) -> None:
        """Take what stands in a bullet."""
        if self._said is not None:
            self._said.append(text)

    def end_bullet(self) -> str:
        """Give what Markdown begins the item with; nothing where no bullet was open."""
        if self._said is None:
            return ""
        said, self._said = "".join(self._said).strip(), None
        count = self._count(_readings(said.lower()))
        return INDENT * (self._level - 1) + (f"{count[0]}. " if count is not None else "- ")

    def _count(self, readings: list[_Count]) -> _Count | None:
        """Choose what goes on from the item before; of a first item, what is nearest to the start.

        So `i.` is one, and nine only behind `h.`.
        """
        # What is below an item begins anew below the next.
        self._counts = {at: each for at, each in self._counts.items() if at[1] <= self._level}
        if not readings:
            return None
        at = self._list, self._level
        self._items += 1
        before = self._counts.get(at)
        way = self._formats.get(at) or self.firsts.get(self._items)
        follows = (before[0] + 1, before[1]) if before is not None else None
        said = [each for each in readings if each[1] == way] or readings
        count = follows if follows in said else min(said)
        if before is None:
            self._first[at] = self._items, readings
        elif at in self._first:
            self._look_back(*self._first.pop(at), readings)
        self._counts[at] = count
        return count

    def _look_back(self, place: int, firsts: list[_Count], readings: list[_Count]) -> None:
        """Let the second item tell how the first one counts: before `j.` it is nine."""
        told = [way for number, way in firsts if (number + 1, way) in readings]
        if len(told) == 1:
            self.firsts[place] = told[0]


def _readings(said: str) -> list[_Count]:
    """Give each way to read a bullet as a number; none where it is a sign."""
    if (number := _NUMBER.fullmatch(said)) is not None:
        return [(int(number[1]), "digits")]
    if (found := _LETTERS.fullmatch(said)) is None:
        return []
    letters, readings = found[1], list[_Count]()
    if len(letters) == 1:
        readings.append((ord(letters) - ord("a") + 1, "letters"))
    if _ROMAN.fullmatch(letters) is not None:
        digits = [_ROMAN_DIGITS[letter] for letter in letters]
        value = sum(-one if one < other else one for one, other in pairwise([*digits, 0]))
        readings.append((value, "Roman"))
    return readings
