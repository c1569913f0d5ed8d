"""What a key writes or takes out, wherever it is pressed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_NONE = Qt.KeyboardModifier.NoModifier
_CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_WORD_KEYS = (
    QKeySequence.StandardKey.DeleteStartOfWord,
    QKeySequence.StandardKey.DeleteEndOfWord,
)


def typed(event: QKeyEvent) -> str:
    """Give the letters that a key writes; Ctrl with Alt is the key for third letters."""
    keys = event.modifiers()
    is_command = bool(keys & Qt.KeyboardModifier.ControlModifier) and not (
        keys & Qt.KeyboardModifier.AltModifier
    )
    return event.text() if event.text().isprintable() and not is_command else ""


def pastes(event: QKeyEvent) -> bool:
    """Say whether a key pastes, with or without formats."""
    return event.matches(QKeySequence.StandardKey.Paste) or (
        event.key() == Qt.Key.Key_V and event.modifiers() == _CONTROL_SHIFT
    )


def redoes(event: QKeyEvent) -> bool:
    """Say whether a key redoes: each of the two that are known for it, whatever the system's is."""
    is_y = event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    is_z = event.key() == Qt.Key.Key_Z and event.modifiers() == _CONTROL_SHIFT
    return is_y or is_z or event.matches(QKeySequence.StandardKey.Redo)


def removes_word(event: QKeyEvent) -> bool:
    """Say whether a key removes a word beside the cursor."""
    return any(event.matches(key) for key in _WORD_KEYS)


def removes_back(event: QKeyEvent) -> bool | None:
    """Say whether a key removes what is before the cursor or behind; `None` for one that does
    neither."""
    keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.matches(_WORD_KEYS[0]):
        return True
    if event.matches(_WORD_KEYS[1]):
        return False
    if event.key() == Qt.Key.Key_Backspace and keys in (_NONE, Qt.KeyboardModifier.ShiftModifier):
        return True
    return False if event.key() == Qt.Key.Key_Delete and keys == _NONE else None
