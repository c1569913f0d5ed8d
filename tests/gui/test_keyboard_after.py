"""Where the keyboard is once a send has ended: where one goes on."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sgdesk.present.simulation import Kind, Simulation
from sgdesk.ui.life import Life
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.sandbox import Sandbox
from tests.support.troubles import sign_up
from tests.support.window import fill, practice, rows, seen_button, send

SLOW_DOWN = {"reply": {"status": 429, "headers": {}}}


def keyboard_at() -> str:
    """Name what has the keyboard."""
    focused = QApplication.focusWidget()
    return focused.objectName() if focused is not None else ""


async def press_key(life: Life, name: str) -> None:
    """Press a button by the keyboard."""
    button = seen_button(life, name)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    await turns()


async def ended(life: Life, count: int) -> None:
    """Wait until so many sends have ended and been told."""
    await until(lambda: len(rows(life)) == count)
    await life.tasks.wait_for("send")
    await turns()


@aio()
async def test_keyboard_goes_from_send_to_what_can_be_done_and_back(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.activateWindow()
        practice(life).fault("reply", SLOW_DOWN)
        fill(life)
        await press_key(life, "send")
        await ended(life, 1)
        await until(lambda: keyboard_at() == "send-later")

        await press_key(life, "send-later")
        await until(lambda: keyboard_at() == "send-now")
        # A countdown goes on when a field tells late of what was sent.
        life.rooms.write.compose.form_changed.emit()
        await turns()
        assert keyboard_at() == "send-now"
        await press_key(life, "send-now")
        await ended(life, 2)
        await until(lambda: keyboard_at() == "send-later")

        practice(life).clear_faults()
        await press_key(life, "send-later")
        await until(lambda: keyboard_at() == "send-now")
        await press_key(life, "send-now")
        await ended(life, 3)
        await until(lambda: keyboard_at() == "send")


@aio()
async def test_countdown_goes_on_when_something_is_simulated_meanwhile(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", SLOW_DOWN)
        fill(life)
        await press_key(life, "send")
        await ended(life, 1)
        await press_key(life, "send-later")
        seen_button(life, "send-now")
        life.practice.simulate(Simulation(kind=Kind.SILENCE))
        await life.tasks.wait_for("simulate")
        await turns()
        seen_button(life, "send-now")


@aio()
async def test_keyboard_stays_with_who_writes_when_a_send_fails(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.activateWindow()
        practice(life).fault("reply", SLOW_DOWN)
        fill(life)
        life.rooms.write.compose.go_to_field("subject")
        before = keyboard_at()
        life.compose.send("send")
        await ended(life, 1)

        assert life.rooms.write.compose.problem.isVisible()
        assert keyboard_at() == before


@aio()
async def test_keyboard_on_cancel_goes_to_what_can_be_done_once_the_send_ended(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.activateWindow()
        compose = life.rooms.write.compose
        compose.send_bar.show_step("Web API: Connecting…", "Cancel", "Stop this send")
        seen_button(life, "stop").setFocus(Qt.FocusReason.TabFocusReason)
        compose.send_bar.show_step("")

        assert keyboard_at() == "send"


@aio()
async def test_keyboard_goes_to_what_can_be_done_also_after_a_sheet_that_asked(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sign_up(life, sandbox.info, sandbox.info.key)
        await life.tasks.wait_for("accounts")
        life.window.activateWindow()
        sandbox.fault("reply", SLOW_DOWN)
        fill(life)
        seen_button(life, "send").setFocus(Qt.FocusReason.TabFocusReason)
        await send(life)
        await turns(20)
        life.window.activateWindow()
        await until(lambda: keyboard_at() == "send-later")
        sandbox.clear_faults()


@pytest.mark.parametrize("size", [(900, 600), (1280, 800)], ids=["as a tab", "beside the mail"])
@aio()
async def test_keyboard_is_where_one_wrote_after_a_look_at_the_preview(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        life.window.activateWindow()
        fill(life)
        write = life.rooms.write
        keys = Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        was_shown = write.preview.isVisible()
        for field in (write.compose.body.write.editor, write.compose.head.fields["subject"]):
            field.setFocus()
            QTest.keyClick(life.window, *keys)
            await turns()
            assert write.preview.isVisible() is not was_shown
            focused = QApplication.focusWidget()
            assert focused is not None
            assert write.isAncestorOf(focused)
            QTest.keyClick(life.window, *keys)
            await turns()
            assert write.preview.isVisible() is was_shown
            assert QApplication.focusWidget() is field

        if was_shown:
            write.preview.mail.dark.setFocus()
            QTest.keyClick(life.window, *keys)
            assert QApplication.focusWidget() is field


@pytest.mark.parametrize("by_key", [False, True])
@aio()
async def test_keyboard_is_not_at_the_help_once_simulating_was_stopped(
    qapp: QApplication, tmp_path: Path, *, by_key: bool
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.activateWindow()
        life.practice.simulate(Simulation(kind=Kind.SILENCE))
        await life.tasks.wait_for("simulate")
        life.rooms.write.compose.go_to_field("subject")
        before = keyboard_at()
        if by_key:
            await press_key(life, "stop-simulating")
        else:
            QTest.mouseClick(seen_button(life, "stop-simulating"), Qt.MouseButton.LeftButton)
        await life.tasks.wait_for("simulate")
        await until(lambda: not life.window.top_bar.simulation.isVisible())
        await turns()

        assert keyboard_at() == ("account" if by_key else before)
