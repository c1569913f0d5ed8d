"""Editing the letters of the writing: what is typed, pasted, removed, replaced, copied or found.

Pure. Every change goes through the letters of the lines that it touches, so nothing is ever left
of a mark, a link or a picture by half, and no letter changes its look for what happens beside it.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from sgdesk.content.edit import START, Edit, line_around
from sgdesk.content.finding import Span, matches_of
from sgdesk.content.letters import (
    JOINER,
    PLAIN,
    Letter,
    Worn,
    dressed,
    groups,
    is_plain,
    read,
    typed,
    write,
)

AsRead = Callable[[str], list[Letter]]
"""Reads a line that is put in: as `typed` does, or as `read`."""
_WORD_BEFORE = re.compile(r"(?:\w+|[^\w\s]+)?\s*\Z")
_WORD_BEHIND = re.compile(r"(?:\w+|[^\w\s]+)?\s*")
_PLAIN_WORDS = re.compile(r"[^\W_](?:[\w ,.;'-]*[^\W_])?")
"""Words that begin and end with a letter, and mean nothing else whatever stands around them."""
_UNSEEN = dict.fromkeys(map(ord, f"*\\`~{JOINER}"))
"""What may stand between two letters that are seen beside each other, unless there is a link."""


def change(
    text: str, start: int, end: int, put: str = "", *, as_read: AsRead = typed, worn: Worn = PLAIN
) -> Edit:
    """Give the edit that puts something in the place of a selection, with the cursor behind it.

    It is read by `as_read`, and wears `worn` beside what it brings along.
    """
    first, stop = line_around(text, start, end)
    head, tail = _around(text, start, end, is_typed=bool(put))
    lines = put.split("\n")
    begins = _wearing(as_read(lines[0]), worn)
    if len(lines) > 1 or any(each.edge for each in begins):
        head, tail = _behind_object(head, tail)
    if len(lines) == 1:
        made, places = write(whole := dressed([*head, *begins, *tail]))
        at = behind(whole, places, len(head) + len(begins))
    else:
        ends = _wearing(as_read(lines[-1]), worn)
        # A line that is not cut stays as it is written, though another form of it were the normal.
        is_above, is_below = _is_whole_above(text, start, lines), _is_whole_below(text, end, lines)
        above = text[first:start] if is_above else write(dressed([*head, *begins]))[0]
        made = "\n".join((above, *lines[1:-1], ""))
        at = len(made)
        line, places = write(whole := dressed([*ends, *tail]))
        at += behind(whole, places, len(ends))
        made += text[end:stop] if is_below else line
    at += first
    return tight(
        text, start, end, Edit(start=first, end=stop, text=made, select_from=at, select_to=at)
    )


def _is_whole_above(text: str, start: int, put: Sequence[str]) -> bool:
    return not put[0] and text[start : start + 1] in ("", "\n")


def _is_whole_below(text: str, end: int, put: Sequence[str]) -> bool:
    return not put[-1] and (not end or text[end - 1] == "\n")


def piece(text: str, start: int, end: int) -> str:
    """Give a part of the text as Markdown, with all that its letters wear."""
    return "\n".join(write(dressed(part))[0] for part in _selected(text, start, end))


def words(text: str, start: int, end: int) -> str:
    """Give a part of the text as it is seen."""
    return "\n".join("".join(each.seen for each in part) for part in _selected(text, start, end))


def found(line: str, wanted: str) -> list[tuple[int, int]]:
    """Give where words that are seen stand in a line."""
    if is_plain(line):
        return [match.span() for match in matches_of(line, wanted)]
    if (
        "](" not in line
        and wanted.translate(_UNSEEN).lower() not in line.translate(_UNSEEN).lower()
    ):
        # Reading a line takes longer than seeing that it cannot be there.
        return []
    seen = [each for each in read(line) if each.seen]
    places = []
    for match in matches_of("".join(each.seen for each in seen), wanted):
        last = seen[match.end() - 1]
        places.append((seen[match.start()].at, last.at + len(last.raw)))
    return places


def replaced(line: str, wanted: str, put: str) -> tuple[str, int]:
    """Put other words in the place of some, wherever they are seen in a line; count them."""
    places = found(line, wanted)
    if not places:
        return line, 0
    spliced = _spliced(line, places, wanted, put)
    return (_rewritten(line, places, put) if spliced is None else spliced), len(places)


def _spliced(line: str, places: Sequence[Span], wanted: str, put: str) -> str | None:
    """Put plain words in the place of plain ones, which changes nothing around them.

    It takes no reading of the letters; `None` where that is needed.
    """
    if not _PLAIN_WORDS.fullmatch(put) or not _PLAIN_WORDS.fullmatch(wanted):
        return None
    if any(end - start != len(wanted) for start, end in places):
        # Marks or backslashes stand within it.
        return None
    made: list[str] = []
    at = 0
    for start, end in places:
        made += (line[at:start], put)
        at = end
    return "".join((*made, line[at:]))


def _rewritten(line: str, places: Sequence[Span], put: str) -> str:
    """Put words in the place of some, link by link: what is far from them stays as it is."""
    letters = dressed(read(line))
    starts = [each.at for each in letters]
    edges = groups(letters)
    made: list[Letter] = []
    done = 0
    waiting: list[Span] = []
    low = high = 0
    for start, end in (*places, (len(line) + 1, len(line) + 1)):
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        if waiting and first >= high:
            made += letters[done:low]
            made += _put_in(letters[low:high], [(a - low, b - low) for a, b in waiting], put)
            done, waiting = high, []
        touched = [each for each in edges if each[0] < last and first <= each[1]]
        if not waiting:
            low = min([first, *(begin for begin, _ in touched)])
            high = low
        high = max([high, last, *(stop + 1 for _, stop in touched)])
        waiting.append((first, last))
    return write(dressed([*made, *letters[done:]]))[0]


def _put_in(letters: list[Letter], places: Sequence[Span], put: str) -> list[Letter]:
    for low, high in reversed(places):
        worn = letters[low].worn
        before, after = cut(letters, low, high, is_typed=bool(put))
        letters = [*before, *typed(put, worn), *after]
    return letters


def without_beside(line: str, at: int, *, back: bool, is_word: bool = False) -> Edit | None:
    """Give the edit of a key that removes what is before or behind a place; `None` for nothing.

    At an edge a picture or button goes as a whole, and a link becomes its words.
    """
    letters = dressed(read(line))
    count = _count(letters, at)
    beside = count - 1 if back else count
    if not 0 <= beside < len(letters):
        return None
    letter = letters[beside]
    group = next((each for each in groups(letters) if beside in each), None)
    if group is None:
        start, end = letter.at, letter.at + len(letter.raw)
        if is_word:
            to = _word_end(line, at, back=back)
            start, end = (to, end) if back else (start, to)
        return change(line, start, end)
    first, last = group
    if letter.within in ("link", "code"):
        return _unlinked(line, letters, group, first if beside == first else last - 1)
    return change(line, letters[first].at, letters[last].at + len(letters[last].raw))


def _unlinked(line: str, letters: Sequence[Letter], group: tuple[int, int], count: int) -> Edit:
    """Leave of a link its words, with the cursor behind so many letters."""
    words = dressed([each for at, each in enumerate(letters) if at not in group])
    made, places = write(words)
    at = behind(words, places, count)
    return Edit(start=0, end=len(line), text=made, select_from=at, select_to=at)


def _word_end(line: str, at: int, *, back: bool) -> int:
    letters = [each for each in read(line) if each.seen]
    count = _count(letters, at)
    seen = "".join(each.seen for each in letters)
    if back:
        match = _WORD_BEFORE.search(seen[:count])
        return letters[match.start()].at if match else at
    match = _WORD_BEHIND.match(seen, count)
    last = letters[match.end() - 1] if match else letters[count]
    return last.at + len(last.raw)


def cut(
    letters: Sequence[Letter], first: int, last: int, *, is_typed: bool
) -> tuple[list[Letter], list[Letter]]:
    """Give what is left of letters before and behind some that are removed.

    A picture of which a half would be left goes as a whole; a link stays around its words while
    there are any, or others come in their place.
    """
    gone = set(range(first, last))
    kept: set[int] = set()
    for begin, stop in groups(letters):
        if not gone & set(range(begin, stop + 1)) or {begin, stop} <= gone:
            continue
        is_half = begin in gone or stop in gone
        inside = [at for at in range(begin + 1, stop) if at not in gone]
        has_words = any(not letters[at].seen.isspace() for at in inside)
        is_picture = letters[begin].within == "image"
        if (is_picture and is_half) or (
            not is_picture and not has_words and (is_half or not is_typed)
        ):
            gone |= set(range(begin, stop + 1))
        else:
            kept |= {begin, stop} & gone
    before = [letters[at] for at in range(first) if at not in gone]
    after = [letters[at] for at in range(last, len(letters)) if at not in gone]
    before += [letters[at] for at in sorted(kept) if letters[at].edge == "close"]
    return before, [letters[at] for at in sorted(kept) if letters[at].edge == "open"] + after


def tight(text: str, start: int, end: int, edit: Edit) -> Edit:
    """Give the edit without what stays as it is before one place and behind another."""
    made = edit.text
    before = _alike(text[edit.start : start], made)
    room = min(edit.end - end, len(made) - before)
    old, new = text[edit.end - room : edit.end], made[len(made) - room :]
    after = _alike(old[::-1], new[::-1])
    return replace(
        edit,
        start=edit.start + before,
        end=edit.end - after,
        text=made[before : len(made) - after],
    )


def _around(
    text: str, start: int, end: int, *, is_typed: bool
) -> tuple[list[Letter], list[Letter]]:
    """Give the letters that stay before a selection and behind it, each of one line."""
    first, first_stop = line_around(text, start, start)
    last, last_stop = line_around(text, end, end)
    letters = dressed(read(text[first:first_stop]))
    low = _count(letters, start - first)
    if first == last:
        return cut(letters, low, _count(letters, end - first), is_typed=is_typed)
    head, _ = cut(letters, low, len(letters), is_typed=is_typed)
    line = text[last:last_stop]
    high = end - last
    if any(not each.seen.isspace() for each in head):
        # What makes a line a list or a heading is for the line that it begins.
        lead = START.match(line)
        high = max(high, lead.end() if lead and lead[2] else 0)
    letters = dressed(read(line))
    _, tail = cut(letters, 0, _count(letters, high), is_typed=is_typed)
    return head, tail


def _count(letters: Sequence[Letter], at: int) -> int:
    return sum(each.at < at for each in letters)


def _wearing(letters: list[Letter], worn: Worn) -> list[Letter]:
    return [each._replace(worn=each.worn | worn) for each in letters] if worn else letters


def _behind_object(head: list[Letter], tail: list[Letter]) -> tuple[list[Letter], list[Letter]]:
    """Let the cut be behind a link, where it is within one: what comes there cannot be in it."""
    edges = [each.edge for each in head if each.edge]
    if not edges or edges[-1] == "close":
        return head, tail
    close = next(at for at, each in enumerate(tail) if each.edge == "close")
    return head + tail[: close + 1], tail[close + 1 :]


def behind(letters: Sequence[Letter], places: Sequence[int], count: int) -> int:
    """Give the place right behind so many letters, before the marks that end there."""
    return places[count - 1] + len(letters[count - 1].raw) if count else 0


def _selected(text: str, start: int, end: int) -> list[list[Letter]]:
    """Give the letters of each line that are selected; of a link with what makes it one."""
    first, stop = line_around(text, start, end)
    parts: list[list[Letter]] = []
    at = first
    for line in text[first:stop].split("\n"):
        letters = dressed(read(line))
        low, high = _count(letters, start - at), _count(letters, end - at)
        whole = set(range(low, high))
        for begin, last in groups(letters):
            if whole & set(range(begin + 1, last)) and letters[begin].within != "image":
                whole |= {begin, last}
        parts.append([letters[each] for each in sorted(whole)])
        at += len(line) + 1
    return parts


def _alike(one: str, other: str) -> int:
    """Count the letters with which both begin."""
    both = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(both) if a != b), min(len(one), len(other)))
