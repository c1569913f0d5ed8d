"""What is done with the mail at hand: read it, send it."""

import asyncio
import uuid
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from sgdesk.account.account import PRACTICE, Account
from sgdesk.delivery import Accepted, Attempt
from sgdesk.errors import InputError
from sgdesk.message import Message, sample
from sgdesk.message.allowed import stranger_findings
from sgdesk.present.compose import Composed, compose, words_by_field
from sgdesk.present.form import ComposeForm
from sgdesk.route import Path, WebApiPath, parse_path
from sgdesk.ui.compose.addressing import AddressDesk
from sgdesk.ui.compose.bodydesk import BodyDesk
from sgdesk.ui.compose.looking import LookingDesk
from sgdesk.ui.compose.sendbar import SEND, SEND_BOTH, SEND_CHECK
from sgdesk.ui.flights import Flights
from sgdesk.ui.session import Session, Where
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.window import MainWindow
from sgdesk.ui.write import WriteView


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message with what became of it."""

    message: Message
    attempts: tuple[Attempt, ...]
    """One for each path by which it went."""

    @property
    def is_accepted(self) -> bool:
        """Say whether everyone gets it, by every path that was asked for; a check sends nothing."""
        return all(
            isinstance(attempt.outcome, Accepted) and not attempt.outcome.checked_only
            for attempt in self.attempts
        )

    @property
    def is_practice(self) -> bool:
        """Say whether it stayed on this computer."""
        return all(attempt.practice for attempt in self.attempts)


class ComposeDesk(QObject):
    """Let the Write view and the core meet.

    Signals: `open_requested()`, when the core is to be opened once more;
    `practice_started(object)`, a `Where`, when a send needed the local SendGrid;
    `ended(object)`, a `Sent`, when a send or a check has its results.
    """

    open_requested = Signal()
    practice_started = Signal(object)
    ended = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        write: WriteView,
        session: Session,
        tasks: Tasks,
        flights: Flights,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._write = write
        self._session = session
        self._tasks = tasks
        self._flights = flights
        self._compose = write.compose
        self.addresses = AddressDesk(write.compose, session, tasks)
        self.body = BodyDesk(window, write.compose, tasks)
        self.looking = LookingDesk(write.compose, tasks)
        self._last: tuple[Message, str] | None = None
        self._account_sender = session.account.sender
        self._connect()

    def send(self, how: str) -> None:
        """Send what is written; while one is being sent a second click does nothing."""
        paths = self._paths(how)
        form = self._compose.form()
        is_settled = self._compose.body.sources.is_settled
        if self._compose.head.is_reading or form.is_long or not is_settled:
            work = self._read_and_send(how, paths)
            self._tasks.start("read form", work, if_running="ignore")
        else:
            self._send_read(how, paths, _read(form, paths))

    async def _read_and_send(self, how: str, paths: tuple[Path, ...]) -> None:
        """Read a form whose reading takes longer than a frame may."""
        await self.addresses.wait_until_read()
        await self.body.wait_until_settled()
        read = await asyncio.to_thread(_read, self._compose.form(), paths)
        self._send_read(how, paths, read)

    def _send_read(self, how: str, paths: tuple[Path, ...], read: list[Composed]) -> None:
        errors = [finding for composed in read for finding in composed.errors]
        if read[0].message is not None:
            errors += stranger_findings(read[0].message, self._session.account.may_mail)
        self._compose.show_findings(words_by_field(errors))
        message = read[0].message
        if message is not None and not errors:
            self._start_send(message, paths, check_only=how == SEND_CHECK)

    def send_chosen(self) -> None:
        """Send by the chosen path."""
        self.send(SEND)

    def send_sample(self) -> None:
        """Send the sample mail to the practice inbox, leaving what is written alone."""
        path = self._compose.send_bar.route.path
        # Whatever account is chosen: the sample never goes to real people.
        work = self._deliver(sample(), (path,), account=PRACTICE, check_only=False)
        self._tasks.start("send", work, if_running="ignore")

    def take_account(self, account: Account) -> None:
        """Send as another account: its path, and its sender unless another was typed."""
        head = self._compose.head
        if head.text("sender").strip() in ("", self._account_sender):
            head.set_text("sender", account.sender)
        self._account_sender = account.sender
        self._compose.send_bar.route.choose(_path_of(account))
        self.addresses.fit_form()

    def show_flights(self) -> None:
        """Show beside Send what is on its way."""
        shown = self._flights.shown()
        bar = self._compose.send_bar
        if not shown:
            bar.show_step("")
            return
        row = shown[0].timed_row
        others = f" and {len(shown) - 1} more" if len(shown) > 1 else ""
        bar.show_step(f"{row.path}: {row.step}{others}", row.stop_text, row.stop_why)

    def _connect(self) -> None:
        bar = self._compose.send_bar
        bar.send_requested.connect(self.send)

    def _paths(self, how: str) -> tuple[Path, ...]:
        route = self._compose.send_bar.route
        match how:
            case str() if how == SEND_BOTH:
                return (route.path, route.other_path())
            case str() if how == SEND_CHECK:
                return (WebApiPath(),)
            case _:
                return (route.path,)

    def _start_send(self, message: Message, paths: tuple[Path, ...], *, check_only: bool) -> None:
        work = self._deliver(message, paths, account=self._session.account, check_only=check_only)
        self._tasks.start("send", work, if_running="ignore")

    async def _deliver(
        self, message: Message, paths: tuple[Path, ...], *, account: Account, check_only: bool
    ) -> None:
        if not await self._is_open():
            return
        # A check is no send: its time stands beside nothing.
        group_id = "" if check_only else self._group_for(message, is_pair=len(paths) > 1)
        if account.is_practice:
            where: Where = await self._session.start_practice()
            self.practice_started.emit(where)
        attempts = [
            # One after the other: side by side they would spoil each other's times.
            await self._session.deliver(
                message, path, group_id=group_id, check_only=check_only, account=account
            )
            for path in paths
        ]
        self.ended.emit(Sent(message=message, attempts=tuple(attempts)))

    async def _is_open(self) -> bool:
        """Wait for the core, which opens after the first paint; once failed, try once more."""
        await self._tasks.wait_for("open")
        if not self._session.is_open:
            self.open_requested.emit()
            await self._tasks.wait_for("open")
        return self._session.is_open

    def _group_for(self, message: Message, *, is_pair: bool) -> str:
        """Let the same mail sent again stand with its sister; a pair is one of its own."""
        if is_pair or self._last is None or self._last[0] != message:
            self._last = (message, uuid.uuid4().hex)
        return self._last[1]


def _read(form: ComposeForm, paths: tuple[Path, ...]) -> list[Composed]:
    return [compose(form, path) for path in paths]


def _path_of(account: Account) -> Path:
    """Give the path that an account starts at; a setting that is no path changes nothing here."""
    try:
        return parse_path(account.path)
    except InputError:
        return WebApiPath()
