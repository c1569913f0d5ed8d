"""The table of results paints whole rows, and those that many new ones keep waiting soon after."""

import itertools
from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sgdesk.delivery import AttemptId, NotSent
from sgdesk.present.log import SENT_SINCE, LogRow, bar_tags, log_row
from sgdesk.present.log_filter import RESULTS
from sgdesk.trace import Phase, Trace
from sgdesk.ui.doors import draw_icons
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.axis_header import AxisHeader
from sgdesk.ui.log.cells import Column, Entry
from sgdesk.ui.log.columns import WIDTHS
from sgdesk.ui.log.model import PAGE_ROWS, PAGES_KEPT, LogModel
from sgdesk.ui.log.rows import PAD_PX, ROW_PX, TAG_PX, RowPainter, Stand
from sgdesk.ui.log.strip import ResultsStrip
from sgdesk.ui.log.table import ROWS_A_FRAME, LogTable
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.bars import PILL_HEIGHT_PX, pill_width
from sgdesk.ui.write import STRIP_PX
from tests.gui.test_log_model import row, sending
from tests.support.attempts import a_trace, an_attempt

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


def inked(table: LogTable, theme: Theme, top: int, bottom: int) -> bool:
    """Say whether anything stands between two heights of the rows."""
    picture, ground = table.viewport().grab().toImage(), theme.colour("card")
    across = range(8, table.viewport().width() - 8)
    return any(picture.pixelColor(x, y) != ground for y in range(top, bottom) for x in across)


