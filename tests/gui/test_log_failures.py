"""What failed is seen in the table of results: in the bar that is cut, and in the code."""

from dataclasses import replace

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sgdesk.delivery import AttemptId, Partial, RecipientResult
from sgdesk.present.log import log_row
from sgdesk.trace import Phase
from sgdesk.ui.doors import draw_icons
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.cells import Column
from sgdesk.ui.log.model import LogModel
from sgdesk.ui.log.table import LogTable
from sgdesk.ui.theme import Look, Theme
from tests.gui.test_log_table import last_of, painted, show_beside_a_quick_one
from tests.support.attempts import a_trace, an_attempt


def test_bar_that_is_cut_ends_in_the_colour_of_what_failed(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme = Theme(qapp, Look.LIGHT)
    icons = Icons(theme)
    draw_icons(icons)
    model = LogModel()
    table = LogTable("results", model, theme, icons)
    qtbot.addWidget(table)
    table.resize(1200, 400)
    table.show()
    trace = a_trace((Phase.AUTH, 28), (Phase.REPLY, 60_000), failed=Phase.REPLY)
    show_beside_a_quick_one(qtbot, table, model, trace)

    ends = {token: last_of(table, row_at=1, colour=theme.colour(token)) for token in ENDS}
    assert ends["phase_signin"] < ends["phase_answer"] < ends["bad"]


def test_code_of_those_who_were_refused_is_red(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, Look.LIGHT)
    icons = Icons(theme)
    draw_icons(icons)
    model = LogModel()
    table = LogTable("results", model, theme, icons)
    qtbot.addWidget(table)
    table.resize(1200, 400)
    table.show()
    refused = RecipientResult(address="b@example.net", accepted=False, code=550)
    partly = log_row(an_attempt(Partial(), recipients=(refused,)))
    model.finish([log_row(an_attempt()), replace(partly, attempt_id=AttemptId("partly"))])
    qtbot.waitUntil(lambda: painted(table, model) == [True, True])

    red = [strength_in(table, Column.CODE, at, theme.colour("bad")) for at in (0, 1)]
    assert red[0] < red[1]


def strength_in(table: LogTable, column: Column, row_at: int, colour: QColor) -> int:
    """Count the pixels of a cell that have a colour."""
    left, top = table.columnViewportPosition(column), table.rowViewportPosition(row_at)
    picture = table.viewport().grab().toImage()
    across = range(left, left + table.columnWidth(column))
    down = range(top, top + table.rowHeight(row_at))
    return sum(picture.pixelColor(x, y) == colour for x in across for y in down)


ENDS = ("phase_signin", "phase_answer", "bad")
"""The bar's last step that went well, the one that failed, and the cross behind it."""
