"""A box for a text that was made elsewhere: pasted, dropped or typed, and kept nowhere."""

from collections.abc import Collection

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit

from sgdesk.ui.theme import code_font


class PasteBox(QPlainTextEdit):
    """Take plain text up to so many characters; more would hold up the window.

    Signals: `too_long(object)`, the text that was not taken; `file_dropped(str)`, a path.
    """

    too_long = Signal(object)
    file_dropped = Signal(str)

    def __init__(self, name: str, title: str, placeholder: str, *, longest: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(placeholder)
        self.setPlaceholderText(placeholder)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("inset", True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(self.LineWrapMode.WidgetWidth)
        self._longest = longest
        self._plain_font = self.font()
        self.textChanged.connect(self._choose_font)

    def put(self, text: str) -> None:
        """Take a text in place of what stands here; what stood here can be had back by undo."""
        self.selectAll()
        self._insert(text)

    def mark(self, lines: Collection[int], colour: QColor) -> None:
        """Lay a colour behind some lines, counted from 1, until the next time."""
        marks: list[QTextEdit.ExtraSelection] = []
        for number in lines:
            mark = QTextEdit.ExtraSelection()
            place = QTextCursor(self.document().findBlockByNumber(number - 1))
            # All the rows that a long line takes.
            place.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            mark.cursor = place
            look = mark.format
            look.setBackground(colour)
            look.setProperty(QTextFormat.Property.FullWidthSelection, True)
            mark.format = look
            marks.append(mark)
        self.setExtraSelections(marks)

    def go_to(self, line: int) -> None:
        """Put the keyboard on a line, counted from 1."""
        self.setTextCursor(QTextCursor(self.document().findBlockByNumber(line - 1)))
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802  # Qt's name
        """Paste text alone, and not too much of it."""
        if (path := file_of(source)) is not None:
            self.file_dropped.emit(path)
        elif source.hasText():
            self._insert(source.text())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802  # Qt's name
        """Take text and files."""
        return source.hasText() or file_of(source) is not None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  # Qt's name
        """Let a file be dropped here."""
        if file_of(event.mimeData()) is None:
            super().dragEnterEvent(event)
        else:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802  # Qt's name
        """Let a file be dropped wherever it is."""
        if file_of(event.mimeData()) is None:
            super().dragMoveEvent(event)
        else:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """Take a file by its path; a text as it is pasted."""
        if (path := file_of(event.mimeData())) is None:
            super().dropEvent(event)
            return
        event.acceptProposedAction()
        self.file_dropped.emit(path)

    def _insert(self, text: str) -> None:
        if len(text) + self.document().characterCount() > self._longest:
            self.too_long.emit(text)
            return
        self.insertPlainText(text)
        self.ensureCursorVisible()

    def _choose_font(self) -> None:
        """Show what was pasted as code, and the words that stand here before as words."""
        font = self._plain_font if self.document().isEmpty() else code_font()
        if font != self.font():
            self.setFont(font)


def file_of(source: QMimeData) -> str | None:
    urls = source.urls() if source.hasUrls() else []
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else None
