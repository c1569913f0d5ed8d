"""The store: one writing and one reading thread over the history's database."""

import sqlite3
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar, Unpack

from sgdesk.clock import wall_utc
from sgdesk.delivery import Attempt, AttemptId, Delivery
from sgdesk.store import database, history, journal, older_results, presence, recovery
from sgdesk.store.drafts import Drafts
from sgdesk.store.elsewhere import Elsewhere
from sgdesk.store.history import Decision, Filters, HistoryRow, Query
from sgdesk.store.history_file import HistoryFile
from sgdesk.store.messages import KeptMessage, MessageKeeper, drop_unused
from sgdesk.store.other_sends import Others, list_others
from sgdesk.store.salvage import Salvage
from sgdesk.store.worker import OUTCOME_S, PATIENT_S, READER_S, Worker, is_a_lock

T = TypeVar("T")


class Store:
    """The history and the journal; every method may be awaited on any event loop.

    `store = await Store.open(folder)`, at the end `await store.aclose()`.
    """

    def __init__(
        self, data_dir: Path | None, *, keep_text: bool, history_days: int, reads_alone: bool
    ) -> None:
        self._data_dir = data_dir
        self._reads_alone = reads_alone
        self._history_days = history_days
        self._keep_text = keep_text
        self._keeper = MessageKeeper() if keep_text else None
        self._presence: presence.Presence | None = None
        self._file: HistoryFile | None = None
        self._set_aside: Path | None = None
        self.salvage = Salvage()
        """What was saved from a history that had to be set aside."""
        self._writer = Worker("history-write", self._open, self._damaged, self._check)
        # A history in memory exists in one connection alone, and so may a copy of one.
        self._reader = (
            self._writer
            if data_dir is None or reads_alone
            else Worker("history-read", partial(database.open_for_reading, data_dir), self._damaged)
        )
        self.elsewhere = Elsewhere(self._writer, self._session)
        self.drafts = Drafts(self._writer, self._reader, self._session, self._is_alive)

    @classmethod
    async def open(
        cls,
        data_dir: Path | None,
        *,
        keep_text: bool = True,
        history_days: int = 0,
        reads_alone: bool = False,
    ) -> "Store":
        """Open the history under `data_dir`, in memory without one.

        Settles what processes that died left behind, and drops what is older
        than `history_days` (0: nothing). For one that `reads_alone` it is no
        obstacle when nothing can be written there, or another program has it
        locked against that. Raises `StoreError`.
        """
        store = cls(
            data_dir, keep_text=keep_text, history_days=history_days, reads_alone=reads_alone
        )
        store._writer.start()
        try:
            await store._writer.read(lambda _: None)
        except BaseException:
            await store._writer.stop()
            raise
        if store._reader is not store._writer:
            store._reader.start()
        return store

    @property
    def notice(self) -> str:
        """Say what the user must know about how the history was opened; mostly empty."""
        if self._set_aside is None:
            return ""
        return (
            "The history could not be read. It was set aside and a new one started: "
            f"{self._set_aside}. {self.salvage.words}".rstrip()
        )

    def keep_text(self, *, kept: bool) -> None:
        """Keep the text of messages from now on, or keep none; what was kept stays."""
        if kept != self._keep_text:
            self._keep_text = kept
            self._keeper = MessageKeeper() if kept else None

    async def begin(self, delivery: Delivery, attempt_id: AttemptId) -> None:
        """Record an attempt before its first byte."""
        session = self._session()
        await self._writer.write(
            lambda connection: journal.begin(
                connection, delivery, attempt_id, session=session, keeper=self._keeper
            )
        )

    async def begin_many(self, starts: Sequence[tuple[Delivery, AttemptId]]) -> None:
        """Record several attempts before the first byte of any: all of them, or none."""
        session = self._session()

        def work(connection: sqlite3.Connection) -> None:
            for delivery, attempt_id in starts:
                journal.begin(
                    connection, delivery, attempt_id, session=session, keeper=self._keeper
                )

        await self._writer.write(work)

    async def mark(self, attempt_id: AttemptId) -> None:
        """Record that the body is about to leave."""
        await self._writer.write(
            lambda connection: journal.mark(connection, attempt_id), lapses=True
        )

    async def finish(self, attempt: Attempt) -> None:
        """Record how an attempt ended."""
        keep = self._keep_text
        await self._writer.write(
            lambda connection: journal.finish(connection, attempt, keep_transcript=keep),
            patience_s=OUTCOME_S,
        )

    async def record(self, ended: Sequence[Attempt], marked: Sequence[AttemptId]) -> None:
        """Finish and mark several at once: all of it is recorded, or nothing."""
        keep = self._keep_text
        await self._writer.write(
            lambda connection: journal.record(connection, ended, marked, keep_transcript=keep),
            patience_s=OUTCOME_S,
        )

    async def list(
        self,
        limit: int = 100,
        offset: int = 0,
        *,
        before: int | None = None,
        **filters: Unpack[Filters],
    ) -> tuple[HistoryRow, ...]:
        """Give one page, newest first; `before` is the `seq` of the last row known."""
        query = Query(**filters)
        return await self._reader.read(
            lambda connection: history.list_rows(
                connection, query, limit=limit, offset=offset, before=before
            )
        )

    async def pass_on(
        self,
        make: Callable[[tuple[HistoryRow, ...]], T],
        limit: int,
        *,
        before: int | None,
        brief: bool = False,
        **filters: Unpack[Filters],
    ) -> T:
        """Give what is made of a page in the thread that reads it; `before` as for `list`.

        `brief` rows have the first step of their attempt and the one that failed.
        """
        query = Query(**filters)
        return await self._reader.read(
            lambda connection: make(
                history.list_rows(connection, query, limit=limit, before=before, brief=brief)
            )
        )

    async def count(
        self,
        **filters: Unpack[Filters],
    ) -> int:
        """Count the rows that `list` would give without a limit."""
        query = Query(**filters)
        return await self._reader.read(lambda connection: history.count_rows(connection, query))

    async def newest(
        self, limit: int, **filters: Unpack[Filters]
    ) -> tuple[int, tuple[HistoryRow, ...]]:
        """Give `count` and the first page of `list` as they are at one moment.

        What ends between two questions would be in one answer and not in the other.
        """
        query = Query(**filters)
        return await self._reader.read(
            lambda connection: history.newest_rows(connection, query, limit=limit)
        )

    async def older_due(self) -> int:
        """Say about how many results of an older version lack what they are found by still."""
        return await self._reader.read(older_results.count_due)

    async def fill_in_older(self) -> int:
        """Fill it in for a portion of those; say about how many are left."""
        return await self._writer.write(older_results.fill_in)

    async def accounts(self) -> tuple[str, ...]:
        """Name the accounts that results stand under."""
        return await self._reader.read(history.list_accounts)

    async def unknowns(self) -> tuple[HistoryRow, ...]:
        """Give the unknown outcomes on which the user has not decided yet."""
        query = Query(undecided=True)
        return await self._reader.read(
            lambda connection: history.list_rows(connection, query, limit=1000)
        )

    async def running(self) -> int:
        """Count the attempts that have not ended; those of the dead are settled at opening."""
        return await self._reader.read(history.count_running)

    async def get(self, attempt_id: str) -> HistoryRow | None:
        """Give one finished attempt with its transcript; a unique start of an id is enough."""
        return await self._reader.read(lambda connection: history.get_row(connection, attempt_id))

    async def others(self, attempt_id: AttemptId) -> Others:
        """Give the other sends of a result's mail, before it and since, to whomever."""
        return await self._reader.read(lambda connection: list_others(connection, attempt_id))

    async def sent_since(self, ids: Collection[AttemptId]) -> frozenset[AttemptId]:
        """Give those of the results of which `HistoryRow.is_sent_since` is true."""
        return await self._reader.read(lambda connection: history.list_sent_since(connection, ids))

    async def message(self, attempt_id: AttemptId) -> KeptMessage | None:
        """Give the message that was sent, `None` when its text was not kept."""
        return await self._reader.read(
            lambda connection: history.get_message(connection, attempt_id)
        )

    async def mailed_domains(self, wanted: frozenset[str]) -> frozenset[str]:
        """Give those of the domains at which somebody was mailed live before."""
        return await self._reader.read(
            lambda connection: history.mailed_domains(connection, wanted)
        )

    async def decide(self, attempt_id: AttemptId, decision: Decision) -> bool:
        """Keep what the user says of an unknown outcome; `False` when there is no such one."""
        return await self._writer.write(
            lambda connection: history.decide(connection, attempt_id, decision)
        )

    async def delete(self, ids: Sequence[AttemptId]) -> int:
        """Delete finished attempts and return how many there were."""
        return await self._writer.write(lambda connection: history.delete(connection, ids))

    async def delete_all(self) -> int:
        """Delete every finished attempt and return how many there were.

        In portions: the records of sends go in between.
        """
        deleted = 0
        while portion := await self._writer.write(history.delete_some):
            deleted += portion
        await self._writer.write(drop_unused)
        return deleted

    async def aclose(self) -> None:
        """Finish every write, then close."""
        if self._reader is not self._writer:
            await self._reader.stop()
        file, self._file = self._file, None
        if file is not None:
            await self._writer.read(file.put_back)
        await self._writer.stop()
        if self._presence is not None:
            self._presence.leave()
            self._presence = None

    def _open(self) -> sqlite3.Connection:
        """Open the database and set it in order; runs in the writing thread."""
        if self._data_dir is None:
            self._presence = presence.Presence.nowhere()
            return database.open_in_memory()
        try:
            return self._open_folder(self._data_dir)
        except (OSError, sqlite3.OperationalError) as error:
            if not self._reads_alone:
                raise
            if is_a_lock(error) and (beside := database.open_beside_a_lock(self._data_dir)):
                return beside
            if not database.is_for_lack_of_room_or_right(error):
                raise
            return database.open_a_copy(self._data_dir)

    def _open_folder(self, data_dir: Path) -> sqlite3.Connection:
        database.make_folder(data_dir)
        with presence.one_at_a_time(data_dir):
            is_alive = partial(presence.is_alive, data_dir)
            in_use = any(map(is_alive, presence.sessions(data_dir)))
            patience_s = READER_S if self._reads_alone else PATIENT_S
            opened = database.open_database(data_dir, is_in_use=in_use, patience_s=patience_s)
            self._set_aside, self.salvage = opened.set_aside, opened.salvage
            self._presence = presence.Presence.take(data_dir)
            try:
                self._set_in_order(opened.connection, data_dir)
            except BaseException:
                opened.connection.close()
                self._presence.leave()
                self._presence = None
                raise
        self._file = HistoryFile(data_dir)
        return opened.connection

    def _set_in_order(self, connection: sqlite3.Connection, data_dir: Path) -> None:
        connection.execute("BEGIN IMMEDIATE")
        recovery.settle_dead(connection, partial(presence.is_alive, data_dir))
        if self._history_days:
            oldest = wall_utc() - timedelta(days=self._history_days)
            while history.delete_some(connection, oldest):
                pass
            drop_unused(connection)
        connection.execute("COMMIT")
        for session in presence.sessions(data_dir):
            if not presence.is_alive(data_dir, session):
                presence.forget(data_dir, session)

    def _check(self) -> None:
        if self._file is not None:
            self._file.check()

    def _session(self) -> str:
        return self._presence.session if self._presence else ""

    def _is_alive(self, session: str) -> bool:
        return self._data_dir is not None and presence.is_alive(self._data_dir, session)

    def _damaged(self) -> None:
        if self._data_dir is not None:
            database.note_damage(self._data_dir)
