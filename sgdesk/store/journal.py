"""The at-most-once journal: a record, a mark before the body, the outcome after.

Each function works on the writing connection inside a transaction of the worker.
"""

import sqlite3
from collections.abc import Sequence

from sgdesk import codec
from sgdesk.delivery import OUTCOME_WORDS, Accepted, Attempt, AttemptId, Delivery
from sgdesk.message.lines import without_halves
from sgdesk.secret import without_keys
from sgdesk.store.found_by import words_before, words_of
from sgdesk.store.messages import MessageKeeper
from sgdesk.store.moments import to_ms
from sgdesk.store.way import write_way

SHOWN_RECIPIENTS = 20


def begin(
    connection: sqlite3.Connection,
    delivery: Delivery,
    attempt_id: AttemptId,
    *,
    session: str,
    keeper: MessageKeeper | None,
) -> None:
    """Record an attempt; without a `keeper` the message's text is not kept."""
    message = delivery.message
    people = message.everyone
    shown = "\n".join(without_halves(person.email) for person in people[:SHOWN_RECIPIENTS])
    subject = without_keys(without_halves(message.subject))
    endpoint = delivery.route.endpoint
    place = keeper.keep(connection, message) if keeper is not None else (None, None)
    cursor = connection.execute(
        "INSERT INTO attempts (id, delivery_id, group_id, session, created_ms, path, host, port,"
        " sender, recipients, recipient_count, subject, practice, message, content, account, way)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            attempt_id,
            delivery.id,
            delivery.group_id,
            session,
            to_ms(delivery.created_at),
            delivery.route.path.text,
            endpoint.host,
            endpoint.port,
            without_halves(message.sender.email),
            shown,
            len(people),
            subject,
            delivery.route.practice,
            *place,
            without_halves(delivery.account),
            without_halves(write_way(delivery.route)),
        ),
    )
    words = words_before(
        *(subject, without_halves(message.sender.email), endpoint.host, attempt_id),
        without_halves(delivery.account),
        recipients=shown,
        recipient_count=len(people),
        path=delivery.route.path.text,
        port=endpoint.port,
    )
    connection.execute("INSERT INTO words (seq, folded) VALUES (?, ?)", (cursor.lastrowid, words))


def mark(connection: sqlite3.Connection, attempt_id: AttemptId) -> None:
    """Record that the body is about to leave: from here on only an answer can settle it."""
    connection.execute("UPDATE attempts SET marked = 1 WHERE id = ?", (attempt_id,))


def finish(connection: sqlite3.Connection, attempt: Attempt, *, keep_transcript: bool) -> None:
    """Record how an attempt ended; the last word wins over what a recovery assumed."""
    record(connection, [attempt], [], keep_transcript=keep_transcript)


def record(
    connection: sqlite3.Connection,
    ended: Sequence[Attempt],
    marked: Sequence[AttemptId],
    *,
    keep_transcript: bool,
) -> None:
    """Finish and mark several.

    What was deleted while it ran does not come back: each statement looks for its row.
    """
    connection.executemany(
        "UPDATE attempts SET marked = 1 WHERE id = ?", [(attempt_id,) for attempt_id in marked]
    )
    plain = [{**codec.to_plain(each), "transcript": ""} for each in ended]
    connection.executemany(
        "UPDATE attempts SET outcome = ?, result = ?, host = ?, port = ? WHERE id = ?",
        [
            (OUTCOME_WORDS[type(each.outcome)], result_of(each), each.host, each.port, each.id)
            for each in ended
        ],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO details (seq, attempt, transcript)"
        " SELECT seq, ?, ? FROM attempts WHERE id = ?",
        [
            (
                codec.dumps(attempt),
                without_halves(each.transcript) if keep_transcript else "",
                each.id,
            )
            for each, attempt in zip(ended, plain, strict=True)
        ],
    )
    connection.executemany(
        "UPDATE words SET folded = folded || ? WHERE seq = (SELECT seq FROM attempts WHERE id = ?)",
        [(words_of(attempt), attempt["id"]) for attempt in plain],
    )


def result_of(attempt: Attempt) -> str:
    """Give the word by which lists ask for a result: `captured` and `valid` beside the outcomes."""
    if not isinstance(attempt.outcome, Accepted):
        return OUTCOME_WORDS[type(attempt.outcome)]
    if attempt.outcome.checked_only:
        return "valid"
    return "captured" if attempt.practice else "accepted"
