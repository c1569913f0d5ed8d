"""Notice what other processes do to the same history."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from sgdesk.delivery import AttemptId
from sgdesk.store.worker import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What other processes did since the last question."""

    finished: tuple[AttemptId, ...] = ()
    some_gone: bool = False
    """Results that were there have been deleted."""
    is_any: bool = False
    """They wrote something: that, or to drafts."""


class Elsewhere:
    """Compare the history with what it was at the last question; the first one only begins.

    Asked on the writing connection: SQLite's `data_version` there changes by the commits of
    others alone, so that a question without news reads one number.
    """

    def __init__(self, writer: Worker, session: Callable[[], str]) -> None:
        self._writer = writer
        self._session = session
        self._version: int | None = None
        self._newest = 0
        self._count = 0
        """Of the rows up to the newest."""
        self._running: frozenset[int] = frozenset()
        """Rows of others that had no outcome yet."""

    async def news(self) -> News:
        """Say what is new. Raises `StoreError`."""
        return await self._writer.read(self._look)

    def _look(self, connection: sqlite3.Connection) -> News:
        # One view of the history: what ended between two questions would be in neither.
        connection.execute("BEGIN")
        try:
            return self._compare(connection)
        finally:
            connection.execute("COMMIT")

    def _compare(self, connection: sqlite3.Connection) -> News:
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        if version == self._version:
            return News()
        is_first, self._version = self._version is None, version
        news = News() if is_first else self._news(connection)
        count, newest = connection.execute("SELECT count(*), max(seq) FROM attempts").fetchone()
        self._count, self._newest = count, newest or 0
        running = connection.execute(
            "SELECT seq FROM attempts WHERE outcome IS NULL AND session != ?", (self._session(),)
        )
        self._running = frozenset(seq for (seq,) in running)
        return news

    def _news(self, connection: sqlite3.Connection) -> News:
        ended = connection.execute(
            "SELECT seq, id FROM attempts WHERE seq >= ? AND outcome IS NOT NULL AND session != ?",
            (min(self._running, default=self._newest), self._session()),
        )
        finished = [
            AttemptId(attempt_id)
            for seq, attempt_id in ended
            if seq > self._newest or seq in self._running
        ]
        (left,) = connection.execute(
            "SELECT count(*) FROM attempts WHERE seq <= ?", (self._newest,)
        ).fetchone()
        return News(finished=tuple(finished), some_gone=left < self._count, is_any=True)
