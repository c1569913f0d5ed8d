"""The head of the log: its headings, and the labels of the time axis above the bars."""

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView

from sgdesk.ui.log.cells import Column
from sgdesk.ui.log.rows import PAD_PX
from sgdesk.ui.theme import Theme

if TYPE_CHECKING:
    from sgdesk.ui.log.table import LogTable

HEADING_PX, HEADER_PX = 31, 44
LABEL_FONT_PX = 11
GAP_PX = 8
"""The least between two labels."""


class AxisHeader(QHeaderView):
    """Paint the headings, and below the one of the bars, right above them, the labels."""

    def __init__(self, table: "LogTable", theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self._theme = theme
        self.setFixedHeight(HEADER_PX)

    def labels(self) -> list[tuple[int, str]]:
        """Give where each label begins, at its tick, and what it says; as many as have room."""
        ticks = self._table.axis().ticks
        metrics = QFontMetrics(self._label_font())
        left = self.sectionViewportPosition(Column.BAR) + PAD_PX
        width = self.sectionSize(Column.BAR) - 2 * PAD_PX
        for stride in range(1, len(ticks) + 1):
            found = []
            for tick in ticks[::stride]:
                x = round(left + tick.at * width)
                end = x + metrics.horizontalAdvance(tick.text)
                if end <= left + width + PAD_PX:
                    found.append((x, tick.text, end + GAP_PX))
            if all(one[2] <= other[0] for one, other in itertools.pairwise(found)):
                return [(x, text) for x, text, _ in found]
        return []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Paint the labels over the headings."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setFont(self._label_font())
        painter.setPen(self._theme.colour("muted"))
        for x, text in self.labels():
            painter.drawText(x, self.height() - 8, text)
        painter.end()

    def paintSection(  # noqa: N802  # Qt's name
        self, painter: QPainter, rect: QRect, section: int
    ) -> None:
        """Keep the headings together on the upper line; the lower one is the labels'."""
        heading = QRect(rect.topLeft(), QSize(rect.width(), HEADING_PX))
        super().paintSection(painter, heading, section)
        below = rect.adjusted(0, HEADING_PX - 1, 0, 0)
        painter.fillRect(below, self._theme.colour("card"))
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(below.bottomLeft(), below.bottomRight())

    def _label_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(LABEL_FONT_PX)
        font.setWeight(QFont.Weight.Normal)
        return font
