"""The editor of the Write tab: Markdown that looks like what it means."""

import re
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QFont,
    QGuiApplication,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPaintEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QToolTip

from sgdesk.content import editing, marks
from sgdesk.content.edit import Edit
from sgdesk.content.emphasis import MARKS
from sgdesk.content.finding import Span, from_utf16, utf16
from sgdesk.content.letters import is_plain
from sgdesk.content.signature import above_signature, has_signature
from sgdesk.content.softly import make_whole
from sgdesk.ui.compose import pointed, resting, seen_words
from sgdesk.ui.compose.carrying import Carrying
from sgdesk.ui.compose.copied import is_rich
from sgdesk.ui.compose.editor import TextEditor
from sgdesk.ui.compose.hand import Hand
from sgdesk.ui.compose.livelook import LiveLook
from sgdesk.ui.compose.picture_layout import PictureLayout
from sgdesk.ui.compose.picture_paint import paint_pictures
from sgdesk.ui.compose.pictures import Pictures
from sgdesk.ui.compose.replacing import Replacing
from sgdesk.ui.compose.rules import paint_rules
from sgdesk.ui.compose.typed import removes_back, removes_word, typed
from sgdesk.ui.compose.writing_menu import fit_menu
from sgdesk.ui.compose.writinglook import WritingLook
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme

