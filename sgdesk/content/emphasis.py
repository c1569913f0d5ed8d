"""Bold and italic in Markdown: put on, taken off, switched for what is typed next.

Pure: each takes the text and what is selected in it, and gives one `Edit`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sgdesk.content.pairing import Marked, paired

MARKS = {"bold": "**", "italic": "*"}
START = re.compile(r"(\s*)((?:[-*+]|\d{1,9}[.)]|#{1,6}|>)\s+)?")
"""The beginning of a line that wears no mark: spaces, and what makes it a list or a heading."""
_LINK = re.compile(r"!?\[[^\[\]\n]*\]\([^()\n]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Put `text` where `start` to `end` was, then select a part of the whole text."""

    start: int
    end: int
    text: str
    select_from: int
    select_to: int


def toggle(text: str, start: int, end: int, mark: str) -> Edit:
    """Make the selection bold (`**`) or italic (`*`), or no longer so where all of it is.

    Nothing selected means the word around the cursor, or what is typed next; within marked
    words, too, what is typed next is plain again.
    """
    if start == end:
        if (behind := _step_back(text, start, mark)) is not None:
            return behind
        if (within := _step_in(text, start, mark)) is not None:
            return within
        around = around_next(text, start, mark)
        if around is not None:
            return _type_plain(text, start, around)
        start, end = _word(text, start)
    if start == end:
        at = start + len(mark)
        return Edit(start=start, end=start, text=mark * 2, select_from=at, select_to=at)
    return _toggle_selected(text, start, end, mark)


