"""The editor of the Write tab: Markdown that looks like what it means."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QGuiApplication,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QToolTip

from sgdesk.content import marks, objects, unseen
from sgdesk.content.emphasis import Edit
from sgdesk.content.finding import from_utf16, utf16
from sgdesk.content.lines import next_line
from sgdesk.content.signature import above_signature, has_signature
from sgdesk.content.softly import make_whole
from sgdesk.ui.compose import unseen_marks
from sgdesk.ui.compose.editor import CHUNK, TextEditor
from sgdesk.ui.compose.livelook import LiveLook
from sgdesk.ui.compose.writinglook import WritingLook
from sgdesk.ui.theme import Theme

TEXT_PX = 14
LOOKED_THROUGH = 100_000
"""Characters; a longer mail is not searched for a signature at each key."""
FORMAT_LINES = 200
"""A selection of more lines is not looked through at each step of the cursor."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Take = Callable[[str, int, int], Edit | None]
_BACK = (QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveOperation.PreviousWord)
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
            self.take_out_chosen()
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
        if event.key() in unseen_marks.MOVING:
            unseen_marks.leave(self)
        if not unseen_marks.step(self, event):
            self._press(event)

    def _press(self, event: QKeyEvent) -> None:
        """Do what a key does, and bring a cursor that it only moved out of the marks."""
        before, revision = self.textCursor().position(), self.document().revision()
        super().keyPressEvent(event)
        now = self.textCursor().position()
        if now != before and self.document().revision() == revision:
            unseen_marks.settle(self, forward=now > before)

    def _removes_objects(self, event: QKeyEvent) -> bool:
        """Do what a key does to a picture, link, button or mark that would be left in pieces."""
        cursor = self.textCursor()
        is_cut = event.matches(QKeySequence.StandardKey.Cut)
        move = _removing(event)
        if cursor.hasSelection():
            typed = _typed(event)
            if move is None and not is_cut and not typed:
                return False
            return self.take_out_chosen(typed, is_cut=is_cut)
        if move is None:
            return False
        is_back = move in _BACK
        lead = unseen_marks.lead_before(cursor) if is_back else 0
        has_passed = not lead and unseen_marks.pass_stars(cursor, back=is_back)
        if lead:
            cursor.setPosition(cursor.block().position(), QTextCursor.MoveMode.KeepAnchor)
        else:
            cursor.movePosition(move, QTextCursor.MoveMode.KeepAnchor)
        edit = self._clean_edit(cursor, objects.take_at)
        if edit is None and (lead or has_passed):
            text = self.shown()
            start = from_utf16(text, cursor.selectionStart())
            end = from_utf16(text, cursor.selectionEnd())
            edit = Edit(start=start, end=end, text="", select_from=start, select_to=start)
        if edit is not None:
            self.apply(edit)
        return edit is not None

    def take_out_chosen(self, typed: str = "", *, is_cut: bool = False) -> bool:
        """Replace the selection where that would leave a mark or an object by half."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return False
        edit = self._clean_edit(cursor, partial(objects.take_out, typed=typed), typed)
        if edit is None:
            return False
        if is_cut:
            self.copy()
        self.apply(edit)
        return True

    def _clean_edit(self, cursor: QTextCursor, take: _Take, typed: str = "") -> Edit | None:
        """Give the edit for what a cursor selects; `None` where nothing is left by half anyway."""
        document = self.document()
        first = document.findBlock(cursor.selectionStart())
        last = document.findBlock(cursor.selectionEnd())
        lines = (first.text(), last.text())
        if first == last and not any(sign in line for line in lines for sign in ("](", "*")):
            # Most lines have neither, and need no copy of the mail.
            return None
        text = self.shown()
        start = from_utf16(text, cursor.selectionStart())
        end = from_utf16(text, cursor.selectionEnd())
        return take(text, start, end) or unseen.take_out(text, start, end, typed)

    @property
    def lacks_signature(self) -> bool:
        """Say whether there is a signature that could be put in."""
        if self.isReadOnly() or self.document().characterCount() > LOOKED_THROUGH:
            return False
        return not has_signature(self.shown(), self.signature)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Go on above the signature when the room below it is clicked."""
        unseen_marks.leave(self)
        last = QTextCursor(self.document())
        last.movePosition(QTextCursor.MoveOperation.End)
        is_below = event.position().y() > self.cursorRect(last).bottom()
        is_plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        text = self.shown() if is_below and is_plain else ""
        at = above_signature(text, self.signature)
        if at is None:
            super().mousePressEvent(event)
            unseen_marks.settle(self)
            return
        last.setPosition(utf16(text, at))
        self.setTextCursor(last)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Let a selection end beside marks, not within them."""
        super().mouseReleaseEvent(event)
        unseen_marks.settle(self)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802  # Qt's name
        """Write letters that were put together over a selection."""
        if event.commitString() and not self.isReadOnly():
            self.take_out_chosen()
        super().inputMethodEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802  # Qt's name
        """Copy marks in pairs, whichever of them are selected."""
        data = QMimeData()
        data.setText(make_whole(unseen.piece(self.shown(), *self.selection)))
        return data

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
        if not self.isReadOnly():
            self.take_out_chosen()
        is_mail = source.hasHtml() and source.hasText() and not source.hasUrls()
        if is_mail and not self.isReadOnly():
            self.rich_pasted.emit(source.html())
        else:
            super().insertFromMimeData(source)

    def insert_at(self, cursor: QTextCursor, text: str) -> None:
        """Insert in one step, beside marks that it would break, not within them."""
        if cursor.hasSelection() or len(text) > CHUNK or self.isReadOnly():
            super().insert_at(cursor, text)
            return
        shown = self.shown()
        edit = unseen.put_in(shown, from_utf16(shown, cursor.position()), text)
        if edit is None:
            super().insert_at(cursor, text)
        else:
            self.apply(edit)

    def paste_plain(self) -> None:
        """Paste the words alone."""
        if not self.isReadOnly():
            self.take_out_chosen()
            self.insert_at(self.textCursor(), QGuiApplication.clipboard().text())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Dress the line one comes to as the one that is written in."""
        super().focusInEvent(event)
        self._look.follow_cursor()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Dress all lines as read."""
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
