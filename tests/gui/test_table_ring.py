"""The ring around a table that has the keyboard is whole."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.surface import column
from sgdesk.ui.widgets.texttable import TextModel, TextTable

RING_PX = 2


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK])
def test_heading_leaves_the_ring_its_round_corners(qapp: QApplication, look: Look) -> None:
    window, theme = QWidget(), Theme(qapp, look)
    theme.dress(window)
    table = TextTable("parts", "Parts", TextModel(("Part", "Version"), window), stretch=0)
    window.setLayout(column(table))
    window.resize(300, 200)
    window.show()
    window.activateWindow()
    table.setFocus()
    qapp.processEvents()
    image = table.grab().toImage()

    assert table.hasFocus()
    # Inside the lines, where a ring that turns is still to be seen and a heading's corner begins.
    for x in (RING_PX, table.width() - 1 - RING_PX):
        assert image.pixelColor(x, RING_PX) == theme.colour("accent")
    window.close()
    window.deleteLater()
