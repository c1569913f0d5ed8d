"""The Steps tab: what went wrong is in sight."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollBar, QTableView
from pytestqt.qtbot import QtBot

from sgdesk.delivery import Partial, RecipientResult
from sgdesk.trace import ClockSource, Phase
from sgdesk.ui.theme import Look, Theme, tabular
from sgdesk.ui.timeline.steps import MOST_LINES, StepsTab, shortened
from sgdesk.ui.timeline.steps import ROW_PX as STEP_PX
from sgdesk.ui.widgets.facts import FactsList
from sgdesk.ui.widgets.texttable import ROW_PX, TextModel, TextTable
from tests.gui.test_result_acts import open_first
from tests.support.attempts import a_trace, an_attempt
from tests.support.qt import aio, make_life, running, turns
from tests.support.window import fill, send

LINE_PX, EDGE_PX = 16, 2
LONG = tuple((phase, 5.0) for phase in Phase)


def is_in_sight(table: QTableView, row: int) -> bool:
    """Say whether a row is seen whole."""
    seen = table.viewport().visibleRegion().boundingRect()
    return seen.contains(table.visualRect(table.model().index(row, 0)))


def shown(qapp: QApplication, qtbot: QtBot, height: int) -> tuple[StepsTab, QTableView]:
    """Show the tab at a height, in pixels."""
    tab = StepsTab(Theme(qapp, Look.LIGHT))
    qtbot.addWidget(tab)
    tab.resize(900, height)
    tab.show()
    (table,) = tab.findChildren(QTableView)
    return tab, table


def test_step_that_failed_is_in_sight_in_a_low_window_and_the_first_where_none_did(
    qapp: QApplication, qtbot: QtBot
) -> None:
    tab, table = shown(qapp, qtbot, 110)

    tab.show_attempt(an_attempt(trace=a_trace(*LONG, failed=LONG[-1][0])))
    qtbot.waitUntil(lambda: is_in_sight(table, len(LONG) - 1))
    tab.resize(900, 100)
    qtbot.waitUntil(lambda: is_in_sight(table, len(LONG) - 1))
    tab.show_attempt(an_attempt(trace=a_trace(*LONG)))
    qtbot.waitUntil(lambda: is_in_sight(table, 0))


def test_step_that_refused_some_is_in_sight_and_its_time_has_room(
    qapp: QApplication, qtbot: QtBot
) -> None:
    tab, table = shown(qapp, qtbot, 110)
    phases = (*LONG[:-3], (Phase.UPLOAD, 1.0), (Phase.REPLY, 671_000.0))
    at = [phase for phase, _ in phases].index(Phase.ENVELOPE)
    refused = RecipientResult(address="b@example.net", accepted=False, code=550, reply="no")

    attempt = an_attempt(Partial(), trace=a_trace(*phases), recipients=(refused,))
    tab.show_attempt(attempt)
    qtbot.waitUntil(lambda: is_in_sight(table, at))
    needed = QFontMetrics(tabular(table.font())).horizontalAdvance("11 min 11 s")
    assert table.columnWidth(2) > needed + 20


def is_inked(table: QTableView, top: int, bottom: int) -> bool:
    """Say whether anything is painted between two heights, right of the edge."""
    picture = table.viewport().grab().toImage()
    ground = picture.pixelColor(1, picture.height() - 1)
    across = range(4, picture.width())
    return any(picture.pixelColor(x, y) != ground for y in range(top, bottom) for x in across)


def test_row_of_a_small_table_that_has_no_room_is_left_out_until_it_is_scrolled_to(
    qapp: QApplication, qtbot: QtBot
) -> None:
    model = TextModel(("Address", "Result"), qapp)
    table = TextTable("people", "People", model, stretch=1)
    table.setStyleSheet("background: #ffffff; border: none;")
    qtbot.addWidget(table)
    model.show([(f"{at}@example.com", "Accepted") for at in range(9)])
    table.resize(300, table.horizontalHeader().height() + 3 * ROW_PX + 16)
    table.show()
    room = table.viewport().height()
    qtbot.waitUntil(lambda: is_inked(table, 2 * ROW_PX, 3 * ROW_PX))
    assert not is_inked(table, 3 * ROW_PX, room)

    table.scrollToBottom()
    qtbot.waitUntil(lambda: is_inked(table, room - ROW_PX, room))
    assert not is_inked(table, 0, room - 3 * ROW_PX)


def test_step_that_failed_says_so_to_readers_too_and_has_room_for_it(
    qapp: QApplication, qtbot: QtBot
) -> None:
    tab, table = shown(qapp, qtbot, 300)
    tab.show_attempt(an_attempt(trace=a_trace(*LONG, failed=Phase.STARTTLS)))

    said = [str(table.model().index(row, 0).data()) for row in range(len(LONG))]
    assert [words for words in said if "failed here" in words] == [
        "Ask for encryption – failed here"
    ]
    assert table.columnWidth(0) > max(map(table.fontMetrics().horizontalAdvance, said)) + 20


@pytest.mark.parametrize("width", [480, 900])
def test_steps_and_numbers_scroll_as_one(qapp: QApplication, qtbot: QtBot, width: int) -> None:
    tab, table = shown(qapp, qtbot, 124)
    tab.show_attempt(an_attempt(trace=a_trace(*LONG, failed=LONG[-1][0])))
    tab.resize(width, 124)
    qtbot.waitUntil(lambda: is_in_sight(table, len(LONG) - 1))

    bar = tab.verticalScrollBar()
    qtbot.waitUntil(bar.isVisible)
    bars = tab.findChildren(QScrollBar)
    assert [one for one in bars if one.isVisible()] == [bar]
    (facts,) = tab.findChildren(FactsList)
    bar.setValue(bar.maximum())
    assert facts.visibleRegion().boundingRect().bottom() == facts.height() - 1 or width > 480
    table.setCurrentIndex(table.model().index(0, 0))
    assert is_in_sight(table, 0)
    assert table.horizontalHeader().viewport().visibleRegion().boundingRect().top() == 0


def settle(tab: StepsTab) -> None:
    """Let what was shown find its room."""
    for _ in range(3):
        tab.grab()
        QApplication.processEvents()


@pytest.mark.parametrize("height", [124, 300])
def test_steps_of_two_sends_that_are_compared_have_their_bars_at_one_place(
    qapp: QApplication, qtbot: QtBot, height: int
) -> None:
    tab, table = shown(qapp, qtbot, height)
    web = an_attempt(trace=a_trace((Phase.UPLOAD, 2.0), (Phase.REPLY, 4.0)))
    long = a_trace(*LONG[:9])
    said = replace(long.spans[8], detail="250 smtp.example.net 8BITMIME PIPELINING")
    smtp = an_attempt(trace=replace(long, spans=(*long.spans[:8], said)))
    shapes = []
    for one, other in ((web, smtp), (smtp, web)):
        tab.show_attempt(one, other)
        qtbot.waitUntil(lambda: is_in_sight(table, 0))
        settle(tab)
        heading = table.model().headerData(5, Qt.Orientation.Horizontal)
        left = table.columnViewportPosition(5)
        shapes.append((heading, left, table.columnWidth(5), table.width()))

    assert shapes[0] == shapes[1]
    assert (tab.verticalScrollBar().maximum() > 0) is (height == 124)


@pytest.mark.parametrize(("width", "height"), [(900, 110), (900, 147), (480, 165), (480, 300)])
def test_steps_and_numbers_end_with_a_whole_row(
    qapp: QApplication, qtbot: QtBot, width: int, height: int
) -> None:
    tab, table = shown(qapp, qtbot, height)
    # As in the window, where it and the table have room for the frame of the keyboard.
    Theme(qapp, Look.LIGHT).dress(tab)
    tab.show_attempt(
        an_attempt(trace=replace(a_trace(*LONG), lag_ns=12_000_000, clock=ClockSource.KERNEL))
    )
    tab.resize(width, height)
    qtbot.waitUntil(lambda: tab.verticalScrollBar().maximum() > 0)
    settle(tab)
    bar = tab.verticalScrollBar()
    for how in ("top", "step", "end"):
        bar.setValue({"top": 0, "step": bar.singleStep(), "end": bar.maximum()}[how])
        qapp.processEvents()
        room = tab.viewport().height()
        tops = [
            table.viewport().mapTo(tab.viewport(), QPoint(0, table.rowViewportPosition(row))).y()
            for row in range(len(LONG))
        ]
        lines = [line.mapTo(tab.viewport(), QPoint(0, 0)).y() for line in tab.findChildren(QLabel)]

        assert not [top for top in tops if top < room < top + STEP_PX - EDGE_PX]
        assert not [top for top in lines if top < room < top + LINE_PX]
        assert room > height - 4 - STEP_PX


def test_steps_find_their_room_at_every_height(qapp: QApplication, qtbot: QtBot) -> None:
    tab, _ = shown(qapp, qtbot, 300)
    tab.show_attempt(an_attempt(trace=replace(a_trace(*LONG[:6]), lag_ns=12_000_000)))
    for width in (900, 770, 760, 759, 480):
        for height in range(160, 330):
            # Where its bar came and went by itself, this never came to an end.
            tab.resize(width, height)
        settle(tab)

        assert tab.viewport().height() > 330 - STEP_PX - 1


def test_wheel_over_the_steps_scrolls_them(qapp: QApplication, qtbot: QtBot) -> None:
    tab, table = shown(qapp, qtbot, 124)
    tab.show_attempt(an_attempt(trace=a_trace(*LONG)))
    qtbot.waitUntil(lambda: tab.verticalScrollBar().maximum() > 0)
    at = table.viewport().mapTo(tab, table.viewport().rect().topLeft() + QPoint(9, 9))
    QTest.wheelEvent(tab.windowHandle(), at.toPointF(), QPoint(0, -120))

    qtbot.waitUntil(lambda: tab.verticalScrollBar().value() > 0)


@pytest.mark.parametrize("size", [(1280, 800), (1280, 900), (1600, 1000)], ids=str)
@aio()
async def test_all_steps_of_a_send_by_smtp_are_seen_once_a_result_is_opened(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        fill(life)
        life.rooms.write.compose.send_bar.route.toggle()
        await send(life)
        await open_first(life)
        steps = life.rooms.results.detail.steps
        steps.show_attempt(an_attempt(trace=a_trace(*LONG[:11], LONG[5])))
        await turns(20)
        (table,) = steps.findChildren(QTableView)

        assert table.model().rowCount() == 12
        assert all(is_in_sight(table, at) for at in range(12))


@pytest.mark.parametrize("size", [(900, 124), (480, 200)])
def test_headings_stay_over_the_steps_that_are_scrolled_and_go_with_the_last(
    qapp: QApplication, qtbot: QtBot, size: tuple[int, int]
) -> None:
    tab, table = shown(qapp, qtbot, size[1])
    Theme(qapp, Look.LIGHT).dress(tab)
    tab.show_attempt(an_attempt(trace=a_trace(*LONG)))
    tab.resize(*size)
    bar, head = tab.verticalScrollBar(), table.horizontalHeader()
    qtbot.waitUntil(lambda: bar.maximum() > 4 * STEP_PX)
    settle(tab)
    bar.setValue(4 * STEP_PX)
    settle(tab)

    assert head.visibleRegion().boundingRect().size() == head.size()
    assert head.mapTo(tab.viewport(), QPoint(0, 0)).y() < STEP_PX
    row_top = table.viewport().mapTo(table, QPoint(0, table.rowViewportPosition(4))).y()
    assert row_top - EDGE_PX <= head.geometry().bottom() + 1 <= row_top
    alone = tab.viewport().grab(head.geometry().translated(0, -4 * STEP_PX)).toImage()
    bar.setValue(0)
    settle(tab)
    assert alone == tab.viewport().grab(head.geometry()).toImage()
    table.updateGeometries()
    bar.setValue(bar.maximum())
    assert head.geometry().bottom() <= table.rect().bottom()


def test_encryption_is_named_in_brief_and_whole_where_one_asks(
    qapp: QApplication, qtbot: QtBot
) -> None:
    tab, table = shown(qapp, qtbot, 300)
    trace = a_trace((Phase.TLS, 4.0))
    whole = "TLSv1.3 TLS_AES_256_GCM_SHA384"
    tab.show_attempt(
        an_attempt(trace=replace(trace, spans=(replace(trace.spans[0], detail=whole),)))
    )
    cell = table.model().index(0, 6)

    assert cell.data() == "TLS 1.3"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == whole


def test_bars_give_way_to_what_happened_and_name_their_axis_as_far_as_there_is_room(
    qapp: QApplication, qtbot: QtBot
) -> None:
    tab, table = shown(qapp, qtbot, 300)
    trace = a_trace((Phase.REPLY, 4.0), failed=Phase.REPLY)
    said = "Server disconnected without sending any response at all to this program"
    for detail, is_short in (("", True), (said, False)):
        spans = (replace(trace.spans[0], detail=detail),)
        tab.show_attempt(an_attempt(trace=replace(trace, spans=spans)))
        words = table.fontMetrics().horizontalAdvance(detail)
        assert (table.columnWidth(5) > 130) is is_short
        assert table.columnWidth(6) > words or not is_short
        heading = table.model().headerData(5, Qt.Orientation.Horizontal)
        assert heading in ("When, 0 to 4 ms", "0 to 4 ms")


@pytest.mark.parametrize("times", [1, 60])
def test_what_failed_is_read_to_its_end_in_lines_of_its_own(
    qapp: QApplication, qtbot: QtBot, times: int
) -> None:
    tab, table = shown(qapp, qtbot, 300)
    trace = a_trace((Phase.UPLOAD, 1.0), (Phase.REPLY, 4.0), failed=Phase.REPLY)
    said = " ".join(["Server disconnected without sending a response."] * times)
    spans = tuple(replace(span, detail=said) for span in trace.spans)
    tab.show_attempt(an_attempt(trace=replace(trace, spans=spans)))
    qapp.processEvents()
    wide, metrics = table.columnWidth(6) - 20, table.fontMetrics()
    assert metrics.horizontalAdvance(said) > wide, "or one line is enough"
    went, failed = (table.rowHeight(row) for row in range(2))

    assert (shortened(said, metrics, wide) == said) is (times == 1)
    assert went < 2 * metrics.lineSpacing()
    assert 2 * metrics.lineSpacing() < failed <= went + (MOST_LINES - 1) * metrics.lineSpacing()
    assert is_in_sight(table, 1)


def test_no_word_beside_the_steps_is_cut_off(qapp: QApplication, qtbot: QtBot) -> None:
    tab, _ = shown(qapp, qtbot, 150)
    tab.show_attempt(an_attempt(trace=replace(a_trace(*LONG), lag_ns=12_000_000)))
    qapp.processEvents()
    tab.grab()

    (timing,) = (one for one in tab.findChildren(QLabel) if "approximate" in one.text())
    words = timing.text().split()
    assert max(map(timing.fontMetrics().horizontalAdvance, words)) <= timing.width()


def test_numbers_follow_the_steps_in_a_narrow_pane(qapp: QApplication, qtbot: QtBot) -> None:
    tab, table = shown(qapp, qtbot, 300)
    tab.resize(480, 420)
    tab.show_attempt(an_attempt(trace=a_trace(*LONG[:4])))
    (numbers,) = tab.findChildren(FactsList)

    def follow_at_once() -> bool:
        last = table.visualRect(table.model().index(3, 0)).bottom()
        return 0 < numbers.y() - table.viewport().mapTo(tab, QPoint(0, last)).y() < ROW_PX

    qtbot.waitUntil(follow_at_once)


@pytest.mark.parametrize("size", [(900, 180), (480, 420)])
def test_frame_that_shows_the_keyboard_leaves_the_rows_whole(
    qapp: QApplication, qtbot: QtBot, size: tuple[int, int]
) -> None:
    tab = StepsTab(Theme(qapp, Look.LIGHT))
    qtbot.addWidget(tab)
    tab.setStyleSheet("QTableView { border: 2px solid #000000; }")
    tab.resize(*size)
    tab.show_attempt(an_attempt(trace=a_trace(*LONG[:8])))
    tab.show()
    (table,) = tab.findChildren(QTableView)
    qtbot.waitUntil(lambda: is_in_sight(table, 0))

    assert table.verticalScrollBar().maximum() == 0
    assert table.viewport().height() == table.verticalHeader().length()


def test_headings_are_whole_where_little_room_is_left_and_waiting_stays(
    qapp: QApplication, qtbot: QtBot
) -> None:
    tab, table = shown(qapp, qtbot, 300)
    tab.resize(420, 420)
    trace = a_trace((Phase.STARTTLS, 0.03), (Phase.REPLY, 0.7))
    spans = tuple(replace(span, wire_ns=30_000) for span in trace.spans)
    tab.show_attempt(an_attempt(trace=replace(trace, spans=spans)))
    model, header = table.model(), table.horizontalHeader()
    seen = [at for at in range(header.count()) if not header.isSectionHidden(at)]
    words = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in seen]

    assert words == ["Step", "Time", "Waiting", "When", "Detail"]
    for at, word in zip(seen, words, strict=True):
        assert header.fontMetrics().horizontalAdvance(word) <= header.sectionSize(at) - 20


def test_no_line_ends_between_a_number_and_its_unit(qapp: QApplication, qtbot: QtBot) -> None:
    facts = FactsList("facts", "Numbers of this send", wrap=True)
    qtbot.addWidget(facts)
    facts.show_facts([("Timing", "waits exact; this computer was busy 13 ms", "")])
    _, value = facts.findChildren(QLabel)

    assert "busy 13\N{NO-BREAK SPACE}ms" in value.text()


def test_numbers_below_the_steps_begin_where_these_do(qapp: QApplication, qtbot: QtBot) -> None:
    tab, table = shown(qapp, qtbot, 300)
    Theme(qapp, Look.LIGHT).dress(tab)
    tab.resize(480, 300)
    tab.show_attempt(an_attempt())
    (facts,) = tab.findChildren(FactsList)
    qtbot.waitUntil(lambda: facts.y() > table.y())
    name = facts.findChildren(QLabel)[0]
    inside = table.viewport().mapTo(tab, QPoint(10, 0)).x()

    assert name.mapTo(tab, QPoint(0, 0)).x() == inside
