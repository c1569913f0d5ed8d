"""A history whose file is deleted or replaced while it is open: told, and put back at the end."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sgdesk.delivery import AttemptId
from sgdesk.errors import StoreError
from sgdesk.profile import HISTORY_FILE
from sgdesk.store import Store
from sgdesk.store.history_file import HistoryFile
from tests.support.attempts import an_attempt
from tests.support.engine import a_delivery

ONE = AttemptId("a1")


async def ids_in(folder: Path) -> list[str]:
    """Open a history anew and name what stands in it."""
    store = await Store.open(folder)
    rows = await store.list()
    await store.aclose()
    return [row.attempt.id for row in rows]


async def deleted(folder: Path) -> Store:
    """Give a store with one record, whose folder was deleted since."""
    store = await Store.open(folder)
    await store.begin(a_delivery(), ONE)
    shutil.rmtree(folder)
    return store


async def test_what_was_written_into_a_deleted_file_is_told_and_put_back(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = await deleted(folder)
    with pytest.raises(StoreError, match="The history was deleted while sgdesk ran"):
        await store.mark(ONE)
    with pytest.raises(StoreError, match="The history was deleted while sgdesk ran"):
        await store.finish(replace(an_attempt(), id=ONE))
    await store.aclose()

    assert (folder / HISTORY_FILE).stat().st_mode & 0o077 == 0
    assert await ids_in(folder) == [ONE]


async def test_a_deleted_file_that_nobody_missed_stays_deleted(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = await deleted(folder)
    await store.aclose()

    assert not folder.exists()


async def test_a_file_that_was_replaced_is_told_and_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = await deleted(folder)
    other = await Store.open(folder)
    await other.aclose()
    with pytest.raises(StoreError, match="was replaced by another while sgdesk ran"):
        await store.mark(ONE)
    await store.aclose()

    assert await ids_in(folder) == []


async def test_where_nothing_can_be_put_back_closing_goes_well(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = await deleted(folder)
    with pytest.raises(StoreError, match="deleted"):
        await store.mark(ONE)
    folder.touch()
    await store.aclose()

    assert folder.is_file()


def test_what_cannot_be_written_leaves_no_empty_history(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / HISTORY_FILE).touch()
    file = HistoryFile(folder)
    (folder / HISTORY_FILE).unlink()
    with pytest.raises(StoreError, match="deleted"):
        file.check()
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("BEGIN")  # within a transaction nothing can be written anew
        file.put_back(connection)

    assert not (folder / HISTORY_FILE).exists()
