"""The step at which a send ended: in sight, with its reason, in the smallest window too."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sgdesk.trace import Phase
from sgdesk.ui.timeline.steps import ROW_PX, shortened
from tests.gui.test_steps import LONG, is_in_sight, settle, shown
from tests.support.attempts import a_trace, an_attempt


@pytest.mark.parametrize("height", [100, 110, 116, 130])
def test_step_that_failed_comes_into_sight_by_whole_rows(
    qapp: QApplication, qtbot: QtBot, height: int
) -> None:
    tab, table = shown(qapp, qtbot, height)
    tab.resize(812, height)
    trace = a_trace(*LONG[:4], failed=LONG[3][0])
    said = "The connection was closed without an answer"
    spans = tuple(replace(span, detail=said) for span in trace.spans)
    tab.show_attempt(an_attempt(trace=replace(trace, spans=spans)))
    settle(tab)

    bar = tab.verticalScrollBar()
    at = bar.value()
    assert 0 < at <= bar.maximum()
    assert at % ROW_PX == 0
    assert is_in_sight(table, 3)

    for low in (60, height):
        tab.resize(812, low)
        settle(tab)
    assert bar.value() == at, "it stood lower for a moment's less room"


@pytest.mark.parametrize(
    "said",
    [
        "The connection was closed without an answer",
        "Connection refused: 127.0.0.1 port 38979",
    ],
)
def test_usual_reason_is_whole_in_the_smallest_window(
    qapp: QApplication, qtbot: QtBot, said: str
) -> None:
    tab, table = shown(qapp, qtbot, 120)
    tab.resize(812, 120)
    trace = a_trace((Phase.UPLOAD, 1.0), (Phase.REPLY, 4.0), failed=Phase.REPLY)
    spans = tuple(replace(span, detail=said) for span in trace.spans)
    tab.show_attempt(an_attempt(trace=replace(trace, spans=spans)))
    qapp.processEvents()
    wide = table.columnWidth(6) - 20

    assert wide < 110, "or it is not the smallest"
    assert shortened(said, table.fontMetrics(), wide) == said
