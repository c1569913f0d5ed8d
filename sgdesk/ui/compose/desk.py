"""What is done with the mail at hand: read it, send it."""

import asyncio
import uuid
from dataclasses import replace

from PySide6.QtCore import QObject, QSettings, Signal

from sgdesk.account.account import PRACTICE, Account, Known
from sgdesk.message import Address, Message, sample
from sgdesk.message.allowed import stranger_findings
from sgdesk.message.content import content_of
from sgdesk.message.mailbox import format_address
from sgdesk.present.compose import Composed, compose, words_by_field
from sgdesk.present.form import ComposeForm
from sgdesk.present.risk import Risk
from sgdesk.present.send_words import not_sent_words
from sgdesk.present.sending import STOPPING_LEAVES_UNKNOWN
from sgdesk.present.test_mail import as_test
from sgdesk.present.things.body_rules import open_fields
from sgdesk.present.whose_servers import whys
from sgdesk.route import Path, WebApiPath
from sgdesk.ui.compose.addressing import QUIET_S, AddressDesk
from sgdesk.ui.compose.bodydesk import BodyDesk
from sgdesk.ui.compose.both_paths import STAYS_HERE, both_question, send_by_each
from sgdesk.ui.compose.commands import Commands
from sgdesk.ui.compose.last_sender import LastSenders
from sgdesk.ui.compose.looking import LookingDesk
from sgdesk.ui.compose.paths import PathDesk
from sgdesk.ui.compose.recall import sent_before, since_of
from sgdesk.ui.compose.reviewing import Reviewing
from sgdesk.ui.compose.sendbar import COPY_COMMAND, SEND, SEND_BOTH, SEND_CHECK, SEND_TEST
from sgdesk.ui.compose.sent import Asked, Remembered, Sent
from sgdesk.ui.compose.trial import TrialAddress
from sgdesk.ui.flights import Flights
from sgdesk.ui.sandbox.where import Where
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.window import MainWindow
from sgdesk.ui.write import WriteView

WAITS = "It is sent once everything in it is read…"
TURNED = "Another mail was opened before all of it was read. It is kept as a draft."


