"""People in the cells of a spreadsheet, as copied or as the text of a CSV file.

Columns may stand in any order and a first row may name them; without one, the
column with the addresses shows by itself and the first other with words is the name.
"""

import csv
import io
import re
from collections.abc import Sequence

from sgdesk.message.mailbox import format_address
from sgdesk.message.model import Address

_EMAIL_HEADS = re.compile(r"e-?mail|mail address|address|recipient", re.IGNORECASE)
_FIRST_HEADS = re.compile(r"first ?name|given ?name|vorname|pr[ée]nom", re.IGNORECASE)
_LAST_HEADS = re.compile(r"last ?name|surname|family ?name|nachname", re.IGNORECASE)
_NAME_HEADS = re.compile(r"(full |display |contact )?name|person|contact", re.IGNORECASE)
_BARE = re.compile(r"<?[^\s<>\",;]+@[^\s<>\",;]+>?")

Row = Sequence[str]


def people_in_cells(text: str) -> list[str] | None:
    """Give each row as `Name <address>`, or `None` when the text is no table.

    A row without an address comes as its words, so that it is not lost in silence.
    """
    delimiter = _delimiter(text)
    if not delimiter:
        return None
    try:
        read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [[cell.strip() for cell in row] for row in read if any(map(str.strip, row))]
    except csv.Error:
        return None
    if delimiter != "\t" and not _is_regular(rows):
        return None
    email_at = _email_column(rows)
    if email_at is None:
        return None
    head, body = _head_and_body(rows)
    names_at = _named(head, email_at) if head else _first_with_words(body, email_at)
    return [_person(row, email_at, names_at) for row in body]


def _delimiter(text: str) -> str:
    """Tabs always come from cells; commas and semicolons only where each line has as many."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or "@" not in text:
        return ""
    if any("\t" in line.strip() for line in lines):
        return "\t"
    if len(lines) < 2:
        return ""
    if _EMAIL_HEADS.fullmatch(lines[0].strip()):
        # One column, with its name above it.
        return "\t"
    return next((mark for mark in ",;" if all(mark in line for line in lines)), "")


def _is_regular(rows: Sequence[Row]) -> bool:
    """Tell a CSV text from a list with several addresses a line."""
    if len({len(row) for row in rows}) != 1:
        return False
    counts = [sum(_is_bare(cell) for cell in row) for row in rows]
    return all(count == 1 for count in counts[1:]) and counts[0] <= 1


def _is_bare(cell: str) -> bool:
    return _BARE.fullmatch(cell) is not None


def _email_column(rows: Sequence[Row]) -> int | None:
    counts: dict[int, int] = {}
    for row in rows:
        for at, cell in enumerate(row):
            if _is_bare(cell):
                counts[at] = counts.get(at, 0) + 1
    # A grid of nothing but addresses is a list, whatever stands between them.
    if len(counts) != 1 and sum(counts.values()) > max(counts.values(), default=0) * 1.5:
        return None
    return max(counts, key=lambda at: counts[at], default=None)


def _head_and_body(rows: Sequence[Row]) -> tuple[Row, Sequence[Row]]:
    first = rows[0]
    words = [cell for cell in first if cell]
    is_head = not any("@" in cell for cell in first) and any(
        pattern.fullmatch(word.strip("* :"))
        for word in words
        for pattern in (_EMAIL_HEADS, _FIRST_HEADS, _LAST_HEADS, _NAME_HEADS)
    )
    return (first, rows[1:]) if is_head and len(rows) > 1 else ((), rows)


def _named(head: Row, email_at: int) -> tuple[int, ...]:
    """Give the columns that make up the name, first name first."""

    def columns(pattern: re.Pattern[str]) -> list[int]:
        return [
            at
            for at, cell in enumerate(head)
            if at != email_at and pattern.fullmatch(cell.strip("* :"))
        ]

    parts = columns(_FIRST_HEADS)[:1] + columns(_LAST_HEADS)[:1]
    return tuple(parts or columns(_NAME_HEADS)[:1])


def _first_with_words(rows: Sequence[Row], email_at: int) -> tuple[int, ...]:
    # A row without its address there is no cells, and comes as its words.
    people = [row for row in rows if email_at < len(row) and row[email_at]]
    width = max(map(len, people))
    for at in range(width):
        cells = [row[at] for row in people if at < len(row) and row[at]]
        worded = sum(any(c.isalpha() for c in cell) and "@" not in cell for cell in cells)
        if at != email_at and worded * 2 > len(cells):
            return (at,)
    return ()


def _person(row: Row, email_at: int, names_at: tuple[int, ...]) -> str:
    email = row[email_at].strip("<>") if email_at < len(row) else ""
    name = " ".join(row[at] for at in names_at if at < len(row) and row[at])
    if not email or "@" not in email:
        return " ".join(cell for cell in row if cell)
    return format_address(Address(email=email, name=" ".join(name.split())))
