"""Menus: what they offer stands in columns."""

import itertools

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from sgdesk.ui.compose.writing_menu import fit_menu
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.button_menu import COLUMNS_PX
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


def _inks(menu: QMenu, number: int) -> list[int]:
    """Give the columns of a line of a menu in which something is drawn."""
    line = menu.actionGeometry(menu.actions()[number])
    picture = menu.grab().toImage()
    paper = picture.pixelColor(line.right() - 6, line.center().y())
    return [
        x
        for x in range(line.left() + 8, line.right() - 6)
        if any(picture.pixelColor(x, y) != paper for y in range(line.top() + 4, line.bottom() - 4))
    ]


def test_second_column_of_a_menu_stands_off_the_longest_name(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme = Theme(qapp, Look.LIGHT)
    choices = [Choice(id="a", text="All", why="in part"), Choice(id="b", text="Marked", why="")]
    chooser = MenuChoice("result", "Result", choices, Icons(theme))
    qtbot.addWidget(chooser)
    field = QLineEdit("words")
    qtbot.addWidget(field)
    theme.dress(field)
    theme.dress(chooser)
    theme.dress(chooser.menu())
    own = fit_menu(field.createStandardContextMenu(), {}, None)
    for menu, long in ((chooser.menu(), 1), (own, len(own.actions()) - 1)):
        for _ in range(2):
            menu.aboutToShow.emit()
            menu.resize(menu.sizeHint())
        short = _inks(menu, 0)
        names_end = max(_inks(menu, 1)) if long == 1 else _ends_of_name(_inks(menu, long))
        second = next(b for a, b in itertools.pairwise(short) if b > names_end)

        assert second - names_end >= COLUMNS_PX - 2
        assert menu.width() < 300, "it grows once"


def _ends_of_name(inks: list[int]) -> int:
    """Give where the first column of a line ends: before its widest gap."""
    return max(itertools.pairwise(inks), key=lambda both: both[1] - both[0])[0]
