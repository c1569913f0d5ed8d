"""Find the other sends of a result's mail: what became of it since, and who had it before.

The same mail is what says the same, however it was copied and to whomever it went.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, NamedTuple

from sgdesk import codec
from sgdesk.message.domain import email_key
from sgdesk.store.history import HistoryRow, list_rows_where
from sgdesk.store.sent_since import MOST_LOOKED_AT, WENT

MOST_TRIES = 5
"""Of the others that many, the newest."""

_IS_NO_CHECK = (
    "NOT (path = 'webapi' AND EXISTS(SELECT 1 FROM messages WHERE messages.seq = attempts.message"
    " AND json_extract(messages.json, '$.options.check_only')))"
)
"""By a check nobody gets the mail, however it ended; SMTP has none, and the mail goes out."""


class Doubt(Enum):
    """Why somebody may have a mail by a send that is not known of."""

    NOT_KEPT = auto()
    """Its own text was not kept."""
    UNTOLD = auto()
    """Of a send with the same subject the text is not at hand."""
    TOO_MANY = auto()
    """It went out too often to look at all."""
    ON_ITS_WAY = auto()
    """A send has not ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherSend:
    """One of the same mail, to the same people or others."""

    row: HistoryRow
    people: frozenset[str]
    """Everybody who was to read the same by it, by `email_key`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """The other sends of a result's mail, the oldest first."""

    before: tuple[OtherSend, ...] = ()
    since: tuple[OtherSend, ...] = ()
    doubt: Doubt | None = None
    """Why there may be more from which somebody has it; `None` where all are known."""
    is_on_its_way: bool = False
    """A send to some of its people has not ended."""
    some_gone: bool = False
    """Results were deleted; what they were of is kept nowhere."""


def list_others(connection: sqlite3.Connection, attempt_id: str) -> Others:
    """Give the other sends of a result's mail; none are known where its text was not kept."""
    own = connection.execute(
        "SELECT seq, content, practice, subject, sender, message FROM attempts WHERE id = ?",
        (attempt_id,),
    ).fetchone()
    if own is None or own[-1] is None:
        return Others(doubt=Doubt.NOT_KEPT)
    seq, content, practice, subject, sender, message = own
    mail = _Mail(
        *_same_as(connection, content, message, practice), _reads(connection, seq), content
    )
    before, is_all = _list_side(connection, mail, seq)
    since, is_all_since = _list_side(connection, mail, seq, is_since=True)
    doubt = None if is_all and is_all_since else Doubt.TOO_MANY
    people = frozenset(mail.reads)
    is_on_its_way = _is_on_its_way(connection, mail, seq)
    if content is None or _is_untold(connection, people, (subject, sender, practice, seq)):
        doubt = Doubt.UNTOLD
    elif is_on_its_way:
        doubt = Doubt.ON_ITS_WAY
    return Others(
        before=before,
        since=since,
        doubt=doubt,
        is_on_its_way=is_on_its_way,
        some_gone=_are_some_gone(connection),
    )


class _Mail(NamedTuple):
    """A result's mail: what is true of the rows of its sends, and what each of its people reads."""

    condition: str
    values: Sequence[object]
    reads: Mapping[str, bytes | None]
    content: bytes | None

    def people_of(self, reads: Mapping[str, bytes | None]) -> frozenset[str]:
        """Give those of another send who read in it what they read, or would read, in this mail."""
        return frozenset(
            person
            for person, content in reads.items()
            if content == self.reads.get(person, self.content)
        )


def _same_as(
    connection: sqlite3.Connection, content: bytes | None, message: int, practice: int
) -> tuple[str, Sequence[object]]:
    """Give a condition for the rows of the same mail, in which somebody reads the same."""
    if content is None:
        # Of an older version: it is about to be found out. Until then the very same are known.
        return "message = ? AND practice = ?", (message, practice)
    (is_filled_in,) = connection.execute(
        "SELECT EXISTS(SELECT 1 FROM fills WHERE message = ? OR content = ?)", (message, content)
    ).fetchone()
    if not is_filled_in:
        return "content = ? AND practice = ?", (content, practice)
    read = "(SELECT ? UNION ALL SELECT content FROM fills WHERE message = ?)"
    return (
        f"(content IN {read} OR message IN (SELECT message FROM fills WHERE content IN {read}))"  # noqa: S608  names of ours, values bound
        " AND practice = ?",
        (content, message, content, message, practice),
    )


