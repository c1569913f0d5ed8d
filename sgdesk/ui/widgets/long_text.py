"""Text to read and to copy, however long it is."""

from math import ceil

from PySide6.QtCore import QMargins, QMimeData, Qt, QTimer
from PySide6.QtGui import QFont, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from sgdesk.ui.theme import code_font

PIECE = 30_000
"""Characters put in between two frames: 2 to 5 ms; a megabyte at once would take 90."""

_MARGIN_PX = 4


class LongText(QPlainTextEdit):
    """Show a text that nobody changes: its beginning at once, the rest a piece a frame.

    It ends with a whole line, wherever it is scrolled to.
    """

    def __init__(self, name: str, title: str, description: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(description)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setProperty("inset", True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # The text's own margin scrolls away with its first line, and no line would end below.
        self.document().setDocumentMargin(0)
        self._text, self._shown = "", 0
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._put_next)
        self.setLineWrapMode(self.LineWrapMode.WidgetWidth)

    def setLineWrapMode(self, mode: QPlainTextEdit.LineWrapMode) -> None:  # noqa: N802  # Qt's name
        """Break lines where the room ends, or let them be scrolled to their ends."""
        super().setLineWrapMode(mode)
        # The blank at which a line is broken may hang over: nothing is there to be scrolled to.
        is_wrapped = mode is self.LineWrapMode.WidgetWidth
        policy = Qt.ScrollBarPolicy
        self.setHorizontalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if is_wrapped else policy.ScrollBarAsNeeded
        )

    @property
    def text(self) -> str:
        """Give the whole of it."""
        return self._text

    @property
    def is_filling(self) -> bool:
        """Say whether some of the text is still to come."""
        return self._shown < len(self._text)

    def show_text(self, text: str) -> None:
        """Show another text from its beginning; the same one stays as it is scrolled."""
        # A piece may end between the two.
        text = text.replace("\r\n", "\n")
        if text == self._text:
            return
        self._timer.stop()
        # What stands there while it is empty is the window's own sentence, not a text shown.
        self.setFont(code_font() if text else QFont())
        self._text, self._shown = text, min(PIECE, len(text))
        self.setPlainText(text[:PIECE])
        self._end_with_line()
        if self.is_filling:
            self._timer.start()

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802  # Qt's name
        """Copy what is selected; what is selected to the end, with all that is still to come."""
        if self.textCursor().selectionEnd() == self.document().characterCount() - 1:
            self._put(len(self._text))
        return super().createMimeDataFromSelection()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Have room for whole lines."""
        super().resizeEvent(event)
        self._end_with_line()

    def height_for(self, lines: int) -> int:
        """Give the height in which so many lines are seen."""
        frame = self.contentsMargins()
        return frame.top() + frame.bottom() + _MARGIN_PX + ceil(lines * self._line_px)

    @property
    def _line_px(self) -> float:
        first = self.document().firstBlock()
        high = self.blockBoundingRect(first).height()
        return high / max(1, first.layout().lineCount())

    def _end_with_line(self) -> None:
        before, line_px = self.viewportMargins(), self._line_px
        room = self.viewport().height() + before.bottom()
        rest = int(room % line_px) if room > line_px > 0 else 0
        margins = QMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, rest)
        if margins != before:
            self.setViewportMargins(margins)

    def _put(self, characters: int) -> None:
        end = QTextCursor(self.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        end.insertText(self._text[self._shown : self._shown + characters])
        self._shown = min(self._shown + characters, len(self._text))

    def _put_next(self) -> None:
        self._put(PIECE)
        if self.is_filling:
            self._timer.start()
