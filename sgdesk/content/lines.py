"""Where a line of the writing ends: formats end there too, in the editor and in the mail."""

import re

from sgdesk.content.emphasis import Edit, around_next
from sgdesk.content.marks import BULLET, NUMBER
from sgdesk.content.pairing import paired

_DEPTH = 4
"""Bold within italic is two; more is asterisks without end."""
_FENCE = re.compile(r" {0,3}(```|~~~)")
_TYPED_ON = re.compile(r"(?<=[^\s*])( +)(\*{1,3})$")
"""The last mark of a line when somebody types on: the space belongs behind it."""
_AS_IT_IS = re.compile(r"`|<[a-z][a-z0-9+.-]*:| {4}|\t", re.IGNORECASE)
"""Code and addresses, in which a backslash would be read as one."""


def next_line(text: str, at: int) -> Edit:
    """Begin a new line: in a list the next item, from an empty item no list any more.

    Bold and italic end with the line, and begin anew when the cursor stood within them.
    """
    first = text.rfind("\n", 0, at) + 1
    before = text[first:at]
    bullet, number = BULLET.match(before), NUMBER.match(before)
    match = bullet or number
    if match and match.end() == len(before) and not text[at : at + 1].strip():
        return Edit(start=first, end=at, text="", select_from=first, select_to=first)
    lead = ""
    if match:
        lead = match[0] if bullet else f"{match[1]}{int(match[2]) + 1}{match[3]} "
    return _broken(text, at, lead)


def loose_as_text(text: str) -> str:
    """Let a mark that opens and finds no end in its line be an asterisk, as the editor shows it.

    Markdown would have it end in a later line of the paragraph.
    """
    lines, is_code = text.split("\n"), False
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            is_code = not is_code
        elif not is_code and "*" in line and not _AS_IT_IS.search(line):
            lines[number] = _escaped(_TYPED_ON.sub(r"\2\1", line))
    return "\n".join(lines)


def lists_ended(text: str) -> str:
    """End a list or a quotation before a line that does not look like a part of it.

    Markdown would take the line into the last item.
    """
    lines: list[str] = []
    is_code = is_within = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            is_code = not is_code
        is_part = bool(BULLET.match(line) or NUMBER.match(line) or line.startswith(">"))
        if is_within and not is_code and line.strip() and not is_part and line[0] not in " \t":
            lines.append("")
        lines.append(line)
        is_within = is_part or (is_within and line[:1] in (" ", "\t") and bool(line.strip()))
    return "\n".join(lines)


def _escaped(line: str) -> str:
    for at, count in reversed(paired(line, 0, len(line))[1]):
        line = line[:at] + "\\*" * count + line[at + count :]
    return line


def _broken(text: str, at: int, lead: str) -> Edit:
    """Break the line with its marks closed before it, and opened again for what follows."""
    left = right = probe = at
    again = ""
    for _ in range(_DEPTH):
        within = [found for mark in ("**", "*") if (found := around_next(text, probe, mark))]
        if not within:
            break
        inner = max(within, key=lambda found: found.start)
        size = len(inner.mark)
        if inner.start == inner.end:
            # Marks that got no words.
            return _edit(inner.start - size, inner.end + size, "\n" + lead)
        if not text[probe : inner.end].strip("* "):
            right = probe = inner.end + size
        elif not text[inner.start : probe].strip("* "):
            left = probe = inner.start - size
        else:
            again = "".join(found.mark for found in within)
            break
    closing = text[at:right].replace(" ", "") + again
    opening = again + text[left:at].replace(" ", "")
    # No space may stand inside the marks at either end.
    start = len(text[:left].rstrip(" ")) if closing else left
    end = len(text) - len(text[right:].lstrip(" ")) if opening else right
    return _edit(start, end, f"{closing}\n{lead}{opening}")


def _edit(start: int, end: int, made: str) -> Edit:
    cursor = start + len(made)
    return Edit(start=start, end=end, text=made, select_from=cursor, select_to=cursor)
