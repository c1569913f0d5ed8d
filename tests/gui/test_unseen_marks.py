"""What is written looks as it is meant: no sign of a format is ever seen, and none gets lost."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sgdesk.content import editing
from sgdesk.content.marks import put_link
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.writing_editor import WritingEditor
from tests.support.writing import written

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def seen(editor: WritingEditor) -> str:
    """Give the text without what is drawn too small to be seen."""
    editor.grab()
    lines = []
    block = editor.document().firstBlock()
    while block.isValid():
        raw = block.text().encode("utf-16-le")
        kept = bytearray()
        small = {
            at
            for look in block.layout().formats()
            if look.format.font().pixelSize() == 1
            for at in range(look.start, look.start + look.length)
        }
        for at in range(len(raw) // 2):
            kept += b"" if at in small else raw[2 * at : 2 * at + 2]
        lines.append(kept.decode("utf-16-le"))
        block = block.next()
    return "\n".join(lines)


def press(editor: WritingEditor, *keys: Key, with_: Qt.KeyboardModifier | None = None) -> None:
    for key in keys:
        QTest.keyClick(editor, key, with_ or Qt.KeyboardModifier.NoModifier)


def test_no_sign_is_seen_while_a_format_is_typed(one_pane: ComposePane) -> None:
    editor = written(one_pane, "|")
    steps = []
    for tool, words in (("bold", "Ada"), ("bold", " and "), ("italic", "Grace ")):
        one_pane.body.write.use(tool)
        steps.append(seen(editor))
        QTest.keyClicks(editor, words)
        steps.append(seen(editor))
    one_pane.body.write.use("heading")
    steps.append(seen(editor))

    assert steps == [
        "",
        "Ada",
        "Ada",
        "Ada and ",
        "Ada and ",
        "Ada and Grace ",
        "Ada and Grace ",
    ]
    assert editor.source() == "# **Ada** and *Grace* "
    assert "<em>Grace</em>" in one_pane.form().html


def test_link_is_seen_as_its_words_where_it_is_written(one_pane: ComposePane) -> None:
    editor = written(one_pane, "😀 See |")
    editor.apply(put_link(*editor.selection, "our page", "https://example.org/a"))
    assert seen(editor) == "😀 See our page"
    QTest.keyClicks(editor, " now")

    assert seen(editor) == "😀 See our page now"
    assert editor.source() == "😀 See [our page](https://example.org/a) now"


def test_arrow_keys_go_letter_by_letter_as_it_is_seen(one_pane: ComposePane) -> None:
    editor = written(one_pane, "|a **bc** [d](https://example.org) e\n# F")
    press(editor, *(Key.Key_Right,) * 4)
    QTest.keyClicks(editor, "1")
    press(editor, *(Key.Key_Right,) * 2)
    QTest.keyClicks(editor, "2")
    press(editor, *(Key.Key_Right,) * 3)
    QTest.keyClicks(editor, "3")
    press(editor, *(Key.Key_Left,) * 4)
    QTest.keyClicks(editor, "4")
    assert seen(editor) == "a bc1 d24 e\n3F"

    assert editor.source() == "a **bc1** [d](https://example.org)24 e\n# 3F"


def test_space_typed_at_the_end_of_bold_words_stands_behind_them_afterwards(
    one_pane: ComposePane,
) -> None:
    editor = written(one_pane, "**Ada|** L")
    QTest.keyClicks(editor, " ")
    assert seen(editor) == "Ada  L"
    press(editor, Key.Key_Left, Key.Key_Return)

    assert seen(editor) == "Ada\n  L"
    assert editor.source() == "**Ada**\n  L"
    press(editor, *(Key.Key_Z,) * 2, with_=CONTROL)
    assert editor.source() == "**Ada** L"


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("**Ada**| L", Key.Key_Backspace, "**Ad** L"),
        ("x **|Ada**", Key.Key_Backspace, "x**Ada**"),
        ("x |**Ada**", Key.Key_Delete, "x **da**"),
        ("**A|** b", Key.Key_Backspace, " b"),
        (r"a\*| b", Key.Key_Backspace, "a b"),
        ("`a`|", Key.Key_Backspace, "a"),
        ("**a\n|*b*", Key.Key_Backspace, r"\*\*a*b*"),
        ("one\n# |Two", Key.Key_Backspace, "one\nTwo"),
        ("- |one", Key.Key_Backspace, "one"),
        ("one|\n# Two", Key.Key_Delete, "oneTwo"),
        ("**[our](https://example.org)**|", Key.Key_Backspace, "**our**"),
    ],
)
def test_key_that_removes_takes_what_is_seen_and_leaves_no_sign(
    one_pane: ComposePane, before: str, key: Key, after: str
) -> None:
    editor = written(one_pane, before)
    press(editor, key)
    assert editor.source() == after

    press(editor, Key.Key_Z, with_=CONTROL)

    assert editor.source() == before.replace("|", "")


def test_letters_over_half_of_what_is_bold_leave_the_rest_bold(one_pane: ComposePane) -> None:
    editor = written(one_pane, "Hello **A|da** L")
    press(editor, *(Key.Key_Right,) * 4, with_=SHIFT)
    press(editor, Key.Key_X, with_=CONTROL)
    assert editor.source() == "Hello **A**"
    assert QApplication.clipboard().text() == "da L", "no other program gets a mark"
    press(editor, Key.Key_V, with_=CONTROL)
    QApplication.clipboard().clear()

    assert seen(editor) == "Hello Ada L"
    assert editor.source() == "Hello **Ada** L"


def test_address_that_something_goes_to_is_seen(one_pane: ComposePane) -> None:
    editor = written(one_pane, "See [here](http:/example.org)|")
    editor.setTextCursor(editor.cursor_at(11, 17))

    assert seen(editor) == "See here](http:/example.org)"


@pytest.mark.parametrize(
    ("act", "after"), [("edit-cut", "**a**d"), ("edit-delete", "**a**d"), ("edit-copy", "")]
)
def test_menu_does_what_the_keys_do(one_pane: ComposePane, act: str, after: str) -> None:
    editor = written(one_pane, "**a|b** cd")
    press(editor, *(Key.Key_Right,) * 3, with_=SHIFT)
    menu = editor.make_menu(editor.cursorRect().center())
    (action,) = [each for each in menu.actions() if each.objectName() == act]
    action.trigger()
    menu.deleteLater()
    QApplication.clipboard().clear()

    assert editor.source() == (after or "**ab** cd")
    if after:
        press(editor, Key.Key_Z, with_=CONTROL)
        assert editor.source() == "**ab** cd"


def test_words_that_are_dragged_elsewhere_keep_their_looks(one_pane: ComposePane) -> None:
    editor = written(one_pane, "one **t|wo** three")
    press(editor, *(Key.Key_Right,) * 3, with_=SHIFT)
    data = editor.createMimeDataFromSelection()
    assert (data.text(), data.html()) == ("wo ", "")
    begin = QTextCursor(editor.document())
    editor.hand.move(editing.piece(editor.shown(), *editor.selection), begin)
    assert editor.source() == "**wo** one **t**three"
    press(editor, Key.Key_Z, with_=CONTROL)

    assert editor.source() == "one **two** three"


def settle(editor: WritingEditor, qapp: QApplication) -> None:
    """Let a large text come in or go out, a piece a turn."""
    while editor.is_filling:
        qapp.processEvents()


def test_paragraph_with_bold_words_is_not_cut_into(one_pane: ComposePane) -> None:
    words = "word " * 180
    editor = written(one_pane, f"|x **{words}{words}end** y")
    QTest.keyClicks(editor, "z")
    assert "*" not in seen(editor)

    assert editor.source() == f"zx **{words}{words}end** y"
    assert "*" not in one_pane.form().text


def test_lines_that_end_otherwise_elsewhere_are_lines(one_pane: ComposePane) -> None:
    editor = written(one_pane, "**a|b**")
    data = QMimeData()
    data.setText("one\r\ntwo\u2028three")
    editor.insertFromMimeData(data)
    QTest.keyClicks(editor, "x")

    assert editor.source() == "**a**one\ntwo\nthreex**b**"


def test_no_sign_is_seen_after_a_large_text_came_and_went(
    one_pane: ComposePane, qapp: QApplication
) -> None:
    editor = written(one_pane, "!\n# ello **Ada|**\\*\n# secon!_")
    before = seen(editor)
    # A cursor that blinks would have its line dressed.
    editor.clearFocus()
    data = QMimeData()
    data.setText("lorem ipsum\n" * 3_000)
    editor.insertFromMimeData(data)
    settle(editor, qapp)
    editor.clearFocus()
    editor.undo_step()
    settle(editor, qapp)

    assert seen(editor) == before


def test_list_that_is_dragged_behind_words_stands_below_them(one_pane: ComposePane) -> None:
    editor = written(one_pane, "Hello|\n\n- one\n- two\n\nBye")
    to = editor.textCursor()
    cursor = editor.textCursor()
    cursor.setPosition(len("Hello\n\n"))
    cursor.setPosition(len("Hello\n\n- one\n- two"), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    editor.hand.move("- one\n- two", to)
    assert editor.source() == "Hello\n\n- one\n- two\n\n\n\nBye"

    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.source() == "Hello\n\n- one\n- two\n\nBye"


def test_list_that_is_pasted_behind_words_stands_below_them_and_one_undo_takes_it_out(
    one_pane: ComposePane,
) -> None:
    editor = written(one_pane, "- one\n- two\n\nHello|")
    cursor = editor.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(len("- one\n- two"), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    data = editor.createMimeDataFromSelection()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.insertFromMimeData(data)
    assert editor.source() == "- one\n- two\n\nHello\n\n- one\n- two"

    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.source() == "- one\n- two\n\nHello"
