"""What the buttons above the writing do to its Markdown.

Pure: each takes the text and what is selected in it, and gives one `Edit`.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

LineKind = Literal["bullets", "numbers", "heading"]

_START = re.compile(r"(\s*)((?:[-*+]|\d{1,9}[.)]|#{1,6}|>)\s+)?")
BULLET = re.compile(r"(\s*)([-*+])\s+")
NUMBER = re.compile(r"(\s*)(\d{1,9})([.)])\s+")
_HEADING = re.compile(r"(#{1,6})\s+")
_MARKS = {"bold": "**", "italic": "*"}
_LINK = re.compile(
    r"""(?P<image>!)?\[(?P<words>[^\[\]]*)\]\((?P<address><[^<>\n]*>|[^\s()<>]*)"""
    r"""(?:\s+"(?P<title>[^"\n]*)")?\)"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Put `text` where `start` to `end` was, then select a part of the whole text."""

    start: int
    end: int
    text: str
    select_from: int
    select_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link, button or image that stands in the text."""

    start: int
    end: int
    words: str
    address: str
    title: str
    is_image: bool


def formats_at(text: str, start: int, end: int) -> frozenset[str]:
    """Name the buttons whose format the selection has: `bold`, `italic`, `heading`, `bullets`,
    `numbers`, `link`, `button`."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    lines = [line for line in text[first : len(text) if last < 0 else last].split("\n") if line]
    worn = {name for name, mark in _MARKS.items() if _is_marked(text, start, end, mark)}
    for name, pattern in (("heading", _HEADING), ("bullets", BULLET), ("numbers", NUMBER)):
        if lines and all(pattern.match(line) for line in lines):
            worn.add(name)
    link = link_at(text, start, end)
    if link is not None and not link.is_image:
        worn.add("button" if link.title == "button" else "link")
    return frozenset(worn)


def toggle(text: str, start: int, end: int, mark: str) -> Edit:
    """Make the selection bold (`**`) or italic (`*`), or no longer so.

    Nothing selected means the word around the cursor, or what is typed next; within
    marked words the marks go from all of them, and at their end what is typed next is
    plain again.
    """
    around = _around(text, start, end, mark)
    if start == end:
        if (behind := _step_back(text, start, mark)) is not None:
            return behind
        around = around_next(text, start, mark)
        if around is not None and _ends_here(text, start, around):
            return _leave(text, start, around)
    if around is not None:
        return _unmark(text, around, start, end)
    if start == end:
        start, end = _word(text, start)
    if start == end:
        at = start + len(mark)
        return Edit(start=start, end=start, text=mark * 2, select_from=at, select_to=at)
    spans = _spans(text, start, end)
    if not spans:
        return Edit(start=start, end=end, text=text[start:end], select_from=start, select_to=end)
    first, last = spans[0][0], spans[-1][1]
    if all(_is_worn(text, span, mark) for span in spans):
        return _rebuild(text, spans, mark, wear=False)
    bare = [span for span in spans if not _is_worn(text, span, mark)]
    edit = _rebuild(text, bare, mark, wear=True)
    grown = len(edit.text) - (edit.end - edit.start)
    begin = first + (len(mark) if spans[0] in bare else 0)
    end_at = last + grown - (len(mark) if spans[-1] in bare else 0)
    return Edit(start=edit.start, end=edit.end, text=edit.text, select_from=begin, select_to=end_at)


def toggle_lines(text: str, start: int, end: int, kind: LineKind) -> Edit:
    """Make the lines a list or a heading, or plain again.

    A heading goes from large to small to none.
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
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
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    for match in _LINK.finditer(text, first, len(text) if last < 0 else last):
        if match.start() <= start and end <= match.end():
            return Link(
                start=match.start(),
                end=match.end(),
                words=match["words"],
                address=match["address"].removeprefix("<").removesuffix(">"),
                title=match["title"] or "",
                is_image=bool(match["image"]),
            )
    return None


def put_link(start: int, end: int, words: str, address: str) -> Edit:
    """Write a link over the selection."""
    made = f"[{_words(words) or _words(address)}]({_address(address)})"
    cursor = start + len(made)
    return Edit(start=start, end=end, text=made, select_from=cursor, select_to=cursor)


def put_button(text: str, start: int, end: int, words: str, address: str) -> Edit:
    """Write a button over the selection, as a paragraph of its own."""
    made = f'[{_words(words) or _words(address)}]({_address(address)} "button")'
    return _paragraph(text, start, end, made)


def put_image(text: str, start: int, end: int, words: str, address: str, width: int) -> Edit:
    """Write an image over the selection, as a paragraph of its own; width 0 is its own."""
    title = f' "{width}"' if width else ""
    return _paragraph(text, start, end, f"![{_words(words)}]({_address(address)}{title})")


