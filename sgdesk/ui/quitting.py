"""Quitting: what is typed is saved; mail on its way and a lost draft are asked about."""

import asyncio

from sgdesk.present.drafts import not_saved_text
from sgdesk.ui.drafts.autosave import Autosave
from sgdesk.ui.log.desk import LogDesk
from sgdesk.ui.sheets import Answer, Question
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.window import MainWindow

_IF_CANCELLED = "Cancelling marks what was already handed over as Unknown."


class Quitting:
    """Say whether the window may close, and close it once it may."""

    def __init__(self, window: MainWindow, log: LogDesk, autosave: Autosave, tasks: Tasks) -> None:
        self._window = window
        self._log = log
        self._autosave = autosave
        self._tasks = tasks
        self._may_quit = False
        window.may_close = self.may_close

    def may_close(self) -> bool:
        """Say whether the window may close; with mail on its way the user is asked first."""
        if self._may_quit or not (self._log.flights or self._autosave.has_unsaved):
            return True
        self._tasks.start("quit", self._leave(), if_running="ignore")
        return False

    async def _leave(self) -> None:
        if await self._is_kept() and await self._has_landed():
            self._may_quit = True
            self._window.close()

    async def _is_kept(self) -> bool:
        """Save what is typed; where that is not possible the user says what becomes of it."""
        while cause := await self._autosave.settle():
            answer = await self._ask_about_draft(cause)
            if answer != "again":
                return answer == "drop"
        return True

    async def _ask_about_draft(self, cause: str) -> str:
        question = Question(
            self._window,
            "unsaved",
            not_saved_text(cause).partition(" It is kept")[0],
            "If you quit now, what was typed since the last save is lost.",
            (
                Answer(id="again", text="Try again", why="Save once more", is_default=True),
                Answer(
                    id="drop",
                    text="Quit without saving",
                    why="Lose what is not saved",
                    is_danger=True,
                ),
                Answer(id="stay", text="Stay", why="Keep the text open here"),
            ),
        )
        return await question.ask()

    async def _has_landed(self) -> bool:
        """Wait for mail on its way, or cancel it, as the user says; `False` to stay."""
        count = len(self._log.flights)
        if not count:
            return True
        mails = "1 mail is" if count == 1 else f"{count} mails are"
        question = Question(
            self._window,
            "quit",
            f"{mails} on {'its' if count == 1 else 'their'} way.",
            _IF_CANCELLED,
            (
                Answer(
                    id="wait",
                    text="Wait, then quit",
                    why="Quit when it has an answer",
                    is_default=True,
                ),
                Answer(
                    id="cancel",
                    text="Cancel and quit",
                    why="Stop what is on its way",
                    is_danger=True,
                ),
                Answer(id="stay", text="Stay", why="Go on working"),
            ),
        )
        answer = await question.ask()
        if answer == "wait":
            answer = await self._wait()
        if answer == "cancel":
            self._log.stop_all()
            await self._all_landed()
        return answer != "stay"

    async def _wait(self) -> str:
        """Wait for what is on its way, saying so; `landed`, or what the user wants instead."""
        answers = "answer" if len(self._log.flights) == 1 else "answers"
        question = Question(
            self._window,
            "quit-waits",
            f"Waiting for the {answers}, then quitting.",
            _IF_CANCELLED,
            (
                Answer(id="cancel", text="Cancel and quit", why="Stop what is on its way"),
                Answer(id="stay", text="Stay", why="Go on working (Esc)", is_default=True),
            ),
        )

        has_landed = not self._log.flights

        def close_when_landed() -> None:
            nonlocal has_landed
            if not self._log.flights:
                has_landed = True
                question.reject()

        self._log.flights_changed.connect(close_when_landed)
        try:
            answer = "" if has_landed else await question.ask()
        finally:
            self._log.flights_changed.disconnect(close_when_landed)
        return "landed" if has_landed else answer

    async def _all_landed(self) -> None:
        changed = asyncio.Event()
        self._log.flights_changed.connect(changed.set)
        while self._log.flights:
            await changed.wait()
            changed.clear()
        self._log.flights_changed.disconnect(changed.set)
