"""The HTML source: a fixed-width editor with line numbers."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sgdesk.content.softly import MARK
from sgdesk.ui.compose.editor import TextEditor
from sgdesk.ui.theme import Theme, code_font

_GUTTER_PAD_PX = 12


class SourceEditor(TextEditor):
    """A fixed-width editor with line numbers."""

    def __init__(self, name: str, title: str, placeholder: str, theme: Theme) -> None:
        super().__init__(name, title, placeholder)
        self._theme = theme
        self.setFont(code_font())
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._gutter = _Gutter(self)
        self._counted = (-1, 0, 0)
        """How many blocks there were, a block's number, and the soft breaks before it."""
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scroll_gutter)
        self._make_room()

    def gutter_width(self) -> int:
        """Give the room for the longest line number, in pixels."""
        digits = max(2, len(str(self.blockCount())))
        return self.fontMetrics().horizontalAdvance("9") * digits + 2 * _GUTTER_PAD_PX

    def paint_gutter(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines in sight; the rest of a long line has none."""
        painter = QPainter(self._gutter)
        painter.setPen(self._theme.colour("muted"))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        number = block.blockNumber() + 1 - self._soft_breaks_before(block.blockNumber())
        is_rest = block.previous().text().endswith(MARK)
        # In the strip below the last whole line no text is shown.
        bottom = min(event.rect().bottom(), self.viewport().height() - self._line_height() / 2)
        while block.isValid() and top <= bottom:
            height = self.blockBoundingRect(block).height()
            area = QRect(0, round(top), self._gutter.width() - _GUTTER_PAD_PX, round(height))
            shown = "↪" if is_rest else str(number)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight, shown)
            is_rest = block.text().endswith(MARK)
            number += 0 if is_rest else 1
            top += height
            block = block.next()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Keep the gutter as tall as the text, and that at a whole number of lines."""
        super().resizeEvent(event)
        self._make_room()
        area = self.contentsRect()
        self._gutter.setGeometry(area.left(), area.top(), self.gutter_width(), area.height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Keep the room for the numbers when the style settles how wide they are."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Keep the indentation of the line above on Return; leave Ctrl+Return to Send."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            line = self.textCursor().block().text()
            self.insertPlainText("\n" + line[: len(line) - len(line.lstrip())])
            self.ensureCursorVisible()
            return
        super().keyPressEvent(event)

    def _soft_breaks_before(self, number: int) -> int:
        """Count them from where they were counted last, so that scrolling stays cheap."""
        if not self.has_soft_breaks:
            return 0
        blocks, at, count = self._counted
        if blocks != self.blockCount():
            at, count = 0, 0
        step = 1 if number >= at else -1
        block = self.document().findBlockByNumber(at if step > 0 else at - 1)
        while at != number:
            count += step * block.text().endswith(MARK)
            block = block.next() if step > 0 else block.previous()
            at += step
        self._counted = (self.blockCount(), number, count)
        return count

    def _line_height(self) -> float:
        return max(1.0, self.blockBoundingRect(self.document().firstBlock()).height())

    def _make_room(self) -> None:
        """Keep the gutter's, and the strip where half a line would be seen."""
        bar = self.horizontalScrollBar()
        free = self.contentsRect().height() - bar.height() * bar.isVisible()
        strip = (free - self.document().documentMargin()) % self._line_height()
        self.setViewportMargins(self.gutter_width(), 0, 0, int(strip))

    def _scroll_gutter(self, area: QRect, dy: int) -> None:
        if dy:
            self._gutter.scroll(0, dy)
        else:
            self._gutter.update(0, area.y(), self._gutter.width(), area.height())


class _Gutter(QWidget):
    def __init__(self, editor: SourceEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        return QSize(self._editor.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        self._editor.paint_gutter(event)
