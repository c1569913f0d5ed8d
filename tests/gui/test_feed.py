"""The log is read anew while results come in."""

from pathlib import Path
from typing import Unpack

import pytest
from PySide6.QtWidgets import QApplication

from sgdesk.present.log_filter import LogFilter
from sgdesk.store.history import Filters
from sgdesk.ui.log.feed import MOST_ROUNDS
from tests.gui.test_log_model import row
from tests.support.qt import aio, make_life, running, until


@aio()
async def test_log_is_shown_while_results_come_in_without_end_and_read_again_later(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        history = life.session.history
        count, counts, is_over = history.count, 0, False

        async def count_in_a_rush(**filters: Unpack[Filters]) -> int:
            nonlocal counts
            counts += 1
            if not is_over and counts < 50:
                life.log._newest.finish([row(counts)])
            return await count(**filters)

        monkeypatch.setattr(type(history), "count", staticmethod(count_in_a_rush))
        life.log.narrow(LogFilter())
        await life.tasks.wait_for("history")
        rush, is_over = counts, True

        assert rush == MOST_ROUNDS + 1
        await until(lambda: counts == rush + 2)
        await life.tasks.wait_for("history")
        assert life.rooms.newest.rowCount() == 0
