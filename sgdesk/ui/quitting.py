"""Quitting: with mail on its way the user is asked first."""

import asyncio

from sgdesk.ui.log.desk import LogDesk
from sgdesk.ui.sheets import Answer, Question
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.window import MainWindow


class Quitting:
    """Say whether the window may close, and close it once it may."""

    def __init__(self, window: MainWindow, log: LogDesk, tasks: Tasks) -> None:
        self._window = window
        self._log = log
        self._tasks = tasks
        self._may_quit = False
        window.may_close = self.may_close

    def may_close(self) -> bool:
        """Say whether the window may close; with mail on its way the user is asked first."""
        if self._may_quit or not self._log.flights:
            return True
        self._tasks.start("quit", self._ask_to_quit(), if_running="ignore")
        return False

    async def _ask_to_quit(self) -> None:
        count = len(self._log.flights)
        mails = "1 mail is" if count == 1 else f"{count} mails are"
        question = Question(
            self._window,
            "quit",
            f"{mails} on {'its' if count == 1 else 'their'} way.",
            "What was already handed over will be marked Unknown when it is cancelled.",
            (
                Answer(
                    id="wait",
                    text="Wait, then quit",
                    why="Quit when it has an answer",
                    is_default=True,
                ),
                Answer(id="cancel", text="Cancel and quit", why="Stop what is on its way"),
                Answer(id="stay", text="Stay", why="Go on working"),
            ),
        )
        answer = await question.ask()
        if answer == "stay":
            return
        if answer == "cancel":
            self._log.stop_all()
        await self._all_landed()
        self._may_quit = True
        self._window.close()

    async def _all_landed(self) -> None:
        changed = asyncio.Event()
        self._log.flights_changed.connect(changed.set)
        while self._log.flights:
            await changed.wait()
            changed.clear()
        self._log.flights_changed.disconnect(changed.set)
