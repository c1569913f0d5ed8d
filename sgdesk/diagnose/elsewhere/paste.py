"""Read what the lines printed out of a paste: with prompts, quote marks and wrapped lines.

Each line that they print begins with its number, and the last says how many lines and
characters came before it. So what was cut off is named, and what was wrapped by a mail
program is put together again and known to be whole.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sgdesk.diagnose.elsewhere.lines import VERSION
from sgdesk.errors import InputError

LONGEST_PASTE = 4_000_000
"""Characters; a test prints some 5,000."""
_QUOTE = re.compile(r"^(?:[ \t]*[>|])+[ \t]?")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\x00"))
_NUMBER = re.compile(r"(?:(?<=\s)|^)sg([0-9]{3})(?=\s|$)", re.MULTILINE)
_HEAD = re.compile(r"sgdesk-test ([0-9]{1,4}) ")
_END = re.compile(r"end ([0-9]{1,4}) lines ([0-9]{1,7}) characters\b")
_AGAIN = (
    "Copy all of it, from the line that begins with sg001 to the last one, which says end, and "
    "try again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste:
    """The lines of one test, whole and in order, without their numbers."""

    lines: tuple[str, ...]
    tests: int = 1
    """How many tests the text held; these lines are those of the last whole one."""


def holds_test(text: str) -> bool:
    """Say whether a text seems to be what the lines for another computer print."""
    return "sgdesk-test " in text and "sg001" in text


def read_paste(text: str) -> Paste:
    """Find the lines of a test in `text`; raises `InputError` that names what is missing."""
    if len(text) > LONGEST_PASTE:
        raise InputError(
            "That is too much text for the output of a test.",
            remedy="Give only what the lines printed.",
        )
    tests = list(_tests(_unquoted(text)))
    if not tests:
        raise InputError(
            "No output of a test on another computer was found.",
            why="Its lines begin with sg001, sg002 and so on.",
            remedy="Run the lines for another computer there, and copy all that they print.",
        )
    trouble: InputError | None = None
    for parts in reversed(tests):
        try:
            return Paste(lines=_whole(parts), tests=len(tests))
        except InputError as error:
            trouble = trouble or error
    raise trouble or InputError("No output of a test was found.")


def _unquoted(text: str) -> str:
    """Take off what mail programs put before lines."""
    lines = text.translate(_INVISIBLE).replace("\u00a0", " ").splitlines()
    return "\n".join(_QUOTE.sub("", line) for line in lines)


def _tests(text: str) -> Iterator[list[tuple[int, str]]]:
    """Give each test's parts: the number of a line, and what follows up to the next number."""
    marks = list(_NUMBER.finditer(text))
    parts: list[tuple[int, str]] = []
    for mark, following in zip_longest(marks, marks[1:]):
        until = following.start() if following else len(text)
        number = int(mark[1])
        if number == 1 and parts:
            yield parts
            parts = []
        parts.append((number, text[mark.end() : until].rstrip("\n")))
    if parts:
        yield parts


def _whole(parts: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Put a test's lines together; raises `InputError` where one is missing or was changed."""
    found: dict[int, str] = {}
    for number, line in parts:
        if _joined(found.setdefault(number, line)) != _joined(line):
            raise InputError(f"The line sg{number:03d} is there twice, and differs.", remedy=_AGAIN)
    head = _HEAD.match(_joined(found.get(1, "")) + " ")
    if head is not None and int(head[1]) != VERSION:
        raise InputError(
            "This was printed by the lines of another version of sgdesk.",
            remedy="Run the lines that this version gives for another computer.",
        )
    last = max(found)
    end = _END.match(_joined(found[last]))
    missing = [n for n in range(1, last) if n not in found]
    if end is None:
        raise InputError(
            f"The end of the output is missing: it breaks off after the line sg{last:03d}.",
            why=f"Missing before that, too: {_spans(missing)}." if missing else "",
            remedy=_AGAIN,
        )
    count, characters = int(end[1]), int(end[2])
    if missing or count != last - 1:
        raise InputError(
            f"Of {count} lines, these are missing: {_spans(missing)}."
            if missing
            else "The lines do not belong together.",
            remedy=_AGAIN,
        )
    return _unwrapped(found, last, characters)


def _unwrapped(found: Mapping[int, str], last: int, characters: int) -> tuple[str, ...]:
    """Choose how lines were wrapped by the number of characters that were printed."""
    rows = [found[number].split("\n") for number in range(1, last)]
    for unwrap in _WAYS:
        lines = tuple(map(_joined, unwrap(rows)))
        if sum(map(len, lines)) == characters:
            return lines
    here = sum(len(_joined(found[n])) for n in range(1, last))
    raise InputError(
        "All lines are there, but their text was changed on the way.",
        why=f"{characters} characters were printed, and {here} are here.",
        remedy="Copy the output as plain text, or save it to a file there, and try again.",
    )


def _joined(line: str) -> str:
    return " ".join(line.split())


Rows = Sequence[Sequence[str]]


def _between_words(rows: Rows) -> Iterator[str]:
    """Join what a mail program has wrapped."""
    return (" ".join(each) for each in rows)


def _within_words(rows: Rows) -> Iterator[str]:
    """Join what a terminal has cut at its width; spaces at the end of a row are lost in copying."""
    width = max((len(each[0]) for each in rows if len(each) > 1), default=0)
    for first, *more in rows:
        pieces = [first.ljust(width), *(each.ljust(width + _NUMBER_WIDTH) for each in more)]
        yield "".join(pieces)


def _first_rows(rows: Rows) -> Iterator[str]:
    """Leave out what was put between lines, as the names and times of a chat."""
    return (each[0] for each in rows)


_WAYS: tuple[Callable[[Rows], Iterator[str]], ...] = (_between_words, _within_words, _first_rows)
_NUMBER_WIDTH = len("sg001")


def _spans(numbers: Sequence[int]) -> str:
    """Name lines, as in `sg007 to sg012, sg030`."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][-1] == number - 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    return ", ".join(" to ".join(f"sg{n:03d}" for n in span) for span in spans)
