"""Whatever is edited in Write, no sign is seen that was not typed, and the mail is what is seen."""

from collections.abc import Iterator
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sgdesk.content.mail import make_mail
from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme
from tests.support.letters import Seen, mailed, same_as_mailed
from tests.support.writing import SIGNS, Somebody, shown

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
BEGINNINGS = (
    "",
    "Hello **Ada** and *Bob*, ***all***\nsecond line",
    "one **two *three* four** five",
    "# Head *x*\n- **item** one\n- two",
    "**a**b*c*",
    "See [our **big** page](https://example.org) now\n**bold**",
)
STEPS = 50


@pytest.fixture(scope="module")
def one_pane(qapp: QApplication) -> Iterator[ComposePane]:
    theme = Theme(qapp, Look.LIGHT)
    pane = ComposePane(theme, Icons(theme))
    pane.resize(640, 1_400)
    pane.show()
    pane.activateWindow()
    yield pane
    QApplication.clipboard().clear()
    pane.close()


@pytest.mark.parametrize("number", range(12))
def test_mail_is_what_is_seen_after_each_step_and_undo_leads_back(
    one_pane: ComposePane, number: int
) -> None:
    QApplication.clipboard().clear()
    beginning = BEGINNINGS[number % len(BEGINNINGS)]
    one_pane.set_form(ComposeForm(markdown=beginning))
    one_pane.body.show_tab("write")
    editor = one_pane.body.write.editor
    editor.setFocus()
    somebody = Somebody(one_pane, number)
    for _ in range(STEPS):
        before = editor.source()
        done = somebody.act()
        letters, story = shown(one_pane), f"{before!r} -> {done} -> {editor.source()!r}"

        assert same_as_mailed(letters, mailed(make_mail(editor.source()))), story
        signs = sum(isinstance(each, Seen) and each.letter in SIGNS for each in letters)
        assert signs <= somebody.signs, story
    while editor.document().isUndoAvailable():
        QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
        while editor.is_filling:
            QApplication.processEvents()
    assert editor.source() == beginning


@pytest.mark.parametrize("number", range(6))
def test_undo_and_redo_in_either_tab_walk_along_the_writing_and_then_the_html(
    one_pane: ComposePane, number: int
) -> None:
    one_pane.set_form(ComposeForm())
    forms, by_chance = [one_pane.form()], Random(number)
    for tab, editor in (("write", one_pane.body.write.editor), ("html", one_pane.body.html)):
        one_pane.body.show_tab(tab)
        for change in range(by_chance.randint(1, 4)):
            editor.moveCursor(QTextCursor.MoveOperation.Start)
            editor.insertPlainText(f"{tab}{change} ")
            forms.append(one_pane.form())
    at, story = len(forms) - 1, []
    for _ in range(STEPS):
        tab, by = by_chance.choice(("write", "html")), by_chance.choice((-1, 1))
        one_pane.body.show_tab(tab)
        QTest.keyClick(one_pane.body.editor, Qt.Key.Key_Z, CONTROL if by < 0 else CONTROL | SHIFT)
        if by_chance.random() < 0.5:
            one_pane.body.sources.catch_up()
        at = min(max(at + by, 0), len(forms) - 1)
        story.append((tab, by))

        assert one_pane.form() == forms[at], story
