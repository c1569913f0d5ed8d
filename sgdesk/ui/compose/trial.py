"""Send test to me: where tests go, asked for once and kept.

An account keeps its own; that of Practice, which has no settings, stands in the window's state.
"""

import asyncio
from dataclasses import replace

from PySide6.QtCore import QObject, QSettings, Signal

from sgdesk.account.account import Account
from sgdesk.errors import InputError, SgdeskError
from sgdesk.message.address import parse_address
from sgdesk.present.test_mail import test_words
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.sendbar import SEND_BOTH
from sgdesk.ui.compose.trial_ask import BOTH, CHANGE, TEST
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks

_PRACTICE = "practice-test-address"


class TrialAddress(QObject):
    """Know where tests go.

    Signals: `known(str)`, what was to be sent when the address was asked for, now that
    there is one; `kept()`, when it stands with the account for the next start, too.
    """

    known = Signal(str)
    kept = Signal()

    def __init__(
        self, compose: ComposePane, session: Session, tasks: Tasks, state: QSettings
    ) -> None:
        super().__init__(compose)
        self._compose = compose
        self._ask = compose.send_bar.trial_ask
        self._session = session
        self._tasks = tasks
        self._state = state
        self._wanted = ""
        self._ask.given.connect(self._take)
        self._ask.asking.connect(compose.trial_line.hold)
        compose.trial_line.change_wanted.connect(self.change)
        compose.send_bar.test_address_wanted.connect(self.change)
        self.fit()

    @property
    def address(self) -> str:
        """Give where tests of the chosen account go; empty: not known yet."""
        account = self._session.account
        if account.is_built_in:
            return str(self._state.value(_PRACTICE, ""))
        return account.test_address

    def fit(self) -> None:
        """Say where tests of the chosen account go."""
        address = self.address
        self._compose.trial_line.show_address(address)
        self._compose.send_bar.show_test_words(test_words(address))

    def is_known_for(self, how: str) -> bool:
        """Say whether there is one; if not it is asked for, and `known` tells when to go on."""
        if self.address:
            return True
        self._wanted = how
        self._ask.ask(self._own_sender(), BOTH if how == SEND_BOTH else TEST)
        return False

    def change(self) -> None:
        """Ask for another one and send nothing."""
        self._wanted = ""
        self._ask.ask(self.address or self._own_sender(), CHANGE)

    def _own_sender(self) -> str:
        """Give the address of From, which is most often one's own; empty: it cannot be read."""
        try:
            return parse_address(self._compose.head.text("sender")).email
        except InputError:
            return ""

    def _take(self, address: str) -> None:
        self._tasks.start("keep-test", self._keep(address), if_running="ignore")

    async def _keep(self, address: str) -> None:
        account = self._session.account
        if account.is_built_in:
            self._state.setValue(_PRACTICE, address)
        else:
            # From now on, even where it cannot be written down.
            self._session.account = replace(account, test_address=address)
        self.fit()
        if self._wanted:
            self.known.emit(self._wanted)
        if account.is_built_in:
            return
        try:
            await asyncio.to_thread(self._write, account, address)
        except (OSError, SgdeskError) as error:
            self._compose.notice.say("warn", "The test address is kept until you quit.", str(error))
            return
        self.kept.emit()

    def _write(self, account: Account, address: str) -> None:
        book = self._session.book
        book.change(account.name, {**book.values(account.name), "test_address": address})
