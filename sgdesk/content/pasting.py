"""How something copied comes to stand among words: a heading or a list has lines of its own.

Pure. One line of it that is put among words is only its words, as in other editors.
"""

import re

from sgdesk.content.edit import BULLET, NUMBER, START, line_around
from sgdesk.content.letters import groups, read
from sgdesk.content.looks import is_rule

_TABLE = re.compile(r"\s*\|")


def fitted(text: str, start: int, end: int, copied: str) -> tuple[int, str]:
    """Give what is put for something copied, and from where on it takes the selection's place."""
    first, stop = line_around(text, start, end)
    before, after = text[first:start], text[end:stop]
    lines = copied.split("\n")
    if not before.strip() or _is_lead(before):
        # The mark of an empty item makes room for another one.
        start = first if _stands_apart(lines[0]) else start
        before = ""
    elif _lead(lines[0]) and len(lines) == 1:
        return start, copied[_lead(copied) :]
    if before and _stands_apart(lines[0]):
        copied = f"{_gap(before, lines[0])}{copied}"
    if after.strip() and _stands_apart(lines[-1]):
        copied = f"{copied}\n\n"
    return start, copied


def _lead(line: str) -> int:
    """Say how long what makes a line a heading, a list or a quotation is; 0 for none."""
    match = START.match(line)
    return match.end() if match is not None and match[2] else 0


def _is_lead(line: str) -> bool:
    return 0 < _lead(line) == len(line)


def _stands_apart(line: str) -> bool:
    """Say whether a line is no part of a paragraph of words."""
    return bool(_lead(line) or _TABLE.match(line)) or is_rule(line) or _is_button(line)


def _is_button(line: str) -> bool:
    letters = read(line) if '"button")' in line else []
    found = groups(letters)
    return bool(found) and all(letters[first].within == "button" for first, _ in found)


def _gap(before: str, line: str) -> str:
    """Give the line ends between words and what comes below: an item goes on with its list."""
    is_item = all(BULLET.match(each) or NUMBER.match(each) for each in (before, line))
    return "\n" if is_item else "\n\n"
