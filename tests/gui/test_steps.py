"""The Steps tab: what went wrong is in sight."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication, QLabel, QTableView
from pytestqt.qtbot import QtBot

from sgdesk.trace import Phase
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.timeline.steps import StepsTab
from tests.support.attempts import a_trace, an_attempt

LONG = tuple((phase, 5.0) for phase in Phase)


def is_in_sight(table: QTableView, row: int) -> bool:
    """Say whether a row is seen whole."""
    return table.viewport().rect().contains(table.visualRect(table.model().index(row, 0)))


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


def test_no_word_beside_the_steps_is_cut_off(qapp: QApplication, qtbot: QtBot) -> None:
    tab, _ = shown(qapp, qtbot, 150)
    tab.show_attempt(an_attempt(trace=replace(a_trace(*LONG), lag_ns=12_000_000)))
    qapp.processEvents()
    tab.grab()

    (timing,) = (one for one in tab.findChildren(QLabel) if "approximate" in one.text())
    words = timing.text().split()
    assert max(map(timing.fontMetrics().horizontalAdvance, words)) <= timing.width()
