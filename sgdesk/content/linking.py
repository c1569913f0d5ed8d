"""What becomes a link, a button or an image when its tool is used, and where it comes to stand.

Pure: what makes a line a heading, a list or a quotation is never a part of it, and stays.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from sgdesk.content import editing
from sgdesk.content.edit import START, Edit, line_around
from sgdesk.content.editing import change, piece, tight
from sgdesk.content.emphasis import worn_next
from sgdesk.content.letters import PLAIN, as_seen, literal, read
from sgdesk.content.marks import link_at, links, put_button, put_image, put_link, put_paragraph
from sgdesk.content.objects import behind


def chosen_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the part of a selection that the tool is for: of its first line that has words.

    All of a link that it cuts through, and no picture.
    """
    first = text.rfind("\n", 0, start) + 1
    while True:
        stop = _line_end(text, first)
        low, high = _within_line(text, first, stop, max(start, first), min(end, stop))
        if high > low or stop >= end:
            return low, high
        first = stop + 1


def link_over(text: str, start: int, end: int, words: str, address: str) -> Edit:
    """Make the link of the words of a line; words left as they were keep their formats."""
    is_kept = start < end and words == editing.words(text, start, end).strip()
    put = put_link(
        start, end, _flat(piece(text, start, end)) if is_kept else literal(words), address
    )
    first, stop = line_around(text, start, end)
    worn = PLAIN if start < end else worn_next(text[first:stop], start - first)
    return change(text, start, end, put.text, as_read=read, worn=worn)


def button_over(text: str, start: int, end: int, words: str, address: str) -> Edit:
    """Make a button of the words of a line: in a paragraph of its own.

    A heading or a list line that is nothing else becomes one with the button in it; another
    stays as it is, with the button below.
    """
    first, stop = line_around(text, start, end)
    lead = _behind_lead(text, first, stop)
    words = literal(words)
    if lead == first or not text[first:lead].strip():
        return beside_marks(text, put_button(text, start, end, words, address))
    link = link_at(text, start, end)
    is_all = start <= lead and not text[end:stop].strip()
    if not is_all and link is None:
        return beside_marks(text, put_button(text, stop, stop, words, address))
    return beside_marks(text, put_link(start, end, words, address, title="button"))


def image_over(text: str, start: int, end: int, words: str, address: str, width: int) -> Edit:
    """Write an image where the cursor is, or over a selection; width 0 is its own.

    It is a paragraph of its own, above or below a heading, which stays one; in a list or a
    quotation it stands in the line, so that these go on as one.
    """
    put = partial(put_image, words=literal(words), address=address, width=width)
    return _image_over(text, start, end, put)


def image_moved(
    text: str, start: int, end: int, at: int, *, is_below_all: bool = False
) -> Edit | None:
    """Move an image, which is selected, to where a line begins or ends, and leave it selected.

    It takes its empty line along, and is a paragraph of its own but at the end of a line of a
    list or a quotation, unless that is `is_below_all`. `None` for one that stands among words,
    or for none.
    """
    if not stands_alone(text, start, end):
        return None
    first, stop = line_around(text, start, end)
    stop += len(text[stop : stop + 2]) - len(text[stop : stop + 2].lstrip("\n"))
    if first <= at <= stop:
        return Edit(start=start, end=start, text="", select_from=start, select_to=end)
    left = text[:first] + text[stop:]
    to = at if at < first else at - (stop - first)
    put = partial(put_paragraph, made=text[start:end])
    is_apart = is_below_all or _begins_part(left, to)
    edit = beside_marks(left, put(left, to, to)) if is_apart else _image_over(left, to, to, put)
    made = left[: edit.start] + edit.text + left[edit.end :]
    shown = max(made.find(text[start:end], max(0, edit.start - (end - start))), 0)
    whole = Edit(
        start=0, end=len(text), text=made, select_from=shown, select_to=shown + end - start
    )
    return tight(text, min(first, at), max(stop, at), whole)


def goes_on(above: str, line: str) -> bool:
    """Say whether a line of a list or a quotation is of the same one as the line above it."""
    marks = [_mark(each, 0, len(each)) for each in (above, line)]
    if not all(marks) or marks[1].endswith("#"):
        return False
    kinds = {"1" if mark[0].isdigit() else mark[0] for mark in marks}
    return line[0].isspace() or len(kinds) == 1


def stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether an image is selected that is all of its line."""
    first, stop = line_around(text, start, end)
    image = link_at(text, start, end)
    if image is None or not image.is_image or (image.start, image.end) != (start, end):
        return False
    # Around it may be formats, which nobody sees of an image.
    beside = [each for each in read(text[first:stop]) if not start <= first + each.at < end]
    return all(each.is_space for each in beside)


def _begins_part(text: str, at: int) -> bool:
    """Say whether a line of a list or a quotation begins here, marks and all."""
    first, stop = line_around(text, at, at)
    mark = _mark(text, first, stop)
    return at == first and bool(mark) and not mark.endswith("#")


def _image_over(text: str, start: int, end: int, put: Callable[[str, int, int], Edit]) -> Edit:
    first, stop = line_around(text, start, start)
    lead = _behind_lead(text, first, stop)
    mark = text[first:lead].strip()
    is_first = bool(mark) and start <= lead
    if not mark or end > stop:
        return beside_marks(text, put(text, first if is_first else start, end))
    if not mark.endswith("#"):
        return _image_in_line(text, max(start, lead), max(end, lead), put("", 0, 0).text.strip())
    if is_first and start < end and not text[end:stop].strip():
        return beside_marks(text, put(text, first, stop))
    if not is_first:
        return beside_marks(text, put(text, stop, stop))
    above = put(text, first, first)
    further = len(above.text)
    edit = beside_marks(text, above)
    return replace(edit, select_from=start + further, select_to=end + further)


def _image_in_line(text: str, start: int, end: int, image: str) -> Edit:
    """Put an image among the words of a line, with room on both sides."""
    if start == end:
        start = end = behind(text, start)
    first, stop = line_around(text, start, end)
    before = editing.words(text, _behind_lead(text, first, stop), start)
    after = editing.words(text, end, stop)
    left = " " if before and not before[-1].isspace() else ""
    right = " " if after and not after[0].isspace() else ""
    put = f"{left}{image}{right}"
    if start == end == stop:
        return _behind_all(text, first, stop, put)
    return change(text, start, end, put, as_read=read)


def _behind_all(text: str, first: int, stop: int, put: str) -> Edit:
    """Put something behind all of a line, which stays as it is written where it can."""
    line, at = text[first:stop], stop + len(put)
    if as_seen(read(line + put)) != as_seen([*read(line), *read(put)]):
        return change(text, stop, stop, put, as_read=read)
    return Edit(start=stop, end=stop, text=put, select_from=at, select_to=at)


def beside_marks(text: str, put: Edit) -> Edit:
    """Give the edit that puts Markdown in and leaves what it is put into in pairs."""
    edit = change(text, put.start, put.end, put.text, as_read=read)
    # A paragraph of its own is left for the one behind.
    at = edit.select_to + put.select_to - put.start - len(put.text)
    return replace(edit, select_from=at, select_to=at)


def _within_line(text: str, first: int, stop: int, low: int, high: int) -> tuple[int, int]:
    """Narrow a selection within one line to words, and widen it to whole links."""
    low = min(max(low, _behind_lead(text, first, stop)), stop)
    high = max(low, high)
    for link in links(text, first, stop):
        if link.is_image or not (link.start < high and low < link.end):
            continue
        low, high = min(low, link.start), max(high, link.end)
    for image in links(text, first, stop):
        if image.is_image and image.start < high and low < image.end:
            if text[low : image.start].strip():
                high = image.start
            else:
                low, high = image.end, max(high, image.end)
    chosen = text[low:high]
    if chosen.strip():
        low, high = high - len(chosen.lstrip()), low + len(chosen.rstrip())
    return low, high


def _behind_lead(text: str, first: int, stop: int) -> int:
    """Give where the words of a line begin, behind all that says what kind of line it is."""
    at = first
    while (match := START.match(text, at, stop)) is not None and match[2]:
        at = match.end()
    return at


def _mark(text: str, first: int, stop: int) -> str:
    """Give what says what kind of line it is; nothing for a plain one."""
    return text[first : _behind_lead(text, first, stop)].strip()


def _line_end(text: str, at: int) -> int:
    return line_around(text, at, at)[1]


def _flat(words: str) -> str:
    """Let links within the words be words: there is no link within a link."""
    for link in reversed(list(links(words, 0, len(words)))):
        words = words[: link.start] + link.words + words[link.end :]
    return words
