"""Pictures, links and buttons of the writing as objects: none is ever taken out by half.

A picture or a button that is cut into goes as a whole; a link gives its words back, as in
mail programs. Their words, addresses and widths are edited like any text.
"""

import re

from sgdesk.content.edit import Edit
from sgdesk.content.marks import Link, link_at, links

_IMG = re.compile(r"<img\b(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>", re.IGNORECASE)
_BLANK = re.compile(r"\n{1,2}")


def take_out(text: str, start: int, end: int, typed: str = "") -> Edit | None:
    """Give the edit that removes a selection and cuts no object in two; `None` where any way does.

    `typed` comes into its place.
    """
    first, last = _cut_at(text, start), _cut_at(text, end)
    if first is None and last is None:
        return None
    if first is not None and last is not None and first.start == last.start:
        if any(low <= start and end <= high for low, high in first.parts) and not (
            _is_emptied(first, start, end) and not typed
        ):
            return None
        return _edit(first.start, first.end, _rest(first, text, start, end), typed)
    before = _rest(first, text, start, end) if first else ""
    after = _rest(last, text, start, end) if last else ""
    begin, stop = first.start if first else start, last.end if last else end
    return _edit(begin, stop, before, typed, after)


def take_at(text: str, start: int, end: int) -> Edit | None:
    """Give the edit of Backspace or Delete, which would remove from `start` to `end`.

    At an edge a picture or button goes as a whole, and a link becomes its words.
    """
    link = _cut_at(text, start) or _cut_at(text, end)
    if link is None:
        return None
    if any(low <= start and end <= high for low, high in link.parts):
        return take_out(text, start, end)
    if link.is_image or link.title == "button":
        return _edit(link.start, link.end, "")
    is_behind = start >= link.parts[0][1]
    at = link.start + (len(link.words) if is_behind else 0)
    return Edit(start=link.start, end=link.end, text=link.words, select_from=at, select_to=at)


def behind(text: str, at: int) -> int:
    """Give where a new line may begin: behind the object in which the cursor is."""
    link = _cut_at(text, at)
    return at if link is None else link.end


def picture_spans(text: str, content_id: str) -> list[tuple[int, int]]:
    """Give where the writing shows a picture; with its line where nothing else stands there."""
    spans = []
    for link in links(text, 0, len(text)):
        if not link.is_image or link.address != f"cid:{content_id}":
            continue
        start, end = link.start, link.end
        blank = _BLANK.match(text, end)
        if blank and (not start or text[start - 1] == "\n"):
            end = blank.end()
        spans.append((start, end))
    return spans


def picture_tags(html: str, content_id: str) -> list[tuple[int, int]]:
    """Give where HTML shows a picture."""
    source = re.compile(rf"""\bsrc\s*=\s*["']?cid:{re.escape(content_id)}["'\s/>]""", re.IGNORECASE)
    return [match.span() for match in _IMG.finditer(html) if source.search(match[0])]


def _cut_at(text: str, at: int) -> Link | None:
    """Give the object that a cut at this place would go through."""
    link = link_at(text, at, at)
    if link is not None and link.end == at:
        # The next one may begin where this one ends; neither is cut.
        return None
    return link if link is not None and link.start < at else None


def _is_emptied(link: Link, start: int, end: int) -> bool:
    """Say whether a link would be left without words, and so without anything to be seen."""
    low, high = link.parts[0]
    return not link.is_image and start <= low and end >= high


def _rest(link: Link, text: str, start: int, end: int) -> str:
    """Give what stays of an object when a selection is removed: nothing of a picture."""
    low, high = link.parts[0]
    words = text[low : max(low, min(start, high))] + text[min(high, max(end, low)) : high]
    if link.is_image or not words.strip():
        return ""
    return f"{text[link.start : low]}{words}{text[high : link.end]}"


def _edit(start: int, end: int, before: str, typed: str = "", after: str = "") -> Edit:
    at = start + len(before) + len(typed)
    return Edit(start=start, end=end, text=f"{before}{typed}{after}", select_from=at, select_to=at)
