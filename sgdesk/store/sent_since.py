"""Whether all who did not get a result's mail got it by later sends of it.

A list asks at each of its rows: so few sends are looked at, and no mail is read.
"""

import sqlite3
from collections.abc import Sequence

from sgdesk import codec
from sgdesk.delivery import Accepted, Attempt, Partial
from sgdesk.message.domain import email_key

MOST_LOOKED_AT = 20
"""The first after the result: one that is tried again goes soon, or not for long."""

WENT = "outcome IN ('accepted', 'partial', 'unknown')"
"""From these somebody may have a mail; in the words of the index `attempts_went`."""

Same = tuple[object, object, int]
"""What is written in a result's mail, the row that holds it, and the result's own row."""


def is_sent_since(
    connection: sqlite3.Connection,
    attempt: Attempt,
    recipients: Sequence[str],
    recipient_count: int,
    same: Same,
) -> bool:
    """Say so of a result; `recipients` are the first of so many people."""
    content, message, seq = same
    if content is None or isinstance(attempt.outcome, Accepted):
        return False
    later = connection.execute(
        "SELECT message, recipients, CASE outcome WHEN 'partial' THEN"  # noqa: S608  names of ours, values bound
        " (SELECT attempt FROM details WHERE details.seq = attempts.seq) END FROM attempts"
        f" WHERE content = ? AND practice = ? AND {WENT} AND outcome != 'unknown'"
        f" AND result != 'valid' AND seq > ? ORDER BY seq LIMIT {MOST_LOOKED_AT}",
        (content, attempt.practice, seq),
    ).fetchall()
    if not later:
        return False
    if any(mail == message and partly is None for mail, _, partly in later):
        return True
    lacking = _lacking(attempt, recipients, recipient_count)
    for _, shown, partly in later:
        # Of a send to many only the first people stand in its row.
        lacking -= _taken(str(shown).splitlines(), partly)
    return not lacking


def _lacking(attempt: Attempt, recipients: Sequence[str], count: int) -> set[str]:
    if isinstance(attempt.outcome, Partial):
        return {email_key(one.address) for one in attempt.recipients if not one.accepted}
    keys = set(map(email_key, recipients))
    # Somebody who is not named here got it by none that is looked at.
    return keys if count == len(recipients) else {*keys, ""}


def _taken(shown: Sequence[str], partly: str | None) -> set[str]:
    if partly is None:
        return set(map(email_key, shown))
    told = codec.loads(partly)["recipients"]
    return {email_key(one["address"]) for one in told if one["accepted"]}
