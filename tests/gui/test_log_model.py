"""The rows of the log: inserted and changed, never reset, pages on demand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QApplication

from sgdesk.delivery import AttemptId, DeliveryId
from sgdesk.present.log import LogRow, log_row
from sgdesk.present.sending import SendingRow
from sgdesk.ui.log.cells import Column
from sgdesk.ui.log.model import PAGE_ROWS, PAGES_KEPT, LogModel
from tests.gui.test_bridge import ATTEMPT

START = datetime(2026, 1, 1, tzinfo=UTC)


def row(number: int, group_id: str = "") -> LogRow:
    """Make one finished row; a higher number is newer."""
    attempt = replace(ATTEMPT, id=AttemptId(f"a{number}"), delivery_id=DeliveryId(f"d{number}"))
    return replace(
        log_row(attempt, addresses=("ada@example.com",), group_id=group_id),
        started_at=START + timedelta(seconds=number),
    )


def sending(number: int) -> SendingRow:
    """Make one row on its way."""
    return SendingRow(
        delivery_id=DeliveryId(f"d{number}"),
        group_id="",
        time="12:00:00",
        path="Web API",
        recipients="ada@example.com",
    )


@pytest.fixture
def model(qapp: QApplication) -> LogModel:
    """Give a model under Qt's own examiner, which fails on any broken promise to a view."""
    log = LogModel()
    log.examiner = QAbstractItemModelTester(  # type: ignore[attr-defined]  # keeps it alive
        log, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    return log


def ids(model: LogModel) -> list[str]:
    """Give the deliveries, top to bottom."""
    entries = [model.entry(at) for at in range(model.rowCount())]
    return [entry.delivery_id if entry else "?" for entry in entries]


def test_a_clock_that_is_set_back_turns_no_order_round(model: LogModel) -> None:
    later = replace(row(1), begun_ns=2)
    model.finish([replace(row(2), begun_ns=1), later])

    assert ids(model) == ["d1", "d2"]


def test_finished_rows_are_inserted_newest_first(model: LogModel) -> None:
    resets, inserts = QSignalSpy(model.modelReset), QSignalSpy(model.rowsInserted)
    model.finish([row(1), row(2)])
    model.finish([row(3)])

    assert ids(model) == ["d3", "d2", "d1"]
    assert inserts.count() == 2
    assert resets.count() == 0


def test_row_on_its_way_becomes_its_result_in_place(model: LogModel) -> None:
    model.finish([row(1)])
    model.add_sending([sending(2)])
    model.finish([row(2)])

    assert ids(model) == ["d2", "d1"]
    assert model.sending_count == 0
    assert model.index(0, Column.RESULT).data() == "Accepted"


def test_first_of_two_on_their_way_finishes_below_the_other(model: LogModel) -> None:
    model.add_sending([sending(1), sending(2)])
    model.finish([row(2)])

    assert ids(model) == ["d1", "d2"]
    assert model.sending_count == 1


def test_history_asks_for_a_page_only_when_it_is_looked_at(qapp: QApplication) -> None:
    # Not under the examiner, which looks at every row.
    model = LogModel()
    wanted = QSignalSpy(model.page_wanted)
    model.start_over(100_000)
    model.put_page(0, [row(number) for number in range(PAGE_ROWS)])
    before = wanted.count()

    assert model.entry(50_000) is None
    assert model.entry(50_001) is None
    assert wanted.count() == before + 1
    assert wanted.at(before) == [50_000 // PAGE_ROWS]


def test_pages_looked_at_longest_ago_are_let_go(qapp: QApplication) -> None:
    # Not under the examiner: it takes it for an error that a row forgets what it said.
    model = LogModel()
    model.start_over(100_000)
    for page in range(PAGES_KEPT + 1):
        model.put_page(page, [row(number) for number in range(PAGE_ROWS)])

    assert model.entry(0) is None
    assert model.entry(PAGE_ROWS) is not None


def test_filter_leaves_new_results_to_the_history(model: LogModel) -> None:
    model.start_over(0)
    model.finish([row(1)], only_shown=True)

    assert model.rowCount(QModelIndex()) == 0


def test_neighbours_of_one_message_are_sisters(model: LogModel) -> None:
    smtp = replace(row(2, "g"), path="SMTP 587", total_ns=90_000_000)
    model.finish([replace(row(1, "g"), total_ns=30_000_000), smtp, row(3)])

    assert [model.sister_row(at) for at in range(3)] == [None, 2, 1]
    assert model.pair(1).words == "Web API took 60 ms less, this once"


def test_same_message_sent_again_makes_pairs_of_its_own(model: LogModel) -> None:
    paths = {50: "Web API", 48: "SMTP 587", 34: "SMTP 587", 33: "Web API", 20: "SMTP 587"}
    model.finish([replace(row(at, "g"), path=path) for at, path in reversed(paths.items())])

    # Newest first; what was sent last by the path of the row above stands alone.
    assert [model.sister_row(at) for at in range(5)] == [1, 0, 3, 2, None]


def test_every_send_of_a_mail_beside_another_is_tied_to_it_and_said_to_be(model: LogModel) -> None:
    model.finish([row(at, group) for at, group in enumerate(("c", "b", "b", "b", ""))])

    assert [model.kin(at) for at in range(5)] == [
        *((False, False), (False, True)),
        *((True, True), (True, False), (False, False)),
    ]
    middle = model.index(2, Column.TIME)
    tip = str(middle.data(Qt.ItemDataRole.ToolTipRole))
    assert tip.endswith(
        "The same mail as the rows above and below: the bar at the left ties them together."
    )
    assert "the same mail as the rows" in str(middle.data(Qt.ItemDataRole.AccessibleTextRole))
    assert "same mail" not in str(model.index(0, Column.TIME).data(Qt.ItemDataRole.ToolTipRole))


def test_same_message_by_the_same_path_again_is_no_sister(model: LogModel) -> None:
    model.finish([row(1, "g"), row(2, "g")])

    assert [model.sister_row(at) for at in range(2)] == [None, None]


def test_rows_of_all_kinds_are_shown_anew_and_no_others(model: LogModel) -> None:
    model.start_over(PAGE_ROWS + 2)
    model.put_page(0, [row(number) for number in range(100 + PAGE_ROWS, 100, -1)])
    model.put_page(1, [row(2), row(1)])
    model.finish([row(200), row(201)])
    model.add_sending([sending(300)])
    changes = QSignalSpy(model.dataChanged)
    model.replace(replace(row(number), is_sent_since=True) for number in (200, 163, 1, 999))

    said = [model.index(at, Column.RESULT).data() for at in range(model.rowCount())]
    last = model.rowCount() - 1
    assert [at for at, words in enumerate(said) if words == "Accepted, sent since"] == [2, 4, last]
    assert {changes.at(at)[0].row() for at in range(changes.count())} == {2, 4, last}
