"""The count and the first page of a list are of one moment, whatever others write meanwhile."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sgdesk.profile import HISTORY_FILE
from sgdesk.store import history
from sgdesk.store.history import Query, count_rows
from tests.unit.store.test_history import filled


async def test_count_and_first_page_agree_while_another_process_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await filled(tmp_path)
    before = len(await store.list())

    def count_then_lose(connection: sqlite3.Connection, query: Query) -> int:
        count = count_rows(connection, query)
        with closing(sqlite3.connect(tmp_path / HISTORY_FILE, isolation_level=None)) as other:
            other.execute("DELETE FROM attempts WHERE subject = 'Last'")
        return count

    monkeypatch.setattr(history, "count_rows", count_then_lose)
    count, first = await store.newest(100)
    left = len(await store.list())
    await store.aclose()

    assert count == len(first) == before
    assert left == before - 1
