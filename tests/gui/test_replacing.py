"""Words of the writing are replaced as one step, over several frames where there are many."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sgdesk.ui.compose.editor import TextEditor
from sgdesk.ui.compose.replacing import MOST_LINES, SLICE, Replacing

LONG = "\n".join(["**Ada** and Ada", "x" * (SLICE // 2)] * 4) + "\nAda"


@pytest.fixture
def editor(qapp: QApplication) -> Iterator[TextEditor]:
    made = TextEditor("write", "Write", "")
    yield made
    made.deleteLater()


class Heard:
    """What a replacing told."""

    def __init__(self, replacing: Replacing) -> None:
        self.ended: list[int] = []
        self.steps: list[tuple[int, int]] = []
        replacing.ended.connect(self.ended.append)
        replacing.progressed.connect(lambda done, all_: self.steps.append((done, all_)))


def filled(editor: TextEditor, text: str) -> tuple[Replacing, Heard]:
    """Put a text in."""
    editor.setPlainText(text)
    replacing = Replacing(editor)
    return replacing, Heard(replacing)


def test_short_text_is_replaced_at_once_and_as_one_step(editor: TextEditor) -> None:
    text = "one Ada\ntwo\n**Ada** Ada"
    replacing, heard = filled(editor, text)
    replacing.start("ada", "Bob")

    assert editor.toPlainText() == "one Bob\ntwo\n**Bob** Bob"
    assert (heard.ended, heard.steps) == ([3], [(1, 1)])
    assert not replacing.is_running
    editor.undo()
    assert editor.toPlainText() == text


def test_long_text_is_read_between_frames_and_changes_when_all_is_read(
    editor: TextEditor, qtbot: QtBot
) -> None:
    replacing, heard = filled(editor, LONG)
    replacing.start("Ada", "Bob")
    assert replacing.is_running
    assert editor.toPlainText() == LONG
    assert heard.ended == []
    qtbot.waitUntil(lambda: bool(heard.ended))

    assert editor.toPlainText() == LONG.replace("Ada", "Bob")
    assert heard.ended == [9]
    *under_way, last = heard.steps
    assert under_way == [(done, 9) for done, _ in under_way]
    assert [done for done, _ in under_way] == sorted({done for done, _ in under_way})
    assert last == (1, 1)
    editor.undo()
    assert editor.toPlainText() == LONG


@pytest.mark.parametrize("is_typed", [True, False])
def test_stop_and_typing_leave_the_text_as_it_is(
    editor: TextEditor, qtbot: QtBot, is_typed: bool
) -> None:
    replacing, heard = filled(editor, LONG)
    replacing.start("Ada", "Bob")
    if is_typed:
        editor.insertPlainText("!")
        qtbot.waitUntil(lambda: not replacing.is_running)
    else:
        replacing.stop()
    assert not replacing.is_running
    assert heard.steps[-1] == (1, 1)
    count = len(heard.steps)
    replacing.stop()
    qtbot.wait(20)

    assert editor.toPlainText() == ("!" if is_typed else "") + LONG
    assert heard.ended == []
    assert len(heard.steps) == count


def test_second_search_begins_anew(editor: TextEditor, qtbot: QtBot) -> None:
    replacing, heard = filled(editor, LONG)
    replacing.start("x", "y")
    replacing.start("Ada", "Bob")
    qtbot.waitUntil(lambda: bool(heard.ended))

    assert editor.toPlainText() == LONG.replace("Ada", "Bob")
    assert heard.ended == [9]


@pytest.mark.parametrize("lines", [MOST_LINES, MOST_LINES + 1])
def test_very_many_lines_are_one_step_too_and_the_cursor_keeps_its_line(
    editor: TextEditor, qtbot: QtBot, lines: int
) -> None:
    text = "first\n" + "\n".join(["Ada", "none"] * lines) + "\nlast"
    replacing, heard = filled(editor, text)
    editor.setTextCursor(QTextCursor(editor.document().findBlockByNumber(7)))
    replacing.start("Ada", "Bob")
    qtbot.waitUntil(lambda: bool(heard.ended))

    assert editor.toPlainText() == text.replace("Ada", "Bob")
    assert heard.ended == [lines]
    assert editor.textCursor().blockNumber() == 7


def test_what_is_nowhere_changes_nothing(editor: TextEditor) -> None:
    replacing, heard = filled(editor, "one\ntwo")
    replacing.start("three", "x")

    assert heard.ended == [0]
    assert not editor.document().isUndoAvailable()
