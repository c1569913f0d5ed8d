"""A history that another program holds is waited for once, not anew for each ask."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sgdesk.errors import StoreError
from sgdesk.store.worker import IMPATIENT_MS, PATIENT_MS, Worker


@pytest.fixture
def other(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Give another program's connection, which has the history locked."""
    with closing(sqlite3.connect(tmp_path / "h.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t (n)")
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def impatient(folder: Path) -> sqlite3.Connection:
    """Open it without the seconds that waiting takes."""
    return sqlite3.connect(folder / "h.db", timeout=0, isolation_level=None)


def insert(connection: sqlite3.Connection) -> None:
    """Write something."""
    connection.execute("INSERT INTO t VALUES (1)")


async def test_all_that_waits_for_a_locked_history_waits_once(
    tmp_path: Path, other: sqlite3.Connection
) -> None:
    said: list[str] = []

    def connect() -> sqlite3.Connection:
        connection = impatient(tmp_path)
        connection.set_trace_callback(said.append)
        return connection

    worker = Worker("locked-out", connect, lambda: None)
    asks = [asyncio.ensure_future(worker.write(insert)) for _ in range(20)]
    await asyncio.sleep(0)
    worker.start()
    answers = await asyncio.gather(*asks, return_exceptions=True)
    await worker.stop()

    assert all(isinstance(answer, StoreError) for answer in answers)
    assert said.count("BEGIN IMMEDIATE") == 1


async def test_patience_ends_with_the_first_vain_wait_and_comes_back(
    tmp_path: Path, other: sqlite3.Connection
) -> None:
    def patience(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA busy_timeout").fetchone()[0])

    worker = Worker("locked-out", lambda: impatient(tmp_path), lambda: None)
    worker.start()
    with pytest.raises(StoreError):
        await worker.write(insert)
    when_locked = await worker.read(patience)
    other.execute("ROLLBACK")
    await worker.write(insert)
    when_free = await worker.read(patience)
    await worker.stop()

    assert (when_locked, when_free) == (IMPATIENT_MS, PATIENT_MS)
