"""A mail sent again from Results: what came of it is said, and stays said at the old row."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.delivery import Accepted, AttemptId, NotSent, Unknown
from sgdesk.present.log_filter import FAILED, LogFilter
from sgdesk.present.words import MARKED
from sgdesk.trace import Phase
from sgdesk.ui.life import Life
from sgdesk.ui.log import others, sent_since
from sgdesk.ui.log.cells import Column
from sgdesk.ui.log.model import LogModel
from sgdesk.ui.log.records import Records
from sgdesk.ui.tasks import Tasks
from tests.gui.test_log_model import row
from tests.gui.test_others import other_process, write
from tests.gui.test_twice import open_row, refuse
from tests.support.attempts import an_attempt
from tests.support.engine import ROUTE, a_delivery, a_message
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.window import fill, practice, press, rows, seen_button, send, texts


async def fail_once(life: Life) -> None:
    """Send a mail that does not go out, and open its row."""
    practice(life).fault("connect", "refuse", count=1)
    fill(life)
    await send(life)
    practice(life).clear_faults()
    life.window.show_view("results")
    life.rooms.results.table.selectRow(0)
    await until(lambda: life.detail.case is not None)


async def send_again(life: Life) -> None:
    """Press the button with the keyboard."""
    again = seen_button(life, "send-again", life.rooms.results.detail)
    again.setFocus()
    QTest.keyClick(again, Qt.Key.Key_Space)
    await until(lambda: life.detail.case is not None and life.detail.case.since.newest is not None)
    await life.tasks.wait_for("resend", "history", "detail")
    await turns()


def said(life: Life) -> str:
    """Give what the detail says."""
    return texts(life, life.rooms.results.detail)


def held(life: Life) -> str:
    """Name the button that has the keyboard."""
    focused = life.window.focusWidget()
    return focused.objectName() if isinstance(focused, QPushButton) else str(focused)


@aio(60)
async def test_send_again_says_what_came_of_it_though_the_new_row_is_filtered_out(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await fail_once(life)
        life.rooms.results.bar.narrow(LogFilter(result=FAILED))
        await life.tasks.wait_for("history")
        await until(lambda: life.detail.case is not None)
        await send_again(life)

        assert [row.result.word for row in rows(life)] == ["Not sent"]
        assert "This time: Sent to the practice inbox for ada@example.com" in said(life)
        assert "Sent since, " in said(life)
        assert held(life) == "send-again"
        press(life, "show-later", life.rooms.results.detail)
        await until(lambda: len(rows(life)) == 2)
        newest, failed = (row.attempt_id for row in rows(life))
        await until(lambda: life.detail.case and life.detail.case.attempt.id == newest)
        assert "Tried before, " in said(life)
        assert "by Web API: Not sent." in said(life)
        press(life, "show-later", life.rooms.results.detail)
        await until(lambda: life.detail.case and life.detail.case.attempt.id == failed)
        assert "The filter was cleared" in texts(life, life.rooms.results.notice)
        press(life, "filter-again", life.rooms.results)
        await until(lambda: [row.result.word for row in rows(life)] == ["Not sent"])
        assert life.rooms.results.notice.isHidden()


@aio(60)
async def test_old_row_says_that_it_was_sent_since_after_a_restart_too(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await fail_once(life)
        assert "Sent since" not in said(life)
        await send_again(life)
        assert "This time: Sent to the practice inbox for ada@example.com" in said(life)
        assert held(life) == "send-again"
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("results")
        await until(lambda: len(rows(life)) == 2)
        life.rooms.results.table.selectRow(1)
        await until(lambda: life.detail.case and life.detail.case.since.newest is not None)

        assert "Sent since, " in said(life)
        assert ": Captured." in said(life)
        assert "Sent since, " in life.detail.ticket


@aio(60)
async def test_mail_that_all_have_since_is_opened_with_that_said_and_without_its_old_problem(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await refuse(life, "ada@example.com")
        detail = life.rooms.results.detail
        await open_row(life, 0)
        press(life, "correct-address", detail)
        await until(lambda: life.window.current_view == "write")
        await life.tasks.wait_for("edit")
        await send(life)
        await until(lambda: len(rows(life)) == 2)
        await open_row(life, 1)
        await until(lambda: life.detail.case is not None)
        press(life, "edit-as-new", detail)
        await until(lambda: life.window.current_view == "write")
        await life.tasks.wait_for("edit")
        await turns()

        compose = life.rooms.write.compose
        assert compose.problem.isHidden()
        assert "Everybody has this mail already." in texts(life, compose.notice)
        assert "Sent again as it is, it goes to all of them" in texts(life, compose.notice)


@aio(60)
async def test_mail_that_was_captured_before_is_not_called_safe_to_send_again(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        await fail_once(life)
        await until(lambda: "Sent before, " in said(life))
        assert "Nobody has it" not in said(life)
        press(life, "show-later", life.rooms.results.detail)
        await until(lambda: life.detail.case is not None and life.detail.case.attempt.code == 202)


@aio(60)
async def test_card_in_write_calls_it_safe_only_while_nobody_has_the_mail(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        card = life.rooms.write.compose.problem
        life.rooms.write.compose.send_bar.route.toggle()
        said: list[str] = []
        for is_to_fail in (True, False, True):
            if is_to_fail:
                practice(life).fault("ehlo", "reset", count=1)
            fill(life)
            await send(life)
            practice(life).clear_faults()
            said.append(texts(life, card))
        before, _, after = said
        assert "sending again is safe" in before
        assert "Not sent" in after
        assert "safe" not in after


@aio(60)
async def test_card_in_write_calls_nothing_safe_that_went_before_the_window_was_opened(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
    async with running(make_life(qapp, tmp_path)) as life:
        card = life.rooms.write.compose.problem
        said: list[str] = []
        for subject in ("Hello", "Another"):
            practice(life).fault("connect", "refuse", count=1)
            fill(life, subject=subject)
            await send(life)
            practice(life).clear_faults()
            said.append(texts(life, card))

    assert ["sending again is safe" in each for each in said] == [False, True]


@aio(60)
async def test_detail_takes_back_that_nobody_has_it_once_another_process_sends_its_mail(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(others, "LOOK_MS", 50)
    async with running(make_life(qapp, tmp_path)) as life, other_process(tmp_path) as store:
        await write(store, "a", NotSent())
        await until(lambda: results_said(life.rooms.log) == ["Not sent"])
        life.window.show_view("results")
        life.rooms.results.table.selectRow(0)
        await until(lambda: "Nobody has it" in said(life))
        await store.begin(a_delivery("b", ROUTE, a_message("Mail a")), AttemptId("b"))
        await until(lambda: "Another send of it is on its way" in said(life))
        await store.finish(replace(an_attempt(Accepted()), id=AttemptId("b")))
        await until(lambda: "Everybody has it" in said(life))


def results_said(model: LogModel) -> list[str]:
    """Give what the cells say of the results, as seen and as a screen reader has them."""
    cells = [model.index(row, Column.RESULT) for row in range(model.rowCount())]
    for cell in cells:
        assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == cell.data()
    return [str(cell.data()) for cell in cells]


@aio(60)
async def test_row_says_that_its_mail_was_sent_since_once_it_was_and_after_a_restart(
    qapp: QApplication, tmp_path: Path
) -> None:
    expected = ["Captured", "Not sent, sent since"]
    async with running(make_life(qapp, tmp_path)) as life:
        await fail_once(life)
        assert results_said(life.rooms.log) == ["Not sent"]
        await send_again(life)
        await until(lambda: results_said(life.rooms.log) == expected)
        await until(lambda: results_said(life.rooms.newest) == expected)
        tip = life.rooms.log.index(1, Column.RESULT).data(Qt.ItemDataRole.ToolTipRole)
        assert "Sent since: a later send of the same mail was accepted." in tip
        assert "Not sent, sent since" in rows(life)[1].text
        assert rows(life)[0].result_text == "Captured"
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("results")
        await until(lambda: results_said(life.rooms.log) == expected)


@aio(60)
async def test_row_of_an_earlier_start_says_so_too_once_its_mail_was_sent(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await fail_once(life)
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("results")
        await until(lambda: results_said(life.rooms.log) == ["Not sent"])
        life.rooms.results.table.selectRow(0)
        await until(lambda: life.detail.case is not None)
        await send_again(life)
        await until(lambda: results_said(life.rooms.log) == ["Captured", "Not sent, sent since"])


@aio(60)
async def test_row_says_so_too_when_another_process_sent_it_and_when_failures_alone_are_listed(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(others, "LOOK_MS", 50)
    async with running(make_life(qapp, tmp_path)) as life, other_process(tmp_path) as store:
        await write(store, "a", NotSent())
        await until(lambda: results_said(life.rooms.log) == ["Not sent"])
        life.rooms.results.bar.narrow(LogFilter(result=FAILED))
        await life.tasks.wait_for("history")
        await write(store, "b", Accepted(), mail="a")

        await until(lambda: results_said(life.rooms.newest)[1:] == ["Not sent, sent since"])
        await until(lambda: results_said(life.rooms.log) == ["Not sent, sent since"])


@aio(60)
async def test_row_says_so_too_once_a_later_send_is_marked_as_sent_and_no_more_once_it_is_not(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(others, "LOOK_MS", 50)
    async with running(make_life(qapp, tmp_path)) as life, other_process(tmp_path) as store:
        await write(store, "a", NotSent())
        await write(store, "b", Unknown(after=Phase.UPLOAD), mail="a")
        await until(lambda: results_said(life.rooms.log) == ["Unknown", "Not sent"])
        await life.log.decide(AttemptId("b"), "sent")
        await until(lambda: results_said(life.rooms.log)[1:] == ["Not sent, sent since"])
        await life.log.decide(AttemptId("b"), "not_sent")
        await until(lambda: results_said(life.rooms.log) == ["Marked as not sent", "Not sent"])


def test_of_the_failures_of_a_window_the_newest_are_kept(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_since, "MOST_KEPT", 2)
    # It asks nobody: no mail has gone.
    noted = sent_since.SentSince((), cast("Records", None), cast("Tasks", None), qapp)
    noted.note(replace(row(number), result=MARKED["not_sent"]) for number in range(3))

    assert [*noted.kept] == [row(number).attempt_id for number in (1, 2)]


@aio(60)
async def test_history_is_asked_about_no_row_of_another_mail_than_the_one_that_went(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Collection[AttemptId]] = []

    async def note(_records: Records, ids: Collection[AttemptId]) -> frozenset[AttemptId]:
        asked.append(ids)
        return frozenset()

    monkeypatch.setattr(sent_since, "SOON_MS", 0)
    monkeypatch.setattr(Records, "sent_since", note)
    async with running(make_life(qapp, tmp_path)) as life:
        await fail_once(life)
        (failed,) = (row.attempt_id for row in rows(life))
        fill(life, subject="Another")
        await send(life)
        await send_again(life)
        await until(lambda: asked)

        assert [list(ids) for ids in asked] == [[failed]]