def test_row_for_which_there_is_no_room_is_left_out_until_it_is_scrolled_to(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme = Theme(qapp, Look.LIGHT)
    model = LogModel()
    table = LogTable("results", model, theme, Icons(theme))
    table.setStyleSheet("background: #ffffff; border: none;")
    qtbot.addWidget(table)
    table.resize(900, table.horizontalHeader().height() + 3 * ROW_PX + 20)
    table.show()
    model.finish([row(number) for number in range(8)])
    height = table.viewport().height()
    half = height % ROW_PX
    assert 0 < half < ROW_PX
    qtbot.waitUntil(lambda: inked(table, theme, height - half - ROW_PX, height - half))
    assert not inked(table, theme, height - half + 1, height)

    table.verticalScrollBar().setValue(1)
    qtbot.waitUntil(lambda: inked(table, theme, height - half - ROW_PX, height - half))
    assert not inked(table, theme, height - half + 1, height)


class Watched(LogModel):
    """Note which rows are looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.looked: set[int] = set()

    def entry(self, row: int) -> Entry | None:
        self.looked.add(row)
        return super().entry(row)


def test_table_without_room_looks_at_none_but_the_first_of_many_rows(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme = Theme(qapp, Look.LIGHT)
    model = Watched()
    table = LogTable("results", model, theme, Icons(theme))
    qtbot.addWidget(table)
    # So stands the one under Write while another view is open.
    table.setMinimumHeight(0)
    table.resize(900, table.horizontalHeader().height())
    table.show()
    assert table.viewport().height() == 0

    model.finish([row(number) for number in range(1_000)])
    qtbot.waitUntil(lambda: bool(model.looked))

    assert max(model.looked) <= 1


def test_bar_that_is_too_long_is_cut_and_leaves_the_others_their_length(
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
    trace = a_trace((Phase.CONNECT, 60_000), failed=Phase.CONNECT)
    show_beside_a_quick_one(qtbot, table, model, trace)

    assert table.axis().end_ns == 30_000_000
    blue = theme.colour("phase_connect")
    # The whole minute would reach to the end of its cell; its figure stands there instead.
    end = table.columnViewportPosition(Column.BAR) + table.columnWidth(Column.BAR)
    assert 30 < end - last_of(table, row_at=1, colour=blue) < 100


def show_beside_a_quick_one(qtbot: QtBot, table: LogTable, model: LogModel, trace: Trace) -> None:
    """Show a failure in the second row, on an axis that the first one settles."""
    long = log_row(an_attempt(NotSent(), code=None, trace=trace))
    model.finish([log_row(an_attempt()), replace(long, attempt_id=AttemptId("long"))])
    qtbot.waitUntil(lambda: len(table.axis().ticks) > 1)
    qtbot.waitUntil(lambda: painted(table, model) == [True, True])


def last_of(table: LogTable, *, row_at: int, colour: QColor) -> int:
    """Give the x at which a colour is seen last in the middle of a row."""
    picture = table.viewport().grab().toImage()
    y = table.rowViewportPosition(row_at) + table.rowHeight(row_at) // 2
    return max(x for x in range(picture.width()) if picture.pixelColor(x, y) == colour)


def test_axis_is_labelled_from_its_beginning_with_as_many_labels_as_have_room(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme = Theme(qapp, Look.LIGHT)
    icons = Icons(theme)
    draw_icons(icons)
    model = LogModel()
    table = LogTable("results", model, theme, icons)
    header = table.horizontalHeader()
    assert isinstance(header, AxisHeader)
    qtbot.addWidget(table)
    table.resize(1200, 400)
    table.show()
    model.finish([log_row(an_attempt())])
    qtbot.waitUntil(lambda: len(table.axis().ticks) > 2)
    ticks = [tick.text for tick in table.axis().ticks]

    assert [text for _, text in header.labels()] == ticks[:-1], "the last would leave its column"
    at = [x for x, _ in header.labels()]
    apart = [one - other for other, one in itertools.pairwise(at)]
    assert max(apart) - min(apart) <= 1
    assert header.labels()[0] == (table.columnViewportPosition(Column.BAR) + PAD_PX, "0")
    table.resize(760, 400)
    some = [text for _, text in header.labels()]
    assert some[0] == "0"
    assert 1 < len(some) < len(ticks)


def test_strip_under_write_has_the_axis_above_its_bars_and_room_for_two_rows(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme = Theme(qapp, Look.LIGHT)
    icons = Icons(theme)
    draw_icons(icons)
    model = LogModel()
    strip = ResultsStrip(model, theme, icons)
    qtbot.addWidget(strip)
    strip.resize(1080, STRIP_PX)
    strip.show()
    model.finish([log_row(an_attempt())])
    table, header = strip.table, strip.table.horizontalHeader()
    assert isinstance(header, AxisHeader)
    qtbot.waitUntil(lambda: len(table.axis().ticks) > 2)

    assert header.labels()[0] == (table.columnViewportPosition(Column.BAR) + PAD_PX, "0")
    assert table.viewport().height() >= 2 * ROW_PX


def test_every_result_has_room_for_its_word(qapp: QApplication) -> None:
    Theme(qapp, Look.LIGHT)

    assert all(
        pill_width(words.word, qapp.font()) <= WIDTHS[Column.RESULT] - 2 * PAD_PX
        for words in RESULTS.values()
    )


@pytest.mark.parametrize("result", ["not_sent", "cancelled", "partial", "unknown", "deferred"])
def test_mail_that_was_sent_since_has_a_quiet_tag_at_its_result_which_stands_whole(
    qapp: QApplication, result: str
) -> None:
    theme = Theme(qapp, Look.LIGHT)
    table = LogTable("results", LogModel(), theme, Icons(theme))
    left = table.columnViewportPosition(Column.RESULT)
    cells = []
    for is_sent_since in (False, True):
        painter = RowPainter(theme, Icons(theme))
        painter.settle(table._surroundings())
        entry = replace(row(1), result=RESULTS[result], is_sent_since=is_sent_since)
        picture = painter.picture(entry, Stand(ground="card")).toImage()
        cells.append(picture.copy(left, 0, table.columnWidth(Column.RESULT), ROW_PX))
    told = changed(*cells)

    across = [x for x, _ in told]
    tag = QFont(table.font())
    tag.setPixelSize(TAG_PX)
    assert max(across) - min(across) > QFontMetrics(tag).horizontalAdvance(SENT_SINCE) - 3
    assert max(across) < table.columnWidth(Column.RESULT) - PAD_PX
    assert max(y for _, y in told) < ROW_PX - 1
    below = [x for x, y in told if y >= (ROW_PX + PILL_HEIGHT_PX) // 2]
    assert below, "at one place below every result, never beside some"
    assert max(below) < QFontMetrics(tag).horizontalAdvance(SENT_SINCE) + 2 * PAD_PX


def changed(first: QImage, second: QImage) -> list[tuple[int, int]]:
    """Give the places at which two pictures differ."""
    places = itertools.product(range(first.width()), range(first.height()))
    return [at for at in places if first.pixel(*at) != second.pixel(*at)]


def painted(table: LogTable, model: LogModel) -> list[bool]:
    """Say of each row whether it was painted as it stands."""
    # The mouse is wherever the test before left it.
    under_mouse = table._row_under_mouse()
    return [
        table._painter.has(model.entry(at), table._stand(at, under_mouse))
        for at in range(model.rowCount())
    ]


def test_narrow_table_has_room_for_an_address(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, Look.LIGHT)
    table = LogTable("results", LogModel(), theme, Icons(theme))
    qtbot.addWidget(table)
    # As wide as in a window of 900 pixels.
    table.resize(816, 300)
    table.show()

    needed = table.fontMetrics().horizontalAdvance("ada@example.com") + 2 * PAD_PX
    assert table.columnWidth(Column.TO) >= needed


def test_table_of_a_wide_window_has_room_for_a_long_address(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme = Theme(qapp, Look.LIGHT)
    table = LogTable("results", LogModel(), theme, Icons(theme))
    qtbot.addWidget(table)
    theme.dress(table)
    # As wide as in a window of 1280 pixels.
    table.resize(1080, 300)
    table.show()

    needed = table.fontMetrics().horizontalAdvance("grace.hopper@example.com") + 2 * PAD_PX
    assert table.columnWidth(Column.TO) >= needed


def test_axis_stands_behind_bars_and_not_behind_words(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, Look.LIGHT)
    icons = Icons(theme)
    draw_icons(icons)
    model = LogModel()
    table = LogTable("results", model, theme, icons)
    qtbot.addWidget(table)
    table.resize(1280, 400)
    table.show()
    quick = replace(row(1, "group"), total_ns=100_000_000)
    long = log_row(an_attempt(trace=a_trace((Phase.CONNECT, 400))))
    slow = replace(row(2, "group"), path="SMTP 587", total_ns=3 * quick.total_ns)
    slow = replace(slow, bar=long.bar)
    model.finish([quick, slow])
    model.add_sending((sending(3),))
    line = theme.colour("line")
    qtbot.waitUntil(lambda: painted(table, model) == [True] * 3 and ticks_of(table, 1, line) > 0)

    on_its_way, plain, with_words = (ticks_of(table, at, line) for at in range(3))
    assert on_its_way == 0
    assert with_words < plain


def ticks_of(table: LogTable, row_at: int, colour: QColor) -> int:
    """Count the lines of the axis that cross the upper edge of a row."""
    picture = table.viewport().grab().toImage()
    y = table.rowViewportPosition(row_at) + 3
    left = table.columnViewportPosition(Column.BAR) + PAD_PX
    return sum(picture.pixelColor(x, y) == colour for x in range(left, picture.width()))


def test_practice_and_live_times_share_no_axis_and_practice_carries_its_tag(
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
    fast, slow = (
        a_trace((Phase.CONNECT, milliseconds / 2), (Phase.REPLY, milliseconds / 2))
        for milliseconds in (4, 400)
    )
    practice = log_row(replace(an_attempt(trace=fast, practice=True), simulated_ms=3.0))
    live = replace(log_row(an_attempt(trace=slow)), attempt_id=AttemptId("live"))
    model.finish([practice])
    model.finish([live])
    qtbot.waitUntil(lambda: table.axis().end_ns == 400_000_000)
    qtbot.waitUntil(lambda: painted(table, model) == [True, True])

    assert bar_tags(practice, is_apart=False) == ("practice, simulated 3 ms", "practice, 3 ms")
    assert bar_tags(live, is_apart=False) == ()
    # The practice row is drawn faintly, on a scale of its own, and says so.
    strong = theme.colour("phase_connect")
    assert strength(table, 0, strong)
    assert not strength(table, 1, strong)
    assert bar_tags(practice, is_apart=True)[0] == "practice, simulated 3 ms, own scale"

    table.selectRow(1)
    qtbot.waitUntil(lambda: table.axis().end_ns == 4_000_000)
    assert strength(table, 1, strong)
    assert not strength(table, 0, strong)
    assert bar_tags(live, is_apart=True) == ("live, own scale", "live")


def strength(table: LogTable, row_at: int, colour: QColor) -> int:
    """Count the pixels of exactly this colour in a row's bar."""
    picture = table.viewport().grab().toImage()
    left, top = table.columnViewportPosition(Column.BAR), table.rowViewportPosition(row_at)
    return sum(
        picture.pixelColor(x, y) == colour
        for x in range(left, left + table.columnWidth(Column.BAR))
        for y in range(top, top + ROW_PX)
    )


def page_of(first: int, ms: float, *, practice: bool = False) -> list[LogRow]:
    """Make a page of the history whose sends took so long."""
    made = log_row(an_attempt(trace=a_trace((Phase.REPLY, ms)), practice=practice))
    return [replace(made, attempt_id=AttemptId(f"{first + at}")) for at in range(PAGE_ROWS)]


def test_axis_stays_while_rows_are_scrolled_and_their_pages_come(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme = Theme(qapp, Look.LIGHT)
    model = LogModel()
    table = LogTable("results", model, theme, Icons(theme))
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()

    model.start_over((PAGES_KEPT + 2) * PAGE_ROWS)
    model.put_page(0, page_of(0, 30))
    qtbot.waitUntil(lambda: table.axis().end_ns == 30_000_000)
    other = table._surroundings().other_axis
    table.verticalScrollBar().setValue(PAGE_ROWS + 20)
    for number in range(3, PAGES_KEPT + 2):
        # The first page is let go.
        model.put_page(number, page_of(100 * number, 3000))
    model.put_page(1, page_of(100, 3000))
    model.put_page(2, page_of(200, 200, practice=True))
    table._look_again()
    assert table.axis().end_ns == 30_000_000
    table.verticalScrollBar().setValue(2 * PAGE_ROWS + 20)
    table._look_again()
    around = table._surroundings()
    assert (around.is_practice, around.axis.end_ns) == (False, 30_000_000)
    # Of the kind that nobody has seen yet there was none.
    assert around.other_axis.end_ns == 200_000_000 != other.end_ns

    model.start_over(PAGE_ROWS)
    model.put_page(0, page_of(100, 3000))
    qtbot.waitUntil(lambda: table.axis().end_ns == 3_000_000_000)
    model.finish([page_of(300, 60_000, practice=True)[0]])
    table.selectRow(0)
    qtbot.waitUntil(lambda: table.axis().end_ns == 60_000_000_000)
