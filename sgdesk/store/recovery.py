"""Settle what a process that died left behind.

No mark: the body never began to leave, so nothing was sent (`NotSent`). A mark
without an outcome: nobody can know (`Unknown`), and it is never sent again
without the user. Attempts of a process that still lives are left alone.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress

from sgdesk.delivery import (
    Attempt,
    AttemptId,
    DeliveryId,
    NotSent,
    Outcome,
    Problem,
    Unknown,
)
from sgdesk.errors import InputError
from sgdesk.route import SmtpPath, parse_path
from sgdesk.sendgrid.catalogue_failures import LOST
from sgdesk.sendgrid.hosts import who_answers
from sgdesk.store.journal import finish
from sgdesk.store.moments import from_ms
from sgdesk.trace import Phase, Trace


def running_sessions(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Name the sessions that have attempts without an outcome."""
    rows = connection.execute("SELECT DISTINCT session FROM attempts WHERE outcome IS NULL")
    return tuple(row[0] for row in rows)


def settle_dead(connection: sqlite3.Connection, is_alive: Callable[[str], bool]) -> int:
    """Give each attempt of a dead session its outcome; return how many there were."""
    settled = 0
    for session in running_sessions(connection):
        if is_alive(session):
            continue
        rows = connection.execute(
            "SELECT id, delivery_id, path, host, port, created_ms, practice, marked FROM attempts"
            " WHERE outcome IS NULL AND session = ?",
            (session,),
        ).fetchall()
        for row in rows:
            # One that cannot be read, because another version wrote it, stops no opening.
            with suppress(InputError, ValueError, OverflowError, OSError):
                finish(connection, _attempt(row), keep_transcript=True)
                settled += 1
    return settled


def _attempt(row: tuple[str, str, str, str, int, int, int, int]) -> Attempt:
    attempt_id, delivery_id, path, host, port, created_ms, practice, marked = row
    way = parse_path(path)
    lost = _lost(host, practice=bool(practice), is_smtp=isinstance(way, SmtpPath))
    outcome: Outcome = Unknown(after=Phase.UPLOAD) if marked else NotSent()
    return Attempt(
        id=AttemptId(attempt_id),
        delivery_id=DeliveryId(delivery_id),
        path=way,
        host=host,
        port=port,
        outcome=outcome,
        trace=Trace(started_at=from_ms(created_ms)),
        problem=lost if marked else INTERRUPTED,
        practice=bool(practice),
    )


def _lost(host: str, *, practice: bool, is_smtp: bool) -> Problem:
    entry = LOST.filled(who_answers(host, practice=practice))
    return Problem(
        id=entry.id,
        title=entry.title,
        explanation="sgdesk ended while the message was being handed over. It may have "
        "been accepted.",
        remedy=entry.remedy,
        source=entry.source_for(is_smtp=is_smtp),
    )


INTERRUPTED = Problem(
    id="INTERRUPTED",
    title="Interrupted before sending",
    explanation="Not sent. sgdesk ended before the message was handed over.",
    remedy="Send it again.",
    source="The journal of this program",
)
