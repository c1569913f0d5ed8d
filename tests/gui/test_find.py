"""Find and replace in the HTML source."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

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
