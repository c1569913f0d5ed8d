"""The detail is the selected row's, whatever comes in, is narrowed or is read late."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from sgdesk.delivery import AttemptId
from sgdesk.present.log import LogRow
from sgdesk.present.sending import SendingRow
from sgdesk.ui.life import Life
from sgdesk.ui.log.records import Records
from sgdesk.ui.timeline.pane import TimelinePane
from tests.gui.test_log_model import sending
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.window import fill, practice, press, rows, send, texts

if TYPE_CHECKING:
    from sgdesk.store import HistoryRow

Moment = Callable[[Life], Awaitable[None]]


class SlowReads:
    """Let the reads of details wait for each other; one that is cancelled ends all the same.

    The wire thread takes no notice of a cancellation either.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.gate = asyncio.Event()
        self.shown: list[AttemptId] = []
        self._get, self._show = Records.get, TimelinePane.show_attempt
        slow, note = self.get, self.show
        monkeypatch.setattr(Records, "get", lambda records, at: slow(records, at))
        monkeypatch.setattr(TimelinePane, "show_attempt", lambda *given: note(*given))

    async def get(self, records: Records, attempt_id: AttemptId) -> "HistoryRow | None":
        """Read one when the gate is open, or when told to stop."""
        with suppress(asyncio.CancelledError):
            await self.gate.wait()
        return await self._get(records, attempt_id)

    def show(self, pane: TimelinePane, attempt: object, row: LogRow, *words: str) -> None:
        """Note what is shown."""
        self.shown.append(row.attempt_id)
        self._show(pane, attempt, row, *words)  # type: ignore[arg-type]  # passed on as it came


def chosen(life: Life) -> AttemptId:
    """Give the selected row's id."""
    entry = life.rooms.results.table.current_entry()
    assert isinstance(entry, LogRow)
    return entry.attempt_id


def in_detail(life: Life) -> AttemptId | None:
    """Give the id of the result whose detail is shown."""
    return life.detail.case.attempt.id if life.detail.case is not None else None


async def nothing(_life: Life) -> None:
    """Let nothing come in between."""


async def one_comes(life: Life) -> None:
    await send(life)


async def all_is_read_anew(life: Life) -> None:
    life.log.load()
    await life.tasks.wait_for("history")


async def it_is_narrowed(life: Life) -> None:
    life.rooms.results.filter.setText("captured")
    await until(lambda: life.log._shown.wanted.is_on)
    await life.tasks.wait_for("history")


async def another_tab(life: Life) -> None:
    press(life, "detail-tabs-answer")
    await turns()


@pytest.mark.parametrize(
    "moment", [nothing, one_comes, all_is_read_anew, it_is_narrowed, another_tab]
)
@aio()
async def test_detail_read_late_is_the_selected_rows_and_no_others(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: Moment
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        for _ in range(3):
            await send(life)
        life.window.show_view("results")
        table = life.rooms.results.table
        table.selectRow(0)
        await until(lambda: life.detail.case)
        reads, before = SlowReads(monkeypatch), len(rows(life))
        life.detail._slow.setInterval(60_000)
        table.selectRow(2)
        await turns()
        table.selectRow(1)
        wanted = chosen(life)
        await turns()
        assert in_detail(life) is None
        press(life, "send-again")
        await moment(life)
        life.detail._slow.start(0)
        await until(lambda: "Reading the result…" in texts(life))
        reads.gate.set()
        await until(lambda: life.detail.case)
        await life.tasks.wait_for("detail", "history", "resend")

        assert chosen(life) == wanted == in_detail(life)
        assert set(reads.shown) == {wanted}
        assert len(rows(life)) == before + (moment is one_comes)


@aio()
async def test_row_on_its_way_stays_selected_when_the_log_is_read_anew(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.rooms.log.add_sending([sending(1)])
        life.window.show_view("results")
        table = life.rooms.results.table
        table.selectRow(0)
        await all_is_read_anew(life)
        assert isinstance(table.current_entry(), SendingRow)
        assert "on its way" in texts(life, life.rooms.results.detail)


@aio()
async def test_result_that_was_read_before_it_was_heard_of_stands_there_once(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        (row,) = rows(life)
        life.rooms.log.add_sending([replace(sending(1), delivery_id=row.delivery_id)])
        await all_is_read_anew(life)
        assert life.rooms.log.rowCount() == 2
        life.window.show_view("results")
        life.rooms.results.table.selectRow(0)
        for feed in life.log._feeds:
            feed.finish([row])

        await until(lambda: life.rooms.log.rowCount() == 1)
        assert rows(life) == [row]
        await until(lambda: in_detail(life) == chosen(life) == row.attempt_id)


@aio()
async def test_row_that_ends_while_it_is_watched_under_a_filter_keeps_the_detail(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        for _ in range(2):
            await send(life)
        life.window.show_view("results")
        await it_is_narrowed(life)
        practice(life).fault("reply", {"delay_ms": 1200})
        life.compose.send("send")
        await until(lambda: isinstance(life.rooms.log.entry(0), SendingRow))
        life.rooms.results.table.selectRow(0)
        await until(lambda: len(rows(life)) == 3)
        await life.tasks.wait_for("send", "history", "detail")

        assert in_detail(life) == chosen(life) == rows(life)[0].attempt_id


@aio()
async def test_row_that_could_not_be_read_is_read_when_it_is_chosen_again(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        for _ in range(2):
            await send(life)
        life.window.show_view("results")
        table = life.rooms.results.table
        table.selectRow(0)
        await until(lambda: life.detail.case)
        monkeypatch.setattr(Records, "get", broken)
        table.selectRow(1)
        await turns()
        monkeypatch.undo()
        life.detail.show_entry(table.current_entry())

        await until(lambda: in_detail(life) == chosen(life))


async def broken(_records: Records, _attempt_id: AttemptId) -> None:
    """Fail as a record does that nobody foresaw."""
    raise KeyError("odd")


@aio()
async def test_mail_is_not_opened_at_a_row_that_was_chosen_meanwhile(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        for _ in range(2):
            await send(life)
        reads = SlowReads(monkeypatch)
        life.log.show_done()
        await until(lambda: life.window.current_view == "results")
        life.rooms.results.table.selectRow(1)
        reads.gate.set()
        await life.tasks.wait_for("show result", "detail")

        assert in_detail(life) == chosen(life) == rows(life)[1].attempt_id
        assert life.rooms.results.detail.tab == "steps"


@aio()
async def test_results_open_at_the_newest_row_when_it_came_since_they_were_seen(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        for subject in ("First", "Second"):
            fill(life, subject=subject)
            await send(life)
        life.window.show_view("results")
        life.rooms.results.table.selectRow(1)
        first = chosen(life)
        life.window.show_view("write")
        life.window.show_view("results")
        assert chosen(life) == first, "nothing came in"

        life.window.show_view("write")
        fill(life, subject="Third")
        await send(life)
        life.window.show_view("results")
        assert chosen(life) == rows(life)[0].attempt_id

        life.rooms.results.table.selectRow(2)
        await until(lambda: life.detail.case and life.detail.case.attempt.id == first)
        press(life, "send-again")
        await until(lambda: len(rows(life)) == 4)
        life.window.show_view("results")
        assert chosen(life) == first, "it was in sight when the newest came in"


@aio()
async def test_result_that_is_opened_is_shown_however_new_the_others_are(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, subject="First")
        await send(life)
        life.window.show_view("results")
        first = rows(life)[0].attempt_id
        life.window.show_view("write")
        fill(life, subject="Second")
        await send(life)
        life.log.show_result(first)
        await life.tasks.wait_for("show result")

        assert chosen(life) == first
