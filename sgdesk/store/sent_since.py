"""Whether all who did not get a result's mail got it by later sends of it.

A list asks for each of its rows: so few sends are looked at, and no mail is read.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sgdesk import codec
from sgdesk.delivery import Attempt, Partial
from sgdesk.message.domain import email_key

MOST_LOOKED_AT = 40
"""Of the sends of one mail before a result, and of those since: the nearest to it."""

WENT = "outcome IN ('accepted', 'partial', 'unknown')"
"""From these somebody may have a mail; in the words of the index `attempts_went`."""
_TAKEN = f"{WENT} AND (outcome != 'unknown' OR decided = 'sent') AND result != 'valid'"
"""From these somebody has it: the server said so, or the user."""


class Failed(NamedTuple):
    """A result that was not accepted for all, with the first of its people."""

    attempt: Attempt
    recipients: Sequence[str]
    people_count: int


def sent_since(connection: sqlite3.Connection, failed: Mapping[int, Failed]) -> frozenset[int]:
    """Give the places of those results whose mail all who lacked it have by later sends."""
    if not failed:
        return frozenset()
    later = connection.execute(
        "SELECT own.seq, own.message IS later.message, later.recipients, later.outcome,"  # noqa: S608  names of ours, values bound
        " CASE WHEN later.outcome != 'accepted' THEN details.attempt END"
        " FROM attempts AS own CROSS JOIN attempts AS later LEFT JOIN details"
        " ON details.seq = later.seq AND later.outcome != 'accepted'"
        " WHERE own.seq IN (SELECT value FROM json_each(?)) AND own.content IS NOT NULL"
        " AND later.seq IN (SELECT seq FROM attempts WHERE content = own.content"
        f" AND practice = own.practice AND {_TAKEN} AND seq > own.seq"
        f" ORDER BY seq LIMIT {MOST_LOOKED_AT})",
        (json.dumps(list(failed)),),
    )
    lacking = {seq: _lacking(one) for seq, one in failed.items()}
    for seq, is_very_same, shown, outcome, told in later:
        results = codec.loads(told)["recipients"] if told else ()
        if is_very_same and outcome != "partial" and not _refused(results):
            lacking[seq] = set()
        else:
            # Of a send to many only the first people stand in its row.
            lacking[seq] -= _taken(str(shown).splitlines(), outcome, results)
    return frozenset(seq for seq, left in lacking.items() if not left)


def _lacking(failed: Failed) -> set[str]:
    named = failed.attempt.recipients
    if isinstance(failed.attempt.outcome, Partial) and named:
        return {email_key(one.address) for one in named if not one.accepted}
    keys = set(map(email_key, failed.recipients))
    # Somebody who is not named here got it by none that is looked at.
    return keys if failed.people_count == len(failed.recipients) else {*keys, ""}


def _refused(results: Sequence[Mapping[str, Any]]) -> set[str]:
    return {email_key(one["address"]) for one in results if one["accepted"] is False}


def _taken(shown: Sequence[str], outcome: str, results: Sequence[Mapping[str, Any]]) -> set[str]:
    if outcome == "partial":
        return {email_key(one["address"]) for one in results if one["accepted"]}
    return set(map(email_key, shown)) - _refused(results)