class ComposeDesk(QObject):
    """Let the Write view and the core meet.

    Signals: `open_requested()`, when the core is to be opened once more;
    `practice_started(object)`, a `Where`, when a send needed the local SendGrid;
    `stopped(str)`, why nothing was sent of what was asked for;
    `begun()`, when what stands in Write is sent or checked;
    `ended(object)`, a `Sent`, when a send or a check has its results;
    `recalled(object)`, one that ended before the window was opened.
    """

    open_requested = Signal()
    practice_started = Signal(object)
    stopped = Signal(str)
    begun = Signal()
    ended = Signal(object)
    recalled = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        write: WriteView,
        session: Session,
        tasks: Tasks,
        flights: Flights,
        state: QSettings,
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
        self.looking = LookingDesk(write.compose, session, tasks)
        icons = write.compose.icons
        self.reviewing = Reviewing(write.compose, session, self.looking, self.body, icons)
        self.trial = TrialAddress(write.compose, session, tasks, state)
        self.commands = Commands(write.compose, session, icons)
        self.remembered = Remembered()
        self._has_recalled = False
        self._last: tuple[Message, str] | None = None
        self.senders = LastSenders(state)
        self._own_senders = self._senders_to_leave(session.account)
        write.compose.head.from_choice.note_example(_example_of(session.account))
        self.paths = PathDesk(write.compose.send_bar, session)
        self._waits = ""
        """What Write says that a mail waits for which is to be sent."""
        self._sent_with = PRACTICE
        """The account in use, without what is known of it."""
        self._connect()

    async def recall(self) -> None:
        """Learn from the history what people may have already, and what went wrong."""
        for sent in await sent_before(self._session):
            self.recalled.emit(sent)
        self._has_recalled = True

    def stop_waiting(self) -> bool:
        """Send nothing of what waits for its files; say whether anything did."""
        is_waiting = bool(self._waits)
        self._tasks.cancel("read form")
        return is_waiting

    def send(self, how: str) -> None:
        """Send what is written; while it is being sent a second click does nothing."""
        self._ask(how, is_repeat=False)

    def _ask(self, how: str, *, is_repeat: bool) -> None:
        account = self._session.account
        goes_to_me = how == SEND_TEST or (how == SEND_BOTH and not account.is_practice)
        if goes_to_me and not self.trial.is_known_for(how):
            return
        asked = Asked(
            how=how,
            account=replace(account, test_address=self.trial.address),
            paths=self._paths(how),
            is_test=goes_to_me,
            mail=self._compose.mail,
            is_repeat=is_repeat,
        )
        is_settled = self.body.is_settled
        is_here = is_settled and self._has_recalled and not self._compose.head.is_reading
        if self._compose.form().is_long or not is_here:
            work = self._read_and_send(asked)
            self._tasks.start("read form", work, if_running="ignore", of=asked.mail)
        else:
            self._send_read(asked, *self._read(asked, self._compose.form()))

    async def _read_and_send(self, asked: Asked) -> None:
        """Read a form whose reading takes longer than a frame may, once all of it is there."""
        subject = self._compose.form().subject
        showing = asyncio.get_running_loop().call_later(QUIET_S, self._show_waiting, WAITS)
        try:
            # Whether somebody has it already is known once the history is read.
            await self._tasks.wait_for("open")
            await self.addresses.wait_until_read()
            missed = await self.body.wait_until_settled()
        finally:
            showing.cancel()
            self._show_waiting("")
        if asked.mail != self._compose.mail:
            self._compose.notice.say("bad", f"'{subject}' was not sent.", TURNED)
            return
        if missed:
            self._compose.notice.say("bad", "Not sent: not everything is in the mail.", missed)
            return
        read = await asyncio.to_thread(self._read, asked, self._compose.form())
        self._send_read(asked, *read)

    @staticmethod
    def _read(asked: Asked, form: ComposeForm) -> tuple[list[Composed], tuple[str, ...]]:
        """Read a form by each path; give the fields in it that nothing fills in, too."""
        if asked.is_test:
            form = as_test(form, asked.account.test_address)
        fields = open_fields(form) if asked.how == SEND else ()
        read = [compose(form, path) for path in asked.paths]
        if (message := read[0].message) is not None:
            # Here nobody waits while the digests of its files are found out.
            content_of(message)
        return read, fields

    def _send_read(self, asked: Asked, read: list[Composed], fields: tuple[str, ...]) -> None:
        """Go on with what was read, or say what is wrong with it."""
        message = read[0].message
        errors = [finding for composed in read for finding in composed.errors]
        if message is not None:
            errors += stranger_findings(message, asked.account.may_mail)
        self._compose.show_findings(words_by_field(errors))
        if message is None or errors:
            self.stopped.emit(not_sent_words(errors, self._compose.told_below))
            return
        if asked.how == COPY_COMMAND:
            work = self._show_commands(message, asked)
            self._tasks.start("command", work, if_running="ignore")
            return
        risk = self.remembered.risk_of(message, asked.account)
        is_asked = risk is not None or bool(fields) or asked.how == SEND_BOTH
        is_plain = asked.account.is_practice and not is_asked
        if is_plain or asked.how in (SEND_TEST, SEND_CHECK):
            self._start_send(message, asked)
        else:
            work = self._ask_and_send(read[0], message, asked, risk, fields)
            self._tasks.start("review", work, if_running="ignore")

    async def _ask_and_send(
        self,
        composed: Composed,
        message: Message,
        asked: Asked,
        risk: Risk | None,
        fields: tuple[str, ...],
    ) -> None:
        """Let the user look once more before live mail, and before any that may go twice."""
        if not await self._is_open():
            return
        if asked.how == SEND_BOTH:
            is_wanted = await self._wants_both(asked)
            confirmed = message if is_wanted else None
        else:
            confirmed = await self.reviewing.confirm(
                composed,
                asked.account,
                asked.paths[0],
                is_repeat=asked.is_repeat,
                risk=risk,
                fields=fields,
            )
        if confirmed is not None:
            self._start_send(confirmed, asked)

    async def _wants_both(self, asked: Asked) -> bool:
        is_practice = asked.account.is_practice
        to = "the practice inbox" if is_practice else asked.account.test_address
        says = STAYS_HERE if is_practice else "The recipients get nothing."
        tests = "" if is_practice else ", marked as tests"
        question = both_question(self._window, asked.paths, to, says, how=tests, careful=False)
        return await question.ask() == "send"

    async def _show_commands(self, message: Message, asked: Asked) -> None:
        if await self._is_open():
            await self.commands.show(message, asked.account, asked.paths[0])

    def send_again(self, how: str) -> None:
        """Do once more what was asked for: a test or a check never goes to everybody."""
        self._ask(how, is_repeat=True)

    def send_test(self) -> None:
        """Send a test to the account's test address."""
        self.send(SEND_TEST)

    def send_chosen(self) -> None:
        """Send by the chosen path."""
        self.send(SEND)

    def send_sample(self) -> None:
        """Send the sample mail to the practice inbox, leaving what is written alone."""
        path = self._compose.send_bar.route.path
        # Whatever account is chosen: the sample never goes to real people.
        self._start_send(
            sample(), Asked(how=SEND, account=PRACTICE, paths=(path,), is_test=False, mail=None)
        )

    def take_account(self, account: Account) -> None:
        """Send as another account: its path, and its sender unless another was typed."""
        head = self._compose.head
        settings = replace(account, known=Known())
        if settings != self._sent_with and not self._compose.notice.lasts:
            # Why it could not be sent was said of other settings.
            self._compose.notice.clear()
        self._sent_with = settings
        if head.text("sender").strip() in self._own_senders:
            head.take_sender(self.senders.of(account))
        self._own_senders = self._senders_to_leave(account)
        head.offer_senders(_senders_of(account))
        head.from_choice.note_example(_example_of(account))
        head.from_choice.explain(whys(account).sender)
        self.paths.take_account(account)
        self.addresses.fit_form()
        self.looking.look_now()
        self.trial.fit()

    def _note_sender(self, sent: Sent) -> None:
        self.senders.note(sent)
        self._own_senders = self._senders_to_leave(self._session.account)

    def _senders_to_leave(self, account: Account) -> tuple[str, ...]:
        """Give what in From is the account's, and goes with it when another is chosen."""
        return ("", account.sender, self.senders.of(account))

    def show_flights(self) -> None:
        """Show beside Send what is on its way."""
        shown = self._flights.shown()
        bar = self._compose.send_bar
        self._compose.note_under_way(bool(shown or self._waits))
        if not shown:
            bar.show_step(self._waits, "Cancel", "Send nothing; what is read stays in the mail")
            return
        row = shown[0].timed_row
        others = f" and {len(shown) - 1} more" if len(shown) > 1 else ""
        risk = f". {STOPPING_LEAVES_UNKNOWN}" if row.is_handed_over else ""
        bar.show_step(f"{row.path}: {row.step}{others}{risk}", row.stop_text, row.stop_why)

    def _show_waiting(self, words: str) -> None:
        """Say beside Send what a mail waits for that was asked to be sent."""
        self._waits = words
        self.show_flights()

    def _connect(self) -> None:
        bar = self._compose.send_bar
        bar.stop_requested.connect(self.stop_waiting)
        for told in (self.ended, self.recalled):
            told.connect(self.remembered.note)
        self.ended.connect(self._note_sender)
        self.ended.connect(self.paths.note_sent)
        bar.send_requested.connect(self.send)
        self.trial.known.connect(self.send)
        # Over what was sent, a question about tests would ask for one more.
        self.begun.connect(bar.trial_ask.put_away)

    def _paths(self, how: str) -> tuple[Path, ...]:
        route = self._compose.send_bar.route
        match how:
            case str() if how == SEND_BOTH:
                return (route.path, route.other_path())
            case str() if how == SEND_CHECK:
                return (WebApiPath(),)
            case _:
                return (route.path,)

    def _start_send(self, message: Message, asked: Asked) -> None:
        # A mail goes once, however often it is asked for meanwhile; another goes beside it.
        mail = (message, asked.account.name, asked.how == SEND_CHECK)
        self._tasks.start("send", self._deliver(message, asked), if_running="ignore", of=mail)

    async def _deliver(self, message: Message, asked: Asked) -> None:
        if not await self._is_open():
            return
        if asked.mail == self._compose.mail:
            self.begun.emit()
        account, paths, check_only = asked.account, asked.paths, asked.how == SEND_CHECK
        # A check is no send: its time stands beside nothing.
        group_id = "" if check_only else self._group_for(message, is_pair=len(paths) > 1)
        if account.is_built_in:
            where: Where = await self._session.start_practice()
            self.practice_started.emit(where)
        attempts, error = await send_by_each(
            self._session,
            message,
            paths,
            group_id=group_id,
            check_only=check_only,
            account=account,
        )
        if error is not None:
            by = f" by {paths[len(attempts)].text}" if attempts else ""
            self._compose.notice.say("bad", f"Not sent{by}.", str(error))
        if not attempts:
            return
        self.ended.emit(
            Sent(
                message=message,
                account=account,
                attempts=attempts,
                mail=asked.mail,
                how_again=SEND_TEST if asked.is_test else SEND_CHECK if check_only else SEND,
                since=await since_of(self._session, message, attempts),
            )
        )

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


def _senders_of(account: Account) -> list[str]:
    """Give the verified senders as From takes them; none where they are not known."""
    return [
        format_address(Address(email=sender.email, name=sender.name))
        for sender in account.senders or ()
        if sender.is_verified
    ]


def _example_of(account: Account) -> str:
    """Give the sender that is an example; real accounts have none."""
    return PRACTICE.sender if account.is_built_in else ""
