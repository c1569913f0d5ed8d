"""Pictures, links and buttons in Write: one object at their edges, by the keys people press."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from sgdesk.content.plain import html_to_markdown
from sgdesk.ui.compose.asking import AskingSheet
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.writing_editor import WritingEditor
from tests.support.qt import visible_children
from tests.support.writing import written

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PICTURE = '![A warm winter sun](cid:banner "480")'
LINK = "[our page](https://example.org)"


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
    assert QApplication.clipboard().text() == "page."
    QTest.keyClick(editor, Qt.Key.Key_V, CONTROL)
    assert editor.source() == "See [our ](https://example.org)[page](https://example.org)."
    # What is left there when the program ends would take it down.
    QApplication.clipboard().clear()


def test_return_on_a_picture_begins_a_line_below_it(one_pane: ComposePane) -> None:
    editor = written(one_pane, f"{PICTURE[:5]}|{PICTURE[5:]}")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "Bye")

    assert editor.source() == f"{PICTURE}\nBye"


@pytest.mark.parametrize("keys", [Qt.KeyboardModifier.NoModifier, SHIFT])
def test_return_behind_a_button_shows_the_paragraph_that_the_mail_begins(
    one_pane: ComposePane, keys: Qt.KeyboardModifier
) -> None:
    button = '[Order now](https://example.org "button")'
    editor = written(one_pane, f"{button}|")
    QTest.keyClick(editor, Qt.Key.Key_Return, keys)
    QTest.keyClicks(editor, "Bye")
    assert editor.source() == f"{button}\n\nBye"

    assert html_to_markdown(one_pane.form().html) == f"{button}\n\nBye\n"
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.source() == button


def test_return_on_an_empty_item_shows_the_paragraph_that_the_mail_begins(
    one_pane: ComposePane,
) -> None:
    editor = written(one_pane, "- one\n- two|")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "Bye")
    assert editor.source() == "- one\n- two\n\nBye"

    assert html_to_markdown(one_pane.form().html) == "- one\n- two\n\nBye\n"
    for _ in range(3):
        QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.source() == "- one\n- two"


def double_click(editor: WritingEditor, word: str) -> None:
    """Click twice on a word as it is seen, with the code around it out of sight."""
    found = editor.document().find(word)
    spot = editor.cursorRect(found).center()
    QTest.mouseDClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def answer(pane: ComposePane, **answers: str) -> None:
    """Type into the sheet that is open, over what it proposes, and accept it."""
    (sheet,) = visible_children(pane, AskingSheet)
    for name, words in answers.items():
        assert sheet.fields[name].selectedText() == sheet.fields[name].text()
        QTest.keyClicks(sheet.fields[name], words)
    sheet.accept()


def test_picture_is_changed_by_a_double_click(one_pane: ComposePane) -> None:
    editor = written(one_pane, f"Hello|\n\n{PICTURE}\n\nBye")
    double_click(editor, "warm")
    answer(one_pane, words="A tree", width="300")
    assert editor.source() == 'Hello\n\n![A tree](cid:banner "300")\n\nBye'

    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)

    assert editor.source() == f"Hello\n\n{PICTURE}\n\nBye"


def test_picture_is_changed_by_its_button_only_while_the_cursor_is_in_it(
    one_pane: ComposePane,
) -> None:
    wanted = QSignalSpy(one_pane.body.write.image_wanted)
    written(one_pane, f"{PICTURE}|")
    one_pane.body.write.use("image")
    assert wanted.count() == 1
    editor = written(one_pane, PICTURE.replace("warm", "wa|rm"))
    one_pane.body.write.use("image")
    answer(one_pane, words="")

    assert wanted.count() == 1
    assert editor.source() == PICTURE


@pytest.mark.parametrize("title", ["", ' "button"'])
def test_target_of_a_link_or_button_is_changed_by_a_double_click(
    one_pane: ComposePane, title: str
) -> None:
    editor = written(one_pane, f"Hello|\n\n[our page](https://example.org{title})\n\nBye")
    double_click(editor, "our")
    answer(one_pane, address="https://example.net")

    assert editor.source() == f"Hello\n\n[our page](https://example.net{title})\n\nBye"


def triple_click(editor: WritingEditor, word: str) -> None:
    """Mark a whole line, with the end of it, as three clicks do."""
    spot = editor.cursorRect(editor.document().find(word)).center()
    QTest.mouseDClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert editor.textCursor().selectedText().endswith("\u2029")


@pytest.mark.parametrize(
    ("line", "tool", "words", "made"),
    [
        ("## One **two** three", "link", "One two three", "## [One **two** three](A)"),
        ("1. step one", "link", "step one", "1. [step one](A)"),
        ("## One **two** three", "button", "One two three", '## [One two three](A "button")'),
    ],
)
def test_link_or_button_of_a_marked_line_leaves_it_what_it_is(
    one_pane: ComposePane, line: str, tool: str, words: str, made: str
) -> None:
    editor = written(one_pane, f"Hello|\n{line}\nfour")
    triple_click(editor, words.split()[-1])
    one_pane.body.write.use(tool)
    (sheet,) = visible_children(one_pane, AskingSheet)
    assert sheet.fields["words"].text() == words
    QTest.keyClicks(sheet.fields["address"], "https://example.org")
    sheet.accept()
    assert editor.source() == f"Hello\n{made}\nfour".replace("A", "https://example.org")

    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)

    assert editor.source() == f"Hello\n{line}\nfour"


@pytest.mark.parametrize(
    ("typed", "says", "is_taken"),
    [
        ("not a url", "Not an address: it has spaces", False),
        ("example.org", "Leads to https://example.org", True),
        ("https://example.org", "", True),
        ("<%asm_group unsubscribe%>", "", True),
        ("", "", False),
    ],
)
def test_sheet_of_a_link_says_where_it_leads(
    one_pane: ComposePane, typed: str, says: str, is_taken: bool
) -> None:
    written(one_pane, "Hello|")
    one_pane.body.write.use("link")
    (sheet,) = visible_children(one_pane, AskingSheet)
    QTest.keyClicks(sheet.fields["address"], typed)
    (more,) = sheet.findChildren(QLabel, "ask-link-more")
    (take,) = sheet.findChildren(QPushButton, "ask-link-accept")
    assert (more.text().startswith(says), bool(more.text())) == (True, bool(says))
    assert take.isEnabled() == is_taken
    sheet.reject()


def test_double_click_beside_a_picture_asks_nothing(one_pane: ComposePane) -> None:
    editor = written(one_pane, f"Hello|\n\n{PICTURE}\n\nBye")
    line = editor.cursorRect(editor.document().find("warm"))
    QTest.mouseDClick(
        editor.viewport(), Qt.MouseButton.LeftButton, pos=line.center() + QPoint(420, 0)
    )

    assert not visible_children(one_pane, AskingSheet)
