"""Pictures, links and buttons in Write: one object at their edges, by the keys people press."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sgdesk.content.finding import utf16
from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.writing_editor import WritingEditor
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PICTURE = '![A warm winter sun](cid:banner "480")'
LINK = "[our page](https://example.org)"


@pytest.fixture(scope="module")
def one_pane(qapp: QApplication) -> Iterator[ComposePane]:
    theme = Theme(qapp, Look.LIGHT)
    pane = ComposePane(theme, Icons(theme))
    pane.resize(640, 600)
    pane.show()
    yield pane
    pane.close()


def written(pane: ComposePane, shown: str) -> WritingEditor:
    """Give the editor with this text in it, and the cursor where the bar is."""
    pane.set_form(ComposeForm(markdown=shown.replace("|", "")))
    editor = pane.body.write.editor
    cursor = editor.textCursor()
    cursor.setPosition(utf16(shown, shown.index("|")))
    editor.setTextCursor(cursor)
    return editor


@pytest.mark.parametrize("keys", [Qt.KeyboardModifier.NoModifier, SHIFT, CONTROL])
def test_backspace_behind_a_picture_takes_it_out_and_one_undo_brings_it_back(
    one_pane: ComposePane, keys: Qt.KeyboardModifier
) -> None:
    editor = written(one_pane, f"Hello\n\n{PICTURE}|\n\nBye")
    QTest.keyClick(editor, Qt.Key.Key_Backspace, keys)
    assert editor.source() == "Hello\n\n\n\nBye"

    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)

    assert editor.source() == f"Hello\n\n{PICTURE}\n\nBye"


@pytest.mark.parametrize("keys", [Qt.KeyboardModifier.NoModifier, CONTROL])
def test_delete_before_a_picture_takes_it_out(
    one_pane: ComposePane, keys: Qt.KeyboardModifier
) -> None:
    editor = written(one_pane, f"Hello\n\n|{PICTURE}\n\nBye")
    QTest.keyClick(editor, Qt.Key.Key_Delete, keys)

    assert editor.source() == "Hello\n\n\n\nBye"


def test_backspace_behind_a_link_leaves_its_words_to_be_edited(one_pane: ComposePane) -> None:
    editor = written(one_pane, f"😀 See {LINK}|.")
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.source() == "😀 See our page."

    QTest.keyClick(editor, Qt.Key.Key_Backspace)

    assert editor.source() == "😀 See our pag."


def test_letters_typed_over_half_a_picture_leave_no_code(one_pane: ComposePane) -> None:
    editor = written(one_pane, f"a {PICTURE[:8]}|{PICTURE[8:]} b")
    cursor = editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    QTest.keyClicks(editor, "xy")

    assert editor.source() == "a xy"


def test_cutting_half_a_link_keeps_the_other_half_a_link(one_pane: ComposePane) -> None:
    editor = written(one_pane, f"See {LINK}|.")
    cursor = editor.textCursor()
    cursor.setPosition(len("See [our "))
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    QTest.keyClick(editor, Qt.Key.Key_X, CONTROL)

    assert editor.source() == "See [our ](https://example.org)"
    assert QApplication.clipboard().text() == "page](https://example.org)."


def test_return_on_a_picture_begins_a_line_below_it(one_pane: ComposePane) -> None:
    editor = written(one_pane, f"{PICTURE[:5]}|{PICTURE[5:]}")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "Bye")

    assert editor.source() == f"{PICTURE}\nBye"
