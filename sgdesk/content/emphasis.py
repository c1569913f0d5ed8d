"""Bold, italic and struck through: put on, taken off, and what is worn by what is typed next.

Pure: each takes the text and what is selected in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sgdesk.content.edit import START, Edit, line_around
from sgdesk.content.letters import PLAIN, Letter, Worn, dressed, read, write

MARKS = {"bold": "**", "italic": "*", "strike": "~~"}


def toggle(text: str, start: int, end: int, mark: str) -> Edit:
    """Make the selection wear a mark of `MARKS`, or no longer so where all of it does.

    Nothing selected means the word around the cursor.
    """
    if start == end:
        start, end = word_at(text, start)
    first, stop = line_around(text, start, end)
    lines = [_line(*each) for each in _lines(text[first:stop], start - first, end - first)]
    chosen = [line for line in lines if line.first < line.last]
    if not chosen:
        return Edit(start=end, end=end, text="", select_from=start, select_to=end)
    wear = not all(line.is_worn(mark) for line in chosen)
    made: list[str] = []
    selected: list[int] = []
    at = first
    for line in lines:
        written, low, high = line.put(mark, wear=wear)
        if line.first < line.last:
            selected += (at + low, at + high)
        made.append(written)
        at += len(written) + 1
    return Edit(
        start=first,
        end=stop,
        text="\n".join(made),
        select_from=selected[0],
        select_to=selected[-1],
    )


def is_marked(text: str, start: int, end: int, mark: str) -> bool:
    """Say whether all that is selected wears a mark, or what is typed next would."""
    first, stop = line_around(text, start, end)
    if start == end:
        return mark in worn_next(text[first:stop], start - first)
    lines = [_line(*each) for each in _lines(text[first:stop], start - first, end - first)]
    chosen = [line for line in lines if line.first < line.last]
    return bool(chosen) and all(line.is_worn(mark) for line in chosen)


def worn_next(line: str, at: int) -> Worn:
    """Give what a letter typed at a place of a line wears: the same as the one before it."""
    letters = dressed(read(line))
    lead = _lead(letters)
    place = sum(each.at < at for each in letters)
    before = next((each for each in reversed(letters[lead:place]) if not each.edge), None)
    if before is not None:
        return before.worn
    return next((each.worn for each in letters[max(lead, place) :] if not each.edge), PLAIN)


def takes_word(line: str, at: int, mark: str, worn: Worn) -> bool:
    """Say whether a button that is pressed with nothing selected is about the word at a place.

    It is not where the word has the format, or what is typed next does; `worn` says the latter.
    """
    start, end = word_at(line, at)
    return mark not in worn and start < end and not is_marked(line, start, end, mark)


def toggle_word(line: str, at: int, mark: str) -> Edit:
    """Make the word at a place wear a mark; the cursor stays where it is."""
    edit = toggle(line, at, at, mark)
    made = line[: edit.start] + edit.text + line[edit.end :]
    count = sum(each.at < at for each in dressed(read(line)))
    letters = dressed(read(made))
    last = letters[count - 1] if count else None
    place = last.at + len(last.raw) if last is not None else 0
    return replace(edit, select_from=place, select_to=place)


def worn_first(line: str, start: int, end: int) -> Worn:
    """Give what the first letter of a part of a line wears."""
    letters = dressed(read(line))
    return next((each.worn for each in letters if start <= each.at < end and each.seen), PLAIN)


def word_at(text: str, at: int) -> tuple[int, int]:
    """Give where the word at a place begins and ends, the same twice for none."""
    first, stop = line_around(text, at, at)
    letters = [each for each in read(text[first:stop]) if each.seen]
    place = sum(each.at < at - first for each in letters)
    low, high = place, place
    while low > 0 and _is_of_word(letters[low - 1]):
        low -= 1
    while high < len(letters) and _is_of_word(letters[high]):
        high += 1
    if low == high:
        return at, at
    last = letters[high - 1]
    return first + letters[low].at, first + last.at + len(last.raw)


def _is_of_word(letter: Letter) -> bool:
    return letter.seen.isalnum() or letter.seen in "_'’"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line, and its letters that are selected; spaces at the ends are none."""

    letters: Sequence[Letter]
    first: int
    last: int

    def is_worn(self, mark: str) -> bool:
        """Say whether all that is selected wears a mark."""
        chosen = self.letters[self.first : self.last]
        return all(mark in each.worn for each in chosen if each.seen and not each.is_space)

    def put(self, mark: str, *, wear: bool) -> tuple[str, int, int]:
        """Write the line anew; beside it, where what is selected begins and ends."""
        letters = list(self.letters)
        for at in range(self.first, self.last):
            worn = letters[at].worn
            letters[at] = letters[at]._replace(worn=worn | {mark} if wear else worn - {mark})
        letters = dressed(letters)
        written, places = write(letters)
        if self.first >= self.last:
            return written, 0, 0
        last = self.last - 1
        return written, places[self.first], places[last] + len(letters[last].raw)


def _lines(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Give each line of a text with the part of it that lies between two places."""
    found: list[tuple[str, int, int]] = []
    at = 0
    for line in text.split("\n"):
        found.append((line, max(start - at, 0), min(end - at, len(line))))
        at += len(line) + 1
    return found


def _line(line: str, start: int, end: int) -> _Line:
    letters = dressed(read(line))
    first = max(sum(each.at < start for each in letters), _lead(letters))
    last = sum(each.at < end for each in letters)
    while first < last and letters[first].is_space:
        first += 1
    while last > first and letters[last - 1].is_space:
        last -= 1
    return _Line(letters=letters, first=first, last=last)


def _lead(letters: Sequence[Letter]) -> int:
    """Count the letters that make a line a list or a heading."""
    plain = "".join("x" if each.worn or len(each.raw) != 1 else each.raw for each in letters)
    match = START.match(plain)
    return match.end() if match is not None and match[2] else 0
