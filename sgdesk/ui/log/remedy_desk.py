"""Do what the buttons under a result say, in Results and where the mail was written."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from sgdesk.account.account import Account
from sgdesk.clock import wall_utc
from sgdesk.message import Message
from sgdesk.present.problem_words import (
    NOT_KEPT,
    files_missing,
    look_up_text,
)
from sgdesk.present.remedies import (
    Act,
    Remedy,
    RemedyPlace,
    fitting_path,
    link_of,
    wait_s,
    while_waiting,
)
from sgdesk.present.send_words import again_words
from sgdesk.route import Path, SmtpPath, Tls, WebApiPath
from sgdesk.sendgrid import pages
from sgdesk.ui.compose.sent import Remembered
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.case import Case, offered_at
from sgdesk.ui.log.certificates import Certificates
from sgdesk.ui.log.desk import LogDesk
from sgdesk.ui.log.mending import FillWrite, Mending
from sgdesk.ui.log.records import Records
from sgdesk.ui.log.resending import Countdown, Resending, countdown_words
from sgdesk.ui.rooms import Rooms
from sgdesk.ui.session import Session
from sgdesk.ui.sheets import Answer, Question
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.page_link import open_page
from sgdesk.ui.window import MainWindow

if TYPE_CHECKING:
    from sgdesk.store import Decision

_465 = SmtpPath(port=465, tls=Tls.IMPLICIT)
_SENDING = frozenset(
    {Act.SEND_AGAIN, Act.FIT_ENCRYPTION, Act.SEND_WEBAPI, Act.TRY_465, Act.TRY_PORT}
)
_TO_ACCOUNT = {
    Act.CHECK_KEY: "check",
    Act.OTHER_KEY: "replace",
    Act.ENTER_KEY: "replace",
    Act.EDIT_ACCOUNT: "edit",
    Act.ADD_KEY: "add",
}


class RemedyDesk(QObject):
    """Map each act to what it does.

    Signals: `account_wanted(str, str)`, an account's name and what to do with it:
    `check`, `replace` (its key), `edit`, or `add` one; `compose_send_wanted(str)`, to send what
    stands in Write by the path that is chosen there, and how; `mail_wanted(object)`, a `Case`
    whose mail is to be seen in the practice inbox; `stop_simulating_wanted()`, to let nothing go
    wrong there.
    """

    account_wanted = Signal(str, str)
    compose_send_wanted = Signal(str)
    mail_wanted = Signal(object)
    stop_simulating_wanted = Signal()

    def __init__(
        self,
        window: MainWindow,
        icons: Icons,
        rooms: Rooms,
        session: Session,
        tasks: Tasks,
        log: LogDesk,
        fill_write: FillWrite,
        remembered: Remembered,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._rooms = rooms
        self._compose = rooms.write.compose
        self._session = session
        self._tasks = tasks
        self._log = log
        self._records = Records(session)
        self._resending = Resending(window, session, rooms.write.compose.icons, remembered)
        self._resending.edit_wanted.connect(self._edit_as_new)
        self.resent = self._resending.ended
        self.certificates = Certificates(window, icons, session, tasks)
        self._mending = Mending(window, rooms, session, tasks, remembered, fill_write)
        self._mending.said.connect(self.say)
        self._mending.send_wanted.connect(self._send_in_write)
        self._waiting: Case | None = None
        self.countdown = Countdown(self)
        self.countdown.ticked.connect(self._show_countdown)
        self.countdown.stopped.connect(self._show_stopped)
        self.certificates.said.connect(self.say)
        self._compose.problem.dismissed.connect(self._stop_in_write)

    def note_shown(self, case: Case) -> None:
        """Offer at a result that waits to be sent again what can be done about that."""
        self._shown = case
        waiting = self._waiting
        if waiting is not None and waiting.attempt.id == case.attempt.id:
            self._case = waiting
            self.offer(waiting, while_waiting())

    def act(self, remedy: Remedy, case: Case) -> None:
        """Do what a button says."""
        act = remedy.act
        self._case = case
        if act in _SENDING:
            self._send_by(case, self._path_for(remedy, case))
        elif link_of(act):
            open_page(link_of(act))
        elif act in _TO_ACCOUNT:
            self.account_wanted.emit(case.account, _TO_ACCOUNT[act])
        else:
            self._act_here(act, case)

    def _act_here(self, act: Act, case: Case) -> None:
        """Do what concerns the window alone; what is left concerns the mail."""
        here: dict[Act, Callable[[Case], None]] = {
            Act.SEND_LATER: self._wait,
            Act.SEND_ANYWAY: self._ask_anyway,
            Act.COMPARE_AGAIN: lambda at: self._start_resend(at, self._compare_again(at)),
            Act.MARK_SENT: partial(self._mark, "sent"),
            Act.MARK_NOT_SENT: self.mark_not_sent,
            Act.LOOK_UP: lambda at: self._start("look up", self._look_up(at)),
            Act.COPY_ID: self._copy_id,
            Act.SHOW_ALL: partial(self._show_tab, "recipients"),
            Act.SHOW_MAIL: partial(self._show_tab, "message"),
            Act.SHOW_LATER: lambda at: self._log.show_result(at.since.newest or at.attempt.id),
            Act.SHOW_CERTIFICATE: lambda at: self.certificates.show(at.attempt),
            Act.ALLOW_ISSUER: self._allow_issuer,
            Act.OPEN_INBOX: self.mail_wanted.emit,
        }
        plain: dict[Act, Callable[[], None]] = {
            Act.SEND_NOW: self.countdown.finish,
            Act.STOP_LATER: self.countdown.stop,
            Act.ADD_CERTIFICATE: self.certificates.ask,
            Act.STOP_SIMULATING: self.stop_simulating_wanted.emit,
        }
        if act in here:
            here[act](case)
        elif act in plain:
            plain[act]()
        elif act is Act.OPEN_NETWORK:
            self._window.show_view("settings")
        else:
            self._mend(act, case)

    def _ask_anyway(self, case: Case) -> None:
        self._start_resend(case, self._resend(case, case.attempt.path, is_anyway=True))

    def mark_not_sent(self, case: Case) -> None:
        """Keep of an unknown result that the mail did not go out."""
        self._mark("not_sent", case)

    def _mark(self, decision: "Decision", case: Case) -> None:
        self._start("decide", self._log.decide(case.attempt.id, decision))

    def _copy_id(self, case: Case) -> None:
        QGuiApplication.clipboard().setText(case.attempt.message_id or "")
        self.say("The message id is in the clipboard.")

    def _show_tab(self, tab: str, case: Case) -> None:
        self._log.show_result(case.attempt.id, tab)

    def _allow_issuer(self, case: Case) -> None:
        self._start_resend(case, self._allow_and_send(case))

    async def _allow_and_send(self, case: Case) -> None:
        tls = case.attempt.trace.tls
        if tls is None:
            return
        book = self._session.book
        await asyncio.to_thread(book.allow_issuer, case.account, tls.private_issuer)
        if self._is_in_write(case):
            self._send_by(case, case.attempt.path)
        else:
            await self._resend(case, case.attempt.path)

    def _mend(self, act: Act, case: Case) -> None:
        """Bring the mail, or the part of it that is to be mended, to the front of Write."""
        if self._is_in_write(case):
            self._mending.mend_here(act, case)
        else:
            self._mending.open(act, case)

    def _path_for(self, remedy: Remedy, case: Case) -> Path:
        match remedy.act:
            case Act.SEND_WEBAPI:
                return WebApiPath()
            case Act.TRY_465:
                return _465
            case Act.FIT_ENCRYPTION:
                return fitting_path(case.attempt) or case.attempt.path
            case _:
                return remedy.path or case.attempt.path

    def _send_by(self, case: Case, path: Path) -> None:
        """Send what stands in Write, or the mail of the row, by a path."""
        if self._is_in_write(case):
            self._compose.send_bar.route.take(path)
            self._send_in_write(case)
        else:
            self._start_resend(case, self._resend(case, path))

    def _send_in_write(self, case: Case) -> None:
        self.compose_send_wanted.emit(case.how_again)

    async def _resend(self, case: Case, path: Path, *, is_anyway: bool = False) -> None:
        message = await self._mail_of(case)
        if message is None:
            return
        sent = await self._resending.send(case, message, (path,), is_anyway=is_anyway)
        if sent is None:
            return
        for ended in sent.attempts:
            # Meanwhile something may have been done at another result.
            is_here = self._session.is_practice_of(ended)
            self.say(again_words(sent.message, ended, is_own_inbox=is_here), case)

    async def _compare_again(self, case: Case) -> None:
        """Send once more by both paths of a pair, and show the new one to who still waits."""
        message = await self._mail_of(case)
        if message is None or case.beside is None:
            return
        pair = sorted((case.attempt, case.beside), key=lambda one: one.trace.started_at)
        sent = await self._resending.send(case, message, tuple(one.path for one in pair))
        is_here = self._window.current_view == "results"
        if (
            sent
            and sent.attempts
            and is_here
            and self._shown is not None
            and self._shown.attempt.id == case.attempt.id
        ):
            self._log.show_coming(sent.attempts[-1].id)

    async def _mail_of(self, case: Case) -> Message | None:
        """Give the mail of a result; says why there is none."""
        if case.message is not None:
            return case.message
        kept = await self._records.message(case.attempt.id)
        if kept is None:
            self.say(NOT_KEPT)
        elif kept.missing_files:
            self.say(files_missing(kept.missing_files))
        else:
            return kept.message
        return None

    def _edit_as_new(self, case: Case) -> None:
        self._mend(Act.EDIT, case)

    async def _look_up(self, case: Case) -> None:
        who = case.recipients[0] if case.recipients else ""
        question = Question(
            self._window,
            "look-up-sheet",
            "Look it up at SendGrid",
            look_up_text(case.attempt, who),
            (
                Answer(id="open", text="Open SendGrid", why=pages.ACTIVITY, is_default=True),
                Answer(id="back", text="Close", why="Back to the window (Esc)"),
            ),
        )
        if await question.ask() == "open":
            open_page(pages.ACTIVITY)

    def _wait(self, case: Case) -> None:
        # One at a time: what waited before says that it was not sent.
        self.countdown.stop()
        self._case = case
        self._waiting, self._form = case, self._compose.form()
        self.offer(case, while_waiting())
        seconds = wait_s(case.attempt, wall_utc())
        self.countdown.start(seconds, self._send_waiting)
        # Once: each second would be read out otherwise.
        announce(self._window, countdown_words(round(seconds)))

    def _send_waiting(self) -> None:
        case, self._waiting = self._waiting, None
        if case is not None:
            self._case = case
            self.say("")
            self.offer(case, self._offered_at(case))
            self._send_by(case, case.attempt.path)

    def take_account(self, account: Account) -> None:
        """Stop a countdown of Write when somebody else is to send: it would go out as them."""
        if self._waiting is not None and self._waiting.account != account.name:
            self._stop_in_write()

    def stop_if_edited(self) -> None:
        """Stop a countdown when its mail was changed; a field may report late what was sent."""
        if self._waiting is not None and self._compose.form() != self._form:
            self._stop_in_write()

    def _stop_in_write(self) -> None:
        if self._waiting is not None and self._waiting.place is RemedyPlace.WRITE:
            self.countdown.stop()

    def _show_countdown(self, seconds: int) -> None:
        self._case = self._waiting
        self.show_words(countdown_words(seconds))

    def _show_stopped(self) -> None:
        case, self._waiting = self._waiting, None
        self._case = case
        self.say("Nothing was sent.")
        if case is not None:
            self.offer(case, self._offered_at(case))

    def _offered_at(self, case: Case) -> tuple[Remedy, ...]:
        return offered_at(case, self._session.simulated_for(case.attempt))

    def offer(self, case: Case, offered: tuple[Remedy, ...], *, is_vain: bool = False) -> None:
        """Offer other things at a result, where it is shown; `is_vain`: its advice is no use."""
        if self._is_in_write(case):
            self._compose.problem.show_remedies(offered)
        elif self._shown is None or self._shown.attempt.id == case.attempt.id:
            self._rooms.results.detail.show_remedies(offered, is_problem=case.is_urgent)
            if is_vain:
                self._rooms.results.detail.show_advice("")

    def say(self, words: str, case: Case | None = None) -> None:
        """Say how an act goes, to eyes and ears; without a `case` at the one in hand."""
        self.show_words(words, case)
        announce(self._window, words)

    def show_words(self, words: str, case: Case | None = None) -> None:
        """Say how an act goes, where its button was; nothing at another result."""
        case, shown = case or self._case, self._shown
        if case is not None and self._is_in_write(case):
            self._compose.problem.show_status(words)
        elif case is None or shown is None or shown.attempt.id == case.attempt.id:
            self._rooms.results.detail.show_status(words)

    def _is_in_write(self, case: Case) -> bool:
        """Say whether the mail of a case is the one that stands in Write."""
        return case.place is RemedyPlace.WRITE and case.mail == self._compose.mail

    _case: Case | None = None
    """At which something is done."""
    _shown: Case | None = None
    """In the detail of Results."""

    def _start(self, name: str, work: Coroutine[object, object, None]) -> None:
        self._tasks.start(name, work, if_running="ignore")

    def _start_resend(self, case: Case, work: Coroutine[object, object, None]) -> None:
        """Send beside what is on its way; the same result only once."""
        self._tasks.start("resend", work, if_running="ignore", of=case.attempt.id)
