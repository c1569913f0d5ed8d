"""A row of the log has a menu: by the mouse, the Menu key and Shift+F10."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from sgdesk.present.simulation import Kind, Simulation
from sgdesk.ui.life import Life
from sgdesk.ui.widgets.remedy_row import RemedyRow
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import fill, practice, rows, seen_button, send

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
COPIES = ["copy-ticket", "copy-as", "copy-row"]


def right_click(life: Life, row: int) -> None:
    """Ask for the menu of a row as the mouse does."""
    table = life.rooms.results.table
    at = table.visualRect(table.model().index(row, 1)).center()
    where = table.viewport().mapToGlobal(at)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where)
    QApplication.sendEvent(table.viewport(), asked)


async def opened(life: Life) -> QMenu:
    """Give the menu, once it is there."""
    await until(lambda: visible_children(life.window, QMenu))
    (menu,) = visible_children(life.window, QMenu)
    return menu


def names_in(menu: QMenu) -> list[str]:
    """Name what it offers."""
    return [action.objectName() for action in menu.actions() if not action.isSeparator()]


def buttons(life: Life) -> list[str]:
    """Name the buttons of the detail."""
    (acts,) = visible_children(life.window, RemedyRow)
    return [each.objectName() for each in acts.findChildren(QPushButton) if each.isVisible()]


async def choose(menu: QMenu, name: str) -> None:
    """Take one line of the menu."""
    (action,) = [each for each in menu.actions() if each.objectName() == name]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    await turns()


@aio()
async def test_row_that_is_right_clicked_is_chosen_and_offers_what_its_buttons_do(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.practice.simulate(Simulation.of(Kind.REFUSE))
        await life.tasks.wait_for("simulate")
        await send(life)
        life.window.show_view("results")
        table = life.rooms.results.table

        for row in (1, 0):
            right_click(life, row)
            menu = await opened(life)
            assert table.currentIndex().row() == row
            assert life.detail.case is not None
            assert life.detail.case.attempt.id == rows(life)[row].attempt_id
            assert names_in(menu) == buttons(life) + COPIES
            assert all(each.toolTip() for each in menu.actions() if not each.isSeparator())
            menu.close()
            await turns()
        QTest.keyClick(table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
        menu = await opened(life)
        assert names_in(menu) == buttons(life) + COPIES
        await choose(menu, "edit-as-new")
        await until(lambda: life.window.current_view == "write")


@aio()
async def test_menu_copies_the_row_and_the_ticket_and_opens_copy_as(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.show_view("results")
        clipboard = QGuiApplication.clipboard()
        table = life.rooms.results.table

        table.selectRow(0)
        keyboard = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
        QApplication.sendEvent(table.viewport(), keyboard)
        await choose(await opened(life), "copy-row")
        assert clipboard.text() == rows(life)[0].text
        right_click(life, 0)
        await choose(await opened(life), "copy-ticket")
        assert clipboard.text() == life.detail.ticket
        right_click(life, 0)
        await choose(await opened(life), "copy-as")
        assert life.rooms.results.detail.tab == "copy"
        kind = life.window.focusWidget()
        assert kind is not None
        assert kind.objectName() == "copy-kinds-curl"
        await until(lambda: seen_button(life, "copy-text").isEnabled())
        QTest.keyClick(kind, Qt.Key.Key_Tab)
        QTest.keyClick(life.window.focusWidget(), Qt.Key.Key_Return)
        assert "curl" in clipboard.text()


@aio()
async def test_menu_is_closed_when_another_row_comes_to_be_shown(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        await send(life)
        life.window.show_view("results")
        right_click(life, 0)
        await opened(life)

        life.rooms.results.table.selectRow(1)

        await until(lambda: not visible_children(life.window, QMenu))
        assert life.detail.case is not None
        assert life.detail.case.attempt.id == rows(life)[1].attempt_id


@aio()
async def test_place_without_a_row_has_no_menu(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.show_view("results")
        table = life.rooms.results.table
        nowhere = QPoint(20, table.viewport().height() - 2)
        where = table.viewport().mapToGlobal(nowhere)
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, nowhere, where)
        QApplication.sendEvent(table.viewport(), asked)
        await turns()

        assert not visible_children(life.window, QMenu)


@aio()
async def test_menu_of_a_mail_on_its_way_stops_it(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("auth", "silence")
        life.rooms.write.compose.send_bar.route.toggle()
        fill(life)
        life.compose.send("send")
        life.window.show_view("results")
        await until(lambda: life.rooms.log.sending_count == 1)
        right_click(life, 0)
        menu = await opened(life)
        assert names_in(menu) == ["stop-send"]
        await choose(menu, "stop-send")
        await until(lambda: len(rows(life)) == 1)

        assert rows(life)[0].result.word == "Cancelled"
