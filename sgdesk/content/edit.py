"""One change of the writing, and what a line of it may begin with."""

import re
from dataclasses import dataclass

START = re.compile(r"(\s*)((?:[-*+]|\d{1,9}[.)]|#{1,6}|>)\s+)?")
"""The beginning of a line that wears no mark: spaces, and what makes it a list or a heading."""
BULLET = re.compile(r"(\s*)([-*+])\s+")
NUMBER = re.compile(r"(\s*)(\d{1,9})([.)])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Put `text` where `start` to `end` was, then select a part of the whole text."""

    start: int
    end: int
    text: str
    select_from: int
    select_to: int


def line_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Give where the line of `start` begins and the one of `end` ends."""
    stop = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop
