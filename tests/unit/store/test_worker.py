"""A history that another program holds is waited for once, not anew for each ask."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sgdesk.errors import StoreError
from sgdesk.store.worker import Worker
from tests.support.engine import until


@pytest.fixture
def other(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Give another program's connection, which has the history locked."""
    with closing(sqlite3.connect(tmp_path / "h.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t (n)")
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def connection_to(folder: Path, said: list[str]) -> sqlite3.Connection:
    """Open it, and note what is said to it."""
    connection = sqlite3.connect(folder / "h.db", isolation_level=None)
    connection.set_trace_callback(said.append)
    return connection


def insert(connection: sqlite3.Connection) -> None:
    """Write something."""
    connection.execute("INSERT INTO t VALUES (1)")


async def rows(worker: Worker) -> int:
    """Count what was written."""
    found: tuple[int] = await worker.read(
        lambda connection: connection.execute("SELECT count(*) FROM t").fetchone()
    )
    return found[0]


async def test_all_that_waits_for_a_locked_history_waits_once(
    tmp_path: Path, other: sqlite3.Connection
) -> None:
    said: list[str] = []
    worker = Worker("locked-out", lambda: connection_to(tmp_path, said), lambda: None)
    asks = [asyncio.ensure_future(worker.write(insert, patience_s=0)) for _ in range(20)]
    await asyncio.sleep(0)
    worker.start()
    answers = await asyncio.gather(*asks, return_exceptions=True)
    await worker.stop()

    assert all(isinstance(answer, StoreError) for answer in answers)
    assert said.count("BEGIN IMMEDIATE") == 1


async def test_patience_ends_with_the_first_vain_wait_and_comes_back(
    tmp_path: Path, other: sqlite3.Connection
) -> None:
    said: list[str] = []
    worker = Worker("locked-out", lambda: connection_to(tmp_path, said), lambda: None)
    worker.start()
    with pytest.raises(StoreError):
        await worker.write(insert, patience_s=0)
    said.clear()
    with pytest.raises(StoreError):
        await worker.write(insert, patience_s=3600)
    tries = said.count("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    await worker.write(insert)
    other.execute("BEGIN IMMEDIATE")
    again = asyncio.ensure_future(worker.write(insert, patience_s=3600))
    await until(lambda: said.count("BEGIN IMMEDIATE") > tries + 3)
    other.execute("ROLLBACK")
    await again
    written = await rows(worker)
    await worker.stop()

    assert (tries, written) == (1, 2)


@pytest.mark.parametrize("lapses", [True, False])
async def test_what_lapses_is_waited_for_no_longer_than_its_caller_waits(
    tmp_path: Path, other: sqlite3.Connection, lapses: bool
) -> None:
    worker = Worker("locked-out", lambda: connection_to(tmp_path, []), lambda: None)
    worker.start()
    ask = asyncio.ensure_future(worker.write(insert, patience_s=3600, lapses=lapses))
    await asyncio.sleep(0)
    ask.cancel()
    if lapses:
        await worker.read(lambda _: None)
    other.execute("ROLLBACK")
    written = await rows(worker)
    await worker.stop()

    assert written == (0 if lapses else 1)
