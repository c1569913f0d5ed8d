"""Send the mail of an earlier result once more, at once or after a countdown."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from sgdesk.account.account import PRACTICE, Account
from sgdesk.clock import monotonic_ns
from sgdesk.message import Message
from sgdesk.present.words import path_sentence, people
from sgdesk.route import Path
from sgdesk.ui.log.case import Case
from sgdesk.ui.session import Session
from sgdesk.ui.sheets import Answer, Question
from sgdesk.ui.window import MainWindow

SECOND_MS = 1000


class Resending(QObject):
    """Send as the account that sent it before; live mail is asked about first."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session

    async def send(self, case: Case, message: Message, path: Path, *, warning: str = "") -> None:
        """Send; asks first where the mail is live, or with a `warning` in any case.

        Raises `SgdeskError` for what keeps it from being sent.
        """
        account = await self._account(case)
        if (warning or not account.is_practice) and not await self._may_send(
            case, account, path, warning
        ):
            return
        await self._session.deliver(message, path, group_id=case.group_id, account=account)

    async def _account(self, case: Case) -> Account:
        if case.attempt.practice or case.account == PRACTICE.name:
            return PRACTICE
        if case.account in ("", self._session.account.name):
            return self._session.account
        return await asyncio.to_thread(self._session.book.account, case.account)

    async def _may_send(self, case: Case, account: Account, path: Path, warning: str) -> bool:
        who = case.recipients[0] if case.recipient_count == 1 else people(case.recipient_count)
        where = "the practice inbox" if account.is_practice else who
        again = Answer(
            id="send",
            text="Send again anyway" if warning else f"Send to {where}",
            why="Send the same mail once more",
            is_default=not warning,
        )
        back = Answer(id="back", text="Back", why="Send nothing (Esc)", is_default=bool(warning))
        by = f"Account {account.name}, by {path_sentence(path)}."
        question = Question(
            self._window,
            "resend",
            f'Send "{case.subject}" again to {who}?',
            " ".join(filter(None, (warning, by))),
            (again, back),
        )
        return await question.ask() == "send"


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
