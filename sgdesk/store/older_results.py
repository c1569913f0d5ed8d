"""What results of an older version lack, filled in a portion at a time.

It is the words that a search finds them by, and the content of their mail, by which its other
sends are found. What older versions said of sending again, which knew of the one send alone, is
taken out of their grounds. The newest come first. A portion is one transaction, and what it adds
twice stands there once: it does not matter who dies in between, nor how many processes work at it.
"""

import json
import re
import sqlite3
from collections.abc import Iterable
from contextlib import suppress

from sgdesk.errors import InputError
from sgdesk.store.found_by import words_before, words_of
from sgdesk.store.messages import content_digest, keep_fills, read_message

_PROMISES = re.compile(
    r", so sending again is safe|; that is safe| Sending again may deliver it twice\.|"
    r'(?<="explanation":")Unknown\. '
)
"""As older versions wrote it into a record."""
PORTION = 200
"""Results in one transaction: some 10 ms, in which no send can be recorded."""


def count_due(connection: sqlite3.Connection) -> int:
    """Say about how many results lack something still."""
    (count,) = connection.execute(
        "SELECT max(0, below - (SELECT ifnull(min(seq), below) FROM attempts)) FROM words_due"
    ).fetchone()
    return int(count)


def fill_in(connection: sqlite3.Connection) -> int:
    """Fill in those of a portion, inside a transaction; give about how many are left."""
    rows = connection.execute(
        "SELECT seq, CASE WHEN content IS NULL THEN message END, folded, attempt,"
        " recipients, recipient_count, path, port,"
        " subject, sender, host, id, account"
        " FROM attempts JOIN words USING (seq) JOIN details USING (seq)"
        " WHERE seq < (SELECT below FROM words_due) ORDER BY seq DESC LIMIT ?",
        (PORTION,),
    ).fetchall()
    changed, mended = [], []
    for seq, _, folded, attempt, recipients, count, path, port, *texts in rows:
        before = words_before(
            *texts, recipients=recipients, recipient_count=count, path=path, port=port
        )
        told = _PROMISES.sub("", attempt)
        # What it says no more, it is not found by any more.
        gone = set(_words_after(attempt).split("\n")) if told != attempt else set()
        if gone:
            mended.append((told, seq))
        lines = [one for one in f"{folded}\n{before}".split("\n") if one not in gone]
        found_by = (*lines, *_words_after(told).split("\n"))
        changed.append(("\n".join(dict.fromkeys(found_by)), seq))
    connection.executemany("UPDATE words SET folded = ? WHERE seq = ?", changed)
    connection.executemany("UPDATE details SET attempt = ? WHERE seq = ?", mended)
    _add_contents(connection, dict.fromkeys(row[1] for row in rows if row[1] is not None))
    connection.execute("UPDATE words_due SET below = ?", (rows[-1][0] if rows else 0,))
    return count_due(connection)


def _add_contents(connection: sqlite3.Connection, messages: Iterable[int]) -> None:
    for seq in messages:
        # Written by another version: its other sends stay unknown, as without a file of it.
        with suppress(InputError):
            kept = read_message(connection, seq)
            if not kept.missing_files:
                keep_fills(connection, seq, kept.message)
                connection.execute(
                    "UPDATE attempts SET content = ? WHERE message = ?",
                    (content_digest(kept.message), seq),
                )


def _words_after(attempt: str) -> str:
    try:
        return words_of(json.loads(attempt))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # Written by another version, or damaged: it is found by its other words.
        return ""
