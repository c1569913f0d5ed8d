"""A thread that owns one database connection and does what others ask, many asks to a commit.

SQLite blocks, so it never runs on an event loop. Asks that wait together share
one transaction: under load the price of a commit is paid once for all of them,
and each is answered only after the commit that holds it.
"""

import asyncio
import contextlib
import errno
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from sgdesk.clock import monotonic_ns
from sgdesk.errors import MORE_FILES, StoreError, out_of_files

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], Any]

PATIENT_S = 5.0
"""How long to wait for another process's commit; one takes far below a millisecond."""
READER_S = 1.0
"""How long when it is only to be read, which mostly is possible all the same."""
OUTCOME_S = 10.0
"""How long with what cannot be asked again: how a send ended."""
LOOK_EVERY_MS = 250
"""After so long it is seen that nobody wants it any more."""
LARGEST_BATCH = 256
IDLE_BEFORE_CHECKPOINT = 0.5
"""Seconds without work before the log is moved into the database: that waits for the disk."""
LARGEST_LOG = 20_000
"""Asks after which the log is moved even without a pause, so that it stays below ~100 MB."""


@dataclass(frozen=True, slots=True)
class _Ask:
    work: Work
    future: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop
    writes: bool
    patience_s: float = PATIENT_S
    lapses: bool = False

    @property
    def is_wanted(self) -> bool:
        """Say whether it is to be done still."""
        return not (self.lapses and self.future.cancelled())


_Answer = tuple[_Ask, Any, BaseException | None]


