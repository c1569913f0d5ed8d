"""Plain-text editors that hold megabytes without holding up the window, and give back
exactly what was put into them."""

from collections.abc import Iterator

from PySide6.QtCore import QMimeData, QSize, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from sgdesk.content.finding import Span, spans, utf16
from sgdesk.content.softly import break_softly, make_whole, shown_place
from sgdesk.ui.compose.typed import redoes
from sgdesk.ui.compose.undone import Undone

CHUNK = 30_000
"""Characters put in between two frames: 5 to 20 ms, the more the longer the text is already."""


class TextEditor(QPlainTextEdit):
    """An editor in which Tab moves on, as everywhere else in a form.

    Signals: `edited()`, when the user changed the text; `filling(int, int)`, how
    many characters of a large text are in and how many there are, equal at the
    end; `undo_wanted()` and `redo_wanted()`, from the keys, for whoever keeps the
    order of changes across editors; `replaced(int)`, how many words `replace_all` has
    replaced; `files_pasted(object)`, a tuple of local paths; `image_pasted(object)`, a
    `QImage`.
    """

    edited = Signal()
    filling = Signal(int, int)
    undo_wanted = Signal()
    redo_wanted = Signal()
    replaced = Signal(int)
    files_pasted = Signal(object)
    image_pasted = Signal(object)

    def __init__(self, name: str, title: str, placeholder: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setPlaceholderText(placeholder)
        self.setAccessibleDescription(f"{placeholder} Tab goes on to the next control.")
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self._known = ("", 0)
        """A text and the revision of the document that it is."""
        self._queue = ""
        self._done = 0
        self._total = 0
        self._first_step = 0
        self._groups: list[tuple[int, int]] = []
        """Undo steps that belong together: after the first number, up to the second."""
        self._is_quiet = False
        self.has_soft_breaks = False
        """Whether some long line was broken for the eye, at least once."""
        self._cursor = QTextCursor(self.document())
        self._undone = Undone(self.document())
        self._made_at = -1
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._put_next)
        self._goal = -1
        """How many steps undo or redo is to leave, while it is under way."""
        self._walking = QTimer(self, singleShot=True, interval=0)
        self._walking.timeout.connect(self._walk)
        self.textChanged.connect(self._report)

    @property
    def is_filling(self) -> bool:
        """Say whether a large text is still being put in, or taken out."""
        return bool(self._queue) or self._goal >= 0

    @property
    def made_is_on_top(self) -> bool:
        """Say whether what `show_made` put in is the newest step."""
        return 0 <= self._made_at == self.document().availableUndoSteps()

    def source(self) -> str:
        """Give the text, character by character as it was typed, pasted or set."""
        text, revision = self._known
        if revision != self.document().revision():
            # `toPlainText` would turn each hard space into a common one.
            raw = self.document().toRawText().replace("\u2029", "\n")
            text = make_whole(raw)
            self._known = (text, self.document().revision())
        return text

    def differs_from(self, text: str) -> bool:
        """Say whether another text stands here; for a large one mostly without reading it."""
        count = self.document().characterCount() - 1
        if not self.has_soft_breaks and text.isascii() and count != len(text):
            return True
        return self.source() != text

    def set_source(self, text: str) -> None:
        """Show a text as if it had always stood there: nothing to undo or redo, no signal."""
        self._undone.forget()
        self._set(text)

    def _set(self, text: str) -> None:
        self._groups.clear()
        if text == self.source():
            # A margin that was set is a step, too, and so is all that led to this text.
            self.document().clearUndoRedoStacks()
            self._made_at = -1
            return
        self._stop_filling()
        self._made_at = -1
        shown = self.broken(text)
        self._is_quiet = True
        self.setPlainText(shown if len(shown) <= CHUNK else "")
        self._is_quiet = False
        self._known = (text, self.document().revision())
        if len(shown) > CHUNK:
            self.document().setUndoRedoEnabled(False)
            self._fill(QTextCursor(self.document()), shown)

    def replace_source(self, text: str) -> None:
        """Put a text in the place of all that stands there; undo brings the old one back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        self.insert_at(cursor, text)

    def show_made(self, text: str) -> None:
        """Show what was made from another editor; the user's own steps stay undoable.

        What was made before and stands on top of them is no step of its own. What they undid
        can be redone once the text is made again that it was for.
        """
        if text == self.source():
            return
        document = self.document()
        self._is_quiet = True
        self._undone.set_aside(self._groups)
        if not document.isUndoAvailable():
            self._set(text)
            self._bring_undone_back()
            return
        if self.made_is_on_top:
            document.undo()
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        _insert(cursor, self.broken(text))
        self._made_at = document.availableUndoSteps()
        self._known = (text, document.revision())
        self._bring_undone_back()

    def _bring_undone_back(self) -> None:
        text = self.source()
        self._is_quiet = True
        self._undone.bring_back()
        self._is_quiet = False
        self._known = (text, self.document().revision())

    def cursor_at(self, start: int, length: int) -> QTextCursor:
        """Give a cursor that selects a part of `source`."""
        shown = self.document().toRawText().replace("\u2029", "\n")
        cursor = QTextCursor(self.document())
        cursor.setPosition(utf16(shown, shown_place(shown, start)))
        end = utf16(shown, shown_place(shown, start + length))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def mark_step(self) -> None:
        """Put a step on the stack that changes nothing, for what happened beside the text."""
        self._is_quiet = True
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.insertText(" ")
        cursor.deletePreviousChar()
        cursor.endEditBlock()
        self._is_quiet = False

    def insert_at(self, cursor: QTextCursor, text: str) -> None:
        """Insert in one undoable step, a large text over several frames."""
        shown = self.broken(text)
        if len(shown) <= CHUNK:
            _insert(cursor, shown)
            return
        self._first_step = self.document().availableUndoSteps()
        cursor.removeSelectedText()
        self._fill(cursor, shown)

    def spans_of(self, wanted: str) -> Iterator[Span]:
        """Give where words stand, as the cursor counts."""
        yield from spans(self.document().toRawText().replace("\u2029", "\n"), wanted)

    def put_words(self, cursor: QTextCursor, words: str) -> None:
        """Put words over those that a cursor selects."""
        cursor.insertText(words)

    def replace_all(self, wanted: str, words: str) -> None:
        """Replace words wherever they stand, as one step to undo."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        matches = list(self.spans_of(wanted))
        for start, end in reversed(matches):
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(words)
        cursor.endEditBlock()
        self.replaced.emit(len(matches))

    def stop_filling(self) -> None:
        """Leave it at what was there before the large text."""
        if self._queue and self.document().isUndoRedoEnabled():
            self._end_filling()
            self.undo_step()

    def undo_step(self) -> None:
        """Undo the last step; one that came in pieces goes as a whole, a piece a frame."""
        steps = self.document().availableUndoSteps()
        if steps:
            groups = self._groups
            self._goal = next((first for first, last in groups if first < steps <= last), steps - 1)
            self._walk()

    def redo_step(self) -> None:
        """Redo the last step that was undone."""
        steps = self.document().availableUndoSteps()
        if self.document().isRedoAvailable():
            groups = self._groups
            self._goal = next((last for first, last in groups if first <= steps < last), steps + 1)
            self._walk()

    def _walk(self) -> None:
        """Go one piece nearer to where undo or redo is to lead."""
        document = self.document()
        steps = document.availableUndoSteps()
        was_quiet, self._is_quiet = self._is_quiet, True
        if steps > self._goal:
            document.undo()
            is_there = document.availableUndoSteps() <= self._goal
        else:
            document.redo()
            is_there = document.availableUndoSteps() >= self._goal
            is_there = is_there or not document.isRedoAvailable()
        self._is_quiet = was_quiet
        if is_there:
            self._show_again()
            self.setReadOnly(False)
            self._goal = -1
            self.edited.emit()
        else:
            self.setReadOnly(True)
            self.setUpdatesEnabled(False)
            self._walking.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Let undo and redo go where the change was made."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif redoes(event):
            self.redo_wanted.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Ask for no more than some lines: it gets what room is left."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Keep the line in sight that is written in when something below takes room."""
        was_seen = 0 <= self.cursorRect().bottom() < event.oldSize().height()
        super().resizeEvent(event)
        if was_seen and self.hasFocus():
            self.ensureCursorVisible()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802  # Qt's name
        """Take text, and hand on files and pictures."""
        return source.hasText() or source.hasImage() or source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802  # Qt's name
        """Paste as plain text, however much it is; files and pictures are for others to read."""
        paths = tuple(url.toLocalFile() for url in source.urls() if url.isLocalFile())
        if paths:
            self.files_pasted.emit(paths)
        elif source.hasImage() and not source.hasText():
            self.image_pasted.emit(QImage(source.imageData()))
        elif source.hasText() and not self.isReadOnly():
            self.insert_at(self.textCursor(), source.text())
            self.ensureCursorVisible()

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802  # Qt's name
        """Copy what is selected without the breaks that are only for the eye."""
        data = QMimeData()
        data.setText(make_whole(self.textCursor().selectedText().replace("\u2029", "\n")))
        return data

    def broken(self, text: str) -> str:
        """Give a text as it is shown: with breaks in lines that are too long for an editor."""
        shown = break_softly(text, keeps=self.keeps_line)
        self.has_soft_breaks = self.has_soft_breaks or shown is not text
        return shown

    def keeps_line(self, _line: str) -> bool:
        """Say whether a long line must not be broken, whatever it takes to show it."""
        return False

    def _fill(self, cursor: QTextCursor, shown: str) -> None:
        self._cursor = cursor
        self._queue, self._done, self._total = shown, 0, len(shown)
        self.setReadOnly(True)
        # Painting each piece would take longer than putting it in.
        self.setUpdatesEnabled(False)
        self._put_next()

    def _put_next(self) -> None:
        """Put the next piece in, and leave a frame for the window before the one after."""
        if not self._queue:
            return
        piece = self._queue[self._done : self._done + CHUNK]
        known = self._known if not self.document().isUndoRedoEnabled() else None
        self._is_quiet = True
        self._cursor.insertText(piece)
        self._is_quiet = False
        if known is not None:
            self._known = (known[0], self.document().revision())
        self._done += len(piece)
        self.filling.emit(self._done, self._total)
        if self._done < self._total:
            self._timer.start()
        else:
            self._end_filling()

    def _end_filling(self) -> None:
        was_edit = self.document().isUndoRedoEnabled()
        self._stop_filling()
        if was_edit:
            self._groups.append((self._first_step, self.document().availableUndoSteps()))
            self.edited.emit()
        else:
            self._bring_undone_back()

    def _stop_filling(self) -> None:
        self._timer.stop()
        if self._queue:
            self.filling.emit(self._total, self._total)
        self._queue = ""
        self.document().setUndoRedoEnabled(True)
        self._show_again()
        self.setReadOnly(False)

    def _show_again(self) -> None:
        """Draw what was not drawn meanwhile, and say so: nothing else would have it dressed."""
        self.setUpdatesEnabled(True)
        self.updateRequest.emit(self.viewport().rect(), 0)

    def _report(self) -> None:
        if not self._is_quiet:
            steps = self.document().availableUndoSteps()
            if not self.document().isRedoAvailable():
                self._groups = [group for group in self._groups if group[1] <= steps]
            self.edited.emit()


def _insert(cursor: QTextCursor, text: str) -> None:
    """Insert as a step of its own: what is typed next does not join it."""
    cursor.beginEditBlock()
    cursor.insertText(text)
    cursor.endEditBlock()
