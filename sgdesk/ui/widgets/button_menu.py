"""The menu that a button drops."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QPushButton


class ButtonMenu(QMenu):
    """Begins where its button begins, and ends within the window where it has room there.

    From a button that is turned round it would hang to the left, and from one near the edge of
    the screen lie beside it.
    """

    def __init__(self, owner: QPushButton, title: str) -> None:
        super().__init__(owner)
        # A button that has its arrow after the words would turn the menu round as well.
        self.setProperty("layoutDirection", "LeftToRight")
        self.setAccessibleName(title)
        self.setToolTipsVisible(True)
        self._owner = owner

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Move there before it is seen, as far as the screen has room."""
        room, window = self.screen().availableGeometry(), self._owner.window()
        begin = self._owner.mapToGlobal(QPoint(0, 0)).x()
        last = room.right() + 1 - self.width()
        if window.width() >= self.width():
            last = min(last, window.mapToGlobal(QPoint(window.width() - self.width(), 0)).x())
        self.move(max(room.left(), min(begin, last)), self.y())
        super().showEvent(event)
