"""A label that gives way: what does not fit is cut with an ellipsis and stands in the tooltip."""

from textwrap import fill

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

LEAST_PX = 40
TIP_CHARACTERS = 90


def tip(text: str) -> str:
    """Give a text as a tooltip that is not wider than can be read: Qt breaks no plain line."""
    return text if len(text) <= TIP_CHARACTERS else fill(text, TIP_CHARACTERS)


class ElidedLabel(QLabel):
    """Show one line, as much of it as there is room for."""

    def __init__(self, role: str, mode: "QtCore.Qt.TextElideMode | None" = None) -> None:
        """`mode` is where the ellipsis stands, not at the end but where both ends are telling.

        One stands in the frame, before the first paint: see `main.py`.
        """
        super().__init__()
        self._mode = mode
        self._shorter: tuple[str, ...] = ()
        self.setProperty("role", role)
        self.setProperty("textFormat", "PlainText")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, *shorter: str) -> None:
        """Show a text, or the first of some shorter ones that fits; the last of all is cut."""
        self._shorter = shorter
        self.setText(text)
        self.setToolTip(tip(text))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Ask for next to nothing."""
        return QSize(LEAST_PX, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw what fits; without words no enumeration is made, before the first paint."""
        if not self.text():
            return
        painter = QPainter(self)
        painter.drawText(
            self.contentsRect(),
            self.alignment() | QtCore.Qt.AlignmentFlag.AlignVCenter,
            self.shown_text(),
        )
        painter.end()

    def shown_text(self) -> str:
        """Give what there is room for."""
        metrics, texts = self.fontMetrics(), (self.text(), *self._shorter)
        room = self.contentsRect().width()
        # Qt cuts even what fits to the pixel: it is asked only where neither fits.
        fitting = (text for text in texts if metrics.horizontalAdvance(text) <= room)
        mode = QtCore.Qt.TextElideMode.ElideRight if self._mode is None else self._mode
        return next(fitting, metrics.elidedText(texts[-1], mode, room))