TEXT_PX = 14
LOOKED_THROUGH = 100_000
"""Characters; a longer mail is not searched for a signature at each key."""
FORMAT_LINES = 200
"""A selection of more lines is not looked through at each step of the cursor."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SIDE_KEYS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
"""What changes nothing about Return."""
LONGEST_WHOLE = 5_000
"""Characters; each letter typed in a paragraph of more would take longer than a frame."""
_OTHER_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
OWN = "application/x-sgdesk-writing"
"""What is copied here, as Markdown; other programs get the words."""
_CONTROL = Qt.KeyboardModifier.ControlModifier
_CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class WritingEditor(TextEditor):
    """Markdown that looks like what it means.

    Signals: `format_wanted(str)`, `bold`, `italic` or `link`, from the keys, and `image`,
    `link` or `button` for the one that was clicked twice;
    `rich_pasted(str)`, HTML as other programs copy it.
    """

    format_wanted = Signal(str)
    rich_pasted = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__("writing", "Mail", "Write here, or drop an HTML file or an image.")
        self.pictures = Pictures(self)
        self._layout = PictureLayout(self, self.pictures)
        font = QFont(self.font())
        font.setPixelSize(TEXT_PX)
        self.setFont(font)
        self.document().setDocumentMargin(12)
        self._theme, self._icons = theme, icons
        icons.changed.connect(self.viewport().update)
        self._carrying = Carrying(self, self._layout)
        self._look = LiveLook(self, WritingLook(theme).dress, theme)
        self.hand = Hand(self)
        self.replacing = Replacing(self)
        self.replacing.ended.connect(self.replaced)
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
        found = marks.formats_at(text, from_utf16(text, start), from_utf16(text, end))
        pen = self.hand.pen
        if pen is None:
            return found
        return found - set(MARKS) | {name for name, mark in MARKS.items() if mark in pen}

    @property
    def selection(self) -> tuple[int, int]:
        """Give where the selection begins and ends in `shown`; the same twice for none."""
        cursor, text = self.textCursor(), self.shown()
        return from_utf16(text, cursor.selectionStart()), from_utf16(text, cursor.selectionEnd())

    def shown(self) -> str:
        """Give the text in which the cursor counts, soft breaks and all."""
        return self.document().toRawText().replace("\u2029", "\n")

    def apply(self, edit: Edit) -> None:
        """Carry an edit out as one step to undo."""
        cursor, before = self.textCursor(), self.shown()
        cursor.beginEditBlock()
        cursor.setPosition(utf16(before, edit.start))
        cursor.setPosition(utf16(before, edit.end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(f"{edit.text} ")
        # Qt joins letters that are typed next to an insertion, but not to a removal.
        cursor.deletePreviousChar()
        cursor.endEditBlock()
        after = self.shown()
        cursor.setPosition(utf16(after, edit.select_from))
        cursor.setPosition(utf16(after, edit.select_to), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Go on with a list on Return; Ctrl+K is a link here, not the end of the line."""
        if self.isReadOnly() or not self._write(event):
            self._press(event)

    def _write(self, event: QKeyEvent) -> bool:
        """Do what a key does to the writing; `False` for one that does what it does anywhere."""
        if event.key() in _ENTER and not event.modifiers() & ~_SIDE_KEYS:
            self.hand.begin_line()
        elif event.key() == Qt.Key.Key_K and event.modifiers() == _CONTROL:
            self.format_wanted.emit("link")
        elif event.key() == Qt.Key.Key_V and event.modifiers() == _CONTROL_SHIFT:
            self.paste_plain()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut()
        elif not self._removes(event):
            words = typed(event)
            return bool(words) and self.hand.type_in(words)
        self.ensureCursorVisible()
        return True

    def _press(self, event: QKeyEvent) -> None:
        """Do what a key does, and bring a cursor that it only moved out of the marks."""
        if resting.step(self, event):
            return
        before, revision = self.textCursor().position(), self.document().revision()
        super().keyPressEvent(event)
        now = self.textCursor().position()
        if now != before and self.document().revision() == revision:
            resting.settle(self, forward=now > before)

    def _removes(self, event: QKeyEvent) -> bool:
        """Do what a key does that removes something; `False` where the editor does it as well."""
        is_back = removes_back(event)
        if is_back is None:
            return False
        if self.textCursor().hasSelection():
            return self.take_out_chosen()
        cursor = self.textCursor()
        lead = resting.lead_before(cursor) if is_back else 0
        if lead:
            cursor.setPosition(cursor.block().position(), QTextCursor.MoveMode.KeepAnchor)
            self.hand.take_out(cursor)
            return True
        return self.hand.take_beside(cursor, back=is_back, is_word=removes_word(event))

    def take_out_chosen(self) -> bool:
        """Take out what is selected, and leave no mark and no object by half."""
        cursor = self.textCursor()
        if cursor.hasSelection() and not self.isReadOnly():
            self.hand.take_out(cursor)
        return True

    @property
    def lacks_signature(self) -> bool:
        """Say whether there is a signature that could be put in."""
        if self.isReadOnly() or self.document().characterCount() > LOOKED_THROUGH:
            return False
        return not has_signature(self.shown(), self.signature)

    def go_to_end(self) -> None:
        """Put the cursor behind the last words, above the signature."""
        text, last = self.shown(), QTextCursor(self.document())
        at = above_signature(text, self.signature)
        last.setPosition(utf16(text, len(text) if at is None else at))
        self.setTextCursor(last)
        self.ensureCursorVisible()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Select an image; go on above the signature when the room below it is clicked."""
        last = QTextCursor(self.document())
        last.movePosition(QTextCursor.MoveOperation.End)
        point = event.position().toPoint()
        is_plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        if is_plain and self._carrying.press(point):
            return
        is_below = point.y() > self.cursorRect(last).bottom() and self._object_at(point) is None
        text = self.shown() if is_below and is_plain else ""
        at = above_signature(text, self.signature)
        if at is None:
            super().mousePressEvent(event)
            resting.settle(self)
            return
        last.setPosition(utf16(text, at))
        self.setTextCursor(last)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Carry the image that is pressed."""
        if not self._carrying.move(event):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Let a selection end beside marks, not within them."""
        super().mouseReleaseEvent(event)
        resting.settle(self)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802  # Qt's name
        """Write letters that were put together, as those of keys."""
        words = event.commitString()
        if words and not self.isReadOnly() and not event.replacementLength():
            super().inputMethodEvent(QInputMethodEvent())
            if not self.hand.type_in(words):
                self.textCursor().insertText(words)
            return
        super().inputMethodEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802  # Qt's name
        """Copy marks in pairs, whichever of them are selected."""
        data = QMimeData()
        text = self.shown()
        data.setText(make_whole(editing.words(text, *self.selection)))
        data.setData(OWN, make_whole(editing.piece(text, *self.selection)).encode())
        return data

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Ask to change the picture, link or button that is clicked twice."""
        link = self._object_at(event.position().toPoint())
        if link is None or self.isReadOnly() or event.button() is not Qt.MouseButton.LeftButton:
            super().mouseDoubleClickEvent(event)
            return
        self._change(event.position().toPoint(), link)

    def _change(self, point: QPoint, link: marks.Link) -> None:
        pointed.go_into(self, point, link)
        self.format_wanted.emit(pointed.kind(link))

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Say over a picture, link or button how it is changed."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            link = None if self.isReadOnly() else self._object_at(event.pos())
            words = f"Double-click to change the {pointed.kind(link)}" if link is not None else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    def _object_at(self, point: QPoint) -> marks.Link | None:
        return pointed.object_at(self, self._layout, point)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802  # Qt's name
        """Take HTML, too, that comes without its words."""
        return is_rich(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802  # Qt's name
        """Keep what is bold, a list or a link in what was copied here or elsewhere."""
        if self.isReadOnly():
            super().insertFromMimeData(source)
        elif source.hasFormat(OWN):
            self.hand.put_copied(bytes(source.data(OWN).data()).decode())
        elif is_rich(source):
            self.take_out_chosen()
            self.rich_pasted.emit(source.html())
        else:
            super().insertFromMimeData(source)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # Qt's name
        """Open a menu that does what the keys do."""
        menu = self.make_menu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def make_menu(self, at: QPoint) -> QMenu:
        """Give the menu for a place, in which nothing goes past what the keys do."""
        image = self._carrying.choose(at)
        acts = {
            "edit-undo": self.undo_wanted.emit,
            "edit-redo": self.redo_wanted.emit,
            "edit-cut": self.cut,
            "edit-delete": self.take_out_chosen,
        }
        change = None if image is None or self.isReadOnly() else partial(self._change, at, image)
        return fit_menu(self.createStandardContextMenu(at), acts, change)

    def cut(self) -> None:
        """Copy what is selected and take it out."""
        self.copy()
        self.take_out_chosen()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802  # Qt's name
        """Show where what is carried would come to stand."""
        shown = self._carrying.where_it_stands(event)
        super().dragMoveEvent(shown)
        event.setAccepted(shown.isAccepted())

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """Put in what is dropped; what comes from another place of the writing moves."""
        if self.isReadOnly():
            event.ignore()
            return
        at = event.position().toPoint()
        if self._carrying.is_moved(event):
            text = self.shown()
            moved = self._carrying.moved(text, self.selection, at)
            if moved is None:
                piece = editing.piece(text, *self.selection)
                self.hand.move(piece, self.cursorForPosition(at))
            elif moved.text != text[moved.start : moved.end]:
                self.apply(moved)
        else:
            self.setTextCursor(self.cursorForPosition(at))
            self.insertFromMimeData(event.mimeData())
        event.acceptProposedAction()
        # The editor shows where one would drop it until it hears that it is over.
        super().dragLeaveEvent(QDragLeaveEvent())

    def keeps_line(self, line: str) -> bool:
        """Keep a paragraph whole in which something is bold: a break might cut that in two."""
        return len(line) <= LONGEST_WHOLE and not is_plain(line)

    def insert_at(self, cursor: QTextCursor, text: str) -> None:
        """Put Markdown in, in one step; beside what it would break, not within it."""
        self.hand.put(cursor, _OTHER_ENDS.sub("\n", text))

    def put_words(self, cursor: QTextCursor, words: str) -> None:
        """Put words over others, that look as these did."""
        self.hand.put_words(cursor, words)

    def paste_plain(self) -> None:
        """Paste the words alone."""
        if not self.isReadOnly() and (words := QGuiApplication.clipboard().text()):
            self.hand.put_plain(self.textCursor(), _OTHER_ENDS.sub("\n", words))

    def spans_of(self, wanted: str) -> Iterator[Span]:
        """Give where words stand that are seen, whatever of them is bold."""
        return seen_words.spans_of(self.document(), wanted)

    def replace_all(self, wanted: str, words: str) -> None:
        """Replace words wherever they are seen, as one step to undo."""
        self.replacing.start(wanted, words)

    @property
    def is_filling(self) -> bool:
        """Say whether a large text or many words are still being put in, or taken out."""
        return self.replacing.is_running or super().is_filling

    def stop_filling(self) -> None:
        """Leave it at what was there before."""
        self.replacing.stop()
        super().stop_filling()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw rules where dashes make them, and images below their words."""
        super().paintEvent(event)
        paint_rules(self, self._theme.colour("line_strong"))
        paint_pictures(self, self._layout, self._theme, self._icons, event.rect())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Dress the line one comes to as the one that is written in."""
        super().focusInEvent(event)
        self._look.follow_cursor()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Dress all lines as read."""
        super().focusOutEvent(event)
        self._look.follow_cursor()
