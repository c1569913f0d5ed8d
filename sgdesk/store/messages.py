"""Keep the text of sent messages for "Edit as new", each once, its files beside it."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from sgdesk import codec
from sgdesk.message import Attachment, Message, Recipient
from sgdesk.message.content import content_of
from sgdesk.message.domain import email_key
from sgdesk.message.keys import keys_of

KEPT_FILES_BYTES = 4 * 1024 * 1024
"""A message's files are kept when they are no larger together; otherwise only their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMessage:
    """A message as it was sent, without the files that were too large to keep."""

    message: Message
    missing_files: tuple[str, ...] = ()
    """Names of attachments that were sent and are not in `message`."""


Place = tuple[int, bytes] | tuple[None, None]
"""The row that holds a message, and its `content_digest`; nothing where it is not kept."""


class MessageKeeper:
    """Write messages into `messages` and `files`; lives in the writing thread."""

    def __init__(self) -> None:
        self._last: tuple[Message, int, bytes] | None = None

    def keep(self, connection: sqlite3.Connection, message: Message) -> Place:
        """Give the place of `message`, writing it when it is new.

        None for one in which a SendGrid key stands: keys are never kept.
        """
        if self._last is not None and self._last[0] is message:
            _, seq, content = self._last
            # Deleted with its last attempt, or rolled back, since it was kept.
            if connection.execute("SELECT 1 FROM messages WHERE seq = ?", (seq,)).fetchone():
                return seq, content
        if keys_of(message):
            return None, None
        seq, content = _insert(connection, message), content_digest(message)
        self._last = (message, seq, content)
        return seq, content


def content_digest(message: Message) -> bytes:
    """Give what the sends of one mail have in common, to whomever they went."""
    content = content_of(message)
    return _read_by(_base(content), content.to)


def keep_fills(connection: sqlite3.Connection, seq: int, message: Message) -> None:
    """Note what each reads where that differs: as the content of a mail to that one alone."""
    content, everyone = content_of(message), {email_key(one.email) for one in message.everyone}
    if not content.to or len(everyone) == 1:
        return
    base, filled = _base(content), {one.address.email: one for one in content.to}
    connection.executemany(
        "INSERT OR IGNORE INTO fills (message, person, content) VALUES (?, ?, ?)",
        [
            (seq, key, _read_by(base, (filled[key],) if key in filled else ()))
            for key in sorted(everyone)
        ],
    )


def _base(content: Message) -> bytes:
    text = codec.to_json(replace(content, to=()))
    return blake2b(text.encode("ascii"), digest_size=16).digest()


def _read_by(base: bytes, filled: Sequence[Recipient]) -> bytes:
    if not filled:
        return base
    texts = (codec.to_json(one).encode("ascii") for one in filled)
    return blake2b(b"\n".join((base, *texts)), digest_size=16).digest()


def _insert(connection: sqlite3.Connection, message: Message) -> int:
    bare = replace(
        message, attachments=tuple(replace(file, content=b"") for file in message.attachments)
    )
    text = codec.to_json(bare)
    digest = blake2b(text.encode("ascii"), digest_size=16)
    for file in message.attachments:
        digest.update(file.digest)
    key = digest.digest()
    known = connection.execute("SELECT seq FROM messages WHERE digest = ?", (key,)).fetchone()
    if known:
        return int(known[0])
    cursor = connection.execute("INSERT INTO messages (digest, json) VALUES (?, ?)", (key, text))
    seq = int(cursor.lastrowid or 0)
    keep_fills(connection, seq, message)
    fits = sum(len(file.content) for file in message.attachments) <= KEPT_FILES_BYTES
    connection.executemany(
        "INSERT INTO files (message, place, content) VALUES (?, ?, ?)",
        [
            (seq, place, file.content if fits else None)
            for place, file in enumerate(message.attachments)
        ],
    )
    return seq


def read_message(connection: sqlite3.Connection, seq: int) -> KeptMessage:
    """Give back what was kept in row `seq`."""
    (text,) = connection.execute("SELECT json FROM messages WHERE seq = ?", (seq,)).fetchone()
    bare = codec.from_json(text, Message)
    contents: dict[int, bytes | None] = dict(
        connection.execute("SELECT place, content FROM files WHERE message = ?", (seq,))
    )
    kept: list[Attachment] = []
    missing: list[str] = []
    for place, file in enumerate(bare.attachments):
        content = contents.get(place)
        if content is None:
            missing.append(file.filename)
        else:
            kept.append(replace(file, content=content))
    return KeptMessage(message=replace(bare, attachments=tuple(kept)), missing_files=tuple(missing))


def drop_unused(connection: sqlite3.Connection) -> None:
    """Delete the messages that no attempt refers to any more."""
    connection.execute(
        "DELETE FROM messages WHERE NOT EXISTS "
        "(SELECT 1 FROM attempts WHERE attempts.message = messages.seq)"
    )
