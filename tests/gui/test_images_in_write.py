"""The images that a mail shows are drawn in Write, below their words; the text is only text."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEvent, QTextCursor
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from sgdesk.content import marks
from sgdesk.present.form import ComposeForm, FormFile
from sgdesk.ui.compose import pictures, pointed
from sgdesk.ui.compose.asking import AskingSheet
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.picture_layout import MOST_HIGH_PX, MOST_OF_LINE, PictureLayout, Sight
from sgdesk.ui.compose.thumbnails import thumbnail
from sgdesk.ui.compose.writing_editor import WritingEditor
from tests.support.pictures import HILL, image_file

CONTROL = Qt.KeyboardModifier.ControlModifier
BANNER = image_file("banner", 900, 300)
LOGO = image_file("logo", 96, 96)
PICTURE = '![A hill](cid:banner "480")'


def show(pane: ComposePane, markdown: str, *files: FormFile) -> WritingEditor:
    """Show a mail in Write, with the images that it is to draw made small."""
    pane.set_form(ComposeForm(markdown=markdown, files=files))
    pane.body.show_tab("write")
    draw(pane.body.write.editor)
    return pane.body.write.editor


def take(editor: WritingEditor) -> None:
    """Make one image small."""
    file = editor.pictures.next_wanted()
    assert file is not None
    editor.pictures.take(file, thumbnail(file.content))
    QApplication.processEvents()


def draw(editor: WritingEditor) -> None:
    """Make the images small that were asked for, as is done in the background."""
    editor.grab()
    QApplication.processEvents()
    while editor.pictures.next_wanted() is not None:
        take(editor)


def sights(editor: WritingEditor) -> list[Sight]:
    """Give what is drawn for all images, each where it is in the editor."""
    layout = editor.document().documentLayout()
    assert isinstance(layout, PictureLayout)
    found: list[Sight] = []
    block = editor.document().firstBlock()
    while block.isValid():
        place = editor.blockBoundingGeometry(block).translated(editor.contentOffset())
        found += [
            Sight(
                link=each.link,
                area=each.area.translated(place.topLeft()),
                image=each.image,
                words=each.words,
            )
            for each in layout.sights(block)
        ]
        block = block.next()
    return found


def hill(editor: WritingEditor, area: QRectF) -> QColor:
    """Give the colour of what an image shows at its lower left."""
    picture: QImage = editor.viewport().grab().toImage()
    return picture.pixelColor((area.bottomLeft() + QPoint(6, -6)).toPoint())


def click(editor: WritingEditor) -> None:
    """Click on the first image."""
    middle = sights(editor)[0].area.center().toPoint()
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def cancel_change(pane: ComposePane) -> None:
    """Close the sheet that asks for another look of an image; there must be one."""
    sheets = pane.window().findChildren(AskingSheet, "change-image")
    (sheet,) = [each for each in sheets if each.isVisible()]
    sheet.reject()


def test_image_is_drawn_below_its_words_and_above_what_follows(one_pane: ComposePane) -> None:
    editor = show(one_pane, f"Hello\n\n{PICTURE}\n\nBye", BANNER)
    (sight,) = sights(editor)
    words = editor.cursorRect(QTextCursor(editor.document().findBlockByNumber(2)))
    after = editor.cursorRect(QTextCursor(editor.document().lastBlock()))

    assert hill(editor, sight.area) == QColor(HILL)
    assert words.bottom() <= sight.area.top() < sight.area.bottom() <= after.top()
    assert sight.area.width() / sight.area.height() == pytest.approx(3, abs=0.05)


def test_text_and_its_undo_know_nothing_of_the_image(one_pane: ComposePane) -> None:
    markdown = f"Hello\n\n{PICTURE}\n\nBye"
    editor = show(one_pane, markdown, BANNER)
    assert editor.source() == markdown
    assert not editor.document().isUndoAvailable()
    editor.setFocus()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(editor, "x")
    editor.pictures.set_files(())
    editor.pictures.set_files((BANNER,))
    draw(editor)

    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)

    assert (editor.source(), editor.document().isUndoAvailable()) == (markdown, False)


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("![A dog](https://example.com/dog.png)", "Image from example.com, not loaded"),
        ("![A dog]({{picture}})", "Linked image, not loaded"),
        ("![A dog](https://[::1/dog.png)", "Linked image, not loaded"),
        ("![A dog](cid:dog)", "The file of this image is missing"),
    ],
)
def test_what_is_linked_or_missing_is_said_and_never_asked_for(
    one_pane: ComposePane, markdown: str, words: str
) -> None:
    editor = show(one_pane, markdown)
    wanted = QSignalSpy(editor.pictures.wanted)
    editor.grab()
    QApplication.processEvents()
    (sight,) = sights(editor)

    assert (sight.words, sight.image.isNull(), wanted.count()) == (words, True, 0)


@pytest.mark.parametrize("markdown", ["`![A](cid:logo)`", "\\![A](cid:logo)", "![](  )", "! [A]"])
def test_nothing_is_drawn_where_the_mail_shows_no_image(
    one_pane: ComposePane, markdown: str
) -> None:
    assert sights(show(one_pane, markdown, LOGO)) == []


def test_file_that_cannot_be_drawn_is_named(one_pane: ComposePane) -> None:
    film = FormFile(filename="film.svg", content=b"<svg/>", type="image/svg+xml", content_id="film")
    (sight,) = sights(show(one_pane, "![A](cid:film)", film))

    assert sight.words == "film.svg, not drawn here"


def test_image_goes_with_its_file_and_comes_back_with_it(one_pane: ComposePane) -> None:
    editor = show(one_pane, PICTURE, BANNER)
    editor.pictures.set_files(())
    assert sights(editor)[0].image.isNull()

    editor.pictures.set_files((BANNER,))
    draw(editor)

    assert not sights(editor)[0].image.isNull()


@pytest.mark.parametrize("title", ["", ' "90000"', ' "²"', ' "' + "9" * 400 + '"', ' "0"', ' "1"'])
@pytest.mark.parametrize("size", [(4000, 200), (200, 4000), (3000, 1), (64, 64)])
def test_image_is_never_wider_than_the_text_nor_higher_than_a_part_of_it(
    one_pane: ComposePane, title: str, size: tuple[int, int]
) -> None:
    editor = show(one_pane, f"![A](cid:x{title})", image_file("x", *size))
    (sight,) = sights(editor)
    margin = editor.document().documentMargin()

    assert margin <= sight.area.left() < sight.area.right() <= editor.viewport().width() - margin
    assert 1 <= sight.area.height() <= MOST_HIGH_PX
    assert sight.area.height() <= editor.viewport().height()


def test_images_of_one_line_stand_side_by_side_while_there_is_room(one_pane: ComposePane) -> None:
    editor = show(one_pane, "![A](cid:logo) " * 9, LOGO)
    areas = [sight.area for sight in sights(editor)]

    assert areas[0].top() == areas[1].top() < areas[-1].top()
    assert not any(one.intersects(other) for one in areas for other in areas if one is not other)


def test_line_of_a_hundred_images_draws_few(one_pane: ComposePane) -> None:
    assert len(sights(show(one_pane, "![A](cid:logo)" * 100, LOGO))) == MOST_OF_LINE


def test_images_of_a_mail_are_held_within_bounds(
    one_pane: ComposePane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", 100_000)
    files = [image_file(f"n{number}", 100, 100) for number in range(5)]
    editor = show(one_pane, "".join(f"![A](cid:{file.content_id}) " for file in files), *files)

    assert [sight.image.isNull() for sight in sights(editor)] == [False, False, True, True, True]


def test_last_image_can_be_scrolled_to(one_pane: ComposePane) -> None:
    editor = show(one_pane, "line\n" * 30 + f"{PICTURE}\n" * 3, BANNER)
    bar = editor.verticalScrollBar()
    bar.setValue(bar.maximum())
    QApplication.processEvents()

    assert sights(editor)[-1].area.bottom() <= editor.viewport().height()


class Painted(QObject):
    """Note down to where a widget is painted."""

    bottom = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        if isinstance(event, QPaintEvent):
            self.bottom = max(self.bottom, event.rect().bottom())
        return False


def test_image_is_drawn_as_selected_at_once_and_as_not_selected_again(
    one_pane: ComposePane,
) -> None:
    editor = show(one_pane, f"Hello\n\n{PICTURE}\n\nBye", BANNER)
    (sight,) = sights(editor)
    start = QTextCursor.MoveOperation.Start
    for select in (partial(click, editor), partial(editor.moveCursor, start)):
        QApplication.processEvents()
        painted = Painted()
        editor.viewport().installEventFilter(painted)
        select()
        QApplication.processEvents()
        editor.viewport().removeEventFilter(painted)

        assert painted.bottom >= sight.area.bottom()


def test_what_follows_moves_at_once_when_an_image_comes_or_goes(one_pane: ComposePane) -> None:
    editor = show(one_pane, f"{PICTURE}\nBye", BANNER)
    editor.setFocus()
    cursor = editor.textCursor()
    cursor.setPosition(len(PICTURE))
    editor.setTextCursor(cursor)
    QApplication.processEvents()
    for key, keys in (
        (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Z, CONTROL),
    ):
        painted = Painted()
        editor.viewport().installEventFilter(painted)
        QTest.keyClick(editor, key, keys)
        QApplication.processEvents()
        editor.viewport().removeEventFilter(painted)

        assert painted.bottom > editor.viewport().height() - 5


def test_what_follows_moves_at_once_when_an_image_is_made_small(one_pane: ComposePane) -> None:
    one_pane.set_form(ComposeForm())
    one_pane.set_form(ComposeForm(markdown=f"{PICTURE}\nBye", files=(BANNER,)))
    one_pane.body.show_tab("write")
    editor = one_pane.body.write.editor
    QApplication.processEvents()
    painted = Painted()
    editor.viewport().installEventFilter(painted)

    take(editor)

    editor.viewport().removeEventFilter(painted)
    assert painted.bottom > editor.viewport().height() - 5


def test_line_that_is_written_in_stays_in_sight_when_an_image_comes(one_pane: ComposePane) -> None:
    # What was made small for the mail before is still there for the same file.
    one_pane.set_form(ComposeForm())
    markdown = "line\n" * 30 + f"{PICTURE}\n" * 4 + "Bye"
    one_pane.set_form(ComposeForm(markdown=markdown, files=(BANNER,)))
    one_pane.body.show_tab("write")
    editor = one_pane.body.write.editor
    editor.setFocus()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QApplication.processEvents()

    take(editor)

    assert editor.viewport().rect().contains(editor.cursorRect())


def test_double_click_on_an_image_asks_for_its_words_and_width(one_pane: ComposePane) -> None:
    editor = show(one_pane, f"Hello\n\n{PICTURE}\n\nBye", BANNER)
    middle = sights(editor)[0].area.center().toPoint()
    QTest.mouseDClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    cancel_change(one_pane)


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_click_on_an_image_selects_it_and_a_key_takes_it_out(
    one_pane: ComposePane, key: Qt.Key
) -> None:
    editor = show(one_pane, f"Hello\n\n😀{PICTURE}\n\nBye", BANNER)
    click(editor)
    assert editor.textCursor().selectedText() == PICTURE

    QTest.keyClick(editor, key)
    assert editor.source() == "Hello\n\n😀\n\nBye"

    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.source() == f"Hello\n\n😀{PICTURE}\n\nBye"


def test_hand_that_trembles_on_an_image_selects_nothing_but_the_image(
    one_pane: ComposePane,
) -> None:
    editor = show(one_pane, f"Hello\n\n{PICTURE}\n\nBye", BANNER)
    left, middle = Qt.MouseButton.LeftButton, sights(editor)[0].area.center().toPoint()
    QTest.mousePress(editor.viewport(), left, pos=middle)
    for by in (1, 3):
        QTest.mouseMove(editor.viewport(), middle + QPoint(by, by))
    QTest.mouseRelease(editor.viewport(), left, pos=middle + QPoint(3, 3))

    assert editor.textCursor().selectedText() == PICTURE
    assert editor.source() == f"Hello\n\n{PICTURE}\n\nBye"


def test_menu_of_an_image_changes_copies_and_deletes_it(one_pane: ComposePane) -> None:
    editor = show(one_pane, f"Hello\n\n{PICTURE}\n\nBye", BANNER)
    menu = editor.make_menu(sights(editor)[0].area.center().toPoint())
    acts = {act.objectName(): act for act in menu.actions() if act.isEnabled()}
    assert {"edit-image", "edit-cut", "edit-copy", "edit-delete"} <= set(acts)

    acts["edit-image"].trigger()
    cancel_change(one_pane)
    pointed.choose(editor, sights(editor)[0].area.center().toPoint(), sights(editor)[0].link)
    acts["edit-delete"].trigger()

    assert editor.source() == "Hello\n\n\n\nBye"


def test_tool_changes_the_image_that_is_selected(one_pane: ComposePane) -> None:
    editor = show(one_pane, f"Hello\n\n{PICTURE}\n\nBye", BANNER)
    click(editor)
    wanted = QSignalSpy(one_pane.body.write.image_wanted)
    one_pane.body.write.use("image")
    cancel_change(one_pane)

    assert wanted.count() == 0


@pytest.mark.parametrize("words", ["ABC", "*"])
def test_undo_of_what_was_typed_leaves_the_width_that_was_set_before(
    one_pane: ComposePane, words: str
) -> None:
    editor = show(one_pane, f"Hello\n\n{PICTURE}", BANNER)
    image = sights(editor)[0].link
    start = len("Hello\n\n")
    editor.apply(marks.change_image(replace(image, start=start, end=start + image.end), "A", 300))
    changed = editor.source()
    QTest.keyClicks(editor, words)
    assert editor.source() != changed

    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)

    assert editor.source() == changed


def test_click_on_the_image_of_a_signature_is_none_on_the_room_below(one_pane: ComposePane) -> None:
    signature = "-- \nAda\n![A hill](cid:banner)"
    editor = show(one_pane, f"Hello\n\n{signature}", BANNER)
    editor.signature = signature
    middle = sights(editor)[0].area.center().toPoint()
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    assert editor.textCursor().block() == editor.document().lastBlock()
    editor.signature = ""


def test_image_is_tinted_where_all_of_it_is_selected(one_pane: ComposePane) -> None:
    editor = show(one_pane, f"😀{PICTURE}", BANNER)
    area = sights(editor)[0].area
    colours = []
    # The face is two places long.
    for start in (2, 4):
        cursor = editor.textCursor()
        cursor.setPosition(start)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        colours.append(hill(editor, area))

    assert colours[0] != QColor(HILL) == colours[1]