def _are_some_gone(connection: sqlite3.Connection) -> bool:
    # A number that was given once is never given again.
    (gone,) = connection.execute(
        "SELECT (SELECT count(*) FROM attempts) <"
        " (SELECT seq FROM sqlite_sequence WHERE name = 'attempts')"
    ).fetchone()
    return bool(gone)


def _list_side(
    connection: sqlite3.Connection, mail: _Mail, seq: int, *, is_since: bool = False
) -> tuple[tuple[OtherSend, ...], bool]:
    """Give those on one side of a result, and whether all that went are among them."""
    condition = f"{mail.condition} AND {_IS_NO_CHECK} AND attempts.seq {'>' if is_since else '<'} ?"
    values = [*mail.values, seq]
    went = list_rows_where(
        *(connection, f"{condition} AND {WENT}", values),
        limit=MOST_LOOKED_AT,
        oldest_first=is_since,
    )
    tries = list_rows_where(connection, condition, values, limit=MOST_TRIES)
    rows = sorted({row.seq: row for row in (*went, *tries)}.items())
    found = tuple(
        OtherSend(row=row, people=mail.people_of(_reads(connection, place))) for place, row in rows
    )
    return found, len(went) < MOST_LOOKED_AT


def _reads(connection: sqlite3.Connection, seq: int) -> dict[str, bytes | None]:
    """Give everybody of a send, by `email_key`, with what they read in it.

    Its mail is read only where its row does not name them all.
    """
    shown, count, message, content = connection.execute(
        "SELECT recipients, recipient_count, message, content FROM attempts WHERE seq = ?", (seq,)
    ).fetchone()
    named: list[str] = str(shown).splitlines()
    if len(named) < count and message is not None:
        (text,) = connection.execute(
            "SELECT json_extract(json, '$.to', '$.cc', '$.bcc') FROM messages WHERE seq = ?",
            (message,),
        ).fetchone()
        to, *copies = codec.loads(text)
        named = [one["address"]["email"] for one in to or ()]
        named += [one["email"] for field in copies for one in field or ()]
    fills = connection.execute("SELECT person, content FROM fills WHERE message = ?", (message,))
    return dict.fromkeys(map(email_key, named), content) | dict(fills)


def _is_untold(
    connection: sqlite3.Connection, people: frozenset[str], own: tuple[Any, ...]
) -> bool:
    """Say whether a mail of which it is not known what it said may have been this one."""
    subject, sender, practice, seq = own
    found = connection.execute(
        "SELECT sender, recipients, recipient_count FROM attempts WHERE content IS NULL"  # noqa: S608  names of ours, values bound
        f" AND subject = ? AND practice = ? AND seq != ? AND (outcome IS NULL OR {WENT})"
        " AND coalesce(decided, '') != 'not_sent' LIMIT ?",
        (subject, practice, seq, MOST_LOOKED_AT),
    ).fetchall()
    return len(found) == MOST_LOOKED_AT or any(
        len(named := str(shown).splitlines()) < count or people & set(map(email_key, named))
        for by, shown, count in found
        if email_key(by) == email_key(sender)
    )


def _is_on_its_way(connection: sqlite3.Connection, mail: _Mail, seq: int) -> bool:
    """Say whether a send of it to some of its people has not ended, here or elsewhere."""
    running = connection.execute(
        f"SELECT seq FROM attempts WHERE outcome IS NULL AND {mail.condition} AND {_IS_NO_CHECK}"  # noqa: S608  names of ours, values bound
        " AND seq != ?",
        (*mail.values, seq),
    ).fetchall()
    return any(
        mail.reads.keys() & mail.people_of(_reads(connection, place)) for (place,) in running
    )
