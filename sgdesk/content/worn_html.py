"""What the words of HTML wear, by its elements and by their styles.

Word processors and web pages say it by styles: Google Docs puts all that it copies into one `<b>`
that is not bold, and marks what is with `font-weight: 700`.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from sgdesk.content.strike_rules import Element, StrikeRules, element_of

_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em"})
_WEARING = _BOLD | _ITALIC | {"s", "del", "strike"} | {"span", "font", "p"}
"""A heading is bold of itself, and so is a button. Any element may be struck through."""
_WEIGHT = re.compile(r"(?:^|;)\s*font-weight\s*:\s*([a-z]+|\d+)", re.IGNORECASE)
_SLANT = re.compile(r"(?:^|;)\s*font-style\s*:\s*([a-z]+)", re.IGNORECASE)
_WEIGHTS = {"bold": True, "bolder": True, "normal": False, "lighter": False}
_SLANTS = {"italic": True, "oblique": True, "normal": False}
_BOLD_FROM = 600
MOST_OPEN = 200
"""Elements; what is open within more of them wears what these do."""

Steps = list[tuple[str, bool]]
"""Which of `b`, `i` and `s` end, `True`, or begin, in their order."""


class _Open(NamedTuple):
    tag: str
    is_bold: bool | None
    is_italic: bool | None
    """`None` for what it is around it."""
    is_struck: bool
    """What is around it may be, too: no element takes that back."""


class WornHtml:
    """Follow elements as they begin and end, and say what changes with each."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._now = (False, False, False)
        self._strikes = StrikeRules()
        self._around: list[tuple[str, Element]] = []
        """Every element that is open, which selectors may ask for."""

    def take_sheet(self, css: str) -> None:
        """Take a style sheet: of spreadsheets it alone says what is struck through."""
        self._strikes.take_sheet(css)

    def begin(self, tag: str, given: Mapping[str, str]) -> Steps:
        """Take an element that begins."""
        style = given.get("style", "")
        if tag == "p":
            # It ends the one before, whether that says so or not.
            self._open = [each for each in self._open if each.tag != "p"]
            self._around = [each for each in self._around if each[0] != "p"]
        element = element_of(tag, given)
        around = [each for _, each in self._around]
        is_struck = self._strikes.is_struck(element, around, tag, style)
        if len(self._around) < MOST_OPEN:
            self._around.append((tag, element))
        if tag not in _WEARING and not is_struck and not self._is_open(tag):
            return []
        if len(self._open) < MOST_OPEN:
            bold, italic = _bold_of(style), _of(_SLANT, style, _SLANTS)
            self._open.append(
                _Open(
                    tag,
                    (True if tag in _BOLD else None) if bold is None else bold,
                    (True if tag in _ITALIC else None) if italic is None else italic,
                    is_struck,
                )
            )
        return self._changes()

    def end(self, tag: str) -> Steps:
        """Take an element that ends; what it left open inside goes on."""
        for at in range(len(self._around) - 1, -1, -1):
            if self._around[at][0] == tag:
                del self._around[at:]
                break
        if not self._is_open(tag):
            return []
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at].tag == tag:
                del self._open[at]
                break
        return self._changes()

    def _is_open(self, tag: str) -> bool:
        return any(each.tag == tag for each in self._open)

    def _changes(self) -> Steps:
        bold = [each.is_bold for each in self._open if each.is_bold is not None]
        italic = [each.is_italic for each in self._open if each.is_italic is not None]
        is_struck = any(each.is_struck for each in self._open)
        now = (bool(bold and bold[-1]), bool(italic and italic[-1]), is_struck)
        before, self._now = self._now, now
        pairs = zip(("b", "i", "s"), before, now, strict=True)
        return [(tag, was) for tag, was, now in pairs if was is not now]


def _bold_of(style: str) -> bool | None:
    match = _WEIGHT.search(style)
    if match is not None and match[1].isdigit():
        return int(match[1][:5]) >= _BOLD_FROM
    return _of(_WEIGHT, style, _WEIGHTS)


def _of(pattern: re.Pattern[str], style: str, means: Mapping[str, bool]) -> bool | None:
    match = pattern.search(style)
    return None if match is None else means.get(match[1].lower())
