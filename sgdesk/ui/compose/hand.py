"""The hand that writes in the Write tab: every change of a line goes through its letters."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextBlock, QTextCursor

from sgdesk.content import pasting
from sgdesk.content.edit import Edit
from sgdesk.content.editing import AsRead, change, tight, without_beside
from sgdesk.content.emphasis import takes_word, toggle_word, worn_first, worn_next
from sgdesk.content.finding import from_utf16, utf16
from sgdesk.content.letters import PLAIN, Worn, is_plain, literal, read, typed
from sgdesk.content.lines import next_line
from sgdesk.content.objects import behind
from sgdesk.ui.compose.editor import CHUNK, TextEditor


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """The line in which a selection begins and the one in which it ends, as one text."""

    first: QTextBlock
    last: QTextBlock
    text: str
    start: int
    end: int

    @classmethod
    def of(cls, cursor: QTextCursor) -> "_Lines":
        """Give the lines of what a cursor selects; those in between do not matter."""
        document = cursor.document()
        first = document.findBlock(cursor.selectionStart())
        last = document.findBlock(cursor.selectionEnd())
        head, tail = first.text(), last.text()
        start = from_utf16(head, cursor.selectionStart() - first.position())
        end = from_utf16(tail, cursor.selectionEnd() - last.position())
        if first == last:
            return cls(first=first, last=last, text=head, start=start, end=end)
        text = f"{head}\n{tail}"
        return cls(first=first, last=last, text=text, start=start, end=len(head) + 1 + end)

    def place(self, at: int) -> int:
        """Give a place of the text as one of the document."""
        head = self.text.partition("\n")[0]
        if at <= len(head):
            return self.first.position() + utf16(head, at)
        tail = self.text[len(head) + 1 :]
        return self.last.position() + utf16(tail, at - len(head) - 1)


class Hand(QObject):
    """Type, put in and take out at a cursor; and know what is worn by what is typed next.

    Signals: `pen_changed()`.
    """

    pen_changed = Signal()

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._pen: Worn | None = None
        """What is typed next wears this at one place, and what the letter before does elsewhere."""
        self._pen_place = -1
        self._is_pressed = False
        """Whether nothing was typed since a button was pressed."""
        editor.cursorPositionChanged.connect(self._drop_pen)

    @property
    def pen(self) -> Worn | None:
        """Give what is typed next wears, where that was said by a button; else `None`."""
        cursor = self._editor.textCursor()
        is_here = cursor.position() == self._pen_place and not cursor.hasSelection()
        return self._pen if is_here else None

    def press(self, mark: str) -> None:
        """Switch bold or italic with nothing selected: for a word, or for what is typed next."""
        cursor = self._editor.textCursor()
        lines = _Lines.of(cursor)
        worn = self._worn(cursor, lines)
        is_pressed = self._is_pressed and self.pen is not None
        if not is_pressed and takes_word(lines.text, lines.start, mark, worn):
            self._do(toggle_word(lines.text, lines.start, mark), lines, cursor)
            return
        self._pen, self._pen_place = worn ^ {mark}, cursor.position()
        self._is_pressed = True
        self.pen_changed.emit()

    def type_in(self, words: str) -> bool:
        """Type over what is selected; `False` where the editor does it as well by itself."""
        cursor = self._editor.textCursor()
        lines = _Lines.of(cursor)
        worn = self._worn(cursor, lines)
        is_one = lines.first == lines.last and not worn and self.pen is None
        if is_one and is_plain(lines.text) and is_plain(words):
            return False
        self._put(cursor, words, typed, worn, keeps_pen=True)
        return True

    def put(self, cursor: QTextCursor, markdown: str) -> None:
        """Put Markdown over what a cursor selects; within an address it is part of that."""
        self._put(cursor, markdown, read, PLAIN)

    def put_copied(self, markdown: str) -> None:
        """Put what was copied over what is selected; a heading or a list on lines of its own."""
        cursor = self._editor.textCursor()
        lines = _Lines.of(cursor)
        start, fitted = pasting.fitted(lines.text, lines.start, lines.end, markdown)
        cursor.setPosition(lines.place(start))
        cursor.setPosition(lines.place(lines.end), QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        self.put(cursor, fitted)
        self._editor.ensureCursorVisible()

    def put_like(self, cursor: QTextCursor, markdown: str) -> None:
        """Put Markdown that looks like what it stands among; what has lines of its own does not."""
        worn = PLAIN if "\n" in markdown else self._worn(cursor, _Lines.of(cursor))
        self._put(cursor, markdown, read, worn)

    def put_plain(self, cursor: QTextCursor, words: str) -> None:
        """Put words over what a cursor selects that mean nothing but themselves."""
        self.put_like(cursor, literal(words))

    def put_words(self, cursor: QTextCursor, words: str) -> None:
        """Put words that look like those that a cursor selects over them."""
        lines = _Lines.of(cursor)
        self._put(cursor, words, typed, worn_first(lines.text, lines.start, lines.end))

    def move(self, markdown: str, to: QTextCursor) -> None:
        """Move what is selected, which is this Markdown, to another place, as one step to undo."""
        chosen = self._editor.textCursor()
        if chosen.selectionStart() <= to.position() <= chosen.selectionEnd():
            return
        chosen.beginEditBlock()
        lines = _Lines.of(chosen)
        self._carry_out(change(lines.text, lines.start, lines.end), lines)
        lines = _Lines.of(to)
        start, put = pasting.fitted(lines.text, lines.start, lines.end, markdown)
        edit = change(lines.text, start, lines.end, put, as_read=read)
        place = self._carry_out(edit, lines)
        chosen.endEditBlock()
        self._go(place)

    def begin_line(self) -> None:
        """Go on with a list, or with plain writing; what is selected goes."""
        lines = _Lines.of(self._editor.textCursor())
        edit = change(lines.text, lines.start, lines.end)
        text = lines.text[: edit.start] + edit.text + lines.text[edit.end :]
        above = lines.first.previous().text()
        begun = next_line(text, behind(text, edit.select_to), above=above)
        made = text[: begun.start] + begun.text + text[begun.end :]
        whole = Edit(
            start=0, end=len(lines.text), text=made, select_from=0, select_to=begun.select_to
        )
        self._go(self._carry_out(tight(lines.text, lines.start, lines.end, whole), lines))

    def take_out(self, cursor: QTextCursor) -> None:
        """Take out what a cursor selects."""
        self._put(cursor, "", typed, PLAIN)

    def take_beside(self, cursor: QTextCursor, *, back: bool, is_word: bool) -> bool:
        """Take out what is before or behind a cursor; `False` where the editor does it as well."""
        lines = _Lines.of(cursor)
        edit = without_beside(lines.text, lines.start, back=back, is_word=is_word)
        if edit is None:
            # The line before or behind is joined to this one.
            moves = QTextCursor.MoveOperation
            move = moves.PreviousCharacter if back else moves.NextCharacter
            if cursor.movePosition(move, QTextCursor.MoveMode.KeepAnchor):
                self.take_out(cursor)
            return True
        if is_plain(lines.text) or _is_in_address(lines):
            return False
        self._do(edit, lines, cursor)
        return True

    def _worn(self, cursor: QTextCursor, lines: _Lines) -> Worn:
        if cursor.hasSelection():
            return worn_first(lines.text, lines.start, lines.end)
        pen = self.pen
        return worn_next(lines.text, lines.start) if pen is None else pen

    def _put(
        self, cursor: QTextCursor, put: str, as_read: AsRead, worn: Worn, *, keeps_pen: bool = False
    ) -> None:
        lines = _Lines.of(cursor)
        if _is_in_address(lines):
            at = lines.start + len(put)
            edit = Edit(start=lines.start, end=lines.end, text=put, select_from=at, select_to=at)
        else:
            edit = change(lines.text, lines.start, lines.end, put, as_read=as_read, worn=worn)
        self._do(edit, lines, cursor, worn if keeps_pen else None)

    def _do(self, edit: Edit, lines: _Lines, cursor: QTextCursor, pen: Worn | None = None) -> None:
        """Carry an edit out, and go behind it if the cursor is the editor's."""
        own = self._editor.textCursor()
        is_own = (own.anchor(), own.position()) == (cursor.anchor(), cursor.position())
        if len(edit.text) > CHUNK:
            TextEditor.insert_at(self._editor, self._chosen(edit, lines), edit.text)
            return
        place = self._carry_out(edit, lines)
        if is_own:
            self._go(place, pen)

    def _carry_out(self, edit: Edit, lines: _Lines) -> int:
        """Carry an edit out as one step to undo; say where the cursor is to be.

        It is not moved here: within a step of several edits, lines would be dressed too early.
        """
        chosen, broken = self._chosen(edit, lines), self._editor.broken(edit.text)
        after = lines.text[: edit.start] + edit.text + lines.text[edit.end :]
        place = lines.first.position() + utf16(after, edit.select_to)
        if broken or chosen.hasSelection():
            chosen.insertText(broken)
        return place if broken == edit.text else chosen.position()

    def _chosen(self, edit: Edit, lines: _Lines) -> QTextCursor:
        begin, stop = lines.place(edit.start), lines.place(edit.end)
        chosen = QTextCursor(self._editor.document())
        chosen.setPosition(begin)
        chosen.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
        return chosen

    def _go(self, place: int, pen: Worn | None = None) -> None:
        self._pen, self._pen_place, self._is_pressed = pen, place, False
        cursor = self._editor.textCursor()
        cursor.setPosition(place)
        self._editor.setTextCursor(cursor)
        self.pen_changed.emit()

    def _drop_pen(self) -> None:
        if self._editor.textCursor().position() != self._pen_place:
            self._pen, self._pen_place = None, -1


def _is_in_address(lines: _Lines) -> bool:
    """Say whether a selection is within what makes a link, as in its address."""
    return any(
        each.at < lines.start and lines.end <= each.at + len(each.raw) - (lines.start == lines.end)
        for each in read(lines.text)
        if each.edge
    )
