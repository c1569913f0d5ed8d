"""Formats that HTML carries along, on their way to Markdown.

HTML may begin and end bold anywhere, at a space or across lines; `letters` writes it so that it
is read again. Until a line is whole, its formats are told by characters that no mail has.
"""

from sgdesk.content.edit import START
from sgdesk.content.letters import dressed, literal, read, write

_BEGINS = {"b": "\ue010", "i": "\ue012"}
_ENDS = {"b": "\ue011", "i": "\ue013"}
_STEPS = {"\ue010": ("**", 1), "\ue011": ("**", -1), "\ue012": ("*", 1), "\ue013": ("*", -1)}
_NONE = dict.fromkeys(map(ord, _STEPS))


def sign(tag: str, *, is_end: bool) -> str:
    """Give the sign that a format begins or ends here."""
    return (_ENDS if is_end else _BEGINS)[tag]


def as_words(text: str) -> str:
    """Give words so that none of them is read as a mark."""
    return literal(text.translate(_NONE))


def written(lines: list[str]) -> list[str]:
    """Write lines with marks in the place of signs."""
    depths = {"**": 0, "*": 0}
    return [_line(line, depths) for line in lines]


def _line(line: str, depths: dict[str, int]) -> str:
    worn: list[frozenset[str]] = []
    plain = ""
    for each in line:
        if each in _STEPS:
            mark, step = _STEPS[each]
            depths[mark] = max(0, depths[mark] + step)
        else:
            plain += each
            worn.append(frozenset(mark for mark, depth in depths.items() if depth))
    if not any(worn):
        return plain
    lead = 0
    while (match := START.match(plain, lead)) and match[2]:
        lead = match.end()
    letters = [
        each if each.at < lead else each._replace(worn=worn[each.at]) for each in read(plain)
    ]
    return write(dressed(letters))[0]
