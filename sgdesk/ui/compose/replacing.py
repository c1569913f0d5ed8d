"""Words of the writing, replaced wherever they are seen without holding up the window."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCursor

from sgdesk.content.editing import replaced
from sgdesk.content.softly import make_whole
from sgdesk.ui.compose.editor import TextEditor

SLICE = 8_000
"""Characters that are read between two frames: 10 to 100 ms, the more marks the longer."""

MOST_LINES = 1_000
"""That many take a tenth of a second to be put in one by one."""


class Replacing(QObject):
    """Replace words in the lines of a document, as one step to undo.

    Nothing changes until all lines are read; until then `stop` ends it, and so does typing.

    Signals: `progressed(int, int)`, how many lines are read and how many there are, equal at the
    end; `ended(int)`, how many words were replaced.
    """

    progressed = Signal(int, int)
    ended = Signal(int)

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._document = editor.document()
        self._words = ("", "")
        self._block = QTextBlock()
        """The next line to read; none while nothing is replaced."""
        self._revision = 0
        self._made: list[tuple[int, str]] = []
        """The numbers of lines, and what they are to be."""
        self._count = 0
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._read_on)
        self._steps = self._number = 0
        """How many could be undone before very many lines came in, and where the cursor was."""
        self._waiting = QTimer(self, singleShot=True, interval=0)
        self._waiting.timeout.connect(self._wait)

    @property
    def is_running(self) -> bool:
        """Say whether lines are still being read."""
        return self._block.isValid()

    def start(self, wanted: str, words: str) -> None:
        """Replace `wanted`; a short text is done at once."""
        self.stop()
        self._words = (wanted, words)
        self._block, self._revision = self._document.firstBlock(), self._document.revision()
        self._made, self._count = [], 0
        self._read_on()

    def stop(self) -> None:
        """Leave the text as it is."""
        if self.is_running:
            self._timer.stop()
            self._block = QTextBlock()
            self.progressed.emit(1, 1)

    def _read_on(self) -> None:
        if self._document.revision() != self._revision:
            self.stop()
            return
        wanted, words = self._words
        read = 0
        while self._block.isValid() and read < SLICE:
            line = self._block.text()
            read += len(line) + 1
            made, count = replaced(line, wanted, words)
            if count:
                self._made.append((self._block.blockNumber(), made))
                self._count += count
            self._block = self._block.next()
        if self._block.isValid():
            self.progressed.emit(self._block.blockNumber(), self._document.blockCount())
            self._timer.start()
        else:
            self._put()

    def _put(self) -> None:
        self.progressed.emit(1, 1)
        if len(self._made) <= MOST_LINES:
            self._put_lines()
            self.ended.emit(self._count)
            return
        self._steps, self._number = (
            self._document.availableUndoSteps(),
            self._editor.textCursor().blockNumber(),
        )
        self._put_between(self._made[0][0], self._made[-1][0])
        self._wait()

    def _put_lines(self) -> None:
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        for number, line in self._made:
            self._select(cursor, number, number)
            cursor.insertText(line)
        cursor.endEditBlock()

    def _put_between(self, first: int, last: int) -> None:
        """Put in all from one line to another, over several frames: faster than very many lines."""
        made = dict(self._made)
        block, lines = self._document.findBlockByNumber(first), list[str]()
        while block.isValid() and block.blockNumber() <= last:
            lines.append(made.get(block.blockNumber(), block.text()))
            block = block.next()
        cursor = QTextCursor(self._document)
        self._select(cursor, first, last)
        TextEditor.insert_at(self._editor, cursor, make_whole("\n".join(lines)))

    def _select(self, cursor: QTextCursor, first: int, last: int) -> None:
        cursor.setPosition(self._document.findBlockByNumber(first).position())
        end = self._document.findBlockByNumber(last)
        cursor.setPosition(end.position() + end.length() - 1, QTextCursor.MoveMode.KeepAnchor)

    def _wait(self) -> None:
        """Once all is in, put the cursor back into its line; say nothing of what was stopped."""
        if self._editor.is_filling:
            self._waiting.start()
        elif self._document.availableUndoSteps() > self._steps:
            cursor = QTextCursor(self._document.findBlockByNumber(self._number))
            self._editor.setTextCursor(cursor)
            self.ended.emit(self._count)
