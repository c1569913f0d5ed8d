"""Any text on screen can be selected and copied, and Tab passes it by."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from sgdesk.ui.drafts.sheet import DraftsSheet
from sgdesk.ui.frame import PLACES
from sgdesk.ui.life import Life
from tests.support.live import open_sheet
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.structure import not_selectable
from tests.support.window import fill, practice, send


async def left_behind(life: Life) -> list[str]:
    """Give the texts of every view, and of some sheets, that cannot be taken along."""
    found: list[str] = []
    for place in PLACES:
        life.window.show_view(place.id)
        await turns()
        found += not_selectable(life.window)
    for ask in (life.show_shortcuts, life.drafts.show_list):
        ask()
        await turns()
        found += not_selectable(life.window)
    await until(lambda: visible_children(life.window, DraftsSheet))
    for sheet in life.window.findChildren(DraftsSheet):
        sheet.reject()
    account = await open_sheet(life)
    account.show_details(shown=True)
    await turns()
    found += not_selectable(account)
    account.reject()
    return sorted(set(found))


@aio()
async def test_every_text_of_the_window_can_be_selected(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path), view="start") as life:
        fill(life)
        practice(life).fault("reply", "accept_then_close", count=1)
        await send(life)

        assert await left_behind(life) == []


@aio()
async def test_title_is_copied_and_takes_no_part_in_the_way_of_tab(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path), view="start") as life:
        await turns()
        labels = visible_children(life.rooms.start, QLabel)
        (title,) = [each for each in labels if each.text() == "Write a mail"]
        QTest.mouseDClick(title, Qt.MouseButton.LeftButton, pos=title.rect().center())
        assert title.hasSelectedText()
        QTest.keyClick(title, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() in title.text()

        policies = {each.focusPolicy() for each in visible_children(life.window, QWidget)}
        assert Qt.FocusPolicy.ClickFocus in policies
        assert not any(each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in labels)
