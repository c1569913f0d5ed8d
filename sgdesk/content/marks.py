"""What the buttons above the writing do to its Markdown.

Pure: each takes the text and what is selected in it, and gives one `Edit`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sgdesk.content.edit import BULLET, NUMBER, START, Edit, line_around
from sgdesk.content.emphasis import MARKS, is_marked
from sgdesk.content.letters import LINK

LineKind = Literal["bullets", "numbers", "heading"]

_HEADING = re.compile(r"(#{1,6})\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link, button or image that stands in the text."""

    start: int
    end: int
    words: str
    address: str
    title: str
    is_image: bool
    parts: tuple[tuple[int, int], ...]
    """Where its words, its address and its title stand; all else of it is only marks."""


def formats_at(text: str, start: int, end: int) -> frozenset[str]:
    """Name the buttons whose format the selection has: `bold`, `italic`, `strike`, `heading`,
    `bullets`, `numbers`, `link`, `button`."""
    first, last = line_around(text, start, end)
    lines = [line for line in text[first:last].split("\n") if line]
    worn = {name for name, mark in MARKS.items() if is_marked(text, start, end, mark)}
    for name, pattern in (("heading", _HEADING), ("bullets", BULLET), ("numbers", NUMBER)):
        if lines and all(pattern.match(line) for line in lines):
            worn.add(name)
    link = link_at(text, start, end)
    if link is not None and not link.is_image:
        worn.add("button" if link.title == "button" else "link")
    return frozenset(worn)


def toggle_lines(text: str, start: int, end: int, kind: LineKind) -> Edit:
    """Make the lines a list or a heading, or plain again.

    A heading goes from large to small to none.
    """
    first, last = line_around(text, start, end)
    lines = text[first:last].split("\n")
    made = "\n".join(_lines(lines, kind))
    return Edit(
        start=first,
        end=last,
        text=made,
        select_from=first if start != end else first + len(made),
        select_to=first + len(made),
    )


def link_at(text: str, start: int, end: int) -> Link | None:
    """Give the link, button or image in which the selection lies."""
    for link in links(text, *line_around(text, start, end)):
        if link.start <= start and end <= link.end:
            return link
    return None


def links(text: str, start: int, end: int) -> Iterator[Link]:
    """Give the links, buttons and images that stand in a part of the text."""
    for match in LINK.finditer(text, start, end):
        parts = ("words", "address", "title") if match["title"] else ("words", "address")
        yield Link(
            start=match.start(),
            end=match.end(),
            words=match["words"],
            address=match["address"].removeprefix("<").removesuffix(">"),
            title=match["title"] or "",
            is_image=bool(match["image"]),
            parts=tuple(match.span(part) for part in parts),
        )


def put_link(start: int, end: int, words: str, address: str, title: str = "") -> Edit:
    """Write a link over the selection."""
    titled = f' "{title}"' if title else ""
    made = f"[{_words(words) or _words(address)}]({_address(address)}{titled})"
    cursor = start + len(made)
    return Edit(start=start, end=end, text=made, select_from=cursor, select_to=cursor)


def put_button(text: str, start: int, end: int, words: str, address: str) -> Edit:
    """Write a button over the selection, as a paragraph of its own."""
    made = f'[{_words(words) or _words(address)}]({_address(address)} "button")'
    return put_paragraph(text, start, end, made)


def put_image(text: str, start: int, end: int, words: str, address: str, width: int) -> Edit:
    """Write an image over the selection, as a paragraph of its own; width 0 is its own."""
    title = f' "{width}"' if width else ""
    return put_paragraph(text, start, end, f"![{_words(words)}]({_address(address)}{title})")


def change_image(image: Link, words: str, width: int) -> Edit:
    """Write an image anew where it stands, with other words and another width."""
    kept = "" if image.title.isdigit() else image.title
    title = f' "{width or kept}"' if width or kept else ""
    made = f"![{_words(words)}]({_address(image.address)}{title})"
    cursor = image.start + len(made)
    return Edit(start=image.start, end=image.end, text=made, select_from=cursor, select_to=cursor)


def web_address(typed: str) -> str:
    """Give what was meant: `example.org` is a page, `a@example.org` an address to write to."""
    address = typed.strip()
    if not address or re.match(r"[a-z][a-z0-9+.-]*:|[{<#/]", address, re.IGNORECASE):
        return address
    return (
        f"mailto:{address}" if re.fullmatch(r"[^\s/@]+@[^\s/@]+", address) else f"https://{address}"
    )


def is_no_address(typed: str) -> bool:
    """Say whether words were typed where an address belongs: spaces, and nothing like a page."""
    address = typed.strip()
    return web_address(address) != address and re.search(r"\s", address) is not None


def _lines(lines: list[str], kind: LineKind) -> list[str]:
    filled = [line for line in lines if line.strip()]
    match kind:
        case "bullets":
            pattern, lead = BULLET, "- "
        case "numbers":
            pattern, lead = NUMBER, ""
        case "heading":
            return [_heading(line) for line in lines]
    is_one = bool(filled) and all(pattern.match(line) for line in filled)
    number = 0
    made: list[str] = []
    for line in lines:
        if not line.strip() and len(lines) > 1:
            made.append(line)
            continue
        start = START.match(line)
        rest = line[start.end() :] if start else line
        number += 1
        made.append(rest if is_one else f"{lead or f'{number}. '}{rest}")
    return made


def _heading(line: str) -> str:
    match = _HEADING.match(line)
    if match is None:
        start = START.match(line)
        return "# " + (line[start.end() :] if start else line)
    rest = line[match.end() :]
    return f"## {rest}" if len(match[1]) == 1 else rest


def _words(words: str) -> str:
    """Give words that end no link early: no brackets, one line."""
    return re.sub(r"\s+", " ", words.replace("[", "(").replace("]", ")")).strip()


def _address(address: str) -> str:
    address = re.sub(r"[\s<>]+", "", address) if "<%" not in address else address.strip()
    return f"<{address}>" if set(address) & set("()") else address


def put_paragraph(text: str, start: int, end: int, made: str) -> Edit:
    """Write something over the selection, as a paragraph of its own."""
    before, after = text[:start].rstrip(" "), text[end:]
    lead = (
        ""
        if not before.strip() or before.endswith("\n\n")
        else "\n"
        if before.endswith("\n")
        else "\n\n"
    )
    tail = "" if after.startswith("\n\n") else "\n" if after.startswith("\n") else "\n\n"
    cursor = start + len(lead) + len(made) + (2 if after.startswith("\n\n") else len(tail))
    if after.startswith("\n") and not after.startswith("\n\n"):
        cursor += 1
    return Edit(start=start, end=end, text=lead + made + tail, select_from=cursor, select_to=cursor)
