"""What stands at the right end of a card ends as far from it as its words begin at the left."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel, QWidget

from sgdesk.ui.widgets.surface import LINK_PX, QUIET_PX
from tests.gui.test_right_edge import right_end
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.window import fill, seen_button, send, texts

EDGE_PX = 16
"""Between what stands in a card and its end, lines counted."""


@aio()
async def test_choice_of_desktop_or_phone_ends_where_the_words_of_its_card_do(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.resize(1280, 800)
        fill(life)
        await turns()
        card = life.window.findChild(QWidget, "preview-card")
        assert card is not None
        choice = card.findChild(QWidget, "preview-mail-width")
        assert choice is not None
        assert right_end(choice, card) == card.width() - EDGE_PX

        await send(life)
        life.window.show_view("practice")
        reader = life.rooms.practice.reader
        await until(lambda: "To ada@example.com" in texts(life, reader))
        await turns()
        save = seen_button(life, "save-copy", reader)
        assert right_end(reader.view.widths, reader) == reader.width() - EDGE_PX
        assert right_end(save, reader) - LINK_PX == reader.width() - EDGE_PX


@aio()
async def test_line_of_the_newest_result_ends_as_far_in_as_it_begins(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.resize(1280, 800)
        life.window.show_view("write")
        await turns()
        line = life.window.findChild(QWidget, "result-line")
        assert line is not None
        first = min(one.x() for one in line.findChildren(QLabel) if one.isVisible())
        last = seen_button(life, "line-results", line)

        assert right_end(last, line) - QUIET_PX == line.width() - first
