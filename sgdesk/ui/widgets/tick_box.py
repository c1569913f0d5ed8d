"""A box to tick."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

_TICK = ((0.26, 0.52), (0.43, 0.69), (0.75, 0.34))
"""From the left edge of the box and its top, as parts of its width and height."""
_PEN_PX = 1.75


class TickBox(QCheckBox):
    """Show a tick where it is on: the style sheet alone has no tick in the scheme's colours."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the tick over the box."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_CheckBoxIndicator
        box = self.style().subElementRect(part, option, self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            colour = self.palette().color(QPalette.ColorRole.HighlightedText)
            cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
            painter.setPen(QPen(colour, _PEN_PX, Qt.PenStyle.SolidLine, cap, join))
            painter.drawPolyline(
                QPolygonF(
                    [
                        QPointF(box.x() + x * box.width(), box.y() + y * box.height())
                        for x, y in _TICK
                    ]
                )
            )
