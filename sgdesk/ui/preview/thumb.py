"""Where one is in a long mail, as a phone shows it: a thin mark over it that takes no room."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

THUMB_PX = 4
EDGE_PX = 2
LEAST_PX = 30
_COLOUR = QColor(128, 128, 128, 170)
"""Seen on white and on black, for a mail may be either."""


class Thumb(QWidget):
    """Stand at the right edge of its parent; nothing while all of the mail is in sight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mail = parent
        self.setObjectName("thumb")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_place(self, above: float, length: float, *, is_phone: bool) -> None:
        """Say how much of the mail's length is above; a desktop has a bar instead."""
        room = self._mail.size()
        self.setVisible(is_phone and length > room.height() + 1)
        if self.isHidden():
            return
        track = room.height() - 2 * EDGE_PX
        height = max(LEAST_PX, track * room.height() / length)
        share = min(1.0, above / (length - room.height()))
        top = EDGE_PX + share * (track - height)
        left = room.width() - THUMB_PX - EDGE_PX
        self.setGeometry(left, round(top), THUMB_PX, round(height))
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_COLOUR)
        painter.drawRoundedRect(QRectF(self.rect()), THUMB_PX / 2, THUMB_PX / 2)
        painter.end()
