"""Esc while mail is sent: asked about first, since one key is pressed quickly."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from sgdesk.present.sending import SendingRow, stop_words
from sgdesk.ui.log.desk import LogDesk
from sgdesk.ui.sheets import Answer, Question
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.window import MainWindow


class Stopping(QObject):
    """Stop what is on its way, once the user has said so."""

    def __init__(
        self, window: MainWindow, log: LogDesk, tasks: Tasks, stop_waiting: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._log = log
        self._tasks = tasks
        self._stop_waiting = stop_waiting

    def ask(self) -> bool:
        """Ask about what is shown as on its way; say whether there is anything."""
        if not self._log.flights.shown():
            # What waits for its files has not begun: there is nothing to ask about.
            return self._stop_waiting()
        self._tasks.start("stop sends", self._ask(), if_running="ignore")
        return True

    async def _ask(self) -> None:
        title, text = stop_words(self._rows())
        question = Question(
            self._window,
            "stop-sends",
            title,
            text,
            (
                Answer(id="stop", text="Stop", why="Stop what is sent or waited for"),
                Answer(id="go-on", text="Go on", why="Let it be sent (Esc)", is_default=True),
            ),
        )

        def follow() -> None:
            rows = self._rows()
            if rows:
                question.reword(*stop_words(rows))
            else:
                question.reject()

        self._log.flights_changed.connect(follow)
        try:
            if await question.ask() == "stop":
                for row in self._rows():
                    self._log.stop(row.delivery_id)
        finally:
            self._log.flights_changed.disconnect(follow)

    def _rows(self) -> list[SendingRow]:
        return [flight.row for flight in self._log.flights.shown()]
