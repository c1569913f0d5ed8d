"""Drafts: mail that is being written, kept while it is typed, each with its files beside it.

A draft belongs to the process that has it open, as long as that lives: two
windows never write over each other's. Contents of files are written once,
however often the draft is saved and whatever drafts hold the same file.
The form itself is JSON of whoever saves it; nothing here looks inside.
"""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import blake2b
from typing import Literal

from sgdesk.clock import wall_utc
from sgdesk.errors import StoreError
from sgdesk.message.lines import without_halves
from sgdesk.store.moments import from_ms, to_ms
from sgdesk.store.worker import Worker

Holder = Literal["nobody", "us", "another"]
"""Who has a draft open: this process, another that lives, or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftContent:
    """What one draft holds."""

    form: str
    """JSON without the contents of the files."""
    files: tuple[bytes, ...] = ()
    """Their contents, in the order in which the form names them."""
    subject: str = ""
    people: str = ""
    """Who it is to go to, as lists show it."""
    words: str = ""
    """The first of what is written, for one without a subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """One draft, as lists show it."""

    id: str
    subject: str
    people: str
    saved_at: datetime
    words: str = ""
    holder: Holder = "nobody"
    tried_at: datetime | None = None
    """When it went to the practice inbox as it stands, so that nothing waits to be continued."""


class Drafts:
    """Save, list, open and delete drafts; every method may be awaited on any event loop.

    All raise `StoreError` when the disk or the database refuses.
    """

    def __init__(
        self,
        writer: Worker,
        reader: Worker,
        session: Callable[[], str],
        is_alive: Callable[[str], bool],
    ) -> None:
        """`session` names this process, `is_alive` says whether another one still lives."""
        self._writer = writer
        self._reader = reader
        self._session = session
        self._is_alive = is_alive
        self._digests = _Digests()

    async def save(self, draft_id: str, content: DraftContent) -> datetime | None:
        """Keep a draft and hold it; give the time, or `None` when another window has it open."""
        return await self._writer.write(partial(self._save, draft_id=draft_id, content=content))

    async def list(self) -> tuple[DraftRow, ...]:
        """Give every draft, the one saved last first."""
        return await self._reader.read(self._list)

    async def open(self, draft_id: str) -> DraftContent | None:
        """Give a draft and hold it; `None` when it is gone.

        Raises `StoreError` when another window has it open.
        """
        return await self._writer.write(partial(self._open, draft_id=draft_id))

    async def release(self, draft_id: str) -> None:
        """Let others open it."""
        await self._writer.write(partial(_release, draft_id=draft_id))

    async def note_tried(self, draft_id: str, at: datetime) -> None:
        """Note when the draft as saved went to the practice inbox; the next save takes it back."""
        await self._writer.write(partial(_note_tried, draft_id=draft_id, at=at))

    async def delete(self, draft_id: str) -> DraftContent | None:
        """Delete a draft and give what it held, so that it can be saved again.

        `None` when it is gone; raises `StoreError` when another window has it open.
        """
        return await self._writer.write(partial(self._delete, draft_id=draft_id))

    def _save(
        self, connection: sqlite3.Connection, draft_id: str, content: DraftContent
    ) -> datetime | None:
        if self._holder(_session_of(connection, draft_id)) == "another":
            return None
        now = wall_utc()
        (seq,) = connection.execute(
            "INSERT INTO drafts (id, session, saved_ms, subject, people, words, form)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " session = excluded.session, saved_ms = excluded.saved_ms, tried = 0,"
            " subject = excluded.subject, people = excluded.people,"
            " words = excluded.words, form = excluded.form"
            " RETURNING seq",
            (
                draft_id,
                self._session(),
                to_ms(now),
                without_halves(content.subject),
                without_halves(content.people),
                without_halves(content.words),
                content.form,
            ),
        ).fetchone()
        self._save_files(connection, int(seq), content.files)
        return now

    def _save_files(
        self, connection: sqlite3.Connection, seq: int, files: tuple[bytes, ...]
    ) -> None:
        digests = self._digests.of(files)
        known = connection.execute(
            "SELECT digest FROM draft_files"
            " JOIN draft_contents ON draft_files.content = draft_contents.seq"
            " WHERE draft = ? ORDER BY place",
            (seq,),
        )
        if tuple(digest for (digest,) in known) == digests:
            return
        connection.execute("DELETE FROM draft_files WHERE draft = ?", (seq,))
        for place, (digest, content) in enumerate(zip(digests, files, strict=True)):
            connection.execute(
                "INSERT INTO draft_files (draft, place, content) VALUES (?, ?, ?)",
                (seq, place, keep_content(connection, digest, content)),
            )
        _drop_unused(connection)

    def _list(self, connection: sqlite3.Connection) -> tuple[DraftRow, ...]:
        found = connection.execute(
            "SELECT id, subject, people, words, saved_ms, session, tried FROM drafts"
            " ORDER BY saved_ms DESC, seq DESC"
        )
        return tuple(
            DraftRow(
                id=draft_id,
                subject=subject,
                people=people,
                words=words,
                saved_at=from_ms(saved_ms),
                holder=self._holder(session),
                # An earlier version noted a 1 for a time after the last save.
                tried_at=from_ms(tried if tried > 1 else saved_ms) if tried else None,
            )
            for draft_id, subject, people, words, saved_ms, session, tried in found.fetchall()
        )

    def _open(self, connection: sqlite3.Connection, draft_id: str) -> DraftContent | None:
        self._refuse_held(connection, draft_id)
        connection.execute(
            "UPDATE drafts SET session = ? WHERE id = ?", (self._session(), draft_id)
        )
        return _read(connection, draft_id)

    def _delete(self, connection: sqlite3.Connection, draft_id: str) -> DraftContent | None:
        self._refuse_held(connection, draft_id)
        content = _read(connection, draft_id)
        connection.execute("DELETE FROM drafts WHERE id = ?", (draft_id,))
        _drop_unused(connection)
        return content

    def _refuse_held(self, connection: sqlite3.Connection, draft_id: str) -> None:
        if self._holder(_session_of(connection, draft_id)) == "another":
            raise StoreError(
                "This draft is open in another window.",
                why="Only one window can write it.",
                remedy="Go on there, or close that window.",
            )

    def _holder(self, session: str) -> Holder:
        if not session:
            return "nobody"
        if session == self._session():
            return "us"
        return "another" if self._is_alive(session) else "nobody"


