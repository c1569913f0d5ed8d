"""Room below a paragraph of the writing for the images that it shows.

The text knows nothing of it: not its characters, nor its undo, nor how its lines are laid out.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QTextBlock, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit

from sgdesk.content.marks import Link
from sgdesk.content.objects import pictures_of
from sgdesk.content.template import image_width
from sgdesk.ui.compose.pictures import Pictures

MOST_HIGH_PX = 140
LEAST_HIGH_PX = 48
MOST_OF_LINE = 24
"""Images of one paragraph that are drawn: how high it is, Qt asks many times a frame."""
GAP_PX = 6
SIDE_PX = 9
ICON_PX = 14
_WORDS_HIGH_PX = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What is drawn for one image of a paragraph."""

    link: Link
    area: QRectF
    """Counted from where the paragraph begins."""
    image: QImage
    words: str
    """What stands there where no image is drawn."""


class PictureLayout(QPlainTextDocumentLayout):
    """Lay a plain text out, with room for images."""

    def __init__(self, editor: QPlainTextEdit, pictures: Pictures) -> None:
        super().__init__(QTextDocument(editor))
        self._editor = editor
        self._pictures = pictures
        self._has_room_left = False
        """Whether anything was left room for since Qt was told to look."""
        self.sees_cursor = False
        """Whether the cursor was in sight when the text was drawn."""
        document = self.document()
        document.setDocumentLayout(self)
        document.setDefaultFont(editor.font())
        editor.setDocument(document)
        document.contentsChanged.connect(self._look_again)
        pictures.changed.connect(self._take_change)
        # Qt draws the lines again whose words are selected, and not what lies below them.
        editor.selectionChanged.connect(editor.viewport().update)

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:  # noqa: N802  # Qt's name
        """Give the room of a paragraph and of its images."""
        area = super().blockBoundingRect(block)
        sights = self.sights(block)
        if sights:
            self._has_room_left = True
            lines = block.layout().boundingRect().bottom()
            more = max(sight.area.bottom() for sight in sights) + GAP_PX - lines
            area.setHeight(area.height() + more)
        return area

    def sights(self, block: QTextBlock) -> list[Sight]:
        """Give what is drawn below a paragraph: side by side, where there is room for that."""
        line = block.text()
        if "![" not in line:
            return []
        left = self.document().documentMargin()
        room = max(1.0, self._editor.viewport().width() - 2 * left)
        at = QPointF(left, block.layout().boundingRect().bottom() + GAP_PX)
        high = 0.0
        sights: list[Sight] = []
        for link in pictures_of(line)[:MOST_OF_LINE]:
            words, made = self._pictures.words(link.address), self._pictures.small(link.address)
            image = QImage() if made is None else made.image
            if image.isNull() and not words:
                continue
            size = self._words_size(words, room)
            if made is not None and not image.isNull():
                size = self._size(QSizeF(made.width, made.height), link.title, room)
            if at.x() > left and at.x() + size.width() > left + room:
                at, high = QPointF(left, at.y() + high + GAP_PX), 0.0
            sights.append(Sight(link=link, area=QRectF(at, size), image=image, words=words))
            at.setX(at.x() + size.width() + GAP_PX)
            high = max(high, size.height())
        return sights

    def _size(self, own: QSizeF, title: str, room: float) -> QSizeF:
        """Give how large an image is drawn: as the mail has it, where there is room for that."""
        wide = image_width(title) or own.width()
        size = QSizeF(wide, wide * own.height() / own.width())
        high = min(MOST_HIGH_PX, max(LEAST_HIGH_PX, self._editor.viewport().height() // 2))
        if size.width() > room or size.height() > high:
            size = size.scaled(room, high, Qt.AspectRatioMode.KeepAspectRatio)
        return QSizeF(max(1, round(size.width())), max(1, round(size.height())))

    def _words_size(self, words: str, room: float) -> QSizeF:
        wide = QFontMetricsF(self._editor.font()).horizontalAdvance(words)
        return QSizeF(min(room, round(wide) + ICON_PX + 3 * SIDE_PX), _WORDS_HIGH_PX)

    def _look_again(self) -> None:
        """Let Qt look at where paragraphs end: it only knows that lines came or went."""
        if self._has_room_left:
            self._has_room_left = False
            self.documentSizeChanged.emit(self.documentSize())
            self._editor.viewport().update()

    def _take_change(self) -> None:
        """Draw what can be drawn now, and keep the line in sight that is written in."""
        self._has_room_left = True
        self._look_again()
        if self.sees_cursor and self._editor.hasFocus():
            self._editor.ensureCursorVisible()
