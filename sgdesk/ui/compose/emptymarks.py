"""Marks put in for words that never came: they go as soon as the cursor is elsewhere."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget


class EmptyMarks(QObject):
    """Watch one empty pair of marks in an editor, the one that a button just put in.

    The keyboard may be on one of the `tools`: the next click may be about the pair.
    """

    def __init__(self, editor: QPlainTextEdit, tools: QWidget) -> None:
        super().__init__(editor)
        self._editor = editor
        self._tools = tools
        self._pair = ""
        self._place = QTextCursor()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._look)
        # An editor is in the midst of moving its cursor when it says so.
        editor.cursorPositionChanged.connect(self._wait)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_keyboard)

    def watch(self, pair: str) -> None:
        """Remember the pair in whose middle the cursor is."""
        self._pair = pair
        self._place = QTextCursor(self._editor.textCursor())
        self._place.setKeepPositionOnInsert(True)

    def _wait(self) -> None:
        if self._pair:
            self._later.start()

    def _follow_keyboard(self, _old: QWidget | None, _now: QWidget | None) -> None:
        self._wait()

    def _look(self) -> None:
        at, half = self._place.position(), len(self._pair) // 2
        now = QApplication.focusWidget()
        is_here = now is None or now is self._editor or self._tools.isAncestorOf(now)
        if not self._pair or (is_here and self._editor.textCursor().position() == at):
            return
        pair, self._pair = self._pair, ""
        document = self._editor.document()
        start, end = at - half, at + half
        if start < 0 or end >= document.characterCount() or self._editor.isReadOnly():
            return
        found = QTextCursor(document)
        found.setPosition(start)
        found.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        around = (document.characterAt(start - 1), document.characterAt(end))
        if found.selectedText() == pair and "*" not in around:
            found.joinPreviousEditBlock()
            found.removeSelectedText()
            found.endEditBlock()
