"""The cursor beside marks that are not seen: where keys and clicks bring it to rest."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from sgdesk.content import resting
from sgdesk.content.finding import from_utf16, utf16

Move = QTextCursor.MoveOperation
_SIDES = {Qt.Key.Key_Left: Move.PreviousCharacter, Qt.Key.Key_Right: Move.NextCharacter}
_STEP_KEYS = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


def step(editor: QPlainTextEdit, event: QKeyEvent) -> bool:
    """Go one letter on as it is seen; `False` for a key that does something else."""
    move = _SIDES.get(Qt.Key(event.key()))
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    cursor = editor.textCursor()
    if move is None or modifiers not in _STEP_KEYS:
        return False
    is_selecting = modifiers == Qt.KeyboardModifier.ShiftModifier
    if cursor.hasSelection() and not is_selecting:
        return False
    mode = QTextCursor.MoveMode.KeepAnchor if is_selecting else QTextCursor.MoveMode.MoveAnchor
    is_back = move is Move.PreviousCharacter
    line, at = _spot(cursor)
    _go(cursor, line, resting.past(line, at, back=is_back), mode)
    cursor.movePosition(move, mode)
    editor.setTextCursor(cursor)
    settle(editor, forward=not is_back)
    editor.ensureCursorVisible()
    return True


def settle(editor: QPlainTextEdit, *, forward: bool = False) -> None:
    """Bring the cursor, or the end of a selection that moves, out of the marks."""
    cursor = editor.textCursor()
    line, at = _spot(cursor)
    to = resting.rest(line, at, forward=forward)
    if to != at:
        has_selection = cursor.hasSelection()
        mode = QTextCursor.MoveMode
        _go(cursor, line, to, mode.KeepAnchor if has_selection else mode.MoveAnchor)
        editor.setTextCursor(cursor)


def lead_before(cursor: QTextCursor) -> int:
    """Say how long the mark of a heading, list or quotation is that ends here; else 0."""
    line, at = _spot(cursor)
    return resting.lead_before(line, at)


def _spot(cursor: QTextCursor) -> tuple[str, int]:
    line = cursor.block().text()
    return line, from_utf16(line, cursor.positionInBlock())


def _go(cursor: QTextCursor, line: str, at: int, mode: QTextCursor.MoveMode) -> None:
    cursor.setPosition(cursor.block().position() + utf16(line, at), mode)
