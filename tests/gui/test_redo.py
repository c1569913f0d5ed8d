"""Undo and redo by their keys, wherever a mail is written, on every system."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.editor import TextEditor
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.typed import redoes
from sgdesk.ui.shortcuts import shown_rows
from tests.gui.test_body import press
from tests.support.qt import visible_children

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BOTH_KEYS = pytest.mark.parametrize(
    ("key", "with_keys"), [(Qt.Key.Key_Y, CONTROL), (Qt.Key.Key_Z, CONTROL | SHIFT)]
)


@pytest.fixture
def pane(one_pane: ComposePane) -> ComposePane:
    """Give the pane with nothing in it."""
    one_pane.set_form(ComposeForm())
    return one_pane


class KeyElsewhere(QKeyEvent):
    """A key on a system whose own key for something is another one."""

    def matches(self, _key: QKeySequence.StandardKey) -> bool:
        return False


@BOTH_KEYS
def test_both_keys_redo_whichever_is_the_systems_own(
    pane: ComposePane, key: Qt.Key, with_keys: Qt.KeyboardModifier
) -> None:
    event = KeyElsewhere(QEvent.Type.KeyPress, key, with_keys)
    assert redoes(event)
    for editor in pane.body.editors:
        wanted: list[bool] = []
        editor.redo_wanted.connect(lambda wanted=wanted: wanted.append(True))
        editor.keyPressEvent(event)
        assert wanted


@BOTH_KEYS
@pytest.mark.parametrize("tab", ["write", "html", "text"])
def test_both_keys_redo_in_the_text(
    pane: ComposePane, tab: str, key: Qt.Key, with_keys: Qt.KeyboardModifier
) -> None:
    pane.body.show_tab(tab)
    editor = pane.body.editor
    assert isinstance(editor, TextEditor)
    QTest.keyClicks(editor, "Hello")
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.source() == ""
    QTest.keyClick(editor, key, with_keys)
    assert editor.source() == "Hello"


@BOTH_KEYS
def test_both_keys_redo_above_the_text(
    pane: ComposePane, key: Qt.Key, with_keys: Qt.KeyboardModifier
) -> None:
    subject = pane.head.subject
    QTest.keyClicks(subject, "Spring")
    QTest.keyClick(subject, Qt.Key.Key_Z, CONTROL)
    assert subject.text() == ""
    QTest.keyClick(subject, key, with_keys)
    assert subject.text() == "Spring"

    people = pane.head.lists["to"]
    QTest.keyClicks(people.editor, "ada@example.com,bob@example.net,")
    QTest.keyClick(people.editor, Qt.Key.Key_Backspace)
    QTest.keyClick(people.editor, Qt.Key.Key_Backspace)
    QTest.keyClick(people.editor, Qt.Key.Key_Z, CONTROL)
    assert people.count == 2
    QTest.keyClick(people.editor, key, with_keys)
    assert people.text() == "ada@example.com"


@pytest.mark.parametrize("writes_on", [False, True])
def test_dropping_the_html_says_so_and_undo_in_the_html_brings_it_back(
    pane: ComposePane, *, writes_on: bool
) -> None:
    pane.body.show_tab("write")
    QTest.keyClicks(pane.body.write.editor, "Hello")
    pane.body.show_tab("html")
    QTest.keyClicks(pane.body.html, "by hand ")
    by_hand = pane.form().html
    pane.body.show_tab("write")
    assert "What you drop of the HTML comes back with Ctrl+Z there." in pane.body.write.notice.text
    buttons = {each.text() for each in visible_children(pane, QPushButton)}
    assert "Drop the HTML changes and write here again" in buttons
    press(pane, "start-again")
    assert pane.form().html != by_hand
    if writes_on:
        QTest.keyClicks(pane.body.write.editor, "!")

    pane.body.show_tab("html")
    QTest.keyClick(pane.body.html, Qt.Key.Key_Z, CONTROL)
    assert pane.form().html == by_hand


def test_the_sheet_of_shortcuts_lists_undo_and_redo() -> None:
    shown = dict(shown_rows(()))
    assert shown["Undo in the mail"] == "Ctrl+Z"
    assert shown["Redo in the mail"] == "Ctrl+Y or Ctrl+Shift+Z"
