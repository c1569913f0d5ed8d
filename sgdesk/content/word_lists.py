"""Lists of Microsoft Word, which copies each item as a paragraph with its bullet written out.

`<p style="mso-list:l0 level2 lfo1">`, and in it the bullet, or the number, with the spaces behind
it in an element of its own: `<span style="mso-list:Ignore">`.
"""

import re
from collections.abc import Mapping

_LEVEL = re.compile(r"mso-list:\s*(l\d+)\s+level(\d)", re.IGNORECASE)
_BULLET = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(\d{1,9})[.)]")
_LETTER = re.compile(r"\(?([a-z])[.)]", re.IGNORECASE)
INDENT = "   "


class WordLists:
    """Follow paragraphs, and say which of them are items."""

    def __init__(self) -> None:
        self._level = 0
        """Of the paragraph that is open; 0 for one that is no item."""
        self._list = ""
        self._said: list[str] | None = None
        """What stands in a bullet that is open."""
        self.is_next = False
        """Whether the paragraph before is an item of the same list."""

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
        number, letter = _NUMBER.fullmatch(said), _LETTER.fullmatch(said)
        lead = "- "
        if number is not None:
            lead = f"{int(number[1])}. "
        elif letter is not None:
            lead = f"{ord(letter[1].lower()) - ord('a') + 1}. "
        return INDENT * (self._level - 1) + lead
