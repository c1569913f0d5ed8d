"""One thing to look at: its words and its buttons stand in one line."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sgdesk.present.things.thing import Thing
from sgdesk.ui.compose.thing_row import ThingRow
from sgdesk.ui.theme import Look, Theme


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
