"""What becomes a link or a button when its tool is used: words of one line, without their marks.

Pure: what makes a line a heading, a list or a quotation is never a part of it, and stays.
"""

from sgdesk.content import unseen
from sgdesk.content.emphasis import START, Edit
from sgdesk.content.looks import Kind, looks, pairs
from sgdesk.content.marks import Link, link_at, links, put_button, put_link


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


def seen(text: str, start: int, end: int) -> str:
    """Give a part of a line as it is seen."""
    first, stop = text.rfind("\n", 0, start) + 1, _line_end(text, start)
    unseen_places = {
        first + at
        for piece in looks(text[first:stop])
        if Kind.MARK in piece.kinds
        for at in range(piece.start, piece.start + piece.length)
    }
    return "".join(text[at] for at in range(start, end) if at not in unseen_places)


def link_over(text: str, start: int, end: int, words: str, address: str) -> Edit:
    """Make the link of the words of a line; words left as they were keep their formats."""
    kept = words
    if start < end and words == seen(text, start, end).strip():
        kept = _whole_piece(text, start, end)
    left, at, until = _parted(text, start, end)
    return _as_one(text, left, put_link(at, until, _flat(kept), address))


def button_over(text: str, start: int, end: int, words: str, address: str) -> Edit:
    """Make a button of the words of a line: in a paragraph of its own.

    A heading or a list line that is nothing else becomes one with the button in it; another
    stays as it is, with the button below.
    """
    first, stop = text.rfind("\n", 0, start) + 1, _line_end(text, end)
    lead = _behind_lead(text, first, stop)
    if lead == first or not text[first:lead].strip():
        left, at, until = _parted(text, start, end)
        return _as_one(text, left, put_button(left, at, until, words, address))
    link = link_at(text, start, end)
    is_all = start <= lead and not text[end:stop].strip()
    if not is_all and link is None:
        return put_button(text, stop, stop, words, address)
    return put_link(start, end, words, address, title="button")


def link_words(link: Link, text: str) -> str:
    """Give the words of a link as they are seen."""
    return seen(text, *link.parts[0])


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


def _line_end(text: str, at: int) -> int:
    stop = text.find("\n", at)
    return len(text) if stop < 0 else stop


def _cuts_marks(text: str, start: int, end: int) -> bool:
    """Say whether one mark of a pair would be within the words and the other outside."""
    first, stop = text.rfind("\n", 0, start) + 1, _line_end(text, start)
    return any(
        (start <= first + pair.start - len(pair.mark) < end) != (start <= first + pair.end < end)
        for pair in pairs(text[first:stop])
    )


def _whole_piece(text: str, start: int, end: int) -> str:
    is_cut = _cuts_marks(text, start, end)
    return unseen.piece(text, start, end) if is_cut else text[start:end]


def _parted(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Take words out that cut marks in two, and give the text and the place that is left."""
    out = unseen.take_out(text, start, end) if _cuts_marks(text, start, end) else None
    if out is None:
        return text, start, end
    # Behind the marks that end there: the words bring their own.
    at = out.start + unseen.past(out.text, out.select_from - out.start, back=False)
    return text[: out.start] + out.text + text[out.end :], at, at


def _as_one(text: str, left: str, edit: Edit) -> Edit:
    """Make one edit of the text of one that follows upon what was taken out of it."""
    if left == text:
        return edit
    made = left[: edit.start] + edit.text + left[edit.end :]
    first = text.rfind("\n", 0, edit.start) + 1
    stop = _line_end(text, first)
    return Edit(
        start=first,
        end=stop,
        text=made[first : len(made) - len(text) + stop],
        select_from=edit.select_from,
        select_to=edit.select_to,
    )


def _flat(words: str) -> str:
    """Let links within the words be words: there is no link within a link."""
    for link in reversed(list(links(words, 0, len(words)))):
        words = words[: link.start] + link.words + words[link.end :]
    return words
