"""The list of people: who is chosen is seen, and how many they are."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView, QWidget
from pytestqt.qtbot import QtBot

from sgdesk.present.recipients import read_list
from sgdesk.ui.compose.people_sheet import PeopleSheet
from tests.support.qt import aio, make_life, running, turns, visible_children


@aio()
async def test_it_is_seen_whom_correcting_and_removing_are_about(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = PeopleSheet(life.window, "To", read_list("nobody; grace@"))
        sheet.show()
        await turns()
        (listed,) = visible_children(sheet, QListView)
        assert listed.selectionModel().isSelected(listed.model().index(0, 0))

        painted = listed.viewport().grab().toImage()
        grounds = [
            painted.pixelColor(2, listed.visualRect(listed.model().index(row, 0)).center().y())
            for row in (0, 1)
        ]
        assert grounds == [life.theme.colour("accent_soft"), life.theme.colour("card")]
        sheet.close()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ada@example.com; grace@example.net", "2 people"),
        ("ada@example.com; nobody", "2 entries"),
        ("nobody; grace@", "2 entries"),
    ],
)
def test_what_cannot_be_read_is_not_counted_among_the_people(
    qapp: QApplication, qtbot: QtBot, typed: str, said: str
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    sheet = PeopleSheet(over, "To", read_list(typed))

    assert [each.text() for each in sheet.findChildren(QLabel)] == ["To", said]
    assert sheet.accessibleName() == f"To: {said}"


def test_field_stands_before_an_address_and_is_not_copied_with_it(
    qapp: QApplication, qtbot: QtBot
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    (ada,) = read_list("ada@example.com")
    sheet = PeopleSheet(over, "Recipients", (ada, replace(ada, field="Bcc")), are_settled=True)
    listed = sheet.findChild(QListView)
    assert listed is not None
    rows = [listed.model().index(at, 0) for at in (0, 1)]
    assert [row.data() for row in rows] == ["ada@example.com", "Bcc: ada@example.com"]

    listed.selectAll()
    QTest.keyClick(listed, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "ada@example.com\nada@example.com"
