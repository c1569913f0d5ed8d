"""The signature: set once, under each new mail, and nowhere else."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QMouseEvent, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.doors import unpack_draft
from sgdesk.present.form import ComposeForm
from sgdesk.ui.life import Life
from sgdesk.ui.settings.rows import LinesField
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.window import press

SIGNED = "Kind regards\n**Bea** at [the mill](https://example.org)"


def written(life: Life) -> str:
    """Give what stands in the Write tab."""
    return life.rooms.write.compose.body.sources.markdown()


async def sign(life: Life, text: str) -> None:
    """Type a signature in Settings and go back to Write."""
    life.window.show_view("settings")
    life.rooms.settings.show_page("sending")
    field = life.rooms.settings.editor("signature").entry
    assert isinstance(field, LinesField)
    field.setFocus()
    field.selectAll()
    for at, line in enumerate(text.split("\n")):
        if at:
            QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.keyClicks(field, line)
    life.window.show_view("write")
    await until(lambda: life.session.settings.text("signature") == text)


@aio()
async def test_signature_in_settings_is_bold_where_the_mail_will_be(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign(life, SIGNED)
        life.window.show_view("settings")
        field = life.rooms.settings.editor("signature").entry
        assert isinstance(field, LinesField)
        life.rooms.settings.editor("theme").entry.setFocus()
        await turns()
        line = field.document().findBlockByNumber(1)
        worn = {
            line.text()[each.start : each.start + each.length]: QTextCharFormat(each.format)
            for each in line.layout().formats()
        }

        assert worn["Bea"].fontWeight() == QFont.Weight.DemiBold
        assert worn["**"].intProperty(QTextFormat.Property.FontPixelSize) == 1
        assert worn["the mill"].fontUnderline()


@aio()
async def test_signature_stands_under_new_mail_once_and_is_nothing_written(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        await sign(life, SIGNED)
        await until(lambda: written(life) == f"\n\n{SIGNED}")
        assert compose.form().is_blank
        assert not life.drafts.autosave.has_unsaved

        editor = compose.body.write.editor
        QTest.keyClicks(editor, "Hello")
        assert not await life.drafts.autosave.settle()
        (kept,) = await life.session.history.drafts.list()
        content = await life.session.history.drafts.open(kept.id)
        assert content is not None
        assert unpack_draft(content).markdown == f"Hello\n\n{SIGNED}"
        assert "<strong" in compose.form().html
        assert "Kind regards" in compose.form().text

        press(life, "new-mail")
        await until(lambda: written(life) == f"\n\n{SIGNED}")
        await life.tasks.wait_for("draft-turn")
        life.drafts.open(kept.id)
        await until(lambda: written(life) == f"Hello\n\n{SIGNED}")
        for _ in "Hello":
            QTest.keyClick(editor, Qt.Key.Key_Delete)
        assert not await life.drafts.autosave.settle()
        assert not await life.session.history.drafts.list()
    async with running(make_life(qapp, tmp_path)) as life:
        assert written(life) == f"\n\n{SIGNED}"
        assert life.rooms.write.compose.form().sender
        await sign(life, "Bea")
        await until(lambda: written(life) == "\n\nBea")
        field = life.rooms.settings.editor("signature").entry
        assert isinstance(field, LinesField)
        field.setText("Bea Lee")
    async with running(make_life(qapp, tmp_path)) as life:
        assert written(life) == "\n\nBea Lee"


@aio()
async def test_signature_comes_into_no_mail_that_was_there_before(
    qapp: QApplication, tmp_path: Path
) -> None:
    file = tmp_path / "mail.eml"
    file.write_text("From: a@example.com\nTo: b@example.org\nSubject: Old\n\nThe old words.\n")
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        QTest.keyClicks(compose.body.write.editor, "Begun before")
        await sign(life, "Bea")
        assert written(life) == "Begun before"
        life.files.open(str(file))
        await until(lambda: compose.form().subject == "Old")
        assert "Bea" not in compose.form().text
        life.drafts.begin_sample()
        await until(lambda: compose.form().subject not in ("Old", ""))
        assert "Bea" not in compose.form().text + compose.form().html + written(life)


@aio()
async def test_signature_set_later_is_put_into_an_open_mail_by_a_button_until_it_is_there(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        editor = life.rooms.write.compose.body.write.editor
        QTest.keyClicks(editor, "Begun before")
        button = life.window.findChild(QPushButton, "add-signature")
        assert button is not None
        assert button.isHidden()
        await sign(life, SIGNED)
        await until(button.isVisible)
        press(life, "add-signature")
        assert written(life) == f"Begun before\n\n{SIGNED}"
        assert button.isHidden()
        QTest.keyClicks(editor, ".")
        editor.undo()
        editor.undo()
        assert written(life) == "Begun before"
        assert button.isVisible()


@aio()
async def test_click_below_the_signature_goes_on_above_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        editor = life.rooms.write.compose.body.write.editor
        await sign(life, SIGNED)
        await until(lambda: written(life) == f"\n\n{SIGNED}")
        editor.moveCursor(QTextCursor.MoveOperation.End)
        below = QPoint(60, editor.viewport().height() - 4)
        QTest.mousePress(editor.viewport(), Qt.MouseButton.LeftButton, pos=below)
        to, button = QPointF(below - QPoint(20, 1)), Qt.MouseButton.LeftButton
        kind, none = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
        where = editor.viewport().mapToGlobal(to)
        moved = QMouseEvent(kind, to, where, Qt.MouseButton.NoButton, button, none)
        QApplication.sendEvent(editor.viewport(), moved)
        QTest.mouseRelease(editor.viewport(), Qt.MouseButton.LeftButton, pos=below)
        QTest.keyClicks(editor, "Hello")
        assert written(life) == f"Hello\n\n{SIGNED}"
        # Where there are words a click is where it is.
        QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(13, 20))
        assert editor.textCursor().position() < len("Hello")


def test_form_with_its_signature_alone_is_blank_and_any_other_word_is_not() -> None:
    new = ComposeForm(sender="a@example.com").signed("Ada")

    assert new.is_blank
    assert ComposeForm().signed("") == ComposeForm()
    assert not ComposeForm(markdown="Ada").is_blank
    assert not ComposeForm(markdown="Hello\n\nAda", signature="Ada").is_blank
    assert not ComposeForm(html="<p>", html_is_own=True, signature="Ada").is_blank
    assert not ComposeForm(markdown="Ada", signature="Ada", subject="Hi").is_blank
