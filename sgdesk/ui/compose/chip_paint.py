"""Paint the chips of an address field, and say how wide each is."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen

from sgdesk.present.recipients import Entry
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme

ICON_PX = 13
CROSS_PX = 11
SIDE_PX = 8
MOST_PX = 320
"""Room for most names with their addresses; of longer ones the middle gives way."""


class ChipPainter:
    """Draw entries and the pills that count what is not shown."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        self._theme = theme
        self._icons = icons
        self._widths: dict[tuple[str, bool], int] = {}

    def chip_px(self, entry: Entry, font: QFont, *, marked: bool) -> int:
        """Give the width of a chip; `marked` ones carry an icon."""
        key = (entry.label, marked)
        if key not in self._widths:
            if len(self._widths) > 500:
                self._widths.clear()
            words = QFontMetrics(font).horizontalAdvance(entry.label)
            icon = ICON_PX + 4 if marked else 0
            self._widths[key] = min(MOST_PX, SIDE_PX + icon + words + 6 + CROSS_PX + SIDE_PX)
        return self._widths[key]

    @staticmethod
    def pill_px(words: str, font: QFont) -> int:
        """Give the width of a pill that counts."""
        return QFontMetrics(font).horizontalAdvance(words) + 2 * SIDE_PX

    @staticmethod
    def cross_area(area: QRect) -> QRect:
        """Give where the cross of a chip is pressed."""
        return QRect(QPoint(area.right() - CROSS_PX - SIDE_PX - 1, area.top()), area.bottomRight())

    def paint_chip(
        self, painter: QPainter, area: QRect, entry: Entry, *, repeated: bool, selected: bool
    ) -> None:
        """Draw one entry: a wrong one with an icon on red, a repeated one on amber."""
        ink, ground, edge, icon = _look(entry, repeated=repeated, selected=selected)
        self._ground(painter, area, ground, edge)
        inside = area.adjusted(SIDE_PX, 0, -(SIDE_PX + CROSS_PX + 4), 0)
        if icon:
            top = area.center().y() - ICON_PX // 2
            painter.drawPixmap(inside.left(), top, self._icons.pixmap(icon, ink, ICON_PX))
            inside.setLeft(inside.left() + ICON_PX + 4)
        metrics = QFontMetrics(painter.font())
        room = inside.width() + 2
        shown = metrics.elidedText(entry.label, Qt.TextElideMode.ElideMiddle, room)
        painter.setPen(self._theme.colour(ink))
        painter.drawText(inside.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, shown)
        cross = self._icons.pixmap("x", ink if ink != "text" else "muted", CROSS_PX)
        left = area.right() - SIDE_PX - CROSS_PX + 2
        painter.drawPixmap(left, area.center().y() - CROSS_PX // 2, cross)

    def paint_pill(self, painter: QPainter, area: QRect, words: str) -> None:
        """Draw how many are not shown."""
        painter.setPen(self._theme.colour("accent_text"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)

    def _ground(self, painter: QPainter, area: QRect, ground: str, edge: str) -> None:
        painter.setPen(QPen(self._theme.colour(edge), 1))
        painter.setBrush(self._theme.colour(ground))
        shape = QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)


def _look(entry: Entry, *, repeated: bool, selected: bool) -> tuple[str, str, str, str]:
    """Give ink, ground, edge and icon."""
    icon = "circle-alert" if entry.problem else "copy" if repeated else ""
    if selected:
        return "on_accent", "accent", "accent", icon
    if entry.problem:
        return "bad", "bad_soft", "bad", icon
    if repeated:
        return "warn", "warn_soft", "warn", icon
    return "text", "hover", "line", icon
