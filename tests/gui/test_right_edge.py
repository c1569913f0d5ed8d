"""Words without a frame end where the fields and the button to send do."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.widgets.surface import LINK_PX, QUIET_PX


def test_what_stands_at_the_right_end_of_write_ends_in_one_line(
    one_pane: ComposePane, qapp: QApplication
) -> None:
    one_pane.set_form(ComposeForm(html="<p>a</p>", html_is_own=True))
    one_pane.send_bar.show_step("Web API: Signing in…", "Cancel", "Stop")
    one_pane.send_bar.done.show_words("Captured for ada@example.com.")
    one_pane.resize(700, 700)
    one_pane.show()
    qapp.processEvents()
    ends = set()
    for name, inset in (
        ("send-more", 0),
        ("show-drafts", LINK_PX),
        ("done-results", LINK_PX),
        ("stop", QUIET_PX),
        ("html-find", QUIET_PX),
    ):
        button = one_pane.findChild(QPushButton, name)
        assert button is not None
        assert button.isVisible(), name
        ends.add(button.mapTo(one_pane, QPoint(button.width(), 0)).x() - inset)

    assert len(ends) == 1
