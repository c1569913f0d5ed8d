"""Test this computer and show what it comes to; what it offers is done here as well."""

import asyncio
import os
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtWidgets import QPushButton

from sgdesk.account.account import PRACTICE
from sgdesk.clock import wall_utc
from sgdesk.diagnose.also import Also
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import Observation, Target
from sgdesk.diagnose.plan import CONTROLS, EVERY_PATH, own_paths
from sgdesk.diagnose.practice import Practice
from sgdesk.diagnose.proxies import known_proxy
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.doors import diagnose, key_trial, targets_of
from sgdesk.errors import SgdeskError
from sgdesk.present.diagnosis import CERTAINTY_WORDS
from sgdesk.present.diagnosis_run import (
    AGAIN,
    STOPPED_WORDS,
    Subject,
    asking_line,
    plain_refused,
    rows_left,
    rows_so_far,
    running_words,
    simulation_moved,
    verdict_words,
)
from sgdesk.route import Path, Route
from sgdesk.routing import carries_key_in_plain
from sgdesk.secret import Secret
from sgdesk.ui.bridge import Batch, Bridge, StepSeen
from sgdesk.ui.diagnose.key_desk import KeyDesk
from sgdesk.ui.diagnose.offers import Offers
from sgdesk.ui.diagnose.report_desk import Ended, ReportDesk
from sgdesk.ui.diagnose.view import HERE
from sgdesk.ui.rooms import Rooms
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.surface import button
from sgdesk.ui.window import MainWindow

