"""Menus: what they offer stands in columns."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QCursor
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


def test_button_is_not_left_grey_once_its_menu_is_closed(qapp: QApplication, qtbot: QtBot) -> None:
    choices = [Choice(id=text, text=text, why="") for text in ("25", "2525")]
    chooser = MenuChoice("port", "Port", choices, Icons(Theme(qapp, Look.LIGHT)))
    qtbot.addWidget(chooser)
    chooser.show()
    QCursor.setPos(chooser.mapToGlobal(chooser.rect().bottomRight() + QPoint(40, 40)))
    # The menu takes the pointer, so that no leave comes.
    chooser.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    chooser.menu().aboutToHide.emit()

    assert not chooser.underMouse()
