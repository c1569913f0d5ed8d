"""The list of people: who is chosen is seen."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QListView

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
