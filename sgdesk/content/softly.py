"""Long lines, broken so that an editor can show them, and made whole again.

An editor lays a line out as one; a mail of 900,000 characters on one line took it
three seconds. The mark before each break is a character that nobody types, so
that what was one line is one line again, wherever it was edited in between.
"""

from collections.abc import Callable

MARK = "\u2063"
"""INVISIBLE SEPARATOR: has no width, and no mail holds it."""
LONGEST = 1_000
"""Lines up to here are left as they are."""
PIECE = 500


def break_softly(text: str, keeps: Callable[[str], bool] = lambda _line: False) -> str:
    """Break lines that are too long to be shown; a text that holds the mark is left alone.

    `keeps` says of a line that it must stay one.
    """
    if MARK in text:
        return text
    lines = text.split("\n")
    long = [len(line) > LONGEST and not keeps(line) for line in lines]
    if not any(long):
        return text
    return "\n".join(
        f"{MARK}\n".join(_pieces(line)) if is_long else line
        for line, is_long in zip(lines, long, strict=True)
    )


def make_whole(text: str) -> str:
    """Take the breaks out again, and marks whose break was deleted."""
    return text.replace(f"{MARK}\n", "").replace(MARK, "") if MARK in text else text


def _pieces(line: str) -> list[str]:
    pieces: list[str] = []
    at = 0
    while len(line) - at > PIECE:
        cut = _cut(line, at)
        pieces.append(line[at:cut])
        at = cut
    pieces.append(line[at:])
    return pieces


def _cut(line: str, at: int) -> int:
    """Give where the piece from `at` on ends best: between two tags, else after a word."""
    first, last = at + PIECE // 2, at + PIECE
    cut = line.rfind("><", first, last)
    if cut < 0:
        cut = max(line.rfind(each, first, last) for each in " \t>;,}")
    return last if cut < 0 else cut + 1


def shown_place(shown: str, at: int) -> int:
    """Give where a place of the whole text stands in the text that is shown broken."""
    broken = f"{MARK}\n"
    place, passed = 0, 0
    while (cut := shown.find(broken, place)) >= 0 and passed + cut - place <= at:
        passed += cut - place
        place = cut + len(broken)
    return place + at - passed
