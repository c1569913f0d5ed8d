"""A button that copies, and says so itself: whoever pressed it looks nowhere else."""

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.copied import SAID, SAID_MS
from sgdesk.ui.widgets.surface import dress


class CopyButton(QPushButton):
    """Say for some seconds, in place of its label, that it has copied; nothing moves then."""

    def __init__(self, label: str, *, name: str, why: str, kind: str = "") -> None:
        super().__init__(label)
        self._label = label
        dress(self, name=name, why=why, kind=kind)
        self._over = QTimer(self, singleShot=True, interval=SAID_MS)
        self._over.timeout.connect(self.say_no_more)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Ask for the room of the longer of both."""
        room, width = super().sizeHint(), self.fontMetrics().horizontalAdvance
        more = max(width(self._label), width(SAID)) - width(self.text())
        return QSize(room.width() + more, room.height())

    def set_label(self, label: str) -> None:
        """Say what it copies."""
        self._label = label
        self.setAccessibleName(label)
        self.say_no_more()

    def take(self, text: str) -> None:
        """Put a text into the clipboard."""
        QGuiApplication.clipboard().setText(text)
        self.setText(SAID)
        announce(self, SAID)
        self._over.start()

    def say_no_more(self) -> None:
        """Show the label again."""
        self._over.stop()
        self.setText(self._label)
