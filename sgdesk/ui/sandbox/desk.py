"""What is done with the practice inbox: start it, watch it, open its mail."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import getaddresses
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from sgdesk.clock import wall_utc
from sgdesk.delivery import Attempt, Unknown
from sgdesk.present.inbox import InboxRow
from sgdesk.present.inbox_own import OwnSends
from sgdesk.present.problem_words import never_came_text
from sgdesk.present.refused_calls import delete_words
from sgdesk.present.simulation import Simulation
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.case import Case
from sgdesk.ui.log.desk import LogDesk
from sgdesk.ui.rooms import Rooms
from sgdesk.ui.sandbox.reader import Way
from sgdesk.ui.sandbox.saving import CopySaving
from sgdesk.ui.sandbox.simulate import SimulateSheet
from sgdesk.ui.sandbox.where import Where
from sgdesk.ui.session import Session
from sgdesk.ui.sheets import Answer, Question
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.window import MainWindow

INBOX_POLL_S = 2.0
TAKEN = ("captured",)
"""Results whose mail lay in an inbox."""


class PracticeDesk(QObject):
    """Let the Practice inbox view and the local SendGrid meet.

    Signals: `sample_requested()`, when the user wants the sample mail sent there;
    `simulation_changed()`, when something else goes wrong from now on, or nothing;
    `not_sent(object)`, the `Case` of a mail that never came, as the user says;
    `accounts_moved()`, when accounts were led along to where it listens now.
    """

    sample_requested = Signal()
    simulation_changed = Signal()
    not_sent = Signal(object)
    accounts_moved = Signal()

    def __init__(
        self,
        window: MainWindow,
        rooms: Rooms,
        session: Session,
        tasks: Tasks,
        icons: Icons,
        log: LogDesk,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._rooms = rooms
        self._view = view = rooms.practice
        self._session = session
        self._tasks = tasks
        self._icons = icons
        self._where: Where | None = None
        self._emptied_at: datetime | None = None
        self._own = OwnSends()
        self._log = log
        self._flights = log.flights
        self._simulation = Simulation()
        self._missing: Case | None = None
        """The result whose mail was looked for last and never came."""
        self._sought: Case | None = None
        """The result whose mail is to be shown; kept until it was, however often one reads anew."""
        self._came_from: Case | None = None
        """The result from which one came here, if from any: Results is opened at its row."""
        self.saving = CopySaving(window, view, session, tasks)
        view.mail_chosen.connect(self._open_mail)
        view.reader.steps_wanted.connect(self._find_steps)
        view.reader.not_sent_wanted.connect(self._mark_not_sent)
        view.sample_requested.connect(self.sample_requested)
        view.write_requested.connect(partial(window.show_view, "write"))
        view.results_requested.connect(self._show_results)
        view.empty_requested.connect(self._empty_inbox)
        view.retry_requested.connect(self.start)
        view.simulate_requested.connect(self.choose_simulation)
        window.top_bar.simulation.stop_requested.connect(self.stop_simulating)
        window.view_shown.connect(self._enter)

    def start(self) -> None:
        """Start the local SendGrid, or try again."""
        self._tasks.start("practice", self._start_practice(), if_running="ignore")

    def refresh(self) -> None:
        """Read the practice inbox now, and again while it is looked at."""
        if self._session.is_open:
            self._tasks.start("inbox", self._watch_inbox(), if_running="replace")

    def show_mail_of(self, case: Case) -> None:
        """Open the inbox at the mail of a result."""
        self._sought = self._came_from = case
        self._window.show_view("practice")
        self.refresh()

    def note_mail(self, attempts: Sequence[Attempt]) -> None:
        """Show mail that was just captured, where somebody looks."""
        self._own.note(attempts)
        if self._window.current_view == "practice":
            self.refresh()

    def show_where(self, where: Where) -> None:
        """Say where the local SendGrid is; one that was started anew has other ports."""
        self._view.show_ready()
        self._view.show_where(where.words, where.environment, where.missed)
        if where.followed:
            self.accounts_moved.emit()
            where = replace(where, followed=())
        if where != self._where:
            # One that was started anew knows nothing of what was simulated.
            self._window.top_bar.simulation.show_words("")
        self._where = where
        self._window.strip.show_state("")

    def choose_simulation(self) -> None:
        """Ask what is to go wrong, starting with what was asked for last."""
        first = self._simulation
        if not first.recipient:
            people = getaddresses([self._rooms.write.compose.head.text("to")])
            first = replace(first, recipient=people[-1][1] if people else "")
        running = self._window.top_bar.simulation.words
        settings = self._session.settings
        limits_s = settings.number("connect_timeout"), settings.number("timeout")
        sheet = SimulateSheet(self._window, first, self._icons, limits_s=limits_s, running=running)
        sheet.wanted.connect(self.simulate)
        sheet.stop_wanted.connect(self.stop_simulating)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def simulate(self, simulation: Simulation) -> None:
        """Let this go wrong from now on."""
        self._simulation = simulation
        self._tasks.start("simulate", self._put_wrong(simulation), if_running="replace")

    def stop_simulating(self) -> None:
        """Let all be as usual again."""
        self._tasks.start("simulate", self._put_wrong(None), if_running="replace")

    def show_failed(self, happened: str, cause: str, *, is_down: bool) -> None:
        """Say what did not work, and on the strip whether the inbox runs at all."""
        self._view.show_failed(happened, cause, is_down=is_down)
        if is_down:
            # What was simulated went with it.
            self._window.top_bar.simulation.show_words("")
            self._window.strip.show_state("The practice inbox is not running")

    async def _start_practice(self) -> None:
        self._view.show_starting()
        self._window.strip.show_state("Starting the practice inbox…")
        self.show_where(await self._session.start_practice())
        if self._window.current_view == "practice":
            self.refresh()

    async def _put_wrong(self, simulation: Simulation | None) -> None:
        await self._session.simulate(simulation)
        self._window.top_bar.simulation.show_words(
            simulation.words if simulation is not None else ""
        )
        self.simulation_changed.emit()

    async def _find_mail(self, case: Case) -> None:
        await self._session.start_practice()
        recipient = case.recipients[0] if case.recipients else ""
        mail_id = await self._session.mail_behind(case.attempt, case.subject, recipient)
        rows = await self._rows()
        if self._tasks.is_asked_to_stop():
            return
        self._sought = None
        self._view.model.show(rows)
        never_came = not mail_id and self._would_be_here(case.attempt)
        self._missing = case if never_came and case.decided is None else None
        if never_came:
            way = Way.MARK if self._missing is not None else Way.RESULTS
            self._view.show_mail(mail_id, _never_came(case), way)
        else:
            self._view.show_mail(mail_id)

    def _mark_not_sent(self) -> None:
        if self._missing is not None:
            self.not_sent.emit(self._missing)
            marked = replace(self._missing, decided="not_sent")
            self._missing = None
            self._view.reader.show_nothing(_never_came(marked), Way.RESULTS)

    def _would_be_here(self, attempt: Attempt) -> bool:
        """Say whether this inbox would hold the mail of an unanswered attempt, had it come."""
        was_emptied = self._emptied_at is not None and attempt.trace.started_at < self._emptied_at
        is_open = isinstance(attempt.outcome, Unknown)
        return is_open and not was_emptied and self._session.is_practice_of(attempt)

    async def _watch_inbox(self) -> None:
        """One's own programs send here too, and nobody tells the window."""
        if self._sought is not None:
            await self._find_mail(self._sought)
        while not self._tasks.is_asked_to_stop():
            rows = await self._rows()
            had_mail = not rows and await self._had_mail()
            if self._tasks.is_asked_to_stop():
                return
            self._view.show_rows(rows, had_mail=had_mail)
            if self._window.current_view != "practice":
                return
            await asyncio.sleep(INBOX_POLL_S)

    async def _rows(self) -> tuple[InboxRow, ...]:
        is_sending = bool(self._flights)
        rows = await self._session.inbox()
        # A mail may have been sent while the list was read.
        return self._own.marked(rows, is_sending=is_sending or bool(self._flights))

    async def _had_mail(self) -> bool:
        """Say whether mail was sent here that went with an inbox of an earlier start."""
        if self._emptied_at is not None:
            return False
        return bool(await self._session.history.count(results=TAKEN))

    async def _read_call(self, call_id: str) -> None:
        call = await self._session.open_call(call_id)
        if self._is_wanted(call_id):
            self._view.reader.show_call(call)

    async def _read_mail(self, mail_id: str) -> None:
        mail = await self._session.open_mail(mail_id)
        if self._is_wanted(mail_id):
            self._view.reader.show_mail(mail)

    def _is_wanted(self, mail_id: str) -> bool:
        """Say whether what was read is to be shown: meanwhile another may have been looked for."""
        return not self._tasks.is_asked_to_stop() and self._view.chosen == mail_id

    async def _read_steps(self, mail_id: str) -> None:
        attempt = await self._session.attempt_behind(mail_id)
        if not self._tasks.is_asked_to_stop():
            self._view.reader.show_steps(attempt)

    async def _drop_mail(self) -> None:
        rows = self._view.model.rows
        if not rows or not await self._wants_none_of(rows):
            return
        await self._session.empty_inbox()
        self._emptied_at = wall_utc()
        self._view.show_rows(())

    async def _wants_none_of(self, rows: Sequence[InboxRow]) -> bool:
        title, delete = delete_words(rows)
        question = Question(
            self._window,
            "empty-practice",
            title,
            "What is deleted cannot be brought back. Results keeps its rows.",
            (
                Answer(id="delete", text=delete, why="Empty the inbox"),
                Answer(
                    id="keep",
                    text="Keep it" if len(rows) == 1 else "Keep them",
                    why="Delete nothing (Esc)",
                    is_default=True,
                ),
            ),
        )
        return await question.ask() == "delete"

    def _open_mail(self, mail_id: str) -> None:
        is_call = any(row.is_call for row in self._view.model.rows if row.id == mail_id)
        work = self._read_call(mail_id) if is_call else self._read_mail(mail_id)
        self._tasks.start("mail", work, if_running="replace")

    def _find_steps(self, mail_id: str) -> None:
        self._tasks.start("mail-steps", self._read_steps(mail_id), if_running="replace")

    def _empty_inbox(self) -> None:
        self._tasks.start("empty", self._drop_mail(), if_running="ignore")

    def _show_results(self) -> None:
        self._window.show_view("results")
        if self._came_from is not None:
            self._log.show_result(self._came_from.attempt.id)

    def _enter(self, place_id: str) -> None:
        if place_id == "practice":
            self._came_from = self._sought
            self._view.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.refresh()


def _never_came(case: Case) -> str:
    return never_came_text(case.attempt, case.subject, case.decided, case.since)
