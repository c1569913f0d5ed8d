"""What another process writes into the history comes into an open window."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from sgdesk.delivery import AttemptId, Outcome, Unknown
from sgdesk.present.log_filter import LogFilter
from sgdesk.store import Store
from sgdesk.trace import Phase
from sgdesk.ui.life import Life
from sgdesk.ui.log import others
from tests.support.attempts import an_attempt
from tests.support.engine import ROUTE, a_delivery, a_message
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.window import fill, rows, send, texts


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(others, "LOOK_MS", 50)


@asynccontextmanager
async def other_process(folder: Path) -> AsyncIterator[Store]:
    """Open the window's history as another process does."""
    store = await Store.open(folder / "data")
    try:
        yield store
    finally:
        await store.aclose()


async def write(store: Store, name: str, outcome: Outcome | None = None, *, mail: str = "") -> None:
    """Record one finished attempt, at a mail of its own or at the same as another."""
    delivery = a_delivery(name, ROUTE, a_message(f"Mail {mail or name}"))
    await store.begin(delivery, AttemptId(name))
    await store.finish(replace(an_attempt(outcome), id=AttemptId(name), delivery_id=delivery.id))


def first_in_sight(life: Life) -> object:
    """Give the id of the row at the top of what is seen."""
    table = life.rooms.results.table
    entry = life.rooms.log.entry(table.rowAt(0))
    return getattr(entry, "attempt_id", None)


@aio()
async def test_a_send_of_the_command_line_appears_and_its_question_waits_on_start(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life, other_process(tmp_path) as store:
        fill(life)
        await send(life)
        await write(store, "a", Unknown(after=Phase.REPLY))
        await until(lambda: len(rows(life)) == 2)
        assert rows(life)[0].attempt_id == "a"

        life.window.show_view("start")
        await until(lambda: "1 mail needs your decision" in texts(life))

        await store.delete([AttemptId("a")])
        await until(lambda: len(rows(life)) == 1)


@aio()
async def test_rows_that_come_in_move_neither_the_selection_nor_what_is_read(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life, other_process(tmp_path) as store:
        for number in range(60):
            await write(store, f"old{number}")
        await until(lambda: life.rooms.log.rowCount() == 60)
        life.window.show_view("results")
        table = life.rooms.results.table
        table.selectRow(20)
        await life.tasks.wait_for("detail")
        table.verticalScrollBar().setValue(18)
        await turns()
        seen, chosen = first_in_sight(life), table.current_entry()
        for number in range(3):
            await write(store, f"new{number}")
        await until(lambda: life.rooms.log.rowCount() == 63)
        await turns()

        assert table.current_entry() == chosen
        assert table.currentIndex().row() == 23
        assert first_in_sight(life) == seen


@pytest.mark.parametrize("anew", [False, True], ids=["inserted", "read anew"])
@aio()
async def test_chosen_row_stays_in_sight_while_rows_come_in_above_it(
    qapp: QApplication, tmp_path: Path, anew: bool
) -> None:
    size = (900, 600)
    async with (
        running(make_life(qapp, tmp_path, size=size)) as life,
        other_process(tmp_path) as store,
    ):
        await write(store, "chosen")
        await until(lambda: life.rooms.log.rowCount() == 1)
        life.window.show_view("results")
        table = life.rooms.results.table
        table.selectRow(0)
        await life.tasks.wait_for("detail")
        if anew:
            # Of results that are gone nobody says which; all is read anew.
            await write(store, "gone")
            await until(lambda: life.rooms.log.rowCount() == 2)
            await store.delete([AttemptId("gone")])
        for number in range(20):
            await write(store, f"new{number}")
        await until(lambda: life.rooms.log.rowCount() == 21)
        await turns()

        chosen = table.visualRect(table.currentIndex())
        assert table.currentIndex().row() == 20
        assert table.viewport().rect().contains(chosen)


@aio()
async def test_only_what_the_filter_wants_comes_in(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life, other_process(tmp_path) as store:
        life.log.narrow(LogFilter(text="wanted"))
        await life.tasks.wait_for("history")
        await write(store, "other")
        await write(store, "wanted")
        await until(lambda: life.rooms.log.rowCount() == 1)
        await write(store, "third")
        await life.session.history.elsewhere.news()

        assert [row.attempt_id for row in rows(life)] == ["wanted"]


@aio()
async def test_more_than_a_page_at_once_comes_in_whole(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life, other_process(tmp_path) as store:
        life.window.hide()
        await asyncio.gather(*(write(store, f"m{number}") for number in range(150)))
        assert life.rooms.log.rowCount() == 0
        life.window.show()
        await until(lambda: life.rooms.log.rowCount() == 150)
        await life.tasks.wait_for("history")
        assert len({row.attempt_id for row in rows(life)}) >= 64
