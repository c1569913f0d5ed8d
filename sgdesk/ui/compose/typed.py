"""What a key writes, wherever it is pressed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence


def typed(event: QKeyEvent) -> str:
    """Give the letters that a key writes; Ctrl with Alt is the key for third letters."""
    keys = event.modifiers()
    is_command = bool(keys & Qt.KeyboardModifier.ControlModifier) and not (
        keys & Qt.KeyboardModifier.AltModifier
    )
    return event.text() if event.text().isprintable() and not is_command else ""


def pastes(event: QKeyEvent) -> bool:
    """Say whether a key pastes, with or without formats."""
    plain = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    return event.matches(QKeySequence.StandardKey.Paste) or (
        event.key() == Qt.Key.Key_V and event.modifiers() == plain
    )
