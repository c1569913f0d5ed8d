"""Look from time to time for what the command line, or another process, did to the history."""

from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal

from sgdesk.errors import StoreError
from sgdesk.ui.log.desk import LogDesk
from sgdesk.ui.log.detail_desk import DetailDesk
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.window import MainWindow

LOOK_MS = 2_000


class Others(QObject):
    """Tell the log what other processes finished, while the window is in sight, and the detail.

    Signals: `noticed()`, when another process wrote something, to drafts too.
    """

    noticed = Signal()

    def __init__(
        self,
        window: MainWindow,
        log: LogDesk,
        detail: DetailDesk,
        session: Session,
        tasks: Tasks,
    ) -> None:
        super().__init__(window)
        self._detail = detail
        self._window = window
        self._log = log
        self._session = session
        self._tasks = tasks
        self._clock = QTimer(self, interval=LOOK_MS)
        self._clock.timeout.connect(self._look)
        self._clock.start()

    def _look(self) -> None:
        is_seen = self._window.isVisible() and not self._window.isMinimized()
        if is_seen and self._session.is_open:
            self._tasks.start("others", self._ask(), if_running="ignore")

    async def _ask(self) -> None:
        # What the history cannot give is said where somebody asks for it.
        with suppress(StoreError):
            news = await self._session.history.elsewhere.news()
            if news.is_any:
                self.noticed.emit()
            if news.finished or news.some_gone:
                await self._log.take_news(news)
            if news.is_any:
                # The mail that is shown may have begun to go, too.
                await self._detail.look_again()