def web_address(typed: str) -> str:
    """Give what was meant: `example.org` is a page, `a@example.org` an address to write to."""
    address = typed.strip()
    if not address or re.match(r"[a-z][a-z0-9+.-]*:|[{<#/]", address, re.IGNORECASE):
        return address
    return (
        f"mailto:{address}" if re.fullmatch(r"[^\s/@]+@[^\s/@]+", address) else f"https://{address}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Words between marks of their own; the places are those of the words."""

    mark: str
    start: int
    end: int


def _is_marked(text: str, start: int, end: int, mark: str) -> bool:
    if start == end:
        return around_next(text, start, mark) is not None
    if _around(text, start, end, mark) is not None:
        return True
    spans = _spans(text, start, end)
    return bool(spans) and all(_is_worn(text, span, mark) for span in spans)


def _around(text: str, start: int, end: int, mark: str) -> Marked | None:
    """Give the marked words of one line in which the selection lies."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    for marked in paired(text, first, len(text) if last < 0 else last)[0]:
        if marked.mark == mark and marked.start <= start and end <= marked.end:
            return marked
    return None


def around_next(text: str, at: int, mark: str) -> Marked | None:
    """Give the marked words to which a letter typed here would belong.

    So marks count that have no words yet, or a space before they close.
    """
    marked = _around(f"{text[:at]}x{text[at:]}", at, at + 1, mark)
    return None if marked is None else replace(marked, end=marked.end - 1)


def _ends_here(text: str, at: int, marked: Marked) -> bool:
    """Tell whether nothing but closing marks stands between the cursor and the last mark."""
    has_words = bool(text[marked.start : marked.end].strip("* "))
    return has_words and not text[at : marked.end].strip("*")


def _leave(text: str, at: int, marked: Marked) -> Edit:
    """Go behind the closing marks, with the spaces that were typed before them."""
    # Of `***both***` either mark can be the outer one: the other stays on.
    is_both = _run(text, marked.start, -1) + _run(text, marked.start, 1) == 3
    place = (at if is_both else marked.end) + len(marked.mark)
    first = len(text[:at].rstrip(" "))
    if first == at:
        return Edit(start=place, end=place, text="", select_from=place, select_to=place)
    made = text[at:place] + text[first:at]
    return Edit(start=first, end=place, text=made, select_from=place, select_to=place)


def _step_back(text: str, at: int, mark: str) -> Edit | None:
    """Go back before the closing marks that end right here: the words go on."""
    inside = at - len(mark)
    if text[inside:at] != mark or around_next(text, at, mark) is not None:
        return None
    marked = around_next(text, inside, mark) if inside > 0 else None
    if marked is None or not _ends_here(text, inside, marked):
        return None
    return Edit(start=at, end=at, text="", select_from=inside, select_to=inside)


def paired(text: str, first: int, last: int) -> tuple[list[Marked], list[list[int]]]:
    """Pair the asterisks of a line as Markdown does: the innermost first, two before one.

    Gives the pairs, and place and count of what opens and finds no end in the line.
    """
    found: list[Marked] = []
    opened: list[list[int]] = []
    for run in re.finditer(r"(?<!\\)\*+", text[first:last]):
        at, left = first + run.start(), len(run[0])
        after, before = text[first + run.end() : first + run.end() + 1], text[at - 1 : at]
        if at > first and not before.isspace():
            while left and opened:
                place, count = opened[-1]
                size = 2 if left >= 2 and count >= 2 else 1
                found.append(Marked(mark="*" * size, start=place + count, end=at))
                at, left, opened[-1][1] = at + size, left - size, count - size
                if not opened[-1][1]:
                    opened.pop()
        if left and after and not after.isspace():
            opened.append([at, left])
    return found, opened


def _unmark(text: str, marked: Marked, start: int, end: int) -> Edit:
    size = len(marked.mark)
    return Edit(
        start=marked.start - size,
        end=marked.end + size,
        text=text[marked.start : marked.end],
        select_from=start - size,
        select_to=end - size,
    )


def _word(text: str, at: int) -> tuple[int, int]:
    start, end = at, at
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_'’"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] in "_'’"):
        end += 1
    return start, end


def _spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give what can wear a mark: each line of the selection by itself, without its bullet,
    without spaces and marks at its ends."""
    spans: list[tuple[int, int]] = []
    at = start
    for line in text[start:end].split("\n"):
        first, last = at, at + len(line)
        if first == 0 or text[first - 1] == "\n":
            match = _START.match(text, first, last)
            first = match.end() if match else first
        while first < last and text[first] in " \t*":
            first += 1
        while last > first and text[last - 1] in " \t*":
            last -= 1
        if first < last:
            spans.append((first, last))
        at += len(line) + 1
    return spans


def _run(text: str, at: int, step: int) -> int:
    """Count the asterisks before or after a place."""
    count = 0
    at = at - 1 if step < 0 else at
    while 0 <= at < len(text) and text[at] == "*":
        count, at = count + 1, at + step
    return count


def _is_worn(text: str, span: tuple[int, int], mark: str) -> bool:
    count = min(_run(text, span[0], -1), _run(text, span[1], 1))
    return count >= 2 if mark == "**" else count in (1, 3)


def _rebuild(text: str, spans: list[tuple[int, int]], mark: str, *, wear: bool) -> Edit:
    size = len(mark)
    out = 0 if wear else size
    start, end = spans[0][0] - out, spans[-1][1] + out
    parts: list[str] = []
    at = start
    for first, last in spans:
        parts.append(text[at : first - out])
        parts.append(f"{mark}{text[first:last]}{mark}" if wear else text[first:last])
        at = last + out
    made = "".join(parts)
    return Edit(start=start, end=end, text=made, select_from=start, select_to=start + len(made))


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
        start = _START.match(line)
        rest = line[start.end() :] if start else line
        number += 1
        made.append(rest if is_one else f"{lead or f'{number}. '}{rest}")
    return made


def _heading(line: str) -> str:
    match = _HEADING.match(line)
    if match is None:
        start = _START.match(line)
        return "# " + (line[start.end() :] if start else line)
    rest = line[match.end() :]
    return f"## {rest}" if len(match[1]) == 1 else rest


def _words(words: str) -> str:
    """Give words that end no link early: no brackets, one line."""
    return re.sub(r"\s+", " ", words.replace("[", "(").replace("]", ")")).strip()


def _address(address: str) -> str:
    address = re.sub(r"[\s<>]+", "", address) if "<%" not in address else address.strip()
    return f"<{address}>" if set(address) & set("()") else address


def _paragraph(text: str, start: int, end: int, made: str) -> Edit:
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
