"""The six colours of the bars, named."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sgdesk.present.words import LEGEND_WORDS
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.bars import GROUP_TOKENS

HEIGHT_PX = 18
_SQUARE_PX = 9
_GAP_PX = 6
_BETWEEN_PX = 14


class Legend(QWidget):
    """Draw a square and a word for each group; leaves out what does not fit."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("legend")
        self._theme = theme
        words = ", ".join(LEGEND_WORDS.values())
        self.setAccessibleName(f"Colours of the bars, in order: {words}")
        self.setToolTip("The kinds of work that a send is made of, in the order in which they come")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        font = self.font()
        font.setPixelSize(12)
        self.setFont(font)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Ask for room for all six."""
        metrics = self.fontMetrics()
        width = sum(
            _SQUARE_PX + _GAP_PX + metrics.horizontalAdvance(word) + _BETWEEN_PX
            for word in LEGEND_WORDS.values()
        )
        return QSize(width, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Give way before anything else does."""
        return QSize(0, HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw."""
        painter = QPainter(self)
        x, middle = 0, self.height() // 2
        if self.sizeHint().width() > self.width():
            painter.end()
            return
        for group, word in LEGEND_WORDS.items():
            square = QRect(x, middle - _SQUARE_PX // 2, _SQUARE_PX, _SQUARE_PX)
            painter.fillRect(square, self._theme.colour(GROUP_TOKENS[group]))
            x += _SQUARE_PX + _GAP_PX
            painter.setPen(self._theme.colour("muted"))
            width = self.fontMetrics().horizontalAdvance(word)
            area = QRect(x, 0, width + 2, self.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, word)
            x += width + _BETWEEN_PX
        painter.end()
