"""Once a filter is cleared, the row that was chosen in it is still in sight."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from sgdesk.present.log_filter import LogFilter
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.window import fill, rows, send


@aio(60)
async def test_row_that_was_found_is_in_sight_once_the_filter_is_cleared(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.resize(900, 600)
        for subject in ("Oldest", *"abcdefgh"):
            fill(life, subject=subject)
            await send(life)
        life.window.show_view("results")
        table, bar = life.rooms.results.table, life.rooms.results.bar
        bar.narrow(LogFilter(text="oldest"))
        await until(lambda: len(rows(life)) == 1)
        await until(lambda: life.detail.case and life.detail.case.subject == "Oldest")
        bar.clear()
        await until(lambda: len(rows(life)) == 9)
        await life.tasks.wait_for("history", "detail")
        await turns()

        chosen = table.visualRect(table.currentIndex())
        assert table.currentIndex().row() == 8
        assert table.viewport().rect().contains(chosen.center())
