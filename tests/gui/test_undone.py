"""A large text that was undone before the writing under it comes back by redo."""

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.pane import ComposePane
from tests.gui.test_body import redo, settle, undo, write


def test_large_paste_comes_back_in_one_step_though_its_writing_was_undone_too(
    one_pane: ComposePane, qapp: QApplication
) -> None:
    pane = one_pane
    pane.set_form(ComposeForm())
    write(pane, "Hello")
    made = pane.form().html
    pane.body.show_tab("html")
    data = QMimeData()
    data.setText("<p>line</p>\n" * 6_000)
    pane.body.html.insertFromMimeData(data)
    settle(pane, qapp)
    pasted = pane.form().html
    assert pasted == f"{data.text()}{made}"
    for html in (made, ""):
        undo(pane.body.html)
        settle(pane, qapp)
        pane.body.sources.catch_up()
        assert pane.form().html == html
    for html in (made, pasted):
        redo(pane.body.html)
        settle(pane, qapp)
        assert pane.form().html == html