class _Digests:
    """Digests of contents, each worked out once while the same files are saved again."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[bytes, bytes]] = {}
        """By identity; the content is kept beside its digest, so that no other takes its place."""

    def of(self, files: Iterable[bytes]) -> tuple[bytes, ...]:
        self._known = {
            id(content): self._known.get(id(content)) or (content, digest_of(content))
            for content in files
        }
        return tuple(self._known[id(content)][1] for content in files)


def _session_of(connection: sqlite3.Connection, draft_id: str) -> str:
    found = connection.execute("SELECT session FROM drafts WHERE id = ?", (draft_id,)).fetchone()
    return str(found[0]) if found else ""


def _read(connection: sqlite3.Connection, draft_id: str) -> DraftContent | None:
    found = connection.execute(
        "SELECT seq, form, subject, people, words FROM drafts WHERE id = ?", (draft_id,)
    ).fetchone()
    if found is None:
        return None
    seq, form, subject, people, words = found
    files = connection.execute(
        "SELECT draft_contents.content FROM draft_files"
        " JOIN draft_contents ON draft_files.content = draft_contents.seq"
        " WHERE draft = ? ORDER BY place",
        (seq,),
    )
    return DraftContent(
        form=form,
        files=tuple(bytes(content) for (content,) in files),
        subject=subject,
        people=people,
        words=words,
    )


def digest_of(content: bytes) -> bytes:
    """Give what a file's content is known by."""
    return blake2b(content, digest_size=16).digest()


def keep_content(connection: sqlite3.Connection, digest: bytes, content: bytes) -> int:
    """Give the row that holds what is in a file, writing it when it is new."""
    known = connection.execute(
        "SELECT seq FROM draft_contents WHERE digest = ?", (digest,)
    ).fetchone()
    if known:
        return int(known[0])
    cursor = connection.execute(
        "INSERT INTO draft_contents (digest, content) VALUES (?, ?)", (digest, content)
    )
    return int(cursor.lastrowid or 0)


def _drop_unused(connection: sqlite3.Connection) -> None:
    connection.execute(
        "DELETE FROM draft_contents WHERE NOT EXISTS"
        " (SELECT 1 FROM draft_files WHERE draft_files.content = draft_contents.seq)"
    )


def _release(connection: sqlite3.Connection, draft_id: str) -> None:
    connection.execute("UPDATE drafts SET session = '' WHERE id = ?", (draft_id,))


def _note_tried(connection: sqlite3.Connection, draft_id: str, at: datetime) -> None:
    connection.execute("UPDATE drafts SET tried = ? WHERE id = ?", (to_ms(at), draft_id))
