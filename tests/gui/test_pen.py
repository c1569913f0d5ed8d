"""Bold and italic for what is typed next: what the buttons and keys switch, and how long."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sgdesk.content.letters import JOINER
from sgdesk.ui.compose.pane import ComposePane
from tests.support.writing import written

Key = Qt.Key
TOOLS = {"**": "bold", "*": "italic", "~~": "strike"}


@pytest.mark.parametrize(
    ("before", "mark", "after"),
    [
        ("**one t|wo** three", "**", "**one t**x**wo** three"),
        ("**one |two** three", "**", "**one** x**two** three"),
        ("**one| two** three", "**", "**one**x **two** three"),
        ("say |**one** two", "**", "say **xone** two"),
        ("**one t|wo *three***", "**", "**one t**x**wo *three***"),
        ("***bo|th***", "*", f"***bo*{JOINER}x{JOINER}*th***"),
        ("now **two words|**", "**", "now **two words**x"),
        ("now *two words|*.", "*", "now *two words*x."),
        ("***both|***", "**", "***both**x*"),
        ("***both|***", "*", "***both*x**"),
        ("**one *two|***", "**", f"**one *two***{JOINER}*x*"),
        ("one | two", "**", "one **x** two"),
        ("|", "*", "*x*"),
        ("Was |", "~~", "Was ~~x~~"),
        ("~~one t|wo~~", "~~", "~~one t~~x~~wo~~"),
        ("# |", "**", "# **x**"),
    ],
)
def test_letter_typed_after_a_press_has_the_format_or_has_it_no_more(
    one_pane: ComposePane, before: str, mark: str, after: str
) -> None:
    editor = written(one_pane, before)
    one_pane.body.write.use(TOOLS[mark])
    QTest.keyClicks(editor, "x")

    assert editor.source() == after


def test_word_gets_the_format_and_the_cursor_stays_in_it(one_pane: ComposePane) -> None:
    editor = written(one_pane, "Hello A|da!")
    one_pane.body.write.use("bold")
    assert editor.source() == "Hello **Ada**!"
    QTest.keyClicks(editor, "x")

    assert editor.source() == "Hello **Axda**!"


@pytest.mark.parametrize("mark", ["**", "*", "~~"])
def test_format_is_on_from_one_press_to_the_next_while_one_types(
    one_pane: ComposePane, mark: str
) -> None:
    editor = written(one_pane, "Dear |")
    for words, is_on in (("two words ", True), ("plain ", False), ("again", True)):
        one_pane.body.write.use(TOOLS[mark])
        for letter in words:
            assert (TOOLS[mark] in editor.formats) == is_on
            QTest.keyClicks(editor, letter)

    assert editor.source() == f"Dear {mark}two words{mark} plain {mark}again{mark}"


def test_format_that_got_no_words_is_off_elsewhere(one_pane: ComposePane) -> None:
    editor = written(one_pane, "one |")
    one_pane.body.write.use("bold")
    assert editor.formats == {"bold"}
    QTest.keyClick(editor, Key.Key_Home)
    QTest.keyClick(editor, Key.Key_End)
    assert editor.formats == frozenset()
    QTest.keyClicks(editor, "x")

    assert editor.source() == "one x"


def test_button_pressed_twice_changes_nothing(one_pane: ComposePane) -> None:
    editor = written(one_pane, "**one|** two")
    one_pane.body.write.use("bold")
    one_pane.body.write.use("bold")
    QTest.keyClicks(editor, "x")

    assert editor.source() == "**onex** two"


def test_letters_put_together_wear_what_typed_ones_would(one_pane: ComposePane) -> None:
    editor = written(one_pane, "**o|ne** two")
    event = QInputMethodEvent()
    event.setCommitString("ñ*")
    QApplication.sendEvent(editor, event)

    assert editor.source() == r"**oñ\*ne** two"


def test_caret_of_a_heading_without_words_is_as_high_as_theirs(
    one_pane: ComposePane, qapp: QApplication
) -> None:
    one_pane.resize(700, 700)
    one_pane.show()
    editor = written(one_pane, "|")
    editor.setFocus()
    one_pane.body.write.use("heading")
    qapp.processEvents()
    bare = editor.cursorRect()
    QTest.keyClicks(editor, "x")
    qapp.processEvents()
    filled = editor.cursorRect()

    assert bare.height() == filled.height()
    assert 0 < filled.left() - bare.left() < filled.height()