def is_marked(text: str, start: int, end: int, mark: str) -> bool:
    """Say whether all that is selected is bold or italic, or what is typed next would be."""
    if start == end:
        return around_next(text, start, mark) is not None
    lines = _selected(text, start, end, mark)
    return bool(lines) and all(line.is_worn for line in lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line without its marks of one kind, and the letters of it that are selected."""

    bare: str
    worn: tuple[bool, ...]
    """Which letters wore the mark."""
    first: int
    last: int
    """The selected letters, from the first to before the last; spaces at the ends are none."""

    @property
    def is_worn(self) -> bool:
        letters = range(self.first, self.last)
        return all(self.worn[at] for at in letters if self.bare[at] not in " \t*")


def _selected(text: str, start: int, end: int, mark: str) -> list[_Line]:
    """Give the lines of the selection in which there is something to mark."""
    return [line for line, _, _ in _lines_of(text, start, end, mark) if line is not None]


def _lines_of(
    text: str, start: int, end: int, mark: str
) -> Iterable[tuple[_Line | None, int, int]]:
    """Give each line that the selection touches, with its place in the text."""
    at = text.rfind("\n", 0, start) + 1
    while at <= end:
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        yield _line(text[at:stop], max(start - at, 0), end - at, mark), at, stop
        at = stop + 1


def _line(line: str, start: int, end: int, mark: str) -> _Line | None:
    pairs = [pair for pair in paired(line, 0, len(line))[0] if pair.mark == mark]
    size = len(mark)
    ends = [place for pair in pairs for place in (pair.start - size, pair.end)]
    gone = {place + step for place in ends for step in range(size)}
    places = [at for at in range(len(line)) if at not in gone]
    bare = "".join(line[at] for at in places)
    lead = START.match(bare)
    first = max(sum(at < start for at in places), lead.end() if lead else 0)
    last = sum(at < end for at in places)
    first, last = _trimmed(bare, first, last)
    if first >= last:
        return None
    worn = tuple(any(pair.start <= at < pair.end for pair in pairs) for at in places)
    return _Line(bare=bare, worn=worn, first=first, last=last)


def _trimmed(text: str, first: int, last: int) -> tuple[int, int]:
    while first < last and text[first] in " \t*":
        first += 1
    while last > first and text[last - 1] in " \t*":
        last -= 1
    return first, last


def _toggle_selected(text: str, start: int, end: int, mark: str) -> Edit:
    lines = list(_lines_of(text, start, end, mark))
    chosen = [line for line, _, _ in lines if line is not None]
    if not chosen:
        return Edit(start=start, end=end, text=text[start:end], select_from=start, select_to=end)
    wear = not all(line.is_worn for line in chosen)
    begin = lines[0][1]
    made: list[str] = []
    selected: list[int] = []
    at = begin
    for line, place, stop in lines:
        if line is None:
            made.append(text[place:stop])
        else:
            written, first, last = _put_on(line, mark) if wear else _take_off(line, mark)
            made.append(written)
            selected += (at + first, at + last)
        at += len(made[-1]) + 1
    return Edit(
        start=begin,
        end=lines[-1][2],
        text="\n".join(made),
        select_from=selected[0],
        select_to=selected[-1],
    )


def _put_on(line: _Line, mark: str) -> tuple[str, int, int]:
    """Let the selected letters wear the mark, and all of a link or of other marks that the
    selection cuts through: half of one would be read as asterisks."""
    first, last = line.first, line.last
    pairs = paired(line.bare, 0, len(line.bare))[0]
    around = [match.span() for match in _LINK.finditer(line.bare)]
    around += [(pair.start - len(pair.mark), pair.end + len(pair.mark)) for pair in pairs]
    for _ in around:
        for begin, stop in around:
            if begin < first < stop < last or first < begin < last < stop:
                first, last = min(first, begin), max(last, stop)
    worn = [is_worn or first <= at < last for at, is_worn in enumerate(line.worn)]
    return _written(line, worn, mark)


def _take_off(line: _Line, mark: str) -> tuple[str, int, int]:
    """Let the selected letters wear the mark no longer; where Markdown cannot say that of a
    part, the letters around them neither."""
    worn = [is_worn and not line.first <= at < line.last for at, is_worn in enumerate(line.worn)]
    written = _written(line, worn, mark)
    before = _dressed(_written(line, list(line.worn), mark)[0])
    stays = [is_worn for is_worn, letter in zip(worn, line.bare, strict=True) if letter != "*"]
    wanted = [
        (letter, marks | {mark} if is_worn else marks - {mark})
        for (letter, marks), is_worn in zip(before, stays, strict=True)
    ]
    if all(
        one == other or one[0] == " "
        for one, other in zip(_dressed(written[0]), wanted, strict=True)
    ):
        return written
    first, last = line.first, line.last
    while first and line.worn[first - 1]:
        first -= 1
    while last < len(line.worn) and line.worn[last]:
        last += 1
    worn = [is_worn and not first <= at < last for at, is_worn in enumerate(line.worn)]
    return _written(line, worn, mark)


def _written(line: _Line, worn: list[bool], mark: str) -> tuple[str, int, int]:
    """Write a line with its marks; give where the selection begins and ends in it."""
    opens: set[int] = set()
    closes: set[int] = set()
    at = 0
    while at < len(worn):
        stop = at
        while stop < len(worn) and worn[stop]:
            stop += 1
        first, last = _trimmed(line.bare, at, stop)
        if first < last:
            opens.add(first)
            closes.add(last)
        at = max(stop, at + 1)
    made = ""
    first = last = 0
    for at in range(len(line.bare) + 1):
        if at == line.last:
            last = len(made)
        made += mark if at in closes else ""
        made += mark if at in opens else ""
        if at == line.first:
            first = len(made)
        made += line.bare[at : at + 1]
    return made, first, last


def _dressed(line: str) -> list[tuple[str, frozenset[str]]]:
    """Give each letter that is no asterisk with the marks that it wears."""
    pairs = paired(line, 0, len(line))[0]
    return [
        (letter, frozenset(pair.mark for pair in pairs if pair.start <= at < pair.end))
        for at, letter in enumerate(line)
        if letter != "*"
    ]


def _type_plain(text: str, at: int, around: Marked) -> Edit:
    """Let what is typed next wear the mark no longer: behind the words, before them, or between
    two halves of them; where Markdown cannot say that, the words neither."""
    if _ends_here(text, at, around):
        return _leave(text, at, around)
    mark, size = around.mark, len(around.mark)
    if text[around.start : around.end].strip("* ") and not text[around.start : at].strip("*"):
        place = around.start - size
        return Edit(start=place, end=place, text="", select_from=place, select_to=place)
    # A mark beside a space would neither open nor close.
    first, last = len(text[:at].rstrip(" ")), len(text) - len(text[at:].lstrip(" "))
    before, after = text[first:at], text[at:last]
    cursor = first + size + len(before)
    split = Edit(
        start=first,
        end=last,
        text=f"{mark}{before}{after}{mark}",
        select_from=cursor,
        select_to=cursor,
    )
    is_blank = not text[around.start : around.end].strip("* ")
    return split if not is_blank and _parts(text, at, split) else _unmark(text, around, at, at)


def _parts(text: str, at: int, split: Edit) -> bool:
    """Say whether the words stay as they are on both sides of a letter typed after a split."""
    begin = text.rfind("\n", 0, at) + 1
    stop = text.find("\n", at)
    stop = len(text) if stop < 0 else stop
    made = text[: split.start] + split.text + text[split.end : stop]
    typed = f"{made[: split.select_from]}x{made[split.select_from :]}"[begin:]
    number = len(text[begin:at].replace("*", ""))
    dressed = _dressed(typed)
    before = _dressed(f"{text[begin:at]}x{text[at:stop]}")
    mark = split.text.replace(" ", "")[: len(split.text.replace(" ", "")) // 2]
    is_plain = dressed[number][1] == before[number][1] - {mark}
    rest = [each for each in dressed[:number] + dressed[number + 1 :] if each[0] != " "]
    return is_plain and rest == [
        each for each in before[:number] + before[number + 1 :] if each[0] != " "
    ]


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


def _step_in(text: str, at: int, mark: str) -> Edit | None:
    """Go behind the opening marks that begin right here: what is typed next is marked."""
    inside = at + len(mark)
    if text[at:inside] != mark or around_next(text, at, mark) is not None:
        return None
    marked = around_next(text, inside, mark)
    if marked is None or text[marked.start : inside].strip("*") or not text[inside : marked.end]:
        return None
    return Edit(start=at, end=at, text="", select_from=inside, select_to=inside)


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


def _run(text: str, at: int, step: int) -> int:
    """Count the asterisks before or after a place."""
    count = 0
    at = at - 1 if step < 0 else at
    while 0 <= at < len(text) and text[at] == "*":
        count, at = count + 1, at + step
    return count