class Worker:
    """Run database work in one daemon thread; usable from any event loop."""

    def __init__(
        self,
        name: str,
        connect: Callable[[], sqlite3.Connection],
        on_damage: Callable[[], None],
        check: Callable[[], None] = lambda: None,
    ) -> None:
        """`check` raises `StoreError` where what was committed is lost all the same."""
        self._connect = connect
        self._on_damage = on_damage
        self._check = check
        self._asks: queue.SimpleQueue[_Ask | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)
        self._broken: BaseException | None = None
        self._unmoved = 0
        self._is_patient = True
        self._closed = False
        self._last: _Ask | None = None

    def start(self) -> None:
        """Start the thread; a connection that cannot be made fails each ask."""
        self._thread.start()

    async def write(
        self,
        work: Callable[[sqlite3.Connection], T],
        *,
        patience_s: float = PATIENT_S,
        lapses: bool = False,
    ) -> T:
        """Do `work` inside a transaction and return once that is committed.

        It takes effect even when the waiting is cancelled, unless it `lapses` by that.
        `patience_s` is for another process that has the history. Raises `StoreError`.
        """
        return await self._ask(work, writes=True, patience_s=patience_s, lapses=lapses)

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do `work` outside any transaction. Raises `StoreError`."""
        return await self._ask(work, writes=False)

    async def stop(self) -> None:
        """Finish what was asked, close the connection and end the thread."""
        if not self._closed:
            self._closed = True
            loop = asyncio.get_running_loop()
            last = _Ask(_nothing, loop.create_future(), loop, writes=False)
            self._last = last
            self._asks.put(None)
            await last.future
            self._thread.join()

    async def _ask(
        self,
        work: Callable[[sqlite3.Connection], T],
        *,
        writes: bool,
        patience_s: float = PATIENT_S,
        lapses: bool = False,
    ) -> T:
        if self._closed:
            raise StoreError("The history is closed.")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._asks.put(_Ask(work, future, loop, writes, patience_s, lapses))
        return await future

    def _live(self) -> None:
        connection: sqlite3.Connection | None = None
        try:
            connection = self._connect()
        except StoreError as error:
            self._broken = error
        # Whatever it is: those who ask must hear it, and not wait for a thread that is gone.
        except BaseException as error:
            self._broken = store_error(error)
        more = True
        while more:
            asks, more = self._wait(connection)
            self._answer_all(connection, asks)
        if connection is not None:
            connection.close()
        if self._last is not None:
            _answer([(self._last, None, None)])

    def _wait(self, connection: sqlite3.Connection | None) -> tuple[list[_Ask], bool]:
        """Give the asks that wait, and whether more may come."""
        try:
            ask = self._asks.get(timeout=IDLE_BEFORE_CHECKPOINT if self._unmoved else None)
        except queue.Empty:
            self._checkpoint(connection)
            ask = self._asks.get()
        asks: list[_Ask] = []
        while ask is not None:
            asks.append(ask)
            if len(asks) >= LARGEST_BATCH:
                return asks, True
            try:
                ask = self._asks.get_nowait()
            except queue.Empty:
                return asks, True
        return asks, False

    def _answer_all(self, connection: sqlite3.Connection | None, asks: list[_Ask]) -> None:
        if connection is None:
            _answer((ask, None, self._broken) for ask in asks)
            return
        writes = [ask for ask in asks if ask.writes]
        if writes:
            _answer(self._commit(connection, writes))
            self._unmoved += len(writes)
            if self._unmoved >= LARGEST_LOG:
                self._checkpoint(connection)
        for ask in asks:
            if not ask.writes:
                _answer([self._attempt(connection, ask)])

    def _commit(self, connection: sqlite3.Connection, asks: list[_Ask]) -> list[_Answer]:
        try:
            self._begin(connection, asks)
        except sqlite3.Error as error:
            # Whatever they ask, none of them can be written.
            return [(ask, None, self._explained(error)) for ask in asks]
        try:
            answers = [(ask, ask.work(connection), None) for ask in asks]
            connection.execute("COMMIT")
            try:
                self._check()
            except StoreError as lost:
                return [(ask, None, lost) for ask in asks]
        # Whatever one ask's work raised must reach that ask alone, and never end this thread.
        except BaseException as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if len(asks) == 1:
                return [(asks[0], None, self._explained(error))]
            # One of them spoiled it: each gets a transaction of its own.
            return [answer for ask in asks for answer in self._commit(connection, [ask])]
        return list(answers)

    def _begin(self, connection: sqlite3.Connection, asks: list[_Ask]) -> None:
        """Begin a transaction, waiting for another process as long as somebody wants it.

        What was waited for in vain is waited for no more until it is free.
        """
        patience_s = max(ask.patience_s for ask in asks) if self._is_patient else 0
        until_ns = monotonic_ns() + int(patience_s * 1e9)
        connection.execute(f"PRAGMA busy_timeout={LOOK_EVERY_MS}")
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                is_wanted = monotonic_ns() < until_ns and any(ask.is_wanted for ask in asks)
                if is_a_lock(error) and is_wanted:
                    continue
                self._is_patient = not is_a_lock(error)
                raise
            self._is_patient = True
            return

    def _attempt(self, connection: sqlite3.Connection, ask: _Ask) -> _Answer:
        try:
            return (ask, ask.work(connection), None)
        except BaseException as error:
            return (ask, None, self._explained(error))

    def _explained(self, error: BaseException) -> BaseException:
        # Exactly this class: its subclasses tell of locks, space and wrong statements.
        if type(error) is sqlite3.DatabaseError:
            # Where no note can be left, in a read-only folder, the answer must come all the same.
            with contextlib.suppress(OSError):
                self._on_damage()
        return store_error(error)

    def _checkpoint(self, connection: sqlite3.Connection | None) -> None:
        self._unmoved = 0
        if connection is not None:
            try:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            except sqlite3.Error:
                # The log stays as it is and is moved another time.
                return


def _nothing(_connection: sqlite3.Connection) -> None:
    """Ask for nothing but an answer."""


def store_error(error: BaseException) -> BaseException:
    """Say in words what SQLite or the system said; anything else stays what it was."""
    number = error.errno if isinstance(error, OSError) else None
    if (stopped := out_of_files(error)) is not None:
        return StoreError(
            "The history cannot be read or written.", why=stopped.why, remedy=stopped.remedy
        )
    if number == errno.ENOSPC or (
        isinstance(error, sqlite3.OperationalError) and "full" in str(error)
    ):
        return StoreError(
            "The history cannot be written.", why="The disk is full.", remedy="Free some space."
        )
    if isinstance(error, OSError) and number in _NOT_FOR_US:
        return StoreError(
            "The history cannot be written.",
            why=f"{error.filename}: {error.strerror}.",
            remedy="Let this user write there, or set SGDESK_DATA_DIR to another folder.",
        )
    if isinstance(error, sqlite3.OperationalError) and is_a_lock(error):
        return StoreError(
            "The history is locked by another program.",
            why=f"It did not become free in time ({error}).",
            remedy="Close the program that has the history open, such as a database browser or "
            "a backup.",
        )
    if isinstance(error, sqlite3.OperationalError) and _is_of_the_disk(error):
        return StoreError(
            "The history cannot be read or written.",
            why=f"The disk is full, or it fails ({error}).",
            remedy="Free some space. If there is enough, have the disk checked, "
            "or set SGDESK_DATA_DIR to a folder on another one.",
        )
    if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CANTOPEN:
        return StoreError(
            "The history cannot be read or written.",
            why=f"SQLite says: {error}.",
            remedy=f"Let this user write there. {MORE_FILES}",
        )
    if isinstance(error, sqlite3.Error | OSError):
        return StoreError("The history cannot be read or written.", why=str(error))
    return error


def _answer(answers: Iterable[_Answer]) -> None:
    """Hand the answers over, with one wake-up for each event loop that waits."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Answer]] = {}
    for answer in answers:
        by_loop.setdefault(answer[0].loop, []).append(answer)
    for loop, group in by_loop.items():
        try:
            loop.call_soon_threadsafe(_settle, group)
        except RuntimeError:
            # That loop is closed: nobody waits there any more, and the work is done.
            continue


def _settle(answers: list[_Answer]) -> None:
    for ask, result, error in answers:
        if ask.future.done():
            continue
        if error is not None:
            ask.future.set_exception(error)
        else:
            ask.future.set_result(result)


_NOT_FOR_US = (
    *(errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST),
    # A folder that cannot be there, such as one under /proc.
    *(errno.ENOENT, errno.ENAMETOOLONG, errno.ELOOP),
)


def is_a_lock(error: OSError | sqlite3.OperationalError) -> bool:
    """Say whether somebody else has the history locked."""
    kinds = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in kinds


def _is_of_the_disk(error: sqlite3.OperationalError) -> bool:
    # A full one is such an error, too, where SQLite makes its log's index.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_IOERR
