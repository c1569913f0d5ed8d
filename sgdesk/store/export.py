"""Write the history to a file, as a table."""

import csv
import io
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

from sgdesk.delivery import OUTCOME_WORDS
from sgdesk.privatefile import private_file
from sgdesk.store.history import HistoryRow, Query, list_rows
from sgdesk.trace import Trace

_PAGE = 500

CSV_COLUMNS: tuple[tuple[str, Callable[[HistoryRow], object]], ...] = (
    ("id", lambda row: row.attempt.id),
    ("started_at", lambda row: row.attempt.trace.started_at.isoformat()),
    ("path", lambda row: row.attempt.path.text),
    ("host", lambda row: row.attempt.host),
    ("port", lambda row: row.attempt.port),
    ("outcome", lambda row: OUTCOME_WORDS[type(row.attempt.outcome)]),
    ("code", lambda row: row.attempt.code),
    ("enhanced_code", lambda row: row.attempt.enhanced_code),
    ("reply", lambda row: row.attempt.reply),
    ("message_id", lambda row: row.attempt.message_id),
    ("total_ms", lambda row: _ms(row.attempt.trace, row.attempt.trace.total_ns)),
    ("wire_ms", lambda row: _ms(row.attempt.trace, row.attempt.trace.wire_ns)),
    ("warm", lambda row: row.attempt.trace.warm),
    ("overlapped", lambda row: row.attempt.trace.overlapped),
    ("practice", lambda row: row.attempt.practice),
    ("account", lambda row: row.account),
    ("sender", lambda row: row.sender),
    ("recipients", lambda row: " ".join(row.recipients)),
    ("recipient_count", lambda row: row.recipient_count),
    ("subject", lambda row: row.subject),
    ("problem", lambda row: row.attempt.problem.id if row.attempt.problem else None),
    ("decided", lambda row: row.decided),
)


def _ms(trace: Trace, duration_ns: int) -> float | None:
    """Give milliseconds; nothing where nothing was timed."""
    return duration_ns / 1e6 if trace.is_measured else None


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def export_csv(connection: sqlite3.Connection, query: Query, destination: Path) -> int:
    """Write what `query` asks for, newest first, and return how many rows there were.

    The file is readable by its owner alone: it holds addresses and subjects.
    """
    with private_file(destination) as raw:
        # Half a character, as a server's JSON may hold, must not cost the other rows.
        file = io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", newline="")
        count = _write(file, _all(connection, query))
        file.detach()
        return count


def csv_text(rows: Iterable[HistoryRow], *, head: bool) -> str:
    """Give rows as lines of the table, with its headings or without."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    if head:
        writer.writerow(name for name, _ in CSV_COLUMNS)
    for row in rows:
        writer.writerow(_cell(read(row)) for _, read in CSV_COLUMNS)
    return text.getvalue()


def _all(connection: sqlite3.Connection, query: Query) -> Iterator[HistoryRow]:
    before: int | None = None
    while page := list_rows(connection, query, limit=_PAGE, before=before):
        yield from page
        before = page[-1].seq


def _write(file: TextIO, rows: Iterator[HistoryRow]) -> int:
    writer = csv.writer(file)
    writer.writerow(name for name, _ in CSV_COLUMNS)
    count = 0
    for row in rows:
        writer.writerow(_cell(read(row)) for _, read in CSV_COLUMNS)
        count += 1
    return count


def _cell(value: object) -> object:
    """Keep a spreadsheet from running a subject or a server's words as a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value
