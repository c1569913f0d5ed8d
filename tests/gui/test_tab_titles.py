"""What is typed on the title of a part of the mail goes on into its text."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.editor import TextEditor
from sgdesk.ui.compose.pane import ComposePane

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PARTS = ("write", "html", "text")


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def at_title(pane: ComposePane, part: str) -> TextEditor:
    """Give the editor of a part of an empty mail, with the keyboard on its title."""
    pane.set_form(ComposeForm())
    pane.body.show_tab(part)
    pane.body.tabs.focus_current()
    assert focused().objectName() == f"body-tabs-{part}"
    return pane.body.editors[PARTS.index(part)]


@pytest.mark.parametrize("part", PARTS)
def test_tab_goes_from_the_subject_into_the_text_and_back_by_its_tools_and_titles(
    one_pane: ComposePane, part: str
) -> None:
    editor = at_title(one_pane, part)
    one_pane.go_to_field("subject")
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert focused() is editor
    way = []
    while focused().objectName() != "subject":
        QTest.keyClick(focused(), Qt.Key.Key_Backtab)
        way.append(focused().objectName())

    assert way[-2:] == [f"body-tabs-{part}", "subject"]
    assert ("format-bold" in way) is (part == "write")


@pytest.mark.parametrize("part", ["files", "more"])
def test_tab_goes_from_the_subject_to_the_titles_where_no_text_is_in_front(
    one_pane: ComposePane, part: str
) -> None:
    one_pane.body.show_tab(part)
    one_pane.go_to_field("subject")
    QTest.keyClick(focused(), Qt.Key.Key_Tab)

    assert focused().objectName() == f"body-tabs-{part}"


def test_tab_goes_from_the_subject_into_no_text_that_is_not_sent(one_pane: ComposePane) -> None:
    one_pane.set_form(ComposeForm(markdown="Hi", html="<p>Hi</p>", html_is_own=True))
    one_pane.body.show_tab("write")
    one_pane.go_to_field("subject")
    QTest.keyClick(focused(), Qt.Key.Key_Tab)

    assert focused().objectName() == "body-tabs-write"


@pytest.mark.parametrize("part", PARTS)
def test_letters_at_the_title_write_the_mail(one_pane: ComposePane, part: str) -> None:
    editor = at_title(one_pane, part)
    for letter in "Hello, Ada":
        QTest.keyClicks(focused(), letter)

    assert editor.source() == "Hello, Ada"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("key", "keys"), [("V", CONTROL), ("V", CONTROL | SHIFT), ("Insert", SHIFT)]
)
def test_what_is_pasted_on_a_title_stands_in_its_text(
    one_pane: ComposePane, part: str, key: str, keys: Qt.KeyboardModifier
) -> None:
    editor = at_title(one_pane, part)
    QApplication.clipboard().setText("A")
    QTest.keyClick(focused(), Qt.Key[f"Key_{key}"], keys)
    # What is left there when the program ends would take it down.
    QApplication.clipboard().clear()
    if part != "write" and keys == CONTROL | SHIFT:
        # Only Write has formats that a paste could leave behind.
        assert editor.source() == ""
        return

    assert focused() is editor
    assert editor.source() == "A"


@pytest.mark.parametrize(
    ("key", "keys"),
    [
        ("Return", Qt.KeyboardModifier.NoModifier),
        ("Escape", Qt.KeyboardModifier.NoModifier),
        ("Backspace", Qt.KeyboardModifier.NoModifier),
        ("Down", SHIFT),
        ("B", CONTROL),
        ("F5", Qt.KeyboardModifier.NoModifier),
    ],
)
def test_keys_that_write_nothing_stay_at_the_title(
    one_pane: ComposePane, key: str, keys: Qt.KeyboardModifier
) -> None:
    editor = at_title(one_pane, "text")
    QTest.keyClick(focused(), Qt.Key[f"Key_{key}"], keys)

    assert focused() is not editor
    assert editor.source() == ""


def test_arrows_and_a_held_space_are_for_the_tabs(one_pane: ComposePane) -> None:
    at_title(one_pane, "write")
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert focused().objectName() == "body-tabs-html"
    assert one_pane.body.tabs.current == "html"
    for is_repeat in (False, True, True):
        press = QEvent.Type.KeyPress
        none = Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(press, Qt.Key.Key_Space, none, " ", is_repeat)
        QApplication.sendEvent(focused(), event)
    QTest.keyRelease(focused(), Qt.Key.Key_Space)

    assert focused().objectName() == "body-tabs-html"
    assert one_pane.form().html == ""


@pytest.mark.parametrize("part", ["files", "more"])
def test_letters_on_a_title_without_a_text_stay_there(one_pane: ComposePane, part: str) -> None:
    one_pane.set_form(ComposeForm())
    before = one_pane.form()
    one_pane.body.show_tab(part)
    one_pane.body.tabs.focus_current()
    QTest.keyClicks(focused(), "x")

    assert focused().objectName() == f"body-tabs-{part}"
    assert one_pane.form() == before


def test_letters_go_into_no_text_that_is_not_sent(one_pane: ComposePane) -> None:
    one_pane.set_form(ComposeForm(markdown="Hi", html="<p>Hi</p>", html_is_own=True))
    one_pane.body.show_tab("write")
    one_pane.body.tabs.focus_current()
    QTest.keyClicks(focused(), "x")

    assert focused().objectName() == "body-tabs-write"
    assert one_pane.form().markdown == "Hi"
