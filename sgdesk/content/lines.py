"""Where a line of the writing ends: formats end there too, in the editor and in the mail."""

import re
from collections.abc import Sequence

from sgdesk.content.edit import BULLET, NUMBER, Edit, line_around
from sgdesk.content.letters import Letter, dressed, read, write
from sgdesk.content.looks import is_rule

_FENCE = re.compile(r" {0,3}```")
_TILDES = re.compile(r" {0,3}~~~")
_NO_HEADING = re.compile(r" {1,3}#{1,6}(\s|$)|#{1,6}$")
_CLOSED_HEADING = re.compile(r"(#{1,6}[ \t]+(?:.*?[ \t])?)(#+\s*)")
_PART = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)]|>)\s+|\s*>")
_IN_PART = re.compile(r"#{1,6}(?:\s|$)|~~~|```|(?:-\s*){3,}$|(?:\*\s*){3,}$|(?:_\s*){3,}$")
_RULE = re.compile(r"\s*(?:(?:\*\s*){3,}|(?:_\s*){3,})")
"""Lines that CommonMark draws across, or leaves signs of out, though nothing in Write shows it."""

_EMPTY_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])$")
"""A sign of a list with nothing behind it, which CommonMark takes for an empty item."""

_BELOW_HEAD = re.compile(r" {0,3}\|?(?: *:?-+:? *\|)+(?: *:?-+:?)? *")
"""The line under the head of a table, which makes it one."""


def next_line(text: str, at: int, *, above: str = "") -> Edit:
    """Begin a new line: in a list the next item, from an empty item no list any more.

    `above` is the line before the text.

    Bold and italic end with the line, and begin anew when the cursor stood within them.
    Beside a button and below a list a paragraph begins, as in the mail: there neither has words
    right below it.
    """
    first, stop = line_around(text, at, at)
    before = text[first:at]
    bullet, number = BULLET.match(before), NUMBER.match(before)
    match = bullet or number
    if match and match.end() == len(before) and not text[at : at + 1].strip():
        item = text[: first - 1].rpartition("\n")[2] if first else above
        gap = "\n" if item.strip() else ""
        below = first + len(gap)
        return Edit(start=first, end=at, text=gap, select_from=below, select_to=below)
    lead = ""
    if match:
        lead = match[0] if bullet else f"{match[1]}{int(match[2]) + 1}{match[3]} "
    letters = dressed(read(text[first:stop]))
    cut = sum(each.at < at - first for each in letters)
    # A space within bold words would begin the new line.
    end = next((n for n in range(cut, 0, -1) if not _is_worn_space(letters[n - 1])), 0)
    begin = next((n for n in range(cut, len(letters)) if not _is_worn_space(letters[n])), cut)
    head, _ = write(dressed(letters[:end]))
    after = dressed(letters[begin:])
    tail, places = write(after)
    parting = "\n\n" if not match and _is_parted(letters[:end], after) else "\n"
    made = f"{head}{parting}{lead}{tail}"
    cursor = first + len(made) - len(tail) + (places[0] if after else 0)
    return Edit(start=first, end=stop, text=made, select_from=cursor, select_to=cursor)


def _is_worn_space(letter: Letter) -> bool:
    return letter.is_space and bool(letter.worn)


def _is_parted(before: Sequence[Letter], after: Sequence[Letter]) -> bool:
    """Say whether a button stands right before the end of a line, or below words it begins one."""
    said = [each for each in before if not each.is_space]
    first = next((each for each in after if not each.is_space), None)
    begins = first is not None and first.within == "button" and first.edge == "open"
    return bool(said) and (said[-1].within == "button" or begins)


def signs_as_text(text: str) -> str:
    """Let signs be text that Write shows and CommonMark would not: it reads more than `letters`
    into the beginning of a line."""
    lines, is_code = text.split("\n"), False
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            is_code = not is_code
        elif not is_code:
            lines[number] = _sign_as_text(line)
    return "\n".join(lines)


def _sign_as_text(line: str) -> str:
    if _NO_HEADING.match(line) or _TILDES.match(line) or _RULE.fullmatch(line):
        return _escaped(line, len(line) - len(line.lstrip()))
    at = 0
    while part := _PART.match(line, at):
        at = part.end()
    if at and _IN_PART.match(line, at):
        return _escaped(line, at)
    at += len(line[at:]) - len(line[at:].lstrip())
    if _EMPTY_ITEM.match(line, at) and not is_rule(line):
        return f"{line[:-1]}\\{line[-1]}"
    closed = _CLOSED_HEADING.fullmatch(line)
    return f"{closed[1]}\\{closed[2]}" if closed else line


def _escaped(line: str, at: int) -> str:
    """Let the sign at a place be text; of tildes each one, for two of the others were a mark."""
    rest = line[at:].lstrip("~")
    tildes = len(line) - at - len(rest)
    return line[:at] + (r"\~" * tildes or "\\") + rest


def lists_ended(text: str) -> str:
    """End a list, a quotation or a table before a line that does not look like a part of it.

    Markdown would take the line into the last item.
    """
    lines: list[str] = []
    is_code = is_within = is_table = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            is_code = not is_code
        was_table = is_table
        is_table = not is_code and "|" in line and (is_table or bool(_BELOW_HEAD.fullmatch(line)))
        is_part = bool(BULLET.match(line) or NUMBER.match(line) or line.startswith(">"))
        if was_table and not is_table and line.strip():
            lines.append("")
        if is_within and not is_code and line.strip() and not is_part and line[0] not in " \t":
            lines.append("")
        lines.append(line)
        is_within = is_part or (is_within and line[:1] in (" ", "\t") and bool(line.strip()))
    return "\n".join(lines)
