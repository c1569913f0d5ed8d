"""The words in the empty filter: as many as have room, and none of them cut."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sgdesk.ui.icons import Icons
from sgdesk.ui.log.filterbar import FilterBar
from sgdesk.ui.theme import Look, Theme


@pytest.mark.parametrize(
    ("width", "hint"),
    [
        (330, "Filter: subject, address, result, day (today)"),
        (304, "Filter: subject, address, result"),
        (232, "Filter: subject, address, result"),
        (190, "Filter: subject, address"),
        (134, "Filter: subject"),
    ],
)
def test_hint_says_as_much_as_has_room(
    qapp: QApplication, qtbot: QtBot, width: int, hint: str
) -> None:
    bar = FilterBar(Icons(Theme(qapp, Look.LIGHT)))
    qtbot.addWidget(bar)
    bar.show()
    bar.field.resize(width, 32)

    assert bar.field.placeholderText() == hint
    needed = bar.field.fontMetrics().horizontalAdvance(hint)
    assert needed <= width - 50, "the picture and the edges stand around the words"
