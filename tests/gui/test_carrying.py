"""Images of the writing are carried to another place by the mouse, as words are."""

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDrag, QDragMoveEvent, QDropEvent, QTextCursor
from PySide6.QtTest import QSignalSpy, QTest

from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.carrying import Carrying
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.picture_layout import PictureLayout
from sgdesk.ui.compose.writing_editor import OWN, WritingEditor
from tests.gui.test_images_in_write import BANNER, CONTROL, LOGO, PICTURE, click, draw, show, sights

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction
MOVE = Qt.DropAction.MoveAction
MAIL = f"Hello\n\n{PICTURE}\n\nOne\n\nBye"


class OwnDrop(QDropEvent):
    """What is dropped from the writing itself: no drag goes on where nothing is on a screen."""

    def __init__(self, spot: QPointF, data: QMimeData, editor: WritingEditor) -> None:
        super().__init__(spot, MOVE, data, LEFT, NONE)
        self._editor = editor

    def source(self) -> QObject:
        """Give where it comes from."""
        return self._editor.viewport()


class OwnMove(QDragMoveEvent):
    """The same before it is dropped."""

    def __init__(self, spot: QPoint, data: QMimeData, editor: WritingEditor) -> None:
        super().__init__(spot, MOVE, data, LEFT, NONE)
        self._editor = editor

    def source(self) -> QObject:
        """Give where it comes from."""
        return self._editor.viewport()


def pull(editor: WritingEditor) -> list[QDrag]:
    """Press the first image and move the mouse; give what is carried then."""
    before = editor.viewport().findChildren(QDrag)
    begin = sights(editor)[0].area.center().toPoint()
    QTest.mousePress(editor.viewport(), LEFT, pos=begin)
    QTest.mouseMove(editor.viewport(), begin + QPoint(20, 20))
    QTest.mouseRelease(editor.viewport(), LEFT, pos=begin)
    return [each for each in editor.viewport().findChildren(QDrag) if each not in before]


def carry(editor: WritingEditor, line: int, *, is_below: bool = False) -> None:
    """Carry the first image to the upper or lower half of a line, and let it go there.

    The line behind the last one is the room below all of them.
    """
    (drag,) = pull(editor)
    assert not drag.pixmap().isNull()
    data = QMimeData()
    data.setData(OWN, drag.mimeData().data(OWN))
    is_room = line == editor.document().blockCount()
    block = editor.document().findBlockByNumber(line - is_room)
    area = editor.blockBoundingGeometry(block).translated(editor.contentOffset())
    spot = area.bottomLeft() + QPointF(60, -3) if is_below else area.topLeft() + QPointF(60, 3)
    spot += QPointF(0, 20 * is_room)
    editor.dropEvent(OwnDrop(spot, data, editor))


@pytest.mark.parametrize(
    ("line", "is_below", "after"),
    [
        (0, False, f"{PICTURE}\n\nHello\n\nOne\n\nBye"),
        (0, True, f"Hello\n\n{PICTURE}\n\nOne\n\nBye"),
        (4, True, f"Hello\n\nOne\n\n{PICTURE}\n\nBye"),
        (6, False, f"Hello\n\nOne\n\n{PICTURE}\n\nBye"),
        (6, True, f"Hello\n\nOne\n\nBye\n\n{PICTURE}\n\n"),
        (2, False, MAIL),
        (2, True, MAIL),
    ],
)
def test_image_is_carried_between_paragraphs_and_one_undo_brings_it_back(
    one_pane: ComposePane, line: int, is_below: bool, after: str
) -> None:
    editor = show(one_pane, MAIL, BANNER)
    carry(editor, line, is_below=is_below)
    assert editor.source() == after
    assert editor.textCursor().selectedText() == PICTURE

    if after != MAIL:
        QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.source() == MAIL
    assert not editor.document().isUndoAvailable()


