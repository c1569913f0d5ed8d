"""What a step came to, and the one at which a send ended: read in the smallest window, too."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sgdesk.trace import Phase
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.timeline.steps import ROW_PX, shortened
from sgdesk.ui.widgets.facts import FactsList
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


def test_what_happened_is_read_to_its_end_in_a_narrow_pane_of_its_own(
    qapp: QApplication, qtbot: QtBot
) -> None:
    tab, table = shown(qapp, qtbot, 260)
    # As in the practice inbox at 900x600.
    tab.resize(426, 260)
    said = ("127.0.0.1:42237", "TLS 1.3", "379 bytes of JSON written", "202 Accepted")
    phases = (Phase.CONNECT, Phase.TLS, Phase.UPLOAD, Phase.REPLY)
    trace = a_trace(*((phase, 5.0) for phase in phases))
    spans = tuple(replace(s, detail=d) for s, d in zip(trace.spans, said, strict=True))
    attempt = an_attempt(trace=replace(trace, spans=spans))
    tab.show_attempt(attempt)
    settle(tab)
    wide = table.columnWidth(6) - 20
    for row, words in enumerate(said):
        box = QRect(0, 0, wide, 400)
        needed = table.fontMetrics().boundingRect(box, Qt.TextFlag.TextWordWrap, words)
        assert needed.width() <= wide, words
        assert needed.height() <= table.rowHeight(row), words
        assert table.rowHeight(row) % ROW_PX == 0
    assert table.rowHeight(0) == ROW_PX < table.rowHeight(2)

    tab.show_attempt(attempt, attempt)
    settle(tab)
    assert {table.rowHeight(row) for row in range(4)} == {ROW_PX}, "beside another it is in line"


@pytest.mark.parametrize(("width", "said"), [(1080, "Round trips"), (812, "Trips")])
def test_number_of_round_trips_is_called_that_where_there_is_room(
    qapp: QApplication, qtbot: QtBot, width: int, said: str
) -> None:
    tab, table = shown(qapp, qtbot, 300)
    tab.resize(width, 420)
    tab.show_attempt(an_attempt())
    settle(tab)
    model, header = table.model(), table.horizontalHeader()
    words = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(header.count())]

    assert said in words
    assert (
        header.fontMetrics().horizontalAdvance(said) <= header.sectionSize(words.index(said)) - 20
    )


def test_no_letter_of_a_number_that_was_scrolled_away_shows_above_the_others(
    qapp: QApplication, qtbot: QtBot
) -> None:
    tab, _ = shown(qapp, qtbot, 124)
    Theme(qapp, Look.LIGHT).dress(tab)
    attempt = an_attempt(trace=a_trace(*LONG))
    busy = replace(attempt.trace, lag_ns=17_000_000)
    tab.show_attempt(replace(attempt, trace=busy))
    bar = tab.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 4 * ROW_PX)
    settle(tab)
    (facts,) = tab.findChildren(FactsList)

    left = facts.mapTo(tab.viewport(), QPoint(0, 0)).x()
    for rows in range(1, 6):
        bar.setValue(rows * ROW_PX)
        picture = tab.viewport().grab().toImage()
        inked = {picture.pixel(x, y) for x in range(left, picture.width() - 12) for y in range(5)}
        assert len(inked) == 1, rows
