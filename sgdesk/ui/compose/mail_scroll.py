"""The room in which head and body of a mail scroll where a low window has too little for both."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from sgdesk.ui.compose.body import Body
from sgdesk.ui.compose.recipients import Head
from sgdesk.ui.widgets.ring_end import RingEnd
from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.surface import rule

FIELD_GAP_PX = 4
SOME_LINES = 3


class MailScroll(ScrollArea):
    """Scroll a mail, so that what stands at the top stands there whole.

    Signals: `resized()`, when there is more or less room; `crowded()`, when there is too little.
    """

    resized = Signal()
    crowded = Signal()

    def __init__(self, mail: QWidget, head: Head, body: Body) -> None:
        super().__init__()
        self.setObjectName("compose-scroll")
        self.setAccessibleName("Mail")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(mail)
        self._mail, self._head, self._body = mail, head, body
        self._edge = rule()
        self._edge.setParent(self)
        self._edge.hide()
        self._ring_end = RingEnd(self)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._note_range)
        bar.rangeChanged.connect(self._note_range)
        # Only then can it be scrolled to where it is to be.
        bar.rangeChanged.connect(self._keep_in_sight)
        for editor in body.editors:
            editor.cursorPositionChanged.connect(self._follow_cursor)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._show_edge)

    def _note_range(self) -> None:
        if self.verticalScrollBar().maximum():
            self.crowded.emit()
        self._show_edge()

    def _show_edge(self) -> None:
        """Draw a line where more of the mail lies below, so that what is cut there looks cut.

        Where that are the lines that one writes in, it closes their ring.
        """
        bar, room, lines = self.verticalScrollBar(), self.viewport().rect(), self._body.editor
        seen = QRect(lines.mapTo(self.viewport(), QPoint(0, 0)), lines.size())
        is_ring = lines.hasFocus() and seen.top() < room.bottom() < seen.bottom()
        is_cut = bar.value() < bar.maximum()
        self._edge.setGeometry(room.x(), self.height() - 1, room.width(), 1)
        self._ring_end.close_at(seen, self.height())
        for end, is_wanted in ((self._edge, not is_ring), (self._ring_end, is_ring)):
            end.raise_()
            end.setVisible(is_cut and is_wanted)

    @property
    def needed_height(self) -> int:
        """Give how high head and body are at least, one below the other."""
        mail = self._mail
        return max(mail.minimumSizeHint().height(), mail.heightForWidth(self.viewport().width()))

    def show_some_lines(self) -> None:
        """Bring some lines of the mail into sight, but not for the field that one is at work in."""
        lines = self._body.editor
        if self._is_only_kept:
            return
        if lines is self._body.tabs:
            if not self._is_at_work_in(self._head):
                self._show_all()
            return
        wanted = self._wanted_height(lines)
        self._show_until(self._top_of(lines) + min(wanted, self.viewport().height()))

    def _wanted_height(self, lines: QWidget) -> int:
        """Want some lines of the mail, and all of them from the first to where one writes."""
        line = lines.fontMetrics().lineSpacing()
        if isinstance(lines, QPlainTextEdit):
            line = max(line, lines.cursorRect().height())
        wanted = SOME_LINES * line
        if isinstance(lines, QPlainTextEdit) and lines.hasFocus():
            room = lines.height() - lines.viewport().height()
            wanted = room + max(wanted + line, lines.cursorRect().bottom() + line)
        return min(lines.height(), wanted)

    @property
    def _is_only_kept(self) -> bool:
        """Say whether in Write nothing can be written, because the mail is HTML."""
        return self._body.editor is self._body.write.editor and self._body.write.editor.isReadOnly()

    def show_part(self) -> None:
        """Bring as much as can be of the part into sight that was just chosen.

        Writing takes what room there is, and needs no more of the head's.
        """
        if self._body.tabs.current == "write":
            return
        # Once it has its own height.
        QTimer.singleShot(0, self, self._show_all)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Keep in sight what has the keyboard."""
        super().resizeEvent(event)
        self._show_edge()
        self._fit_mail()
        self._keep_in_sight()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Follow a head that has more or fewer lines."""
        is_taken = super().eventFilter(watched, event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit_mail()
        return is_taken

    def _fit_mail(self) -> None:
        """Give the lines what room is left below the field at the top, once that has scrolled."""
        room, mail, least = self.viewport(), self._mail, self.needed_height
        tops = (start for start in self._starts() if start >= least - room.height())
        top = next(tops, 0)
        mail.setMinimumHeight(top + room.height() if top else 0)

    def _keep_in_sight(self) -> None:
        self.resized.emit()
        if self._is_at_work_in(self._body):
            QTimer.singleShot(0, self, self.show_some_lines)

    def _follow_cursor(self) -> None:
        """Bring the line into sight that is written in, but not from under a pressed mouse."""
        if self._body.editor.hasFocus() and not QGuiApplication.mouseButtons():
            self.show_some_lines()

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
        most = min(bar.maximum(), self._most_scrolled())
        starts = sorted(start for start in self._starts() if start <= most)
        bar.setValue(next((start for start in starts if start >= wanted), starts[-1]))

    def _most_scrolled(self) -> int:
        """Keep the field of the head in sight that somebody is at work in."""
        focused = self.window().focusWidget()
        tops = [
            self._top_of(field) - FIELD_GAP_PX
            for field in self._head.fields.values()
            if field.isVisible() and (focused is field or field.isAncestorOf(focused))
        ]
        return max(0, min(tops, default=self._mail.height()))

    def _starts(self) -> list[int]:
        """Give where one may scroll to: the very top, the second field and what follows."""
        fields = [field for field in self._head.fields.values() if field.isVisible()]
        parts = [part for part in self._body.parts if part.isVisible()]
        places = [self._top_of(field) - FIELD_GAP_PX for field in fields[1:]]
        return [0, *places, *(self._top_of(part) for part in parts)]

    def _top_of(self, part: QWidget) -> int:
        return part.mapTo(self._mail, QPoint(0, 0)).y()
