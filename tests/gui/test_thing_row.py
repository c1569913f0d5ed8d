"""One thing to look at: its words and its buttons stand in one line."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sgdesk.present.things.thing import Thing
from sgdesk.ui.compose.thing_row import ThingRow
from sgdesk.ui.compose.things_line import ThingsLine
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.surface import column


def middle(widget: QWidget, whole: QWidget) -> int:
    """Give the height at which its words stand."""
    return widget.mapTo(whole, QPoint(0, widget.height() // 2)).y()


@pytest.mark.parametrize("why", ["", "In most countries mail to many needs one."])
def test_words_stand_beside_those_of_the_button(qapp: QApplication, qtbot: QtBot, why: str) -> None:
    row = ThingRow(0, Thing(rule="x", place="html", words="There is no link.", why=why))
    qtbot.addWidget(row)
    Theme(qapp, Look.LIGHT).dress(row)
    row.resize(400, row.heightForWidth(400))
    row.show()
    qapp.processEvents()
    (words,) = (one for one in row.findChildren(QLabel) if one.text() == "There is no link.")
    (button,) = row.findChildren(QPushButton)

    assert abs(middle(words, row) - middle(button, row)) <= 1


@pytest.mark.parametrize("lines", [1, 2, 3, 5])
def test_long_list_shows_whole_things_alone_until_it_is_scrolled(
    qapp: QApplication, qtbot: QtBot, lines: int
) -> None:
    window, theme = QWidget(), Theme(qapp, Look.LIGHT)
    qtbot.addWidget(window)
    theme.dress(window)
    window.resize(800, 500)
    line = ThingsLine(Icons(theme))
    window.setLayout(column(None, line))
    why = "In most countries mail to many needs one, and so it is asked for. " * lines
    things = tuple(
        Thing(rule=f"x{number}", place="html", words=f"This is number {number}.", why=why)
        for number in range(20)
    )
    window.show()
    line.show_things(things, is_blank=False)
    line.open_list()
    qapp.processEvents()
    rows = window.findChildren(ThingRow)
    seen = [row.visibleRegion().boundingRect().height() for row in rows]
    whole = [px == row.height() for px, row in zip(seen, rows, strict=True)]

    assert sum(px > 0 for px in seen) == sum(whole) >= 2
