"""The menu that a button drops."""

from PySide6 import QtCore
from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QCursor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF, QShowEvent
from PySide6.QtWidgets import QMenu, QPushButton

_TICK = ((0.0, 4.5), (3.5, 8.0), (10.0, 1.0))
"""Its corners in pixels, from its left upper end."""
_TICK_PX = (10.0, 9.0)
_TICK_AT_PX = 8.0
"""Where it begins, right of the edge of its line."""

EDGE_PX = 8
"""Nearer to the window's edge its own is taken for cut off."""
COLUMNS_PX = 18


def part_columns(menu: QMenu) -> None:
    """Keep a gap between names and the keys or reasons behind them: Qt has none."""
    menu.setMinimumWidth(0)
    if any("\t" in action.text() for action in menu.actions()):
        menu.ensurePolished()
        menu.setMinimumWidth(menu.sizeHint().width() + COLUMNS_PX)


class ButtonMenu(QMenu):
    """Begins where its button begins, and ends within the window where it has room there.

    From a button that is turned round it would hang to the left, and from one near the edge of
    the screen lie beside it. What is chosen has a tick; Qt's own is made of steps.
    """

    def __init__(self, owner: QPushButton, title: str) -> None:
        super().__init__(owner)
        # A button that has its arrow after the words would turn the menu round as well.
        self.setProperty("layoutDirection", "LeftToRight")
        self.setAccessibleName(title)
        self.setToolTipsVisible(True)
        self._owner = owner
        self.aboutToShow.connect(self._part_columns)
        self.aboutToHide.connect(self._let_go)

    def _part_columns(self) -> None:
        part_columns(self)

    def _let_go(self) -> None:
        """Give the button its look back: it is not told that the pointer left it for the menu."""
        self._owner.setAttribute(
            QtCore.Qt.WidgetAttribute.WA_UnderMouse,
            self._owner.rect().contains(self._owner.mapFromGlobal(QCursor.pos())),
        )
        self._owner.update()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Move there before it is seen, as far as the screen has room."""
        room, window = self.screen().availableGeometry(), self._owner.window()
        begin = self._owner.mapToGlobal(QPoint(0, 0)).x()
        last = room.right() + 1 - self.width()
        if window.width() >= self.width():
            end = window.width() - min(EDGE_PX, window.width() - self.width())
            last = min(last, window.mapToGlobal(QPoint(end - self.width(), 0)).x())
        self.move(max(room.left(), min(begin, last)), self.y())
        super().showEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Put the tick before what is chosen; the style sheet leaves its place empty."""
        super().paintEvent(event)
        chosen = [action for action in self.actions() if action.isChecked()]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.palette().color(QPalette.ColorRole.Accent), 1.75)
        pen.setCapStyle(QtCore.Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(QtCore.Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for action in chosen:
            painter.drawPolyline(_tick_in(self.actionGeometry(action)))
        painter.end()


def _tick_in(line: QRect) -> QPolygonF:
    top = line.top() + (line.height() - _TICK_PX[1]) / 2
    return QPolygonF([QPointF(line.left() + _TICK_AT_PX + x, top + y) for x, y in _TICK])
