"""Read and prune the history: rows, counts, single attempts.

Rows come newest first. A page is asked for by the last row that is known
(`before`) or by an offset; both read along the primary key.
"""

import json
import sqlite3
import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypedDict

from sgdesk import codec
from sgdesk.delivery import Accepted, Attempt, AttemptId
from sgdesk.message.domain import domain_key
from sgdesk.message.lines import without_halves
from sgdesk.route import Route
from sgdesk.store.messages import KeptMessage, drop_unused, read_message
from sgdesk.store.moments import from_ms, to_ms
from sgdesk.store.sent_since import Failed, sent_since
from sgdesk.store.way import read_way

Decision = Literal["sent", "not_sent"]

PORTION = 500
"""Rows deleted in one transaction: about 15 ms, in which no other record can be made."""

_RESULT = "coalesce('marked_' || decided, result)"
"""What lists show: for an unknown outcome what the user said of it."""
_COLUMNS = (
    "attempts.seq, created_ms, group_id, sender, recipients, recipient_count, subject, decided,"
    " message, account, details.attempt"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One finished attempt with what is known of its message."""

    seq: int
    """Its place in the history: higher is newer. Ask for the next page with it."""
    created_at: datetime
    group_id: str
    sender: str
    recipients: tuple[str, ...]
    """At most 20 addresses: To, then Cc, then Bcc."""
    recipient_count: int
    subject: str
    attempt: Attempt
    """Without its transcript, which `get` gives."""
    account: str = ""
    """Who it was sent as; empty for a key that belongs to no profile."""
    decided: Decision | None = None
    """What the user said of an `Unknown`."""
    has_message: bool = False
    """The message's text was kept and can be edited as new."""
    is_sent_since: bool = False
    """All who did not get it got it by later sends of the same mail, as `sent_since` finds out."""
    way: Route | None = None
    """The connection it took, which `get` gives; `None` for practice, and where an older version
    recorded it. A proxy's login is left out."""


Word = tuple[str, tuple[str, ...], tuple[datetime, datetime] | None, tuple[str, ...]]
"""A text that a row must hold, or else what stands for it: results, whose names are a face's,
the time from one moment (aware) until before another, and names of `found_by`."""


class Filters(TypedDict, total=False):
    """The fields of `Query` by name, for calls."""

    search: str
    words: tuple[Word, ...]
    outcome: str | None
    results: tuple[str, ...]
    path: str | None
    account: str | None
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a list shows; an empty field excludes nothing."""

    search: str = ""
    """Part of what `found_by` knows, of subject, address, host, id, account or path, in any
    case."""
    words: tuple[Word, ...] = ()
    """Every one of them, in any order."""
    outcome: str | None = None
    """A word of `OUTCOME_WORDS`."""
    results: tuple[str, ...] = ()
    """Words of `journal.result_of`, any of them; an unknown outcome on which the user has
    decided is `marked_sent` or `marked_not_sent` instead."""
    path: str | None = None
    """`webapi`, `smtp` for every port, or a path in full."""
    account: str | None = None
    since: datetime | None = None
    """Aware."""
    undecided: bool = False
    """Only unknown outcomes that the user has not judged."""

    def where(self) -> tuple[str, list[object], bool]:
        """Give the condition, its values, and whether it needs the search words."""
        parts = ["outcome IS NOT NULL"]
        values: list[object] = []
        if self.outcome is not None:
            parts.append("outcome = ?")
            values.append(self.outcome)
        if self.undecided:
            parts.append("outcome = 'unknown' AND decided IS NULL")
        if self.path == "smtp":
            parts.append("path >= 'smtp:' AND path < 'smtp;'")
        elif self.path is not None:
            parts.append("path = ?")
            values.append(self.path)
        if self.results:
            parts.append(f"{_RESULT} IN ({_marks(self.results)})")
            values += self.results
        if self.account is not None:
            parts.append("account = ?")
            values.append(without_halves(self.account))
        if self.since is not None:
            parts.append("created_ms >= ?")
            values.append(to_ms(self.since))
        searches = False
        for sought, results, span, names in ((self.search, (), None, ()), *self.words):
            texts = [without_halves(each.strip()).casefold() for each in (sought, *names)]
            if texts[0]:
                searches = True
                # The narrow columns first: reading the words of a row costs more.
                within = "created_ms >= ? AND created_ms < ? OR " if span else ""
                stands = f"{within}{_RESULT} IN ({_marks(results)})"
                parts.append(f"({stands}{' OR instr(words.folded, ?) > 0' * len(texts)})")
                values += [*map(to_ms, span or ()), *results, *texts]
        return " AND ".join(parts), values, searches


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)


def list_rows(
    connection: sqlite3.Connection,
    query: Query,
    *,
    limit: int,
    offset: int = 0,
    before: int | None = None,
    brief: bool = False,
) -> tuple[HistoryRow, ...]:
    """Give one page of what `query` asks for; `brief` rows have few steps, see `_attempt`."""
    condition, values, searches = query.where()
    if before is not None:
        condition += " AND attempts.seq < ?"
        values.append(before)
    join = "JOIN words USING (seq) " if searches else ""
    found = connection.execute(
        # The page is cut before details are read, which are far larger than the rest.
        f"SELECT {_COLUMNS} FROM (SELECT attempts.seq FROM attempts {join}"  # noqa: S608  names of ours, values bound
        f"WHERE {condition} ORDER BY attempts.seq DESC LIMIT ? OFFSET ?) AS page"
        " JOIN attempts USING (seq) JOIN details USING (seq) ORDER BY attempts.seq DESC",
        [*values, min(limit, sys.maxsize), offset],
    )
    return _told(connection, [_row(columns, brief=brief) for columns in found])


def count_rows(connection: sqlite3.Connection, query: Query) -> int:
    """Count what `query` asks for."""
    condition, values, searches = query.where()
    join = "JOIN words USING (seq) " if searches else ""
    (count,) = connection.execute(
        f"SELECT count(*) FROM attempts {join}WHERE {condition}",  # noqa: S608  names of ours, values bound
        values,
    ).fetchone()
    return int(count)


def newest_rows(
    connection: sqlite3.Connection, query: Query, *, limit: int
) -> tuple[int, tuple[HistoryRow, ...]]:
    """Count what `query` asks for and give its first page, both of one moment."""
    connection.execute("BEGIN")
    try:
        return count_rows(connection, query), list_rows(connection, query, limit=limit)
    finally:
        connection.execute("COMMIT")


def count_running(connection: sqlite3.Connection) -> int:
    """Count what is on its way, in whichever process."""
    found = connection.execute("SELECT count(*) FROM attempts WHERE outcome IS NULL")
    return int(found.fetchone()[0])


def _attempt(text: str, *, brief: bool) -> Attempt:
    plain = codec.loads(text)
    if brief:
        # Half of the time is the steps'; a table asks whether there are any, and which failed.
        with suppress(AttributeError, KeyError, TypeError):
            spans = plain["trace"]["spans"]
            spans[:] = [span for at, span in enumerate(spans) if at == 0 or span.get("failed")]
    return codec.from_plain(plain, Attempt)


def _row(columns: Sequence[object], *, brief: bool = False) -> HistoryRow:
    seq, created_ms, group, sender, shown, count, subject, decided, kept, account, attempt = columns
    return HistoryRow(
        seq=int(str(seq)),
        created_at=from_ms(int(str(created_ms))),
        group_id=str(group),
        sender=str(sender),
        recipients=tuple(str(shown).splitlines()),
        recipient_count=int(str(count)),
        subject=str(subject),
        attempt=_attempt(str(attempt), brief=brief),
        account=str(account),
        decided="sent" if decided == "sent" else "not_sent" if decided else None,
        has_message=kept is not None,
    )


def _told(connection: sqlite3.Connection, rows: Sequence[HistoryRow]) -> tuple[HistoryRow, ...]:
    """Say of rows whether their mail was sent since: with one question for all of them."""
    failed = {
        row.seq: Failed(row.attempt, row.recipients, row.recipient_count)
        for row in rows
        if not isinstance(row.attempt.outcome, Accepted)
    }
    since = sent_since(connection, failed)
    return tuple(replace(row, is_sent_since=True) if row.seq in since else row for row in rows)


def list_rows_where(
    connection: sqlite3.Connection,
    condition: str,
    values: Sequence[object],
    *,
    limit: int,
    oldest_first: bool = False,
) -> tuple[HistoryRow, ...]:
    """Give finished attempts of which a condition is true, newest first; not what came since."""
    order = "ASC" if oldest_first else "DESC"
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM attempts JOIN details USING (seq)"  # noqa: S608  names of ours, values bound
        f" WHERE outcome IS NOT NULL AND {condition} ORDER BY attempts.seq {order} LIMIT ?",
        [*values, limit],
    )
    return tuple(map(_row, found))


def list_sent_since(
    connection: sqlite3.Connection, ids: Collection[AttemptId]
) -> frozenset[AttemptId]:
    """Give those of the results of which `HistoryRow.is_sent_since` is true."""
    chosen = "id IN (SELECT value FROM json_each(?))"
    rows = list_rows_where(connection, chosen, [json.dumps(list(ids))], limit=len(ids))
    return frozenset(row.attempt.id for row in _told(connection, rows) if row.is_sent_since)


def list_accounts(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Name those who have sent, by name; a key without a profile has none."""
    found = connection.execute(
        # Jumps along the index from one name to the next: a DISTINCT would read every row.
        "WITH RECURSIVE name(n) AS (SELECT min(account) FROM attempts WHERE account > '' UNION ALL"
        " SELECT (SELECT min(account) FROM attempts WHERE account > n) FROM name WHERE n NOTNULL)"
        " SELECT n FROM name WHERE n NOTNULL"
    )
    return tuple(str(name) for (name,) in found)


def get_row(connection: sqlite3.Connection, attempt_id: str) -> HistoryRow | None:
    """Give one attempt with its transcript; the start of an id is enough where it is unique."""
    found = connection.execute(
        f"SELECT {_COLUMNS}, way, transcript FROM attempts JOIN details USING (seq)"  # noqa: S608  names of ours, values bound
        " WHERE id >= ? AND id < ? LIMIT 2",
        (without_halves(attempt_id), without_halves(attempt_id) + "\U0010ffff"),
    ).fetchall()
    if len(found) != 1:
        return None
    *columns, way, transcript = found[0]
    (row,) = _told(connection, [_row(columns)])
    attempt = replace(row.attempt, transcript=str(transcript))
    return replace(row, attempt=attempt, way=read_way(str(way)))


def get_message(connection: sqlite3.Connection, attempt_id: AttemptId) -> KeptMessage | None:
    """Give the message of an attempt, `None` when its text was not kept."""
    found = connection.execute(
        "SELECT message FROM attempts WHERE id = ?", (attempt_id,)
    ).fetchone()
    return read_message(connection, found[0]) if found and found[0] is not None else None


def mailed_domains(connection: sqlite3.Connection, wanted: frozenset[str]) -> frozenset[str]:
    """Give those of the domains (in lower case) at which somebody was mailed live before.

    Only the first addresses of each attempt are kept, so a domain may be missed and
    asked about once more.
    """
    found: set[str] = set()
    rows = connection.execute(
        "SELECT DISTINCT recipients FROM attempts WHERE practice = 0"
        " AND outcome IN ('accepted', 'partial', 'unknown')"
    )
    for (recipients,) in rows:
        found.update(wanted.intersection(domain_key(line) for line in str(recipients).splitlines()))
        if len(found) == len(wanted):
            break
    return frozenset(found)


def decide(connection: sqlite3.Connection, attempt_id: AttemptId, decision: Decision) -> bool:
    """Keep what the user said of an unknown outcome; say whether there was such a one."""
    cursor = connection.execute(
        "UPDATE attempts SET decided = ? WHERE id = ? AND outcome = 'unknown'",
        (decision, attempt_id),
    )
    return cursor.rowcount == 1


def delete(connection: sqlite3.Connection, ids: Sequence[AttemptId]) -> int:
    """Delete finished attempts; return how many there were."""
    deleted = sum(
        connection.execute(
            "DELETE FROM attempts WHERE id = ? AND outcome IS NOT NULL", (attempt_id,)
        ).rowcount
        for attempt_id in ids
    )
    drop_unused(connection)
    return deleted


def delete_some(connection: sqlite3.Connection, before: datetime | None = None) -> int:
    """Delete up to `PORTION` finished attempts, of any age or made before then."""
    condition = "outcome IS NOT NULL"
    values: list[object] = []
    if before is not None:
        condition += " AND created_ms < ?"
        values.append(to_ms(before))
    return connection.execute(
        f"DELETE FROM attempts WHERE seq IN"  # noqa: S608  names of ours, values bound
        f" (SELECT seq FROM attempts WHERE {condition} LIMIT {PORTION})",
        values,
    ).rowcount
