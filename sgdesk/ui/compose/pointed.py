"""What of the writing the pointer is at: pictures, links and buttons are each one thing."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from sgdesk.content import marks
from sgdesk.content.finding import from_utf16, utf16
from sgdesk.ui.compose.picture_layout import PictureLayout, Sight


def object_at(editor: QPlainTextEdit, layout: PictureLayout, point: QPoint) -> marks.Link | None:
    """Give the picture, link or button under the pointer."""
    cursor = editor.cursorForPosition(point)
    text = cursor.block().text()
    if "](" not in text:
        return None
    drawn = image_at(editor, layout, point)
    if drawn is not None:
        return drawn
    at = from_utf16(text, cursor.positionInBlock())
    link, spot = marks.link_at(text, at, at), editor.cursorRect(cursor)
    if link is None or not spot.top() <= point.y() <= spot.bottom():
        return None
    is_beside = (at == link.end and point.x() > spot.left()) or (
        at == link.start and point.x() < spot.left()
    )
    return None if is_beside else link


def image_at(editor: QPlainTextEdit, layout: PictureLayout, point: QPoint) -> marks.Link | None:
    """Give the picture that is drawn under the pointer."""
    sight = sight_at(editor, layout, point)
    return None if sight is None else sight.link


def sight_at(editor: QPlainTextEdit, layout: PictureLayout, point: QPoint) -> Sight | None:
    """Give what is drawn of a picture under the pointer."""
    block = editor.cursorForPosition(point).block()
    place = editor.blockBoundingGeometry(block).translated(editor.contentOffset())
    for sight in layout.sights(block):
        if sight.area.translated(place.topLeft()).contains(point):
            return sight
    return None


def go_into(editor: QPlainTextEdit, point: QPoint, link: marks.Link) -> None:
    """Put the cursor into what is pointed at."""
    cursor = editor.cursorForPosition(point)
    block = cursor.block()
    cursor.setPosition(block.position() + utf16(block.text(), link.parts[0][0]))
    editor.setTextCursor(cursor)


def choose(editor: QPlainTextEdit, point: QPoint, link: marks.Link) -> None:
    """Select the whole of what is pointed at."""
    cursor = editor.cursorForPosition(point)
    block = cursor.block()
    first, last = (block.position() + utf16(block.text(), at) for at in (link.start, link.end))
    cursor.setPosition(first)
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def kind(link: marks.Link) -> str:
    """Name what is pointed at, as the button is named that changes it."""
    return "image" if link.is_image else "button" if link.title == "button" else "link"
