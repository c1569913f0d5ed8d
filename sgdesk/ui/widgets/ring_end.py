"""The lower end of a focus ring, for what is cut by the room in which it scrolls."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

RING_PX, ROUND_PX = 2, 4
"""As the style sheet has it around what one writes in."""


class RingEnd(QWidget):
    """Close a ring with round corners over what goes on below; what is within stays in sight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def close_at(self, ring: QRect, bottom: int) -> None:
        """Close a ring whose sides go on, above this height."""
        self.setGeometry(ring.x(), bottom - ROUND_PX, ring.width(), ROUND_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Take the sides away where the ring turns, and draw its end."""
        outer = QRectF(self.rect()).adjusted(0, -2 * ROUND_PX, 0, 0)
        inner = outer.adjusted(RING_PX, 0, -RING_PX, -RING_PX)
        within, whole, turned = QPainterPath(), QPainterPath(), QPainterPath()
        whole.addRect(outer)
        turned.addRoundedRect(outer, ROUND_PX, ROUND_PX)
        within.addRoundedRect(inner, ROUND_PX - RING_PX, ROUND_PX - RING_PX)
        painter, colours = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(whole - within, colours.color(QPalette.ColorRole.Base))
        painter.fillPath(turned - within, colours.color(QPalette.ColorRole.Accent))
