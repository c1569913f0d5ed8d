"""What a verdict offers: the way that works from now on, and the way back."""

import asyncio

from PySide6.QtCore import QObject, Signal

from sgdesk.account.account import PRACTICE
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.errors import SgdeskError
from sgdesk.present.diagnosis_run import (
    NextStep,
    Subject,
    changed_words,
    next_step,
    undone_words,
)
from sgdesk.route import Path, WebApiPath, parse_path
from sgdesk.ui.diagnose.here_part import HerePart
from sgdesk.ui.rooms import Rooms
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.window import MainWindow


class Offers(QObject):
    """Do what the button of a verdict says.

    Signals: `path_kept()`, when an account begins by another path from now on; `add_requested()`,
    for the sheet that takes a key; `again_requested()`, to run once more;
    `stop_simulating_wanted()`, to let nothing go wrong in the practice inbox any more.
    """

    path_kept = Signal()
    add_requested = Signal()
    again_requested = Signal()
    stop_simulating_wanted = Signal()

    def __init__(self, window: MainWindow, rooms: Rooms, session: Session, tasks: Tasks) -> None:
        super().__init__(window)
        self._window = window
        self._part: HerePart = rooms.diagnose.here
        self._route = rooms.write.compose.send_bar.route
        self._session = session
        self._tasks = tasks
        self._subject: Subject | None = None
        self._diagnosis: Diagnosis | None = None
        self._own: Path = WebApiPath()
        """The path by which mail of the subject begins now."""
        self._undo_to: Path | None = None
        self._part.outcome.verdict.acted.connect(self._act)
        self._part.outcome.verdict.undo_requested.connect(self._undo)

    async def own_path(self, subject: Subject) -> Path:
        """Give the path by which mail of a subject begins."""
        if subject.account in ("", PRACTICE.name):
            return self._route.path
        try:
            account = await asyncio.to_thread(self._session.book.account, subject.account)
            return parse_path(account.path)
        except SgdeskError:
            # It is gone meanwhile, or its settings cannot be read: said where accounts are.
            return WebApiPath()

    def note(self, subject: Subject, diagnosis: Diagnosis, own: Path) -> None:
        """Take a verdict whose button is shown, with the path by which mail begins now."""
        self._subject, self._diagnosis, self._own = subject, diagnosis, own

    def look_again(self) -> None:
        """Offer what fits the settings that an account has by now."""
        if self._diagnosis is not None:
            self._tasks.start("diagnose-step", self._offer(), if_running="replace")

    def forget(self) -> None:
        """Offer nothing: there is no verdict any more."""
        self._subject = self._diagnosis = self._undo_to = None

    async def _offer(self) -> None:
        subject = self._subject
        if subject is None:
            return
        own = await self.own_path(subject)
        if self._diagnosis is not None and self._subject is subject:
            self._own = own
            self._part.outcome.verdict.offer(next_step(subject, self._diagnosis, own))

    def _act(self, step: NextStep) -> None:
        match step.act:
            case "again":
                self.again_requested.emit()
            case "stop_simulating":
                self.stop_simulating_wanted.emit()
                self._tasks.start("diagnose-stopped", self._go_again(), if_running="ignore")
            case "write":
                self._window.show_view("write")
            case "add":
                self.add_requested.emit()
            case "use" if step.path is not None:
                self._start_keeping(step.path, is_undo=False)

    async def _go_again(self) -> None:
        """Run once more when nothing is simulated any more."""
        await self._tasks.wait_for("simulate")
        self.again_requested.emit()

    def _undo(self) -> None:
        if self._undo_to is not None:
            self._start_keeping(self._undo_to, is_undo=True)

    def _start_keeping(self, path: Path, *, is_undo: bool) -> None:
        self._tasks.start("diagnose-keep", self._keep(path, is_undo=is_undo), if_running="ignore")

    async def _keep(self, path: Path, *, is_undo: bool) -> None:
        """Let mail of the subject begin by another path."""
        subject, before = self._subject, self._own
        if subject is None:
            return
        if subject.is_practice_inbox:
            self._route.take(path)
        else:
            book, name = self._session.book, subject.account
            try:
                values = await asyncio.to_thread(book.values, name)
                await asyncio.to_thread(book.change, name, {**values, "path": path.text})
            except (SgdeskError, OSError) as error:
                self._part.notice.say("bad", "The path was not changed.", str(error))
                return
            self.path_kept.emit()
            await self._tasks.wait_for("accounts")
        await self._offer()
        if self._subject is not subject:
            # Another run has begun meanwhile.
            return
        self._undo_to = before
        words = undone_words(subject, path) if is_undo else changed_words(subject, path, before)
        self._part.outcome.verdict.show_changed(words, can_undo=not is_undo)
        announce(self._part, words)
