"""Images of the writing, carried by the mouse from one place of it to another."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QDrag,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QPixmap,
    QTextBlock,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from sgdesk.content.edit import Edit
from sgdesk.content.finding import Span, from_utf16
from sgdesk.content.linking import goes_on, image_moved, stands_alone
from sgdesk.content.marks import Link
from sgdesk.ui.compose import pointed
from sgdesk.ui.compose.picture_layout import PictureLayout

_IN_HAND_PX = 120
_EDGE_PX = 20
"""Where Qt scrolls while something is dragged."""
_BOTH = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


class Carrying:
    """Take an image that is pressed along with the mouse, and say beside what it would stand."""

    def __init__(self, editor: QPlainTextEdit, layout: PictureLayout) -> None:
        self._editor = editor
        self._layout = layout
        self._pressed: QPoint | None = None
        """Where an image was pressed that is not carried yet."""

    def choose(self, point: QPoint) -> Link | None:
        """Select the image that is drawn at a point."""
        image = pointed.image_at(self._editor, self._layout, point)
        if image is not None:
            pointed.choose(self._editor, point, image)
        return image

    def press(self, point: QPoint) -> bool:
        """Select the image at a point, to be carried once the mouse moves; say if there is one."""
        is_image = self.choose(point) is not None
        self._pressed = point if is_image and not self._editor.isReadOnly() else None
        return is_image

    def move(self, event: QMouseEvent) -> bool:
        """Carry the image that was pressed, until it is let go; `False` for none."""
        if self._pressed is None or event.buttons() != Qt.MouseButton.LeftButton:
            return False
        way = event.position().toPoint() - self._pressed
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._carry()
        return True

    def _carry(self) -> None:
        drag = QDrag(self._editor.viewport())
        drag.setMimeData(self._editor.createMimeDataFromSelection())
        drag.setPixmap(self._in_hand())
        self._pressed = None
        drag.exec(_BOTH, Qt.DropAction.MoveAction)

    def _in_hand(self) -> QPixmap:
        """Give what goes along with the mouse."""
        sight = pointed.sight_at(self._editor, self._layout, self._pressed or QPoint())
        if sight is None or sight.image.isNull():
            return QPixmap()
        size = sight.area.size().toSize().boundedTo(QSize(_IN_HAND_PX, _IN_HAND_PX))
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        return QPixmap.fromImage(sight.image.scaled(size, keep, smooth))

    def _beside(self, point: QPoint) -> QTextCursor:
        """Give the beginning or the end of the paragraph at a point, whichever is nearer.

        Between two lines of a list or a quotation it is the end of the upper one: an image is
        drawn below the words of a line, and so it stands behind them in the mail.
        """
        cursor = self._editor.cursorForPosition(point)
        block, moves = cursor.block(), QTextCursor.MoveOperation
        is_above = point.y() < self._area(block).center().y()
        if is_above and goes_on(block.previous().text(), block.text()):
            cursor.movePosition(moves.PreviousBlock)
            is_above = False
        cursor.movePosition(moves.StartOfBlock if is_above else moves.EndOfBlock)
        return cursor

    def _area(self, block: QTextBlock) -> QRectF:
        return self._editor.blockBoundingGeometry(block).translated(self._editor.contentOffset())

    def moved(self, text: str, chosen: Span, point: QPoint) -> Edit | None:
        """Give the edit that lets an image stand beside the paragraph at a point."""
        at = from_utf16(text, self._beside(point).position())
        is_below_all = point.y() > self._area(self._editor.document().lastBlock()).bottom()
        return image_moved(text, *chosen, at, is_below_all=is_below_all)

    def where_it_stands(self, event: QDragMoveEvent) -> QDragMoveEvent:
        """Give a move, of a paragraph to where it would stand: the cursor shows it there.

        At an edge it is left alone: there the editor scrolls.
        """
        point = event.position().toPoint()
        room = self._editor.viewport().rect().adjusted(0, _EDGE_PX, 0, -_EDGE_PX)
        if not (self._is_own(event) and room.contains(point) and self._has_paragraph()):
            return event
        spot = self._editor.cursorRect(self._beside(point)).center()
        actions, data = event.possibleActions(), event.mimeData()
        return QDragMoveEvent(spot, actions, data, event.buttons(), event.modifiers())

    def is_moved(self, event: QDropEvent) -> bool:
        """Say whether what is dropped is to leave another place of the writing."""
        return self._is_own(event) and event.dropAction() is Qt.DropAction.MoveAction

    def _is_own(self, event: QDropEvent) -> bool:
        return event.source() in (self._editor, self._editor.viewport())

    def _has_paragraph(self) -> bool:
        cursor = self._editor.textCursor()
        line, at = cursor.block().text(), cursor.block().position()
        places = (cursor.selectionStart() - at, cursor.selectionEnd() - at)
        start, end = (from_utf16(line, max(0, place)) for place in places)
        return stands_alone(line, start, end)
