"""A long text to read comes a piece a frame, and whole."""

import pytest
from PySide6.QtGui import QGuiApplication, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sgdesk.ui.theme import code_font
from sgdesk.ui.widgets.long_text import PIECE, LongText
from tests.support.qt import aio, until

LONG = "".join(
    f"Line {number} of a mail that holds megabytes, naïve 📮\r\n" for number in range(9_000)
)


class Counted(LongText):
    """Note how much each frame adds."""

    def __init__(self) -> None:
        super().__init__("long", "A long text", "For a test")
        self.sizes: list[int] = []
        self.textChanged.connect(self._note)

    def _note(self) -> None:
        self.sizes.append(len(self.toPlainText()))


def steps(box: Counted) -> list[int]:
    return [after - before for before, after in zip([0, *box.sizes], box.sizes, strict=False)]


@aio()
async def test_a_long_text_comes_in_pieces_and_is_whole(qapp: QApplication) -> None:
    box = Counted()

    box.show_text(LONG)
    assert len(box.toPlainText()) == PIECE
    await until(lambda: not box.is_filling)

    assert box.toPlainText() == LONG.replace("\r\n", "\n")
    assert len(box.sizes) > 10
    assert max(steps(box)) == PIECE


@aio()
async def test_the_next_text_takes_the_place_of_one_that_is_still_coming(
    qapp: QApplication,
) -> None:
    box = Counted()
    box.show_text(LONG)

    box.show_text("Short")
    await until(lambda: not box.is_filling)

    assert box.toPlainText() == "Short"


def test_the_same_text_again_stays_where_it_was_scrolled(qapp: QApplication) -> None:
    box = Counted()
    box.show_text("Hello")

    box.show_text("Hello")

    assert len(box.sizes) == 1


def test_all_is_copied_while_some_is_still_to_come(qapp: QApplication) -> None:
    box = Counted()
    box.show_text(LONG)

    QTest.keySequence(box, QKeySequence(QKeySequence.StandardKey.SelectAll))
    QTest.keySequence(box, QKeySequence(QKeySequence.StandardKey.Copy))

    assert QGuiApplication.clipboard().text() == LONG.replace("\r\n", "\n")
    assert not box.is_filling


def test_a_part_is_copied_as_it_is_selected(qapp: QApplication) -> None:
    box = Counted()
    box.show_text(LONG)
    cursor = box.textCursor()
    cursor.setPosition(6, QTextCursor.MoveMode.KeepAnchor)
    box.setTextCursor(cursor)

    box.copy()

    assert QGuiApplication.clipboard().text() == "Line 0"
    assert box.is_filling


def test_what_is_said_in_its_place_while_it_is_empty_is_in_the_face_of_the_window(
    qapp: QApplication,
) -> None:
    box = LongText("long", "A long text", "For a test")
    box.setPlaceholderText("Choose one to read it.")
    said = box.font().family()

    box.show_text("$ curl")
    assert box.font().family() == code_font().family() != said
    box.show_text("")
    assert box.font().family() == said


def shown_rest(box: LongText) -> float:
    """Give how much of a line is left over at the foot, in pixels."""
    line_px = box.cursorRect().height()
    return box.viewport().height() % line_px


@pytest.mark.parametrize("height", range(100, 117))
def test_it_ends_with_a_whole_line_however_high_it_is_and_far_it_is_scrolled(
    qapp: QApplication, qtbot: QtBot, height: int
) -> None:
    box = LongText("long", "A long text", "For a test")
    qtbot.addWidget(box)
    box.show_text("\n".join(f"Line {number}" for number in range(40)))
    box.resize(300, height)
    box.show()
    bar = box.verticalScrollBar()

    for at in (0, 1, bar.maximum()):
        bar.setValue(at)
        qapp.processEvents()
        first = box.cursorForPosition(box.viewport().rect().topLeft())
        assert box.cursorRect(first).top() == 0
        assert shown_rest(box) == 0
    assert box.height() - box.viewport().geometry().bottom() <= box.cursorRect().height()


def test_text_is_scrolled_sideways_only_where_its_lines_are_not_broken(
    qapp: QApplication, qtbot: QtBot
) -> None:
    box = LongText("long", "A long text", "For a test")
    qtbot.addWidget(box)
    box.show()
    box.show_text("One two three four five six seven eight nine ten eleven twelve thirteen. " * 30)
    seen = set()
    for width in range(360, 480):
        box.resize(width, 200)
        seen.add(box.horizontalScrollBar().isVisible())
    assert seen == {False}

    box.setLineWrapMode(LongText.LineWrapMode.NoWrap)
    qtbot.waitUntil(box.horizontalScrollBar().isVisible)
