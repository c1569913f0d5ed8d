"""A part of Diagnose on which a file can be dropped, wherever on it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from sgdesk.ui.widgets.paste_box import file_of


class FilePart(QWidget):
    """Take a file.

    Signals: `file_wanted()`, to be asked for one; `file_dropped(str)`, a path.
    """

    file_wanted = Signal()
    file_dropped = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  # Qt's name
        """Let a file be dropped here."""
        if file_of(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """Take the file."""
        if (path := file_of(event.mimeData())) is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(str(Path(path)))
