"""Put text into the clipboard, and say so for as long as it is news."""

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.surface import make_selectable

SAID = "Copied"
SAID_MS = 4_000
"""Long enough to be read; after minutes it might be said of something else."""


class Copied(QLabel):
    """Empty until something was copied; says it for some seconds.

    Signals: `says(bool)`, whether it is news by now that something was copied.
    """

    says = Signal(bool)

    def __init__(self, *, keeps_room: bool = False) -> None:
        """One that `keeps_room` has it before it says anything, so that nothing moves then."""
        super().__init__()
        self._keeps_room = keeps_room
        self.setProperty("role", "good")
        make_selectable(self)
        self._over = QTimer(self, singleShot=True, interval=SAID_MS)
        self._over.timeout.connect(self.clear)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Ask for the room of what it says, or will say."""
        room = super().sizeHint()
        return room.expandedTo(self._room()) if self._keeps_room else room

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Ask for no less: the words beside it would be given its room."""
        room = super().minimumSizeHint()
        return room.expandedTo(self._room()) if self._keeps_room else room

    def _room(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(SAID) + 2, metrics.height())

    def take(self, text: str, said: str = SAID) -> None:
        """Put a text into the clipboard; `said` tells what it is."""
        QGuiApplication.clipboard().setText(text)
        self.setText(said)
        announce(self, said)
        self._over.start()
        self.says.emit(True)

    def clear(self) -> None:
        """Say no more of it."""
        self._over.stop()
        super().clear()
        self.says.emit(False)