_TASK = "diagnose"
_TICK_MS = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What a run is asked for."""

    account: str
    """As in `Subject`."""
    first: Path | None = None
    """The way that has failed: its row stands first."""
    others: bool = False
    """Whether servers of others may be connected to."""


class HereDesk(QObject):
    """Let the part and the probes meet.

    Signals: those of `offers`; `account_wanted(str, str)`, an account's name and what to do
    with it: `edit`.
    """

    account_wanted = Signal(str, str)

    def __init__(
        self, window: MainWindow, rooms: Rooms, session: Session, tasks: Tasks, bridge: Bridge
    ) -> None:
        super().__init__(window)
        self._window = window
        self._view = rooms.diagnose
        self._part = rooms.diagnose.here
        self._outcome = self._part.outcome
        self._session = session
        self._tasks = tasks
        self._bridge = bridge
        self._limits = Limits()
        self._number = 0
        """Of the run; what belongs to an earlier one is dropped."""
        self._wish: _Wish | None = None
        """What the last run was asked for; `None` once another account is chosen."""
        self._chosen = session.account.name
        self._subject: Subject | None = None
        self._targets: tuple[Target, ...] = ()
        self._observations: list[Observation] = []
        self._diagnosis: Diagnosis | None = None
        self._routes: tuple[Route, ...] = ()
        self._tried: Secret | None = None
        """The key that the last run tried."""
        self._since = QElapsedTimer()
        self.keys = KeyDesk(window, rooms.diagnose, session)
        self.reports = ReportDesk(window, self._part, tasks)
        self.offers = Offers(window, rooms, session, tasks)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._tick)
        bridge.drained.connect(self._take)
        rooms.accounts.asked.connect(self._take_ask)
        self._connect()

    @property
    def is_running(self) -> bool:
        """Say whether a run goes on."""
        return self._clock.isActive()

    @property
    def has_result(self) -> bool:
        """Say whether the last run has come to a verdict, which is shown."""
        return self._diagnosis is not None

    def run(self) -> None:
        """Test the servers of the chosen account, or those of the last run once more."""
        wish = self._wish or _Wish(account=self._session.account.name)
        self._begin(replace(wish, others=False))

    def run_for(self, account: str, path: Path | None = None) -> None:
        """Test the servers of an account; the way by which a mail did not go out comes first."""
        self._view.show_part(HERE)
        self._window.show_view("diagnose")
        self._begin(_Wish(account=account or self._session.account.name, first=path))

    def stop(self) -> bool:
        """Stop at once; say whether anything ran."""
        if not self.is_running:
            return False
        self._number += 1
        self._clock.stop()
        self._tasks.cancel(_TASK)
        self._show_ended(STOPPED_WORDS)
        announce(self._part, STOPPED_WORDS)
        return True

    def note_account(self) -> None:
        """Test the servers of another account from now on, and say whose stand here still."""
        account = self._session.account
        self._part.show_practice(is_chosen=account.is_built_in)
        was_chosen, self._chosen = self._chosen, account.name
        if was_chosen != account.name:
            self._wish = None
            self._say_whose()
        else:
            self.offers.look_again()
        self.keys.note_account(account.name if self._wish is None else self._wish.account)

    def note_simulation(self) -> None:
        """Say that a result of the practice inbox is out of date, once it is."""
        subject, now = self._subject, self._session.simulated
        if self._diagnosis is None or subject is None or not subject.is_practice_inbox:
            return
        if now == subject.simulated:
            self._part.notice.clear()
            return
        self._outcome.verdict.offer(AGAIN)
        self._part.notice.say("note", simulation_moved(subject.simulated, now))

    def _say_whose(self) -> None:
        """Say of a result that it is another account's than the one that is tested next."""
        subject = self._subject
        if self._diagnosis is None or subject is None or self._wish is not None:
            return
        if subject.account == self._chosen:
            self._part.notice.clear()
            return
        next_one = f"Run again tests for {self._chosen}."
        whose = f"This was tested for {subject.account or 'SendGrid itself'}. {next_one}"
        self._part.notice.say("note", whose)

    def _begin(self, wish: _Wish) -> None:
        self._wish = wish
        self.keys.note_account(wish.account)
        self._number += 1
        self._tasks.start(_TASK, self._go(self._number, wish), if_running="replace")

    async def _go(self, number: int, wish: _Wish) -> None:
        await self._tasks.wait_for("open")
        try:
            subject = await asyncio.to_thread(self._subject_of, wish)
            if refused := self._refused(subject):
                raise plain_refused(subject.account or "This program", refused)
            routes = [await self._session.route(subject.account, way) for way in subject.paths]
            key = await self.keys.key_for(subject.account)
        except SgdeskError as error:
            self._say_not_tested(wish, error)
            return
        if number != self._number:
            return

        def tell(observation: Observation) -> None:
            self._bridge.take(StepSeen(run=number, observation=observation))

        self._routes, self._tried = tuple(routes), key
        subject = replace(subject, tries_key=key is not None)
        self._show_running(subject, targets_of(routes))
        controls = CONTROLS if wish.others else ()
        try:
            practice = Practice(simulated=subject.simulated) if subject.is_practice_inbox else None
            also = Also(
                found_proxy=known_proxy(os.environ),
                try_key=None if key is None else key_trial(key),
            )
            work = diagnose(
                routes, self._limits, tell, controls=controls, also=also, practice=practice
            )
            diagnosis = await self._session.run(work)
        except Exception:
            if number == self._number:
                self._clock.stop()
                self._show_ended("The test broke off.")
            raise
        own = await self.offers.own_path(subject)
        if number == self._number:
            self._clock.stop()
            self._show(subject, diagnosis, own)

    def _subject_of(self, wish: _Wish) -> Subject:
        """Find whose servers are tested by which ways; raises `InputError`. Reads files."""
        if wish.account == PRACTICE.name:
            settings, paths = self._session.settings, EVERY_PATH
            simulated = self._session.simulated
        else:
            book, name = self._session.book, wish.account
            settings = book.settings(name) if name else self._session.settings
            paths, simulated = own_paths(settings), ""
        first = wish.first
        if first is not None and (first in paths or not carries_key_in_plain(settings, first)):
            paths = tuple(dict.fromkeys((first, *paths)))
        return Subject(account=wish.account, settings=settings, paths=paths, simulated=simulated)

    @staticmethod
    def _refused(subject: Subject) -> Path | None:
        if subject.is_practice_inbox:
            return None
        plain = (path for path in subject.paths if carries_key_in_plain(subject.settings, path))
        return next(plain, None)

    def _say_not_tested(self, wish: _Wish, error: SgdeskError) -> None:
        buttons: tuple[QPushButton, ...] = ()
        if wish.account not in ("", PRACTICE.name):
            edit = button(
                "Change the account…", name="diagnose-edit", why="Mend its path and its servers"
            )
            edit.clicked.connect(partial(self.account_wanted.emit, wish.account, "edit"))
            buttons = (edit,)
        self._part.notice.say("bad", error.happened, error.more, buttons=buttons)

    def _show_running(self, subject: Subject, targets: tuple[Target, ...]) -> None:
        self._subject, self._diagnosis = subject, None
        self.reports.note(None)
        self.offers.forget()
        self._targets, self._observations = targets, []
        words = self._running_words(0)
        tested = asking_line(subject, targets)
        self._part.show_outcome()
        self._outcome.show_running(words, tested, rows_so_far(targets, ()))
        self._since.start()
        self._clock.start()
        announce(self._part, words)
        if self._window.current_view == "diagnose":
            self._outcome.verdict.focus_first()

    def _show_ended(self, words: str) -> None:
        left = rows_left(self._targets, self._observations)
        self._outcome.show_ended(words, AGAIN, left)

    def _tick(self) -> None:
        passed_s = self._since.elapsed() / 1000
        self._outcome.verdict.retitle(self._running_words(passed_s))

    def _running_words(self, passed_s: float) -> str:
        return running_words(passed_s, self._limits.run, has_key=self._tried is not None)

    def _take(self, batch: Batch) -> None:
        """Fill the rows with what was seen since the last batch."""
        came = [each.observation for each in batch.seen if each.run == self._number]
        if not came or not self.is_running:
            return
        self._observations += came
        rows = rows_so_far(self._targets, self._observations)
        self._outcome.show_so_far(rows, self._observations, wall_utc())

    def _show(self, subject: Subject, diagnosis: Diagnosis, own: Path) -> None:
        self._diagnosis, self._observations = diagnosis, list(diagnosis.observations)
        at = wall_utc().astimezone().replace(microsecond=0)
        verdict = diagnosis.verdict
        self._outcome.show_result(
            diagnosis,
            verdict_words(subject, diagnosis, own, chosen=self._session.account.name, at=at),
            at,
            can_ask_others=not subject.is_practice_inbox,
        )
        self.offers.note(subject, diagnosis, own)
        ended = Ended(
            diagnosis=diagnosis,
            routes=self._routes,
            key_env=subject.settings.text("key_env"),
            limits=self._limits,
            at=at,
            key=self._tried,
        )
        self.reports.note(ended)
        self._say_whose()
        announce(self._part, f"{verdict.headline} {CERTAINTY_WORDS[verdict.certainty]}.")

    def _take_ask(self, action: str, account: str) -> None:
        if action == "diagnose":
            self.run_for(account)

    def _try_key(self) -> None:
        self.keys.use_account()
        self._run_with_key()

    def _run_with_key(self) -> None:
        """Test with the key that was chosen, or without, at once where something was tested."""
        if self._diagnosis is not None or self.is_running:
            self.run()

    def _run_given(self) -> None:
        """Test with a key that was typed, at once: its sheet said so."""
        wish = self._wish
        if wish is None or wish.account != self.keys.account:
            wish = _Wish(account=self.keys.account)
        self._begin(replace(wish, others=False))

    def _run_with_others(self) -> None:
        if self._subject is not None:
            self._begin(_Wish(account=self._subject.account, others=True))

    def _run_other(self) -> None:
        """Test SendGrid's own servers, or the chosen account's where SendGrid's were tested."""
        is_sendgrid = self._subject is not None and not self._subject.account
        self._begin(_Wish(account=self._session.account.name if is_sendgrid else ""))

    def _run_sendgrid(self) -> None:
        self._begin(_Wish(account=""))

    def _connect(self) -> None:
        part, outcome = self._part, self._outcome
        part.start_requested.connect(self.run)
        self.keys.chosen.connect(self._run_with_key)
        self.keys.given.connect(self._run_given)
        part.sendgrid_requested.connect(self._run_sendgrid)
        self.offers.again_requested.connect(self.run)
        outcome.verdict.again_requested.connect(self.run)
        outcome.verdict.stop_requested.connect(self.stop)
        outcome.verdict.key_requested.connect(self._try_key)
        outcome.verdict.sendgrid_requested.connect(self._run_other)
        outcome.findings.others_requested.connect(self._run_with_others)
