"""Send the mail of an earlier result once more, at once or after a countdown."""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from sgdesk.account.account import PRACTICE, Account
from sgdesk.clock import monotonic_ns
from sgdesk.delivery import Accepted
from sgdesk.errors import InputError
from sgdesk.message import Finding, Message, MessageError
from sgdesk.message.allowed import refuse_strangers
from sgdesk.message.checks import check
from sgdesk.present.compose import form_of
from sgdesk.present.repeating import refuse_live
from sgdesk.present.review import Review, again, domains_of, needs_review, review
from sgdesk.present.risk import Risk, Went, doubted, for_others, went
from sgdesk.present.since import doubt_text
from sgdesk.present.things.table import look
from sgdesk.present.things.thing import Around
from sgdesk.present.words import people
from sgdesk.route import Path, SmtpPath
from sgdesk.ui.compose.both_paths import STAYS_HERE, both_question, send_by_each
from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.compose.risk_question import risk_question
from sgdesk.ui.compose.sendbar import SEND, SEND_CHECK
from sgdesk.ui.compose.sent import Remembered, Sent
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.case import Case
from sgdesk.ui.session import Session
from sgdesk.ui.sheets import Question
from sgdesk.ui.window import MainWindow

if TYPE_CHECKING:
    from sgdesk.store import Others

SECOND_MS = 1000


class Resending(QObject):
    """Send as the account that sent it before, by the rules that Write sends by.

    Signals: `edit_wanted(object)`, the `Case` whose mail is to be mended in Write first;
    `ended(object)`, a `Sent`, once it went.
    """

    edit_wanted = Signal(object)
    ended = Signal(object)

    def __init__(
        self, window: MainWindow, session: Session, icons: Icons, remembered: Remembered
    ) -> None:
        super().__init__(window)
        self._remembered = remembered
        self._window = window
        self._session = session
        self._icons = icons

    async def send(
        self, case: Case, message: Message, paths: Sequence[Path], *, is_anyway: bool = False
    ) -> Sent | None:
        """Send by each path, and give how each ended; `None` after a no.

        Asks first as before any live mail, and before two of any kind. Where somebody may have it
        already it asks in any case; but one that was accepted for its only recipient is repeated
        on purpose, unless it `is_anyway`. It may go to those alone who did not get it.
        Raises `SgdeskError` for what keeps it from being sent.
        """
        account = await self._account(case)
        await self._refuse_elsewhere(case, account, paths)
        _refuse_more(case, message)
        refuse_strangers(message, account.may_mail)
        findings = _findings(message, paths)
        if errors := tuple(found for found in findings if found.is_error):
            raise MessageError(errors)
        others = await self._session.history.others(case.attempt.id)
        earlier, decisions = _earlier(case, message, others)
        on_purpose = isinstance(case.attempt.outcome, Accepted) and len(message.everyone) == 1
        always = is_anyway or not on_purpose
        risk = self._remembered.risk_of(message, account, earlier, decisions, always=always)
        risk = doubted(risk, doubt_text(others.doubt) if always else "")
        asked = await self._asked(case, account, message, paths, findings, risk)
        if asked is None:
            return None
        # A pair is one of its own.
        group_id = case.group_id if len(paths) == 1 else uuid.uuid4().hex
        attempts, error = await send_by_each(
            self._session, asked, paths, group_id=group_id, account=account
        )
        how = SEND_CHECK if message.options.check_only else SEND
        sent = Sent(message=asked, account=account, attempts=attempts, mail=None, how_again=how)
        if attempts:
            self.ended.emit(sent)
        if error is not None:
            raise error
        return sent

    async def _refuse_elsewhere(self, case: Case, account: Account, paths: Sequence[Path]) -> None:
        """Raise `InputError` where live mail would come of what went to a server of one's own."""
        if not case.account and not account.is_practice:
            for path in paths:
                route = await self._session.route(account.name, path)
                refuse_live(case.attempt, case.way, route, account.name)

    async def _practising(self, name: str) -> Account:
        """Give the account that practised; Practice where it does so no more or is gone."""
        with suppress(InputError):
            account = await asyncio.to_thread(self._session.book.account, name)
            if account.is_practice:
                return account
        return PRACTICE

    async def _account(self, case: Case) -> Account:
        if case.attempt.practice:
            return await self._practising(case.account)
        if not case.account and self._session.account.is_practice:
            raise InputError(
                "It was sent with a key that no account here has.",
                why="The command line can do that.",
                remedy="Enter the key, or choose another account in the top bar, then send again.",
            )
        if case.account in ("", self._session.account.name):
            return self._session.account
        try:
            return await asyncio.to_thread(self._session.book.account, case.account)
        except InputError as error:
            raise InputError(
                f"The account {case.account} is not here any more.",
                why="It was renamed or removed.",
                remedy="Use Edit as new, and send as another account.",
            ) from error

    async def _asked(
        self,
        case: Case,
        account: Account,
        message: Message,
        paths: Sequence[Path],
        findings: tuple[Finding, ...],
        risk: Risk | None,
    ) -> Message | None:
        """Ask, and give the mail as it is to go; `None` after a no."""
        if len(paths) > 1:
            question = _both_question(self._window, account, message, paths)
            if await question.ask() != "send":
                return None
        path = paths[0]
        if account.is_practice:
            # Who said yes to two was asked already.
            if len(paths) > 1 or risk is None:
                return message
            question = risk_question(self._window, message, path, risk, account.name)
            answer = await question.ask()
            if answer == "others":
                return for_others(message, risk)
            return message if answer == "send" else None
        if message.options.check_only:
            return message
        return await self._reviewed(case, account, message, path, findings, risk)

    async def _reviewed(
        self,
        case: Case,
        account: Account,
        message: Message,
        path: Path,
        findings: tuple[Finding, ...],
        risk: Risk | None,
    ) -> Message | None:
        wanted = await asyncio.to_thread(domains_of, message)
        new = wanted - await self._session.history.mailed_domains(wanted)
        is_other = not case.account
        always = is_other or risk is not None or self._session.settings.flag("review_one")
        if not needs_review(account, message, new, always=always):
            return message
        shown = await asyncio.to_thread(_review, message, account, path, new, findings)
        sheet = ReviewSheet(self._window, again(shown, message, risk), self._icons)
        answer = await sheet.ask()
        if answer.kind == "edit":
            self.edit_wanted.emit(case)
        if answer.kind == "fix" and risk is not None:
            # Who has it already gets it no more.
            rest = for_others(message, risk)
            return await self._reviewed(case, account, rest, path, findings, None)
        return message if answer.kind == "send" else None


