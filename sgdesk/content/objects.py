"""Pictures, links and buttons of the writing as objects: where one ends, where one is shown."""

import re
from functools import lru_cache

from sgdesk.content.letters import groups, read
from sgdesk.content.marks import Link, link_at, links

_IMG = re.compile(r"<img\b(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>", re.IGNORECASE)
_BLANK = re.compile(r"\n{1,2}")


def behind(text: str, at: int) -> int:
    """Give where a new line may begin: behind the object in which the cursor is."""
    link = _cut_at(text, at)
    return at if link is None else link.end


@lru_cache(maxsize=256)
def pictures_of(line: str) -> tuple[Link, ...]:
    """Give the pictures of a line; what stands in code or behind a backslash is none."""
    letters = read(line)
    edges = [(letters[first], letters[last]) for first, last in groups(letters)]
    return tuple(
        link
        for first, last in edges
        if first.within == "image"
        for link in links(line, first.at, last.at + len(last.raw))
    )


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


def shows(html: str, content_id: str) -> bool:
    """Say whether HTML shows a picture, in whatever way."""
    source = rf"cid:{re.escape(content_id)}(?![\w.@+-])"
    return bool(content_id) and re.search(source, html, re.IGNORECASE) is not None


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
