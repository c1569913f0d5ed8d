"""The cursor beside marks that are not seen: where keys and clicks bring it to rest."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from sgdesk.content import unseen
from sgdesk.content.finding import from_utf16, utf16

Move = QTextCursor.MoveOperation
_SIDES = {Qt.Key.Key_Left: Move.PreviousCharacter, Qt.Key.Key_Right: Move.NextCharacter}
_STEP_KEYS = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


MOVING = frozenset(
    getattr(Qt.Key, f"Key_{name}")
    for name in ("Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown")
)


def leave(editor: QPlainTextEdit) -> None:
    """Put a space that was typed within marks behind them before the cursor goes elsewhere."""
    cursor = editor.textCursor()
    if cursor.hasSelection() or editor.isReadOnly():
        return
    line, at = _spot(cursor)
    edit = unseen.tidied(line, at) if "*" in line else None
    if edit is None:
        return
    cursor.joinPreviousEditBlock()
    _go(cursor, line, edit.start, QTextCursor.MoveMode.MoveAnchor)
    _go(cursor, line, edit.end, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(edit.text)
    cursor.endEditBlock()
    editor.setTextCursor(cursor)


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
    _go(cursor, line, unseen.past(line, at, back=is_back), mode)
    cursor.movePosition(move, mode)
    editor.setTextCursor(cursor)
    settle(editor, forward=not is_back)
    editor.ensureCursorVisible()
    return True


def settle(editor: QPlainTextEdit, *, forward: bool = False) -> None:
    """Bring the cursor, or the end of a selection that moves, out of the marks."""
    cursor = editor.textCursor()
    line, at = _spot(cursor)
    to = unseen.rest(line, at, forward=forward)
    if to != at:
        has_selection = cursor.hasSelection()
        mode = QTextCursor.MoveMode
        _go(cursor, line, to, mode.KeepAnchor if has_selection else mode.MoveAnchor)
        editor.setTextCursor(cursor)


def pass_stars(cursor: QTextCursor, *, back: bool) -> bool:
    """Go over marks of bold or italic that are not seen; say whether there were any."""
    line, at = _spot(cursor)
    edge = unseen.past(line, at, back=back)
    to = at
    while to != edge and line[to - 1 if back else to] == "*":
        to += -1 if back else 1
    _go(cursor, line, to, QTextCursor.MoveMode.MoveAnchor)
    return to != at


def lead_before(cursor: QTextCursor) -> int:
    """Say how long the mark of a heading, list or quotation is that ends here; else 0."""
    line, at = _spot(cursor)
    return unseen.lead_before(line, at)


def _spot(cursor: QTextCursor) -> tuple[str, int]:
    line = cursor.block().text()
    return line, from_utf16(line, cursor.positionInBlock())


def _go(cursor: QTextCursor, line: str, at: int, mode: QTextCursor.MoveMode) -> None:
    cursor.setPosition(cursor.block().position() + utf16(line, at), mode)
