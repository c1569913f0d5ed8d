"""The smallest window: what is seen there is whole, or looks cut."""

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from tests.gui.test_low_window import FORM, REFUSED
from tests.support.qt import aio, make_life, running, turns

SMALLEST = (900, 600)


def colour_at(part: QWidget, place: QPoint) -> str:
    return part.grab().toImage().pixelColor(place).name()


@aio()
async def test_ring_around_the_lines_is_closed_where_a_card_cuts_them(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=SMALLEST)) as life:
        compose = life.rooms.write.compose
        life.window.activateWindow()
        compose.set_form(FORM)
        compose.problem.show_problem(REFUSED, ())
        editor = compose.body.editor
        editor.setFocus()
        await turns(20)
        room = compose.findChild(QScrollArea, "compose-scroll")
        assert room is not None
        corner = room.mapTo(compose, QPoint(0, room.height() - 1))
        assert editor.visibleRegion().boundingRect().height() < editor.height()

        side = colour_at(compose, corner - QPoint(0, 10))
        foot = [colour_at(compose, corner + QPoint(300, -up)) for up in range(3)]
        compose.send_bar.focus_send()
        await turns()

        assert foot[0] == foot[1] == side != foot[2]
        assert colour_at(compose, corner + QPoint(300, 0)) not in (side, foot[2])
