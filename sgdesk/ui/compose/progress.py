"""One line that says what takes its time, how far it is, and how to stop it."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.surface import button, row

PATIENCE_MS = 500
"""What takes less shows nothing."""


class ProgressLine(QFrame):
    """Hidden, until something has taken half a second.

    Signals: `stop_requested()`.
    """

    stop_requested = Signal()

    def __init__(self, name: str, icons: Icons) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("bar", True)
        self.setAccessibleName("Progress")
        self._words = ElidedLabel("hint")
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{name}-bar")
        self._bar.setAccessibleName("Progress")
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 6)
        stop = button("Cancel", name=f"{name}-stop", why="Stop it and leave things as they were")
        stop.setProperty("quiet", True)
        icons.put(stop, "x")
        stop.clicked.connect(self.stop_requested)
        self.setLayout(row(self._words, self._bar, stop, margins=(12, 2, 8, 2)))
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._timer.timeout.connect(self.show)
        self.hide()

    def say(self, words: str, done: int, total: int) -> None:
        """Tell how far it is; `total` 0 means that nobody knows."""
        self._words.show_text(words)
        # Qt's bar counts in 32 bits.
        self._bar.setRange(0, 1_000 if total else 0)
        self._bar.setValue(done * 1_000 // total if total else 0)
        if self.isHidden() and not self._timer.isActive():
            self._timer.start()

    def clear(self) -> None:
        """Say nothing any more."""
        self._timer.stop()
        self.hide()
