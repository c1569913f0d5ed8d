"""Steps that were undone, kept while text that is made elsewhere stands in a document.

Qt forgets what redo would bring as soon as another text is put in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextCursor, QTextDocument

from sgdesk.content.finding import utf16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What to put in the place of which part, as a cursor counts."""

    start: int
    end: int
    words: str


class Undone:
    """What redo would bring to one text of a document."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._text = ""
        self._steps: tuple[_Step, ...] = ()

    def forget(self) -> None:
        """Let it be gone: something else was done since."""
        self._text, self._steps = "", ()

    def set_aside(self, groups: Sequence[tuple[int, int]]) -> None:
        """Keep what redo would bring now, if anything; `groups` as the editor keeps them."""
        document = self._document
        if document.isRedoAvailable():
            first, text = document.availableUndoSteps(), document.toRawText()
            self._text, self._steps = text, tuple(self._redone(text, groups))
            self._back_to(first)

    def bring_back(self) -> None:
        """Let redo bring it again, if the text is there that it was for."""
        document = self._document
        if not self._steps or document.toRawText() != self._text:
            return
        first, cursor = document.availableUndoSteps(), QTextCursor(document)
        for step in self._steps:
            cursor.beginEditBlock()
            cursor.setPosition(step.start)
            cursor.setPosition(step.end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(step.words)
            cursor.endEditBlock()
        self._back_to(first)
        self.forget()

    def _redone(self, text: str, groups: Sequence[tuple[int, int]]) -> Iterator[_Step]:
        document = self._document
        while document.isRedoAvailable():
            steps = document.availableUndoSteps()
            goal = next((last for first, last in groups if first <= steps < last), steps + 1)
            while document.isRedoAvailable() and document.availableUndoSteps() < goal:
                document.redo()
            before, text = text, document.toRawText()
            if before != text:
                yield _step(before, text)

    def _back_to(self, first: int) -> None:
        while self._document.availableUndoSteps() > first:
            self._document.undo()


def _step(before: str, after: str) -> _Step:
    """Give what changed between two texts."""
    most = min(len(before), len(after))
    start = _alike(before[:most], after[:most])
    rest = most - start
    same = _alike(before[len(before) - rest :][::-1], after[len(after) - rest :][::-1])
    end = len(before) - same
    return _Step(
        start=utf16(before, start), end=utf16(before, end), words=after[start : len(after) - same]
    )


def _alike(one: str, other: str) -> int:
    """Count how many characters two texts of one length begin with alike."""
    alike, differs = 0, len(one) + 1
    # By halves: looking at each would take seconds in a large text with many steps.
    while differs - alike > 1:
        middle = (alike + differs) // 2
        if one[alike:middle] == other[alike:middle]:
            alike = middle
        else:
            differs = middle
    return alike
