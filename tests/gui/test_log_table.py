"""The table of results paints whole rows, and those that many new ones keep waiting soon after."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sgdesk.ui.doors import draw_icons
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.model import LogModel
from sgdesk.ui.log.table import ROWS_A_FRAME, LogTable
from sgdesk.ui.theme import Look, Theme
from tests.gui.test_log_model import row

MANY = 2 * ROWS_A_FRAME + 2


def test_rows_that_came_in_a_hurry_are_all_painted_a_little_later(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme = Theme(qapp, Look.LIGHT)
    icons = Icons(theme)
    draw_icons(icons)
    model = LogModel()
    table = LogTable("results", model, theme, icons)
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    model.finish([row(0)])
    qtbot.waitUntil(lambda: painted(table, model) == [True])

    model.finish([row(number) for number in range(1, MANY)])
    table.viewport().repaint()
    assert painted(table, model).count(True) == 1 + ROWS_A_FRAME
    qtbot.waitUntil(lambda: painted(table, model) == [True] * MANY)


def painted(table: LogTable, model: LogModel) -> list[bool]:
    """Say of each row whether it was painted as it stands."""
    return [
        table._painter.has(model.entry(at), table._stand(at, under_mouse=-1))
        for at in range(model.rowCount())
    ]
