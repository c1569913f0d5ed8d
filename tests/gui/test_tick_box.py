"""A box that is ticked shows a tick, in the colours of both schemes."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionButton, QWidget
from pytestqt.qtbot import QtBot

from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.surface import row
from sgdesk.ui.widgets.tick_box import TickBox


def is_near(one: QColor, other: QColor) -> bool:
    """Say whether two colours are the same, but for what smooth edges mix in."""
    red, green = one.red() - other.red(), one.green() - other.green()
    return max(abs(red), abs(green), abs(one.blue() - other.blue())) < 60


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK])
def test_ticked_box_shows_a_tick_and_an_empty_one_none(
    qapp: QApplication, qtbot: QtBot, look: Look
) -> None:
    theme, window = Theme(qapp, look), QWidget()
    box = TickBox("Formatted")
    window.setLayout(row(box))
    qtbot.addWidget(window)
    theme.dress(window)
    window.show()
    box.setChecked(True)
    option = QStyleOptionButton()
    box.initStyleOption(option)
    part = QStyle.SubElement.SE_CheckBoxIndicator
    inside = box.style().subElementRect(part, option, box).adjusted(3, 3, -3, -3)

    def count(token: str) -> int:
        picture = box.grab(inside).toImage()
        places = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
        colour = theme.colour(token)
        return sum(is_near(picture.pixelColor(x, y), colour) for x, y in places)

    assert 8 < count("on_accent") < count("accent")
    box.setChecked(False)
    assert count("accent") == 0
