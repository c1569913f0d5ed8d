"""Find the other sends of a result's mail: what became of it since, and who had it before."""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from sgdesk.delivery import AttemptId
from sgdesk.message import Message
from sgdesk.store.history import IS_SENT_SINCE, HistoryRow, list_rows_where
from sgdesk.store.messages import read_message

MOST_LATER = 20
"""So many are looked at, the newest: each may have a large mail of its own."""

_MAY_HAVE = "('accepted', 'partial', 'unknown')"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterSend:
    """One that began after the result, with its mail."""

    row: HistoryRow
    message: Message
    """With other people than the result's perhaps, or another mail of the same subject."""


def list_later(connection: sqlite3.Connection, attempt_id: str) -> tuple[LaterSend, ...]:
    """Give the later sends of a result's mail, the oldest first; none where it was not kept.

    What was accepted for a part may have gone to the rest alone, as a mail of its own.
    """
    own = connection.execute(
        "SELECT seq, message, subject, sender, practice, outcome FROM attempts WHERE id = ?",
        (attempt_id,),
    ).fetchone()
    if own is None or own[1] is None:
        return ()
    seq, message, *alike, outcome = own
    if outcome == "partial":
        same = "message IS NOT NULL AND subject = ? AND sender = ? AND practice = ?"
        values = alike
    else:
        same, values = "message = ? AND practice = ?", [message, alike[-1]]
    found = list_rows_where(
        connection, f"{same} AND attempts.seq > ?", [*values, seq], limit=MOST_LATER
    )
    mails: dict[int, Message] = {}
    for at, _ in found:
        if at not in mails:
            mails[at] = read_message(connection, at).message
    return tuple(LaterSend(row=row, message=mails[at]) for at, row in reversed(found))


def list_earlier(connection: sqlite3.Connection, attempt_id: str) -> tuple[HistoryRow, ...]:
    """Give a result's earlier sends from which somebody may have its mail, newest first."""
    own = connection.execute(
        "SELECT message, practice, seq FROM attempts WHERE id = ? AND message IS NOT NULL",
        (attempt_id,),
    ).fetchone()
    if own is None:
        return ()
    same = "message = ? AND practice = ? AND attempts.seq < ? AND outcome IN " + _MAY_HAVE
    return tuple(row for _, row in list_rows_where(connection, same, own, limit=MOST_LATER))


def list_sent_since(
    connection: sqlite3.Connection, ids: Collection[AttemptId]
) -> frozenset[AttemptId]:
    """Give those of the results whose mail a later send brought to all its people."""
    found = connection.execute(
        f"SELECT id FROM attempts WHERE id IN (SELECT value FROM json_each(?)) AND {IS_SENT_SINCE}",  # noqa: S608  names of ours, values bound
        (json.dumps(list(ids)),),
    )
    return frozenset(AttemptId(attempt_id) for (attempt_id,) in found)
