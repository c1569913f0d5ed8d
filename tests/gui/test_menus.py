"""Menus: what they offer stands in columns."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.choices import Choice, MenuChoice


def test_explanations_in_a_menu_stand_below_each_other(qapp: QApplication, qtbot: QtBot) -> None:
    choices = [Choice(id=text, text=text, why="explained") for text in ("25", "2525")]
    theme = Theme(qapp, Look.LIGHT)
    chooser = MenuChoice("port", "Port", choices, Icons(theme))
    qtbot.addWidget(chooser)
    menu = chooser.menu()
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    picture = menu.grab().toImage()
    short, long = (menu.actionGeometry(action) for action in menu.actions())

    def ends(line: QRect) -> int:
        """Give where the last ink of a line is, off its edges."""
        paper = picture.pixelColor(line.right() - 6, line.center().y())
        return max(
            x
            for x in range(line.left() + 8, line.right() - 6)
            for y in range(line.top() + 4, line.bottom() - 4)
            if picture.pixelColor(x, y) != paper
        )

    assert ends(short) == ends(long)
