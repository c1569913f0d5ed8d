"""Put text into the clipboard, and say so for as long as it is news."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.surface import make_selectable

SAID_MS = 4_000
"""Long enough to be read; after minutes it might be said of something else."""


class Copied(QLabel):
    """Empty until something was copied; says it for some seconds.

    Signals: `says(bool)`, whether it is news by now that something was copied.
    """

    says = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "good")
        make_selectable(self)
        self._over = QTimer(self, singleShot=True, interval=SAID_MS)
        self._over.timeout.connect(self.clear)

    def take(self, text: str, said: str = "Copied") -> None:
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
