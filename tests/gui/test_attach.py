"""Files and images on their way into the mail, in the living window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTableView

from sgdesk.content.template import TEXT_PX
from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.asking import AskingSheet
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.life import Life
from sgdesk.ui.widgets.texttable import TextModel
from tests.support.qt import aio, make_life, running, until, visible_children

BLUE = QColor("#2b59c3")


def picture(path: Path, width: int = 900) -> str:
    """Draw an image file."""
    image = QImage(width, 20, QImage.Format.Format_RGB32)
    image.fill(BLUE)
    assert image.save(str(path))
    return str(path)


async def answer(life: Life, *words: str) -> None:
    """Fill in the sheet that asks what images show."""
    await until(lambda: visible_children(life.window, AskingSheet))
    (sheet,) = visible_children(life.window, AskingSheet)
    for field, text in zip(sheet.fields.values(), words, strict=False):
        field.setText(text)
    sheet.accept()
    await life.tasks.wait_for("attach", "paste image", "place image")


@aio()
async def test_image_dropped_on_writing_is_seen_in_the_mail_with_its_words(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        body = life.rooms.write.compose.body
        QTest.keyClicks(body.write.editor, "Hello")
        body.files_dropped.emit((picture(tmp_path / "autumn_sale.png"),))
        await answer(life, "A red tree")

        form = life.rooms.write.compose.form()
        assert f'![A red tree](cid:autumn-sale "{TEXT_PX}")' in form.markdown
        assert [(f.filename, f.content_id) for f in form.files] == [
            ("autumn_sale.png", "autumn-sale")
        ]
        assert 'src="cid:autumn-sale" alt="A red tree"' in form.html


@aio()
async def test_image_dropped_on_writing_is_drawn_where_it_stands(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("write")
        body = life.rooms.write.compose.body
        body.files_dropped.emit((picture(tmp_path / "a.png"),))
        await answer(life, "A red tree")

        def is_drawn() -> bool:
            shown = body.write.editor.viewport().grab().toImage()
            return any(shown.pixelColor(40, y) == BLUE for y in range(shown.height()))

        await until(is_drawn)


@aio()
async def test_image_that_nobody_wants_to_describe_is_left_out(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.body.files_dropped.emit((picture(tmp_path / "a.png"),))
        await until(lambda: visible_children(life.window, AskingSheet))
        (sheet,) = visible_children(life.window, AskingSheet)
        assert sheet.findChild(QLineEdit, "ask-image-words") is sheet.focusWidget()
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        await life.tasks.wait_for("attach")

        assert life.rooms.write.compose.form().is_blank


@aio()
async def test_picture_pasted_into_html_is_an_inline_image(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.set_form(ComposeForm(html="<p>Hi</p>", html_is_own=True))
        data = QMimeData()
        data.setImageData(QImage(40, 20, QImage.Format.Format_RGB32))
        compose.body.html.insertFromMimeData(data)
        await answer(life, 'Logo "one"')

        form = compose.form()
        assert form.html.startswith('<img src="cid:image" alt="Logo &quot;one&quot;" width="40"')
        assert form.files[0].content.startswith(b"\x89PNG")


@pytest.mark.parametrize("words", ["Hello Ada\none", ""])
@aio()
async def test_words_copied_elsewhere_keep_their_formats(
    qapp: QApplication, tmp_path: Path, words: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        body = life.rooms.write.compose.body
        data = QMimeData()
        data.setHtml("<p>Hello <b>Ada</b></p><ul><li>one</li></ul>")
        if words:
            data.setText(words)
        qapp.clipboard().setMimeData(data)
        assert body.write.editor.canPaste()
        body.write.editor.paste()
        await life.tasks.wait_for("paste")

        assert life.rooms.write.compose.form().markdown == "Hello **Ada**\n\n- one"


@aio()
async def test_image_copied_from_a_page_is_pasted_as_an_image(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        data = QMimeData()
        data.setHtml('<img src="https://example.com/logo.png">')
        data.setImageData(QImage(40, 20, QImage.Format.Format_RGB32))
        life.rooms.write.compose.body.write.editor.insertFromMimeData(data)
        await answer(life, "Logo")

        assert '![Logo](cid:image "40")' in life.rooms.write.compose.form().markdown


@aio()
async def test_thirty_files_are_listed_and_those_that_vanished_are_named(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        paths = [tmp_path / f"file-{number}.txt" for number in range(30)]
        for path in paths:
            path.write_text("x" * 1_000)
        compose.body.files_dropped.emit((*map(str, paths), str(tmp_path / "gone.pdf")))
        compose.body.files_dropped.emit((str(tmp_path),))
        await life.tasks.wait_for("attach")

        assert len(compose.form().files) == 30
        assert compose.body.tabs.current == "files"
        assert "Is a directory" in compose.notice.text


@pytest.mark.parametrize("where", ["write", "html"])
@aio()
async def test_attached_image_can_be_put_into_the_mail(
    qapp: QApplication, tmp_path: Path, where: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        html = "<p>Hi</p>" if where == "html" else ""
        compose.set_form(ComposeForm(html=html, html_is_own=bool(html)))
        compose.body.show_tab("files")
        compose.body.files_dropped.emit((picture(tmp_path / "logo.png", 30),))
        await life.tasks.wait_for("attach")
        compose.body.files.place_requested.emit(0)
        await answer(life, "Logo")

        form = compose.form()
        assert compose.body.tabs.current == where
        assert 'src="cid:logo" alt="Logo"' in form.html
        assert form.files[0].content_id == "logo"


@pytest.mark.parametrize("where", ["write", "html"])
@aio()
async def test_undo_takes_an_image_and_the_file_that_came_with_it(
    qapp: QApplication, tmp_path: Path, where: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        html = "<h1>Sale</h1>" if where == "html" else ""
        compose.set_form(ComposeForm(markdown="# Sale\nNow", html=html, html_is_own=bool(html)))
        compose.body.show_tab(where)
        before = compose.form()
        editor = compose.body.write.editor if where == "write" else compose.body.html
        compose.body.files_dropped.emit((picture(tmp_path / "logo.png", 30),))
        await answer(life, "Logo")
        shown = compose.form()
        assert shown.files
        assert "# Sale\nNow" in shown.markdown

        QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert (compose.form().markdown, compose.form().files) == (before.markdown, ())
        assert compose.form().html == before.html

        QTest.keyClick(editor, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        assert (compose.form().html, compose.form().files) == (shown.html, shown.files)

        QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert not compose.form().files


@aio()
async def test_undo_leaves_a_file_that_was_attached_before_it_was_shown(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.body.show_tab("files")
        compose.body.files_dropped.emit((picture(tmp_path / "logo.png", 30),))
        await life.tasks.wait_for("attach")
        attached = compose.form().files
        compose.body.files.place_requested.emit(0)
        await answer(life, "Logo")
        assert compose.form().files != attached

        editor = compose.body.write.editor
        QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

        assert compose.form().files == attached


@aio()
async def test_image_taken_out_by_hand_leaves_its_file(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.body.files_dropped.emit((picture(tmp_path / "logo.png", 30),))
        await answer(life, "Logo")
        compose.body.write.editor.selectAll()
        QTest.keyClick(compose.body.write.editor, Qt.Key.Key_Delete)

        assert (compose.form().markdown, len(compose.form().files)) == ("", 1)


@aio()
async def test_image_taken_out_by_hand_is_said_to_be_attached_and_put_in_again_from_the_things(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.body.files_dropped.emit((picture(tmp_path / "logo.png", 30),))
        await answer(life, "Logo")
        assert places(compose) == (["In the mail"], "Files")
        compose.body.write.editor.selectAll()
        QTest.keyClick(compose.body.write.editor, Qt.Key.Key_Delete)
        await until(lambda: places(compose) == (["Attached, not shown in the text"], "Files 1"))

        QTest.keyClicks(compose.body.write.editor, "Hello")
        await until(lambda: any(each.go.opens == "place" for each in compose.things.things))
        (thing,) = [each for each in compose.things.things if each.go.opens == "place"]
        life.compose.looking.go_to(thing)
        await answer(life, "A logo")

        assert "![A logo](cid:logo" in compose.form().markdown
        assert len(compose.form().files) == 1
        await until(lambda: places(compose) == (["In the mail"], "Files"))


def places(compose: ComposePane) -> tuple[list[str], str]:
    """Give where people see each file, and the title of the tab that counts them."""
    (table,) = compose.findChildren(QTableView, "files-list")
    model = table.model()
    assert isinstance(model, TextModel)
    assert table.columnWidth(3) >= table.sizeHintForColumn(3)
    (tab,) = [
        each for each in compose.body.tabs.findChildren(QAbstractButton) if "Files" in each.text()
    ]
    return [row[3] for row in model.rows], tab.text()
