"""A box that is ticked shows a tick, in the colours of both schemes."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
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
    picture = box.grab().toImage()
    middle = picture.height() // 2
    across = [picture.pixelColor(x, y) for y in range(middle - 8, middle + 8) for x in range(4, 20)]
    ticked = sum(is_near(pixel, theme.colour("on_accent")) for pixel in across)
    filled = sum(is_near(pixel, theme.colour("accent")) for pixel in across)

    assert 8 < ticked < 60
    assert filled > 100
    box.setChecked(False)
    picture = box.grab().toImage()
    assert not any(
        is_near(picture.pixelColor(x, y), theme.colour("accent"))
        for y in range(picture.height())
        for x in range(4, 20)
    )
