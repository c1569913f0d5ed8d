"""One press is one mail: what sends takes no second press of a double click, and no held key.

The first send may have ended before the second press arrives, so that no look at what is
on its way can tell the two apart. When the mouse was pressed can.
"""

from PySide6 import QtCore
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.clock import monotonic_ns


class _Presses:
    """The presses of one kind, each of which renews the time in which the next is too soon."""

    def __init__(self) -> None:
        self._last_ms: float | None = None

    def is_too_soon(self, at_ms: float) -> bool:
        """Note a press; say whether it follows another within the system's double click."""
        last, self._last_ms = self._last_ms, at_ms
        return last is not None and 0 <= at_ms - last < QApplication.doubleClickInterval()


_mouse = _Presses()
"""Of all these buttons: a sheet or a card may put one of them under the pointer of another."""


class OnceButton(QPushButton):
    """Take the first press of a double click alone, and of a held key none but the first."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Be pressed, unless it comes too soon after a press of any such button."""
        # The time at which the mouse was pressed, not that at which the window came to it.
        if not _mouse.is_too_soon(event.timestamp()):
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Take no second press, wherever the first one went."""
        _mouse.is_too_soon(event.timestamp())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Be pressed by a key, but not by its repeats: it may be held since another view."""
        repeated = event.isAutoRepeat()
        pressing = QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter, QtCore.Qt.Key.Key_Space
        if not (repeated and event.key() in pressing):
            super().keyPressEvent(event)


class OnceKey:
    """Tell the presses of one shortcut apart from those that follow too soon."""

    def __init__(self) -> None:
        self._presses = _Presses()

    def is_first(self) -> bool:
        """Note a press of now; say whether it is to be taken."""
        return not self._presses.is_too_soon(monotonic_ns() / 1e6)
