"""Taking files off the mail: pictures go out of the text too, and all comes back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTableView

from sgdesk.present.form import ComposeForm, FormFile
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme
from tests.support.qt import visible_children

CONTROL = Qt.KeyboardModifier.ControlModifier
BANNER = FormFile(filename="banner.png", content=b"x", type="image/png", content_id="banner")
NOTES = FormFile(filename="notes.txt", content=b"x", type="text/plain")
TEXT = 'Hello\n\n![A sun](cid:banner "480")\n\nBye'


@pytest.fixture(scope="module")
def one_pane(qapp: QApplication) -> Iterator[ComposePane]:
    theme = Theme(qapp, Look.LIGHT)
    pane = ComposePane(theme, Icons(theme))
    pane.resize(760, 640)
    pane.show()
    yield pane
    pane.close()


@pytest.fixture
def pane(one_pane: ComposePane) -> ComposePane:
    """Give the pane with a picture in its text and a file, the Files tab in front."""
    one_pane.set_form(ComposeForm(markdown=TEXT, files=(BANNER, NOTES)))
    one_pane.body.show_tab("files")
    return one_pane


def remove(pane: ComposePane, number: int) -> QTableView:
    """Select a file and press Delete."""
    (table,) = visible_children(pane.body.files, QTableView)
    table.setFocus()
    table.selectRow(number)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    return table


def said(pane: ComposePane) -> list[str]:
    """Give the button that offers the way back, where there is one."""
    return [b.text() for b in visible_children(pane.body.files, QPushButton) if b.text() == "Undo"]


def test_a_removed_picture_leaves_the_text_and_ctrl_z_brings_both_back(pane: ComposePane) -> None:
    table = remove(pane, 0)
    form = pane.form()
    assert (form.markdown, form.files) == ("Hello\n\nBye", (NOTES,))
    assert "cid:" not in form.html
    assert said(pane)

    QTest.keyClick(table, Qt.Key.Key_Z, CONTROL)

    form = pane.form()
    assert (form.markdown, form.files) == (TEXT, (BANNER, NOTES))
    assert not said(pane)


def test_undo_in_the_text_brings_the_picture_back_too(pane: ComposePane) -> None:
    remove(pane, 0)
    pane.body.show_tab("write")
    QTest.keyClick(pane.body.write.editor, Qt.Key.Key_Z, CONTROL)

    form = pane.form()
    assert (form.markdown, form.files) == (TEXT, (BANNER, NOTES))


def test_undo_of_a_file_touches_no_text(pane: ComposePane) -> None:
    QTest.keyClicks(pane.body.write.editor, "Now: ")
    table = remove(pane, 1)
    assert pane.form().files == (BANNER,)
    QTest.keyClick(table, Qt.Key.Key_Z, CONTROL)
    QTest.keyClick(table, Qt.Key.Key_Z, CONTROL)

    form = pane.form()
    assert (form.markdown, form.files) == (f"Now: {TEXT}", (BANNER, NOTES))


def test_what_was_written_after_a_removal_is_not_undone_out_of_sight(pane: ComposePane) -> None:
    table = remove(pane, 0)
    QTest.keyClicks(pane.body.write.editor, "Now: ")
    assert not said(pane)
    QTest.keyClick(table, Qt.Key.Key_Z, CONTROL)

    form = pane.form()
    assert (form.markdown, form.files) == ("Now: Hello\n\nBye", (NOTES,))


def test_the_last_file_comes_back_by_the_key_alone(pane: ComposePane) -> None:
    pane.body.files.set_files((NOTES,))
    remove(pane, 0)
    QTest.keyClick(pane.body.files.focusWidget() or pane.body.files, Qt.Key.Key_Z, CONTROL)

    assert pane.form().files == (NOTES,)


def test_picture_deleted_from_the_text_and_then_removed_comes_back_by_undo_of_the_text(
    pane: ComposePane,
) -> None:
    pane.body.show_tab("write")
    editor = pane.body.write.editor
    editor.setTextCursor(
        editor.cursor_at(TEXT.index("!["), TEXT.index("\n\nBye") - TEXT.index("!["))
    )
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    pane.body.removal.remove(0)
    assert pane.form().files == (NOTES,)

    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)

    assert (pane.form().markdown, pane.form().files) == (TEXT, (BANNER, NOTES))


def test_keyboard_stays_with_the_files_after_remove(pane: ComposePane) -> None:
    (table,) = visible_children(pane.body.files, QTableView)
    table.selectRow(0)
    (press,) = (b for b in visible_children(pane.body.files, QPushButton) if "Remove" in b.text())
    press.setFocus()
    QTest.mouseClick(press, Qt.MouseButton.LeftButton)

    assert QApplication.focusWidget() is table


def test_a_picture_leaves_html_of_ones_own_too(pane: ComposePane) -> None:
    shown = '<p>Hi</p><img alt="a > b" src="cid:banner"><img src="cid:banner2">'
    pane.set_form(ComposeForm(html=shown, html_is_own=True, files=(BANNER,)))
    pane.body.show_tab("files")
    remove(pane, 0)
    assert pane.form().html == '<p>Hi</p><img src="cid:banner2">'
    assert said(pane)

    pane.body.removal.undo()

    assert (pane.form().html, pane.form().files) == (shown, (BANNER,))


def test_another_mail_gets_no_picture_of_the_one_before(pane: ComposePane) -> None:
    remove(pane, 0)
    pane.set_form(ComposeForm(markdown="![x](cid:banner)"))
    QTest.keyClicks(pane.body.write.editor, "a")

    assert not pane.form().files
    assert not said(pane)
