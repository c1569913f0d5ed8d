"""A low window beside what went wrong: lines of the mail, and the fields that the words mean."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from sgdesk.present.form import ComposeForm
from sgdesk.present.problem_words import ProblemWords
from sgdesk.present.words import Tone
from sgdesk.ui.compose.mail_scroll import SOME_LINES
from sgdesk.ui.compose.pane import ComposePane

REFUSED = ProblemWords(title="1 of 4 people refused", text="Words. " * 12, tone=Tone.WARN)
FORM = ComposeForm(
    sender="a@example.com",
    to="b@example.com, c@example.com, d@example.com",
    cc="e@example.com",
    subject="Hello",
    html="<p>Hello</p>",
    html_is_own=True,
)


@pytest.fixture
def pane(one_pane: ComposePane, qapp: QApplication) -> ComposePane:
    """Give a pane as low as that of the smallest window, with a card under the mail."""
    one_pane.resize(790, 360)
    one_pane.set_low(True)
    one_pane.set_form(FORM)
    one_pane.problem.show_problem(REFUSED, ())
    one_pane.show()
    settle(qapp)
    return one_pane


def settle(qapp: QApplication) -> None:
    """Let sizes and what waits for them come."""
    for _ in range(5):
        qapp.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def seen_px(part: QWidget) -> int:
    return part.visibleRegion().boundingRect().height()


def test_some_lines_of_the_mail_are_seen_and_no_more_of_the_head_is_scrolled_away(
    pane: ComposePane, qapp: QApplication
) -> None:
    editor = pane.body.editor
    scroll = pane.findChild(QScrollArea, "compose-scroll")
    assert scroll is not None
    bar = scroll.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    pane.send_bar.focus_send()
    pane.show_head_and_lines()
    settle(qapp)

    assert bar.value() < bar.maximum()
    assert seen_px(pane.head.fields["to"]) > 0
    assert SOME_LINES * editor.fontMetrics().lineSpacing() <= seen_px(editor) < editor.height()
    assert seen_px(pane.head.fields["subject"]) == pane.head.fields["subject"].height()


def test_field_that_one_is_at_work_in_stays_in_sight(pane: ComposePane, qapp: QApplication) -> None:
    pane.resize(790, 330)
    pane.go_to_field("to")
    settle(qapp)
    pane.show_head_and_lines()
    settle(qapp)

    assert seen_px(pane.head.fields["to"]) == pane.head.fields["to"].height()
