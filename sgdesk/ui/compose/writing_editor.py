"""The editor of the Write tab: Markdown that looks like what it means."""

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QToolTip

from sgdesk.content import marks, objects
from sgdesk.content.emphasis import Edit
from sgdesk.content.finding import from_utf16, utf16
from sgdesk.content.lines import next_line
from sgdesk.content.signature import above_signature, has_signature
from sgdesk.ui.compose.editor import TextEditor
from sgdesk.ui.compose.livelook import LiveLook
from sgdesk.ui.compose.writinglook import WritingLook
from sgdesk.ui.theme import Theme

TEXT_PX = 14
LOOKED_THROUGH = 100_000
"""Characters; a longer mail is not searched for a signature at each key."""
FORMAT_LINES = 200
"""A selection of more lines is not looked through at each step of the cursor."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WORDS = {
    QKeySequence.StandardKey.DeleteStartOfWord: QTextCursor.MoveOperation.PreviousWord,
    QKeySequence.StandardKey.DeleteEndOfWord: QTextCursor.MoveOperation.NextWord,
}
"""Keys that remove a word, and how far that is from the cursor."""
_CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class WritingEditor(TextEditor):
    """Markdown that looks like what it means.

    Signals: `format_wanted(str)`, `bold`, `italic` or `link`, from the keys, and `image`,
    `link` or `button` for the one that was clicked twice;
    `rich_pasted(str)`, HTML as other programs copy it.
    """

    format_wanted = Signal(str)
    rich_pasted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__("writing", "Mail", "Write here, or drop an HTML file or an image.")
        font = QFont(self.font())
        font.setPixelSize(TEXT_PX)
        self.setFont(font)
        self.document().setDocumentMargin(12)
        self._look = LiveLook(self, WritingLook(theme).dress, theme)
        self.signature = ""
        """What new mail ends with; empty for none."""

    @property
    def formats(self) -> frozenset[str]:
        """Name the formats at the cursor, as the buttons are named."""
        cursor = self.textCursor()
        document = self.document()
        block = document.findBlock(cursor.selectionStart())
        last = document.findBlock(cursor.selectionEnd())
        offset, lines = block.position(), [block.text()]
        while block != last and len(lines) < FORMAT_LINES:
            block = block.next()
            lines.append(block.text())
        if block != last:
            return frozenset()
        text = "\n".join(lines)
        start, end = cursor.selectionStart() - offset, cursor.selectionEnd() - offset
        return marks.formats_at(text, from_utf16(text, start), from_utf16(text, end))

    @property
    def selection(self) -> tuple[int, int]:
        """Give where the selection begins and ends in `shown`; the same twice for none."""
        cursor, text = self.textCursor(), self.shown()
        return (
            from_utf16(text, cursor.selectionStart()),
            from_utf16(text, cursor.selectionEnd()),
        )

    def shown(self) -> str:
        """Give the text in which the cursor counts, soft breaks and all."""
        return self.document().toRawText().replace("\u2029", "\n")

    def apply(self, edit: Edit) -> None:
        """Carry an edit out as one step to undo."""
        cursor, before = self.textCursor(), self.shown()
        cursor.beginEditBlock()
        cursor.setPosition(utf16(before, edit.start))
        cursor.setPosition(utf16(before, edit.end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(edit.text)
        cursor.endEditBlock()
        after = self.shown()
        cursor.setPosition(utf16(after, edit.select_from))
        cursor.setPosition(utf16(after, edit.select_to), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Go on with a list on Return; Ctrl+K is a link here, not the end of the line."""
        if event.key() in _ENTER and not event.modifiers() and not self.isReadOnly():
            start, end = self.selection
            if start == end:
                text = self.shown()
                self.apply(next_line(text, objects.behind(text, start)))
                self.ensureCursorVisible()
                return
        if event.key() == Qt.Key.Key_K and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.format_wanted.emit("link")
            return
        if event.key() == Qt.Key.Key_V and event.modifiers() == _CONTROL_SHIFT:
            self.paste_plain()
            return
        if not self.isReadOnly() and self._removes_objects(event):
            self.ensureCursorVisible()
            return
        super().keyPressEvent(event)

    def _removes_objects(self, event: QKeyEvent) -> bool:
        """Do what a key does to a picture, link or button that would be left in pieces."""
        cursor = self.textCursor()
        had_selection = cursor.hasSelection()
        is_cut = event.matches(QKeySequence.StandardKey.Cut)
        typed = _typed(event)
        move = _removing(event)
        if had_selection:
            if move is None and not is_cut and not typed:
                return False
        elif move is None:
            return False
        else:
            cursor.movePosition(move, QTextCursor.MoveMode.KeepAnchor)
        ends = (cursor.selectionStart(), cursor.selectionEnd())
        if not any("](" in self.document().findBlock(end).text() for end in ends):
            # Most lines have no object, and need no copy of the mail.
            return False
        text = self.shown()
        start, end = (from_utf16(text, end) for end in ends)
        if had_selection:
            edit = objects.take_out(text, start, end, typed)
        else:
            edit = objects.take_at(text, start, end)
        if edit is None:
            return False
        if is_cut:
            self.copy()
        self.apply(edit)
        return True

    @property
    def lacks_signature(self) -> bool:
        """Say whether there is a signature that could be put in."""
        if self.isReadOnly() or self.document().characterCount() > LOOKED_THROUGH:
            return False
        return not has_signature(self.shown(), self.signature)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Go on above the signature when the room below it is clicked."""
        last = QTextCursor(self.document())
        last.movePosition(QTextCursor.MoveOperation.End)
        is_below = event.position().y() > self.cursorRect(last).bottom()
        is_plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        text = self.shown() if is_below and is_plain else ""
        at = above_signature(text, self.signature)
        if at is None:
            super().mousePressEvent(event)
            return
        last.setPosition(utf16(text, at))
        self.setTextCursor(last)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Ask to change the picture, link or button that is clicked twice."""
        link = self._object_at(event.position().toPoint())
        if link is None or self.isReadOnly() or event.button() is not Qt.MouseButton.LeftButton:
            super().mouseDoubleClickEvent(event)
            return
        cursor = self.cursorForPosition(event.position().toPoint())
        block = cursor.block()
        cursor.setPosition(block.position() + utf16(block.text(), link.parts[0][0]))
        self.setTextCursor(cursor)
        self.format_wanted.emit(_kind(link))

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Say over a picture, link or button how it is changed."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            link = None if self.isReadOnly() else self._object_at(event.pos())
            words = f"Double-click to change the {_kind(link)}" if link is not None else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    def _object_at(self, point: QPoint) -> marks.Link | None:
        """Give the picture, link or button under the pointer."""
        cursor = self.cursorForPosition(point)
        text = cursor.block().text()
        if "](" not in text:
            return None
        at = from_utf16(text, cursor.positionInBlock())
        link, spot = marks.link_at(text, at, at), self.cursorRect(cursor)
        if link is None or not spot.top() <= point.y() <= spot.bottom():
            return None
        is_beside = (at == link.end and point.x() > spot.left()) or (
            at == link.start and point.x() < spot.left()
        )
        return None if is_beside else link

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802  # Qt's name
        """Keep what is bold, a list or a link in what was copied elsewhere."""
        is_mail = source.hasHtml() and source.hasText() and not source.hasUrls()
        if is_mail and not self.isReadOnly():
            self.rich_pasted.emit(source.html())
        else:
            super().insertFromMimeData(source)

    def paste_plain(self) -> None:
        """Paste the words alone."""
        if not self.isReadOnly():
            self.insert_at(self.textCursor(), QGuiApplication.clipboard().text())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Show the marks of the line one comes to."""
        super().focusInEvent(event)
        self._look.follow_cursor()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Show the mail without marks."""
        super().focusOutEvent(event)
        self._look.follow_cursor()


def _kind(link: marks.Link) -> str:
    return "image" if link.is_image else "button" if link.title == "button" else "link"


def _removing(event: QKeyEvent) -> QTextCursor.MoveOperation | None:
    """Say how far from the cursor a key removes; `None` for one that removes nothing."""
    keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    is_plain = not keys
    if event.key() == Qt.Key.Key_Backspace and (
        is_plain or keys == Qt.KeyboardModifier.ShiftModifier
    ):
        return QTextCursor.MoveOperation.PreviousCharacter
    if event.key() == Qt.Key.Key_Delete and is_plain:
        return QTextCursor.MoveOperation.NextCharacter
    return next((move for key, move in _WORDS.items() if event.matches(key)), None)


def _typed(event: QKeyEvent) -> str:
    """Give the letters that a key writes; Ctrl with Alt is the key for third letters."""
    keys = event.modifiers()
    is_command = bool(keys & Qt.KeyboardModifier.ControlModifier) and not (
        keys & Qt.KeyboardModifier.AltModifier
    )
    return event.text() if event.text().isprintable() and not is_command else ""
