"""What stands at the right end of a card ends as far from it as its words begin at the left."""

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from sgdesk.present.account_words import ToldLine
from sgdesk.present.words import Tone
from sgdesk.ui.account.lines import ToldLines
from sgdesk.ui.icons import Icons
from sgdesk.ui.start.cards import AccountSummary
from sgdesk.ui.start.view import PRACTICE_WORDS, StartView
from sgdesk.ui.theme import Look, Theme
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


def test_reason_stands_below_the_words_that_it_is_of(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, Look.LIGHT)
    lines = ToldLines("lines", Icons(theme))
    qtbot.addWidget(lines)
    lines.resize(500, 200)
    lines.show_lines(
        [
            ToldLine(tone=tone, text=f"{tone.value} words", detail=f"{tone.value} reason")
            for tone in Tone
        ]
    )
    lines.show()
    qapp.processEvents()

    def begins(words: str) -> int:
        (found,) = (one for one in lines.findChildren(QLabel) if one.text() == words)
        return found.mapTo(lines, QPoint(found.contentsRect().x(), 0)).x()

    for tone in Tone:
        assert begins(f"{tone.value} words") == begins(f"{tone.value} reason"), tone


def test_words_of_both_cards_of_start_stand_on_one_line(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, Look.LIGHT)
    view, account = StartView(Icons(theme)), AccountSummary(Icons(theme))
    qtbot.addWidget(view)
    theme.dress(view)
    view.resize(1000, 600)
    account.show_line(ToldLine(tone=Tone.GOOD, text="example.org works."))
    view.show_card(account)
    view.show()
    qapp.processEvents()

    def top(words: str) -> int:
        (found,) = (one for one in view.findChildren(QLabel) if one.text() == words)
        return found.mapTo(view, QPoint(0, 0)).y()

    assert top("Write a mail") == top("Your account")
    assert top(PRACTICE_WORDS) == top("example.org works.")