def _earlier(case: Case, message: Message, others: "Others") -> tuple[list[Went], dict[str, str]]:
    """Give the sends of a result's mail, to whomever, its own among them, the oldest first.

    With them what the user said of each. Of a mail that was not kept its own alone is known.
    """
    around = [
        [
            went(message, (one.row.attempt,), practice=case.attempt.practice, to=one.people)
            for one in some
        ]
        for some in (others.before, others.since)
    ]
    own = went(message, (case.attempt,), practice=case.attempt.practice)
    rows = [one.row for one in (*others.before, *others.since)]
    decisions = {str(row.attempt.id): str(row.decided) for row in rows if row.decided}
    if case.decided:
        decisions[str(case.attempt.id)] = case.decided
    return [*around[0], own, *around[1]], decisions


def _refuse_more(case: Case, message: Message) -> None:
    if len(message.everyone) > case.recipient_count:
        # Who gets it is what the row says, whatever was kept beside it.
        went_to = people(case.recipient_count)
        raise InputError(
            f"It went to {went_to}, and the mail that was kept goes to more.",
            remedy="Use Edit as new, and look at the recipients.",
        )


def _findings(message: Message, paths: Sequence[Path]) -> tuple[Finding, ...]:
    found = [
        each
        for path in paths
        for each in check(message, "smtp" if isinstance(path, SmtpPath) else "webapi")
    ]
    return tuple(dict.fromkeys(found))


def _both_question(
    parent: QWidget, account: Account, message: Message, paths: Sequence[Path]
) -> Question:
    if account.is_practice:
        return both_question(parent, paths, "the practice inbox", STAYS_HERE, careful=False)
    everybody = message.everyone
    to = everybody[0].email if len(everybody) == 1 else people(len(everybody))
    says = f"Account {account.name}. Who has it already gets it twice more."
    return both_question(parent, paths, to, says, careful=True)


def _review(
    message: Message,
    account: Account,
    path: Path,
    new: frozenset[str],
    findings: tuple[Finding, ...],
) -> Review:
    around = Around(
        people=len(message.everyone), by_smtp=isinstance(path, SmtpPath), smtpapi=account.smtpapi
    )
    things = look(form_of(message), around)
    return review(message, account, path, new, things, findings)


class Countdown(QObject):
    """Wait some seconds, say how many are left, then do it.

    Signals: `ticked(int)`, the whole seconds that are left; `stopped()`.
    """

    ticked = Signal(int)
    stopped = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=SECOND_MS)
        self._timer.timeout.connect(self._tick)
        self._due_ns = 0
        self._then: Callable[[], None] | None = None

    @property
    def is_running(self) -> bool:
        """Say whether something waits."""
        return self._then is not None

    def start(self, seconds: float, then: Callable[[], None]) -> None:
        """Do `then` after so many seconds; one that ran before is forgotten."""
        self._due_ns = monotonic_ns() + round(seconds * 1e9)
        self._then = then
        self._timer.start()
        self._tick()

    def finish(self) -> None:
        """Do it now."""
        then, self._then = self._then, None
        self._timer.stop()
        if then is not None:
            then()

    def stop(self) -> None:
        """Do it never."""
        if self._then is not None:
            self._then = None
            self._timer.stop()
            self.stopped.emit()

    def _tick(self) -> None:
        left = (self._due_ns - monotonic_ns()) / 1e9
        if left <= 0:
            self.finish()
        else:
            self.ticked.emit(round(left))


def countdown_words(seconds: int) -> str:
    """Say when a mail that waits goes."""
    return f"Sends again in {seconds} s."
