"""The log is read anew while results come in."""

import sqlite3
import threading
from pathlib import Path
from typing import Unpack

import pytest
from PySide6.QtWidgets import QApplication

from sgdesk.present.log_filter import LogFilter
from sgdesk.store import history
from sgdesk.store.history import Filters, HistoryRow, Query
from sgdesk.ui.bridge import Batch
from sgdesk.ui.log.cells import Column
from sgdesk.ui.log.feed import MOST_ROUNDS
from tests.gui.test_log_model import row
from tests.support.qt import aio, make_life, running, until


@aio()
async def test_log_is_shown_while_results_come_in_without_end_and_read_again_later(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        kept = life.session.history
        newest, counts, is_over = kept.newest, 0, False

        async def newest_in_a_rush(
            limit: int, **filters: Unpack[Filters]
        ) -> tuple[int, tuple[HistoryRow, ...]]:
            nonlocal counts
            counts += 1
            if not is_over and counts < 50:
                life.log._newest.finish([row(counts)])
            return await newest(limit, **filters)

        monkeypatch.setattr(type(kept), "newest", staticmethod(newest_in_a_rush))
        life.log.narrow(LogFilter())
        await life.tasks.wait_for("history")
        rush, is_over = counts, True

        assert rush == MOST_ROUNDS + 1
        await until(lambda: counts == rush + 2)
        await life.tasks.wait_for("history")
        assert life.rooms.newest.rowCount() == 0


@aio()
async def test_a_result_written_while_the_log_is_read_and_heard_of_later_has_one_row(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        unheard: list[Batch] = []
        life.bridge.drained.disconnect(life.log.take)
        life.bridge.drained.connect(unheard.append)
        is_counted, is_written = threading.Event(), threading.Event()
        count_rows = history.count_rows

        def count_slowly(connection: sqlite3.Connection, query: Query) -> int:
            count = count_rows(connection, query)
            is_counted.set()
            assert is_written.wait(10)
            return count

        monkeypatch.setattr(history, "count_rows", count_slowly)
        life.log.load()
        await until(is_counted.is_set)
        life.compose.send_sample()
        await life.tasks.wait_for("send")
        is_written.set()
        await life.tasks.wait_for("history")
        await until(lambda: any(batch.finished for batch in unheard))
        for batch in unheard:
            life.log.take(batch)

        for model in (life.rooms.log, life.rooms.newest):
            assert model.rowCount() == 1
            assert model.index(0, Column.RESULT).data() == "Captured"
