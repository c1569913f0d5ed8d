"""Images of the writing, drawn in the room that is left for them below their words."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QPixmapCache,
    QTextBlock,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit

from sgdesk.content.finding import utf16
from sgdesk.ui.compose.picture_layout import ICON_PX, SIDE_PX, PictureLayout, Sight
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme

_ROUND_PX = 4
_FRAME_PX = 2
_CHOSEN = 0.45
"""How much of the colour of what is selected lies over an image."""


def paint_pictures(
    editor: QPlainTextEdit, layout: PictureLayout, theme: Theme, icons: Icons, part: QRect
) -> None:
    """Draw those that are in sight, as far as a part of the editor is to be drawn."""
    cursor = editor.textCursor()
    layout.sees_cursor = editor.viewport().rect().intersects(editor.cursorRect())
    painter = QPainter(editor.viewport())
    painter.setFont(editor.font())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    block = editor.firstVisibleBlock()
    while block.isValid():
        area = editor.blockBoundingGeometry(block).translated(editor.contentOffset())
        if area.top() > part.bottom():
            break
        for sight in layout.sights(block) if area.bottom() >= part.top() else ():
            place = sight.area.translated(area.topLeft())
            if sight.image.isNull():
                _paint_words(painter, place, sight.words, theme, icons)
            else:
                _paint_image(painter, place, sight, theme)
            if _is_chosen(sight, block, cursor):
                _paint_chosen(painter, place, theme)
        block = block.next()
    painter.end()


def _is_chosen(sight: Sight, block: QTextBlock, cursor: QTextCursor) -> bool:
    """Say whether all of an image is selected."""
    first, last = (
        block.position() + utf16(block.text(), at) for at in (sight.link.start, sight.link.end)
    )
    return cursor.selectionStart() <= first and last <= cursor.selectionEnd()


def _paint_image(painter: QPainter, place: QRectF, sight: Sight, theme: Theme) -> None:
    # The paper of a mail is white, and what can be seen through shows it.
    painter.fillRect(place, Qt.GlobalColor.white)
    pixmap = _fitted(sight, place, painter.device().devicePixelRatio())
    painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
    _paint_edge(painter, place, theme)


def _fitted(sight: Sight, place: QRectF, ratio: float) -> QPixmap:
    """Give an image as large as it is drawn; Qt keeps those that were last drawn."""
    size = (place.size() * ratio).toSize()
    key = f"picture-{sight.image.cacheKey()}-{size.width()}x{size.height()}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    smooth = Qt.TransformationMode.SmoothTransformation
    image = sight.image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    made = QPixmap.fromImage(image)
    QPixmapCache.insert(key, made)
    return made


def _paint_words(painter: QPainter, place: QRectF, words: str, theme: Theme, icons: Icons) -> None:
    painter.setPen(QPen(theme.colour("line_strong"), 1))
    painter.setBrush(theme.colour("sunken"))
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), _ROUND_PX, _ROUND_PX)
    top = round(place.center().y() - ICON_PX / 2)
    painter.drawPixmap(round(place.left()) + SIDE_PX, top, icons.pixmap("image", "muted", ICON_PX))
    inside = place.adjusted(2 * SIDE_PX + ICON_PX, 0, -SIDE_PX + 1, 0)
    shown = QFontMetricsF(painter.font()).elidedText(
        words, Qt.TextElideMode.ElideMiddle, inside.width()
    )
    painter.setPen(theme.colour("muted"))
    painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_edge(painter: QPainter, place: QRectF, theme: Theme) -> None:
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_chosen(painter: QPainter, place: QRectF, theme: Theme) -> None:
    painter.setOpacity(_CHOSEN)
    painter.fillRect(place, theme.colour("accent"))
    painter.setOpacity(1)
    painter.setPen(QPen(theme.colour("accent"), _FRAME_PX))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(1, 1, -1, -1))
