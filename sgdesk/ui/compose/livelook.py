"""Colour text where it is seen: the lines in sight, when they come into sight or change.

Qt's own highlighter goes through the whole document at once, which takes seconds
for a mail of two megabytes.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QPlainTextEdit

from sgdesk.content.finding import from_utf16, utf16
from sgdesk.ui.theme import Theme

Runs = list[tuple[int, int, QTextCharFormat]]
"""First character, how many, and how they look."""
Ends = tuple[int, int]
Dresser = Callable[[str, Ends | None], Runs]
"""Takes a line and, where it is written in, where the selection begins and ends in it."""

_FEW = 2_000
"""Characters of a change whose lines are looked up one by one."""
_STALE = -1
_NOWHERE = -1


class LiveLook(QObject):
    """Keep the visible lines of one editor dressed."""

    def __init__(self, editor: QPlainTextEdit, dress: Dresser, theme: Theme) -> None:
        super().__init__(editor)
        self._editor = editor
        self._dress = dress
        self._round = 0
        """Lines that carry this number are dressed; a new number makes all of them stale."""
        self._active = _NOWHERE
        self._is_busy = False
        editor.document().contentsChange.connect(self._note_change)
        editor.updateRequest.connect(self.dress_visible)
        editor.cursorPositionChanged.connect(self.follow_cursor)
        theme.changed.connect(self.dress_again)

    def dress_again(self) -> None:
        """Dress everything anew, e.g. in other colours."""
        self._round += 1
        self.dress_visible()

    def dress_visible(self) -> None:
        """Dress what is in sight and is not dressed yet."""
        if self._is_busy or not self._editor.updatesEnabled():
            return
        self._is_busy = True
        bottom = self._editor.viewport().height()
        block = self._editor.firstVisibleBlock()
        offset = self._editor.contentOffset()
        while block.isValid():
            if block.userState() != self._round:
                self._dress_block(block)
            area = self._editor.blockBoundingGeometry(block).translated(offset)
            if area.top() > bottom:
                break
            block = block.next()
        self._is_busy = False

    def _dress_block(self, block: QTextBlock) -> None:
        made: list[QTextLayout.FormatRange] = []
        line = block.text()
        for start, length, look in self._dress(line, self._ends_in(block)):
            span = QTextLayout.FormatRange()
            # The layout counts in UTF-16.
            span.start = utf16(line, start)
            span.length, span.format = utf16(line, start + length) - span.start, look
            made.append(span)
        block.setUserState(self._round)
        layout = block.layout()
        if made != layout.formats():
            layout.setFormats(made)
            self._editor.document().markContentsDirty(block.position(), block.length())

    def _ends_in(self, block: QTextBlock) -> Ends | None:
        if block.blockNumber() != self._active:
            return None
        cursor, line = self._editor.textCursor(), block.text()
        places = (cursor.selectionStart(), cursor.selectionEnd())
        first, last = (max(0, place - block.position()) for place in places)
        return from_utf16(line, first), from_utf16(line, last)

    def _note_change(self, at: int, _removed: int, added: int) -> None:
        if self._is_busy:
            return
        if added > _FEW:
            self._round += 1
            return
        block = self._editor.document().findBlock(at)
        while block.isValid() and block.position() <= at + added:
            block.setUserState(_STALE)
            block = block.next()
        self._active = self._line_written_in()

    def _line_written_in(self) -> int:
        return self._editor.textCursor().blockNumber() if self._editor.hasFocus() else _NOWHERE

    def follow_cursor(self) -> None:
        """Dress the line that is written in, and the one before as all others."""
        now = self._line_written_in()
        document = self._editor.document()
        for number in (self._active, now):
            block = document.findBlockByNumber(number)
            if block.isValid():
                block.setUserState(_STALE)
        self._active = now
        self.dress_visible()
