"""Find and replace, in the HTML source and among the formats of Write."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.find import FindBar
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme

SOURCE = "<p>😀 Ada and ada</p>\n<p>ADA</p>"


@pytest.fixture
def pane(qapp: QApplication) -> Iterator[ComposePane]:
    theme = Theme(qapp, Look.LIGHT)
    made = ComposePane(theme, Icons(theme))
    made.set_form(ComposeForm(html=SOURCE, html_is_own=True))
    made.show()
    made.body.open_find()
    yield made
    made.close()
    made.deleteLater()
    theme.deleteLater()


def look_for(pane: ComposePane, words: str) -> FindBar:
    bar = pane.body.source.find_bar
    bar.wanted.clear()
    QTest.keyClicks(bar.wanted, words)
    bar.search()
    return bar


def test_matches_are_counted_and_gone_through_in_a_circle(pane: ComposePane) -> None:
    bar = look_for(pane, "ada")
    assert bar.count.text() == "3 found"
    shown = []
    for _ in range(4):
        QTest.keyClick(bar.wanted, Qt.Key.Key_Return)
        shown.append((bar.count.text(), pane.body.html.textCursor().selectedText()))

    assert shown == [("1 of 3", "Ada"), ("2 of 3", "ada"), ("3 of 3", "ADA"), ("1 of 3", "Ada")]
    assert look_for(pane, "ADA").count.text() in ("1 found", "1 of 1")
    assert look_for(pane, "Grace").count.text() == "Not found"


def test_find_is_not_offered_while_it_is_open(pane: ComposePane) -> None:
    (offer,) = [b for b in pane.findChildren(QPushButton) if b.objectName() == "html-find"]
    assert offer.isHidden()
    pane.body.source.find_bar.close_bar()
    assert not offer.isHidden()


def test_replacing_one_and_all_are_each_one_step_to_undo(pane: ComposePane) -> None:
    bar = look_for(pane, "ada")
    bar.replace.setText("you")
    bar.go_on()
    bar.replace_one()
    assert pane.form().html == SOURCE.replace("Ada", "you")
    bar.replace_all()
    assert pane.form().html == "<p>😀 you and you</p>\n<p>you</p>"
    assert bar.count.text() == "2 replaced"

    pane.body.html.undo_step()
    assert pane.form().html == SOURCE.replace("Ada", "you")
    pane.body.html.undo_step()
    assert pane.form().html == SOURCE


def test_esc_closes_and_leaves_the_keyboard_in_the_source(pane: ComposePane) -> None:
    bar = look_for(pane, "ada")
    QTest.keyClick(bar.wanted, Qt.Key.Key_Escape)

    assert not bar.isVisible()
    assert not pane.body.html.extraSelections()


LONG = "\n".join(
    f"**word** {n} of *the word* and a [word](https://example.org/w)" for n in range(2_000)
)


@pytest.fixture
def writing(pane: ComposePane) -> FindBar:
    """Give the line for finding in a long mail with many formats."""
    pane.set_form(ComposeForm(markdown=LONG))
    settle(pane)
    pane.body.show_tab("write")
    pane.body.open_find()
    bar = pane.body.write.find_bar
    bar.wanted.setText("word")
    bar.replace.setText("term")
    return bar


def settle(pane: ComposePane) -> None:
    while pane.body.write.editor.is_filling:
        QApplication.processEvents()


def test_many_words_are_replaced_a_piece_a_frame_and_come_back_in_one_step(
    pane: ComposePane, writing: FindBar
) -> None:
    editor = pane.body.write.editor
    cursor = editor.textCursor()
    cursor.setPosition(editor.document().findBlockByNumber(700).position())
    editor.setTextCursor(cursor)
    writing.replace_all()
    assert editor.source() == LONG, "the window goes on meanwhile"
    assert not pane.body.sources.is_settled, "what is sent waits for it"

    settle(pane)
    assert editor.source() == LONG.replace("word", "term")
    assert writing.count.text() == "6,000 replaced"
    assert editor.textCursor().blockNumber() == 700

    editor.undo_step()
    settle(pane)
    assert editor.source() == LONG


@pytest.mark.parametrize("turns", [0, 1, 200], ids=["at once", "while read", "while put in"])
def test_replacing_that_is_stopped_leaves_everything_as_it_was(
    pane: ComposePane, writing: FindBar, turns: int
) -> None:
    editor = pane.body.write.editor
    told: list[int] = []
    editor.replaced.connect(told.append)
    writing.replace_all()
    for _ in range(turns):
        if editor.isReadOnly():
            break
        QApplication.processEvents()
    assert editor.is_filling
    pane.body.progress.stop_requested.emit()
    settle(pane)
    QApplication.processEvents()

    assert editor.source() == LONG
    assert told == []


def test_typing_stops_the_replacing_and_so_does_another_mail(
    pane: ComposePane, writing: FindBar
) -> None:
    editor = pane.body.write.editor
    writing.replace_all()
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(editor, "x")
    settle(pane)
    assert editor.source() == f"**x{LONG[2:]}"

    writing.replace_all()
    pane.set_form(ComposeForm(markdown="word"))
    settle(pane)
    assert editor.source() == "word"
