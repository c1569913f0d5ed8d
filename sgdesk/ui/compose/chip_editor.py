"""The line in an address field in which one types; the field sees its keys and pastes first."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
)
from PySide6.QtWidgets import QLineEdit

from sgdesk.ui.compose.body import local_paths
from sgdesk.ui.widgets.button_menu import part_columns

TakeKey = Callable[[QKeyEvent], bool]
TakeText = Callable[[str], bool]


class ChipEditor(QLineEdit):
    """A bare line; `take_key` and `take_text` say whether the field has used what came.

    Signals: `entered()` and `left()`, when the keyboard came to it and when it went elsewhere;
    `passed()`, after that, when it was Tab that led it on; `paused()`, when another window has
    it for a while; `dropping()`, before it takes a dropped text; `files_taken(object)`, local
    paths that were pasted or dropped.
    """

    entered = Signal()
    left = Signal()
    passed = Signal()
    paused = Signal()
    dropping = Signal()
    files_taken = Signal(object)

    def __init__(self, take_key: TakeKey, take_text: TakeText) -> None:
        super().__init__()
        self.setProperty("bare", True)
        self._take_key = take_key
        self._take_text = take_text

    def event(self, event: QEvent) -> bool:
        """Let the field have a key before the line or the focus chain does."""
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._take_key(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def paste_text(self) -> None:
        """Paste what is on the clipboard, as chips where it is a list or a file with one."""
        if paths := local_paths(QGuiApplication.clipboard().mimeData()):
            self.files_taken.emit(paths)
            return
        text = QGuiApplication.clipboard().text()
        if not self._take_text(text):
            self.insert(" ".join(text.split()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # Qt's name
        """Offer the usual menu, with a Paste that knows lists."""
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_text)
        part_columns(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  # Qt's name
        """Take text, and files with it."""
        if _text_of(event.mimeData()) or local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """Take a dropped list as a pasted one."""
        self.dropping.emit()
        if paths := local_paths(event.mimeData()):
            event.acceptProposedAction()
            self.files_taken.emit(paths)
            return
        text = _text_of(event.mimeData())
        if self._take_text(text):
            event.acceptProposedAction()
            return
        super().dropEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Tell the field."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Tell the field, unless a menu or another window takes the keyboard for a while."""
        super().focusOutEvent(event)
        if event.reason() is Qt.FocusReason.ActiveWindowFocusReason:
            self.paused.emit()
        elif event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.passed.emit()


def _text_of(data: QMimeData) -> str:
    return data.text() if data.hasText() else ""
