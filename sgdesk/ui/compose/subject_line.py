"""Subject: from it Tab goes on into the text of the mail."""

from collections.abc import Callable

from PySide6 import QtCore
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QStylePainter

from sgdesk.ui.compose.typed import redoes

_INSET_PX = 2
"""Between the contents of a field and its words, which Qt does not tell."""


class SubjectLine(QLineEdit):
    """Take the subject, and let Tab pass by what stands between it and the text.

    So it is in mail programs. Shift+Tab goes back from the text through all of that.
    A long one ends in dots while nobody writes in it: Qt would cut a letter in half.
    """

    go_on: Callable[[], bool] | None = None
    """Puts the keyboard into the text, and says whether there is one that takes it."""

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802  # Qt's name
        """Go on, or back as anywhere."""
        is_on = forward and self.go_on is not None and self.go_on()
        return is_on or super().focusNextPrevChild(forward)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Paint what there is room for, in whole letters."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_LineEditContents
        area = self.style().subElementRect(part, option, self).adjusted(_INSET_PX, 0, -_INSET_PX, 0)
        whole, room = self.text(), area.width()
        if self.hasFocus() or self.fontMetrics().horizontalAdvance(whole) <= room:
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option)
        shown = self.fontMetrics().elidedText(whole, QtCore.Qt.TextElideMode.ElideRight, room)
        painter.setPen(self.palette().text().color())
        painter.drawText(area, QtCore.Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Redo by the keys by which the text does."""
        if redoes(event):
            self.redo()
            return
        super().keyPressEvent(event)
