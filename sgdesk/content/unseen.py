"""Editing beside marks that are not seen: where the cursor rests, and what is taken out.

Pure, as `objects` is for pictures and links: nothing is ever left of a mark by half.
"""

import re

from sgdesk.content.emphasis import START, Edit
from sgdesk.content.looks import hidden, pairs

_HEADING = re.compile(r"#{1,6}\s+")


def rest(line: str, at: int, *, forward: bool = False) -> int:
    """Give where a cursor comes to rest that was moved to a place of a line.

    Never within marks; before those of bold and italic, so that words typed there go on as the
    ones before them; outside of a link; in a heading behind its mark.
    """
    for start, end in hidden(line):
        if not start <= at <= end:
            continue
        if start == 0 and _HEADING.fullmatch(line[start:end]):
            return end
        if line[start:end].rstrip("*").endswith(")"):
            return end
        # What is looked for is the end that one goes to, unless both look the same.
        return end if forward and start < at < end and "]" in line[start:end] else start
    return at


def past(line: str, at: int, *, back: bool) -> int:
    """Give the other end of the marks that begin or, looking back, end at a place."""
    for start, end in hidden(line, at):
        if back and end == at:
            return start
        if not back and start == at:
            return end
    return at


def lead_before(line: str, at: int) -> int:
    """Say how long the mark of a heading, list or quotation is that ends at a place; else 0."""
    match = START.match(line)
    return at if match is not None and match[2] and match.end() == at else 0


def tidied(line: str, at: int) -> Edit | None:
    """Give the edit that puts spaces typed at the end of marked words behind their marks.

    They stand within while one types on; elsewhere the marks would not close.
    """
    words, stars = line[:at].rstrip(" "), _run(line[at:])
    if len(words) == at or not stars:
        return None
    if not any(pair.end == at + 1 for pair in pairs(f"{line[:at]}x{line[at:]}")):
        return None
    end = at + len(stars)
    made = stars + line[len(words) : at]
    return Edit(start=len(words), end=end, text=made, select_from=end, select_to=end)


def take_out(text: str, start: int, end: int, typed: str = "") -> Edit | None:
    """Give the edit that removes a selection and leaves its marks in pairs; `None` where any does.

    `typed` comes into its place, and looks like the first letter that it replaces.
    """
    first, last = text.rfind("\n", 0, start) + 1, text.rfind("\n", 0, end) + 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    begin_line = text[first : _line_end(text, start)]
    end_line = text[last:stop]
    head, at = _kept(begin_line, 0, start - first, typed)
    tail_from = end - last
    if last > first and head.strip():
        lead = START.match(end_line)
        tail_from = max(tail_from, lead.end() if lead and lead[2] else 0)
    tail, _ = _kept(end_line, tail_from, len(end_line))
    made = _joined(head, tail)
    if not made.startswith(head):
        at = min(at, len(head) - len(_run(head[::-1])))
    if made == text[first:start] + typed + text[end:stop]:
        return None
    return Edit(start=first, end=stop, text=made, select_from=first + at, select_to=first + at)


def put_in(text: str, at: int, pasted: str) -> Edit | None:
    """Give the edit that puts in what has marks or lines of its own; `None` where any does."""
    first, stop = text.rfind("\n", 0, at) + 1, _line_end(text, at)
    line = text[first:stop]
    if "*" not in line or not any(sign in pasted for sign in "*\n"):
        return None
    before = _joined(_kept(line, 0, at - first)[0], pasted)
    made = _joined(before, _kept(line, at - first, len(line))[0])
    cursor = first + len(before)
    if not made.startswith(before):
        cursor -= len(_run(before[::-1]))
    return Edit(start=first, end=stop, text=made, select_from=cursor, select_to=cursor)


def piece(text: str, start: int, end: int) -> str:
    """Give a part of the text with its marks in pairs, as it is copied."""
    made, at = [], start
    while at <= end:
        first, stop = text.rfind("\n", 0, at) + 1, _line_end(text, at)
        made.append(_kept(text[first:stop], at - first, min(end, stop) - first)[0])
        at = stop + 1
    return "\n".join(made)


def _joined(head: str, tail: str) -> str:
    """Put two parts of a line together; marks that close and open again at once are none."""
    closing = _run(head[::-1])
    if closing in ("***", "**", "*") and _run(tail) == closing:
        return head[: -len(closing)] + tail[len(closing) :]
    return head + tail


def _line_end(text: str, at: int) -> int:
    stop = text.find("\n", at)
    return len(text) if stop < 0 else stop


def _run(text: str) -> str:
    return text[: len(text) - len(text.lstrip("*"))]


def _kept(line: str, start: int, end: int, typed: str = "") -> tuple[str, int]:
    """Give a part of a line, its marks in pairs, with what is typed at its end.

    Beside it, where what is typed ends: before the marks that close there.
    """
    opens: dict[int, str] = {}
    closes: dict[int, str] = {}
    dropped: set[int] = set()
    behind = len(line) + 1
    for pair in sorted(pairs(line), key=lambda pair: pair.start) if "*" in line else ():
        size = len(pair.mark)
        if start <= pair.start - size and pair.end + size <= end:
            continue
        dropped.update(range(pair.start - size, pair.start))
        dropped.update(range(pair.end, pair.end + size))
        goes_on = bool(typed.strip()) and pair.start <= end < pair.end
        low, high = _words(line, max(start, pair.start), min(end, pair.end))
        if low >= high and not goes_on:
            continue
        low = min(low, end)
        opens[low] = opens.get(low, "") + pair.mark
        place = behind if goes_on else high
        closes[place] = pair.mark + closes.get(place, "")
    made = ""
    for at in range(start, end):
        made += closes.get(at, "") + opens.get(at, "")
        made += "" if at in dropped else line[at]
    late = closes.get(behind, "")
    made += opens.get(end, "") if late else ""
    if late or typed:
        made += (closes.get(end, "") if end > start else "") + typed
        return made + late, len(made)
    return made + closes.get(end, ""), len(made)


def _words(line: str, low: int, high: int) -> tuple[int, int]:
    """Leave spaces and other marks at both ends out."""
    while low < high and line[low] in " \t*":
        low += 1
    while high > low and line[high - 1] in " \t*":
        high -= 1
    return low, high