def test_cursor_shows_beside_which_paragraph_an_image_would_stand(one_pane: ComposePane) -> None:
    editor = show(one_pane, MAIL, BANNER)
    (drag,) = pull(editor)
    layout = editor.document().documentLayout()
    assert isinstance(layout, PictureLayout)
    carrying = Carrying(editor, layout)
    one = editor.cursorRect(editor.cursor_at(MAIL.index("One") + 1, 0))
    shown = carrying.where_it_stands(OwnMove(one.center(), drag.mimeData(), editor)).position()
    assert editor.cursorForPosition(shown.toPoint()).positionInBlock() in (0, 3)
    # Where the editor scrolls.
    edge = OwnMove(QPoint(one.left(), 5), drag.mimeData(), editor)
    assert carrying.where_it_stands(edge) is edge

    editor.selectAll()
    words = OwnMove(one.center(), drag.mimeData(), editor)
    assert carrying.where_it_stands(words) is words


def test_image_among_words_is_carried_as_these_are(one_pane: ComposePane) -> None:
    editor = show(one_pane, f"Our {PICTURE} mark\n\n", BANNER)
    carry(editor, 2)

    assert editor.source() == f"Our  mark\n\n{PICTURE}"


def test_image_that_is_carried_into_a_list_stands_in_its_line(one_pane: ComposePane) -> None:
    editor = show(one_pane, f"{PICTURE}\n\n- one\n- two", BANNER)
    carry(editor, 3, is_below=True)

    assert editor.source() == f"- one\n- two {PICTURE}"


@pytest.mark.parametrize(
    ("line", "is_below", "after"),
    [
        (2, True, f"One\n\n{PICTURE}\n\n- two\n- three\n\n> four"),
        (3, False, f"One\n\n{PICTURE}\n\n- two\n- three\n\n> four"),
        (3, True, f"One\n- two {PICTURE}\n- three\n\n> four"),
        (4, False, f"One\n- two {PICTURE}\n- three\n\n> four"),
        (5, False, f"One\n- two\n- three\n\n{PICTURE}\n\n> four"),
        (6, False, f"One\n- two\n- three\n\n{PICTURE}\n\n> four"),
        (7, True, f"One\n- two\n- three\n\n> four\n\n{PICTURE}\n\n"),
    ],
)
def test_image_at_the_border_of_a_list_or_a_quotation_is_a_paragraph_between(
    one_pane: ComposePane, line: int, is_below: bool, after: str
) -> None:
    editor = show(one_pane, f"{PICTURE}\n\nOne\n- two\n- three\n\n> four", BANNER)
    carry(editor, line, is_below=is_below)

    assert editor.source() == after
    assert editor.textCursor().selectedText() == PICTURE


def test_nothing_is_carried_while_the_html_is_the_mail(one_pane: ComposePane) -> None:
    one_pane.set_form(ComposeForm(markdown=MAIL, html="<p>", html_is_own=True, files=(BANNER,)))
    one_pane.body.show_tab("write")
    draw(one_pane.body.write.editor)

    assert not pull(one_pane.body.write.editor)


def test_words_are_dropped_into_each_editor_and_files_into_the_mail(
    one_pane: ComposePane,
) -> None:
    one_pane.set_form(ComposeForm())
    for tab, editor in zip(("write", "html", "text"), one_pane.body.editors, strict=True):
        one_pane.body.show_tab(tab)
        dropped = QSignalSpy(one_pane.body.files_dropped)
        words, file = QMimeData(), QMimeData()
        words.setText("Hello")
        file.setUrls([QUrl.fromLocalFile("/a.pdf")])
        for data in (words, file):
            editor.dropEvent(QDropEvent(QPointF(20, 20), COPY, data, LEFT, NONE))

        assert editor.viewport().acceptDrops()
        assert "Hello" in editor.source()
        assert "a.pdf" not in editor.source()
        assert dropped.at(0) == [("/a.pdf",)]


def test_image_is_cut_and_pasted_by_the_keys_with_its_words_and_width(
    one_pane: ComposePane,
) -> None:
    editor = show(one_pane, MAIL, BANNER, LOGO)
    editor.setFocus()
    click(editor)
    QTest.keyClick(editor, Qt.Key.Key_X, CONTROL)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClick(editor, Qt.Key.Key_V, CONTROL)

    assert editor.source() == f"Hello\n\n\n\nOne\n\nBye\n{PICTURE}"
    assert one_pane.form().files == (BANNER, LOGO)
    for _ in range(3):
        QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.source() == MAIL
