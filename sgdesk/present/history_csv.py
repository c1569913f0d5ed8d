"""The history as a table: the form in which both faces export it to a spreadsheet.

Column names are a public contract: add to them, never rename.
"""

import csv
import io
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from sgdesk.delivery import OUTCOME_WORDS
from sgdesk.present.log import simulated_text
from sgdesk.present.steps import stopped_at
from sgdesk.present.words import outcome_words
from sgdesk.trace import Trace
from sgdesk.transport.replies import Reply

if TYPE_CHECKING:
    from sgdesk.store import HistoryRow


def _ms(trace: Trace, duration_ns: int) -> float | None:
    """Give milliseconds; nothing where nothing was timed."""
    return duration_ns / 1e6 if trace.is_measured else None


def _result(row: "HistoryRow") -> str:
    attempt = row.attempt
    return outcome_words(attempt.outcome, practice=attempt.practice, decided=row.decided).word


def _refused(row: "HistoryRow") -> str:
    return "; ".join(
        f"{result.address}: {result.code} {result.reply}".rstrip()
        for result in row.attempt.recipients
        if result.accepted is False and result.code is not None
    )


def _enhanced_code(row: "HistoryRow") -> str | None:
    """Give the code of RFC 3463 that decided, else those with which people were refused."""
    codes = [
        Reply(result.code, result.reply).enhanced_code
        for result in row.attempt.recipients
        if result.accepted is False
    ]
    return row.attempt.enhanced_code or " ".join(dict.fromkeys(filter(None, codes)))


CSV_COLUMNS: "tuple[tuple[str, Callable[[HistoryRow], object]], ...]" = (
    ("id", lambda row: row.attempt.id),
    ("started_at", lambda row: row.attempt.trace.started_at.isoformat()),
    ("path", lambda row: row.attempt.path.text),
    ("host", lambda row: row.attempt.host),
    ("port", lambda row: row.attempt.port),
    ("outcome", lambda row: OUTCOME_WORDS[type(row.attempt.outcome)]),
    ("code", lambda row: row.attempt.code),
    ("enhanced_code", _enhanced_code),
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
    # As the window says it: its word for the result, and the title of what went wrong.
    ("result", _result),
    ("problem_title", lambda row: row.attempt.problem.title if row.attempt.problem else None),
    # Who was refused, with the server's code and words.
    ("refused", _refused),
    ("stopped_at", lambda row: stopped_at(row.attempt.trace)),
    ("what_to_do", lambda row: row.attempt.problem.remedy if row.attempt.problem else None),
    ("simulated", lambda row: simulated_text(row.attempt)),
)

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(rows: "Iterable[HistoryRow]", *, head: bool) -> bytes:
    """Give rows as lines of the table, with its headings or without."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    if head:
        writer.writerow(name for name, _ in CSV_COLUMNS)
    for row in rows:
        writer.writerow(_cell(read(row)) for _, read in CSV_COLUMNS)
    # Half a character, as a server's JSON may hold, must not cost the other rows.
    return text.getvalue().encode(errors="backslashreplace")


def _cell(value: object) -> object:
    """Keep a spreadsheet from running a subject or a server's words as a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value
