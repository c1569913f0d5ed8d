"""The room in which head and body of a mail scroll where a low window has too little for both."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from sgdesk.ui.compose.body import Body
from sgdesk.ui.compose.recipients import Head
from sgdesk.ui.widgets.surface import rule

LINES_PX = 80
"""Four lines, with what stands around them."""
FIELD_GAP_PX = 4


class MailScroll(QScrollArea):
    """Scroll a mail, so that what stands at the top stands there whole.

    Signals: `resized()`, when there is more or less room.
    """

    resized = Signal()

    def __init__(self, mail: QWidget, head: Head, body: Body) -> None:
        super().__init__()
        self.setObjectName("compose-scroll")
        self.setAccessibleName("Mail")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(mail)
        self._mail, self._head, self._body = mail, head, body
        self._edge = rule()
        self._edge.setParent(self)
        self._edge.hide()
        for change in (
            self.verticalScrollBar().valueChanged,
            self.verticalScrollBar().rangeChanged,
        ):
            change.connect(self._show_edge)

    def _show_edge(self) -> None:
        """Draw a line where more of the mail lies below, so that what is cut there looks cut."""
        bar = self.verticalScrollBar()
        self._edge.setVisible(bar.value() < bar.maximum())

    def show_some_lines(self) -> None:
        """Bring some lines of the mail into sight, unless one is at work in the head."""
        if self._is_at_work_in(self._head):
            return
        lines = self._body.editor
        if lines is self._body.tabs:
            self._show_all()
        else:
            self._show_until(self._top_of(lines) + min(LINES_PX, lines.height()))

    def show_part(self) -> None:
        """Bring as much as can be of the part into sight that was just chosen."""
        # Once it has its own height.
        QTimer.singleShot(0, self, self._show_all)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Keep in sight what has the keyboard."""
        super().resizeEvent(event)
        self._edge.setGeometry(0, self.height() - 1, self.viewport().width(), 1)
        self._edge.raise_()
        self.resized.emit()
        if self._is_at_work_in(self._body):
            QTimer.singleShot(0, self, self.show_some_lines)

    def _is_at_work_in(self, part: QWidget) -> bool:
        focused = self._mail.focusWidget()
        return focused is not None and part.isAncestorOf(focused)

    def _show_all(self) -> None:
        top, height = self._top_of(self._body), self._body.height()
        self._show_until(top + min(height, self.viewport().height()))

    def _show_until(self, end: int) -> None:
        """Scroll as little as can be; what then stands at the top stands there whole."""
        bar = self.verticalScrollBar()
        wanted = min(self._top_of(self._body), bar.value())
        wanted = max(wanted, end - self.viewport().height())
        starts = sorted(start for start in self._starts() if start <= bar.maximum())
        bar.setValue(next((start for start in starts if start >= wanted), starts[-1]))

    def _starts(self) -> list[int]:
        """Give where one may scroll to: the very top, the second field and what follows."""
        fields = [field for field in self._head.fields.values() if field.isVisible()]
        parts = [part for part in self._body.parts if part.isVisible()]
        places = [self._top_of(field) - FIELD_GAP_PX for field in fields[1:]]
        return [0, *places, *(self._top_of(part) for part in parts)]

    def _top_of(self, part: QWidget) -> int:
        return part.mapTo(self._mail, QPoint(0, 0)).y()
