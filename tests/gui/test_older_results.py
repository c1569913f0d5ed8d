"""An older version's results are made ready for searches while the window is used."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from sgdesk.errors import StoreError
from sgdesk.store import older_results
from sgdesk.ui.life import Life
from sgdesk.ui.log import older
from tests.support.older import make_older
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.window import fill, rows, send, texts

FOREVER_S = 1000.0


async def make_older_history(qapp: QApplication, tmp_path: Path) -> Path:
    """Send two mails, and forget by what they are found; give where they stand."""
    async with running(make_life(qapp, tmp_path)) as life:
        for subject in ("Autumn", "Winter"):
            fill(life, subject=subject)
            await send(life)
        folder = life.session.history_folder
    make_older(folder, 6, "UPDATE words SET folded = substr(folded, 1, 6);")
    return folder


async def search(life: Life, text: str) -> None:
    """Narrow Results to some words."""
    life.window.show_view("results")
    life.rooms.results.filter.setText(text)
    await until(lambda: life.rooms.results.bar._shown.text == text)
    await life.tasks.wait_for("history")
    await turns()


@aio()
async def test_search_says_what_it_does_not_find_yet_and_finds_it_in_the_end(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_older_history(qapp, tmp_path)
    monkeypatch.setattr(older_results, "PORTION", 1)
    monkeypatch.setattr(older, "PAUSE_S", FOREVER_S)
    async with running(make_life(qapp, tmp_path)) as life:
        # All is there at once, and what is searched by other words is told of nowhere.
        await until(lambda: len(rows(life)) == 2)
        life.window.show_view("results")
        assert "2 results" in texts(life)
        assert "searched" not in texts(life)
        await search(life, "captured 202")
        assert "Nothing matches 'captured 202' so far." in texts(life)
        assert "made ready for searches: 0 % are done" in texts(life)
        await search(life, "winter")
        assert "1 result so far, 0 % searched" in texts(life)
        await search(life, "captured 202")

        monkeypatch.setattr(older, "PAUSE_S", 0)
        life.tasks.cancel("older words")
        await life.tasks.wait_for("older words")
        life.log.begin()
        await until(lambda: len(rows(life)) == 2)
        assert "2 results" in texts(life)
        assert "so far" not in texts(life)
        assert "searched" not in texts(life)


@aio()
async def test_nothing_is_made_ready_while_a_send_is_measured(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_older_history(qapp, tmp_path)
    monkeypatch.setattr(older, "PAUSE_S", 0)
    flying = True
    monkeypatch.setattr("sgdesk.ui.flights.Flights.__len__", lambda _: int(flying))
    async with running(make_life(qapp, tmp_path)) as life:
        await until(lambda: life.tasks.is_running("older words"))
        await turns(20)
        assert await life.session.history.older_due() == 2
        flying = False
        await life.tasks.wait_for("older words")

        assert await life.session.history.older_due() == 0


@aio()
async def test_history_that_is_locked_meanwhile_is_made_ready_later(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_older_history(qapp, tmp_path)
    monkeypatch.setattr(older, "AGAIN_S", 0)
    with monkeypatch.context() as locked:
        failed = asyncio.Event()

        async def fill_in_older(_: object) -> int:
            failed.set()
            raise StoreError("The history is locked by another program.")

        locked.setattr("sgdesk.store.Store.fill_in_older", fill_in_older)
        life = make_life(qapp, tmp_path)
        async with running(life):
            await failed.wait()
            locked.undo()
            await life.tasks.wait_for("older words")

            assert await life.session.history.older_due() == 0
            assert "locked" not in texts(life)
