"""The words beside a question to a server while it is under way."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

SHOW_AFTER_MS = 500
TICK_MS = 100


class AskingClock(QObject):
    """Say how long a server has been asked, from half a second on; a context manager."""

    def __init__(self, parent: QObject, show: Callable[[str], None], who: str) -> None:
        super().__init__(parent)
        self._show = show
        self._who = who
        self.has_shown = False
        self._since = QElapsedTimer()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> None:
        self._since.start()
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.stop()
        self._show("")
        self.deleteLater()

    def _tick(self) -> None:
        passed_ms = self._since.elapsed()
        if passed_ms >= SHOW_AFTER_MS:
            self._show(f"Asking {self._who}… {passed_ms / 1000:.1f} s")
            self.has_shown = True
