"""One press is one mail, however the mouse or the key bounces."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.life import Life
from tests.support.live import add_account
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import fill, practice, press, rows, seen_button

_LEFT = Qt.MouseButton.LeftButton


def press_twice(button: QPushButton) -> None:
    """Press a button as a double click does, the second time before anything was done."""
    QTest.mouseClick(button, _LEFT)
    second_press(button)


def second_press(button: QPushButton) -> None:
    """Press as the second time of a double click, and a third, and let go."""
    QTest.mouseDClick(button, _LEFT)
    QTest.mousePress(button, _LEFT)
    QTest.mouseRelease(button, _LEFT)


async def settled(life: Life) -> None:
    """Wait until all that was asked for has been sent."""
    await until(lambda: rows(life))
    await turns()
    await life.tasks.wait_for("read form", "review", "resend", "send")
    await until(lambda: not life.log.flights)
    await turns()


@aio()
async def test_double_click_sends_one_mail_and_a_later_press_another(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.state.setValue("practice-test-address", "me@example.com")
        fill(life)
        for at, name in enumerate(("send", "send-test"), start=1):
            button = seen_button(life, name)
            press_twice(button)
            await until(lambda at=at: len(rows(life)) == at)  # type: ignore[misc]
            await settled(life)
            # The first send has ended when this press comes.
            second_press(button)
            await settled(life)
            assert len(practice(life).inbox()) == at
        press(life, "send")
        await until(lambda: len(rows(life)) == 3)

        await life.tasks.wait_for("send")
        life.window.show_view("results")
        life.rooms.results.table.selectRow(0)
        await life.tasks.wait_for("detail")
        await turns()
        again = seen_button(life, "send-again")
        press_twice(again)
        await until(lambda: len(rows(life)) == 4)
        await settled(life)
        second_press(seen_button(life, "send-again"))
        await settled(life)
        assert len(practice(life).inbox()) == 4


@aio()
async def test_sheet_that_opens_under_a_double_click_or_a_held_key_is_not_answered_by_it(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life)
        press(life, "send")
        await until(lambda: visible_children(life.window, ReviewSheet))
        (sheet,) = visible_children(life.window, ReviewSheet)
        send = seen_button(life, "review-send", sheet)
        second_press(send)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                held = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", True)
                QApplication.sendEvent(send, held)
        await turns()
        assert sheet.isVisible()

        press_twice(send)
        await settled(life)
        assert len(sandbox.inbox()) == 1


@aio()
async def test_keys_that_send_do_so_once_when_held_or_pressed_twice_at_once(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        # Longer than any send takes, so that the second press is within it for sure.
        monkeypatch.setattr(QApplication, "doubleClickInterval", lambda: 60_000)
        fill(life)
        life.window.activateWindow()
        for _ in range(2):
            QTest.keyClick(life.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            await settled(life)
        assert len(practice(life).inbox()) == 1

        sending = [life.window.findChild(QAction, name) for name in ("act-send", "act-test")]
        assert [action.autoRepeat() for action in sending if action is not None] == [False] * 2
