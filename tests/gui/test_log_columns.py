"""The columns of the tables of results have the room that the window has for them."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from sgdesk.present.log_filter import LogFilter
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.cells import Column
from sgdesk.ui.log.columns import LEAST_BAR_PX, READABLE_BAR_PX, USUAL_SUBJECT_PX
from sgdesk.ui.log.legend import Legend
from sgdesk.ui.log.model import LogModel
from sgdesk.ui.log.rows import PAD_PX, ROW_PX
from sgdesk.ui.log.table import LEAST_ROWS, LogTable
from sgdesk.ui.log.view import DETAIL_PX
from sgdesk.ui.theme import Look, Theme
from tests.gui.test_log_model import row
from tests.support.qt import aio, make_life, running, turns
from tests.support.window import fill, send


@pytest.mark.parametrize("has_accounts", [True, False])
@pytest.mark.parametrize("name", ["results", "newest"])
def test_columns_of_a_table_that_was_resized_while_hidden_are_those_of_its_width(
    qapp: QApplication, qtbot: QtBot, has_accounts: bool, name: str
) -> None:
    theme = Theme(qapp, Look.LIGHT)
    pages = QStackedWidget()
    qtbot.addWidget(pages)
    table = LogTable(name, LogModel(), theme, Icons(theme))
    table.show_accounts(shown=has_accounts)
    other = QWidget()
    for page in (table, other):
        pages.addWidget(page)
    pages.resize(1100, 400)
    pages.show()
    for width in (800, 1100, 800, 1000, 1100):
        pages.setCurrentWidget(other)
        qapp.processEvents()
        pages.resize(width, 400)
        qapp.processEvents()
        pages.setCurrentWidget(table)
        qapp.processEvents()
        fresh = LogTable(name, LogModel(), theme, Icons(theme))
        qtbot.addWidget(fresh)
        fresh.show_accounts(shown=has_accounts)
        fresh.resize(width, 400)
        fresh.show()
        qapp.processEvents()

        assert widths_of(table) == widths_of(fresh), width


def widths_of(table: LogTable) -> list[int]:
    """Give the width of each column, hidden ones as 0, as they are drawn."""
    table.grab()
    return [table.columnWidth(column) for column in Column]


@pytest.mark.parametrize("width", [1400, 1600])
@aio()
async def test_table_beside_the_detail_has_room_for_its_words_and_bars(
    qapp: QApplication, tmp_path: Path, width: int
) -> None:
    life = make_life(qapp, tmp_path, size=(width, 800))
    async with running(life):
        fill(life, to="ada@example.com, grace@example.net")
        await send(life)
        life.window.show_view("results")
        await turns(20)
        table, detail = life.rooms.results.table, life.rooms.results.detail
        needed = table.fontMetrics().horizontalAdvance("2 people") + 2 * PAD_PX
        ends = table.mapTo(life.window, table.rect().topRight()).x()
        begins = detail.mapTo(life.window, detail.rect().topLeft()).x()

        assert table.columnWidth(Column.TO) >= needed
        assert table.columnWidth(Column.BAR) >= LEAST_BAR_PX
        assert ends < begins, "side by side"


@aio()
async def test_usual_subject_and_address_are_read_whole(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path, size=(1280, 900))) as life:
        fill(life, to="anna.berger@example.org", subject="Autumn sale: 20% off everything")
        await send(life)
        for view, table in (
            ("write", life.rooms.strip.table),
            ("results", life.rooms.results.table),
        ):
            life.window.show_view(view)
            life.rooms.write.show_more()
            await turns(20)
            for column in (Column.TO, Column.SUBJECT):
                words = table.model().index(0, column).data()
                needed = table.fontMetrics().horizontalAdvance(words) + 2 * PAD_PX
                assert table.columnWidth(column) >= needed, (view, words)
            assert table.columnWidth(Column.BAR) >= LEAST_BAR_PX


def shown_table(qapp: QApplication, qtbot: QtBot, model: LogModel, width: int) -> LogTable:
    """Show a table as wide as in a window that is some 200 pixels wider."""
    theme = Theme(qapp, Look.LIGHT)
    table = LogTable("results", model, theme, Icons(theme))
    qtbot.addWidget(table)
    theme.dress(table)
    table.resize(width, 300)
    table.show()
    qapp.processEvents()
    return table


def test_bars_have_what_short_words_leave_them(qapp: QApplication, qtbot: QtBot) -> None:
    model = LogModel()
    table = shown_table(qapp, qtbot, model, 1076)
    model.finish([replace(row(1), subject="Autumn news")])

    assert table.columnWidth(Column.BAR) >= 250


def test_long_subject_leaves_the_bars_room_to_be_read(qapp: QApplication, qtbot: QtBot) -> None:
    model = LogModel()
    table = shown_table(qapp, qtbot, model, 1100)
    long = "A first mail from sgdesk that has a subject of more than one line"
    model.finish([replace(row(1), subject=long, recipients="ada@example.com")])

    assert table.columnWidth(Column.BAR) >= READABLE_BAR_PX
    assert table.columnWidth(Column.SUBJECT) >= USUAL_SUBJECT_PX


def test_columns_stay_while_rows_come_in_and_fit_when_one_comes_back(
    qapp: QApplication, qtbot: QtBot
) -> None:
    model = LogModel()
    table = shown_table(qapp, qtbot, model, 1076)
    model.finish([replace(row(1), subject="Autumn news")])
    before = widths_of(table)
    long = "A subject that is longer than any that was sent before it"
    for number in range(2, 6):
        model.finish([replace(row(number), subject=long, recipients="anna.berger@example.org")])
        assert widths_of(table) == before

    table.hide()
    table.show()
    assert table.columnWidth(Column.SUBJECT) > before[Column.SUBJECT]
    assert table.columnWidth(Column.BAR) >= LEAST_BAR_PX


def test_column_that_was_drawn_keeps_its_width_whatever_comes(
    qapp: QApplication, qtbot: QtBot
) -> None:
    model = LogModel()
    table = shown_table(qapp, qtbot, model, 1076)
    table.horizontalHeader().resizeSection(Column.SUBJECT, 201)
    model.finish([replace(row(1), subject="A subject that is longer than its column " * 3)])
    table.hide()
    table.show()

    assert table.columnWidth(Column.SUBJECT) == 201


@pytest.mark.parametrize("width", [690, 816, 1076, 1400])
@pytest.mark.parametrize("has_accounts", [True, False])
def test_path_with_any_port_is_read_whole(
    qapp: QApplication, qtbot: QtBot, width: int, has_accounts: bool
) -> None:
    model = LogModel()
    table = shown_table(qapp, qtbot, model, width)
    table.show_accounts(shown=has_accounts)
    model.finish([replace(row(1), path="SMTP 44444", subject="Long words " * 20)])

    room = table.columnWidth(Column.PATH) - 2 * PAD_PX
    assert table.fontMetrics().horizontalAdvance("SMTP 44444") <= room
    assert table.columnWidth(Column.BAR) >= LEAST_BAR_PX


@pytest.mark.parametrize("size", [(900, 600), (1280, 800), (1400, 900), (1600, 1000)], ids=str)
@aio()
async def test_names_of_the_colours_stand_under_the_bars_in_a_window_of_any_size(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        fill(life)
        await send(life)
        life.window.show_view("results")
        await turns(20)
        results = life.rooms.results
        legend = results.findChild(Legend)

        assert legend is not None
        assert legend.visibleRegion().boundingRect().size() == legend.size()
        assert legend.width() >= legend.sizeHint().width()
        assert results.table.viewport().height() >= LEAST_ROWS * ROW_PX
        assert results.detail.visibleRegion().boundingRect().height() == results.detail.height()


@pytest.mark.parametrize(
    ("size", "least"), [((1280, 800), 4), ((1280, 960), 8), ((1100, 700), 2), ((900, 600), 2)]
)
@aio()
async def test_table_above_the_detail_has_whole_rows_and_at_1280x800_four_of_them(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int], least: int
) -> None:
    life = make_life(qapp, tmp_path, size=size)
    async with running(life):
        await life.tasks.wait_for("history")
        life.window.show_view("results")
        life.rooms.log.finish([row(number) for number in range(12)])
        await turns(20)
        table, detail = life.rooms.results.table, life.rooms.results.detail
        rows, strip = divmod(table.viewport().height(), ROW_PX)

        assert strip == 0
        assert rows >= least
        assert detail.height() >= (DETAIL_PX if size[1] >= 800 else 300)


@aio()
async def test_columns_fit_what_a_filter_leaves_and_keep_what_was_drawn_by_hand(
    qapp: QApplication, tmp_path: Path
) -> None:
    long = "a.very.long.address.of.somebody@department.example.com"
    async with running(make_life(qapp, tmp_path)) as life:
        for to, subject in (("ada@example.com", "Short"), (long, "A subject that is long " * 3)):
            fill(life, to=to, subject=subject)
            await send(life)
        life.window.show_view("results")
        await turns(20)
        table, bar = life.rooms.results.table, life.rooms.results.bar
        wide = widths_of(table)
        bar.narrow(LogFilter(text="Short"))
        await life.tasks.wait_for("history")
        narrow = widths_of(table)
        assert narrow[Column.TO] < wide[Column.TO]
        assert narrow[Column.SUBJECT] < wide[Column.SUBJECT]
        assert narrow[Column.BAR] > wide[Column.BAR]

        life.log.load()
        await life.tasks.wait_for("history")
        assert widths_of(table) == narrow
        table.setColumnWidth(Column.SUBJECT, 201)
        bar.clear()
        await life.tasks.wait_for("history")
        assert widths_of(table)[Column.TO] == wide[Column.TO]
        assert widths_of(table)[Column.SUBJECT] == 201
        await send(life)
        assert widths_of(table)[Column.TO] == wide[Column.TO]
