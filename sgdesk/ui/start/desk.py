"""Keep Start true: what waits for a decision, what can be gone on with, what the account can."""

from PySide6.QtCore import QObject, QSettings, Signal

from sgdesk.account.found import FoundKey
from sgdesk.clock import wall_utc
from sgdesk.present.account_state import account_state
from sgdesk.present.account_words import ToldLine
from sgdesk.present.drafts import DraftLine
from sgdesk.present.start_card import start_card, waiting_card
from sgdesk.present.words import Tone
from sgdesk.ui.account.found import FoundKeyNotice
from sgdesk.ui.icons import Icons
from sgdesk.ui.main import OPENS
from sgdesk.ui.session import Session
from sgdesk.ui.start.cards import AccountSummary, KeyCard
from sgdesk.ui.start.view import StartView
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.window import MainWindow


class StartDesk(QObject):
    """Feed the Start view, and remember whether the next start has something to show there.

    Signals: `add_requested()`, for the sheet that takes a key; `account_asked(str, str)`,
    what to do (`check`, `stop`, `replace`, `edit`) and the account's name.
    """

    add_requested = Signal()
    account_asked = Signal(str, str)

    def __init__(
        self,
        window: MainWindow,
        view: StartView,
        icons: Icons,
        session: Session,
        tasks: Tasks,
        state: QSettings,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        self._session = session
        self._tasks = tasks
        self._state = state
        self._waits_for_decision = False
        self._has_draft = False
        self.found = FoundKeyNotice("start-found", buttons_beside=True)
        view.add_offer(self.found)
        self.key_card = KeyCard(icons)
        self.account_card = AccountSummary(icons)
        # Each has its owner from the start: the one that is not shown must not outlive the window.
        for card in (self.key_card, self.account_card):
            card.setParent(view)
            card.hide()
        self.key_card.check_requested.connect(self.add_requested)
        self.account_card.asked.connect(self._ask)
        self.account_card.stop_requested.connect(self._stop)
        self.account_card.accounts_requested.connect(self._show_accounts)
        window.view_shown.connect(self._enter)

    def refresh(self) -> None:
        """Look anew for mail that waits for a decision."""
        if self._session.is_open:
            self._tasks.start("decisions", self._refresh(), if_running="replace")

    def show_drafts(self, lines: tuple[DraftLine, ...]) -> None:
        """Show what can be gone on with."""
        self._view.show_drafts(lines)
        self._has_draft = any(not line.is_tried for line in lines)
        self._remember()

    def offer_key(self, found: FoundKey | None) -> None:
        """Offer the key of the environment, or take the offer back."""
        self.found.offer(found)
        self._view.settle_order()

    def expect_account(self) -> None:
        """Name the account that the settings call for, until it has been read."""
        name = self._session.settings.text("account")
        if name:
            self.account_card.show_account(waiting_card(name))
            self._view.show_where(name)
        self._view.show_card(self.account_card if name else self.key_card)

    def show_account(self) -> None:
        """Show what is known of the account that the window sends as; Practice has no key."""
        account = self._session.account
        if account.is_built_in:
            self._view.show_where("")
            self._view.show_card(self.key_card)
            return
        has_key = self._session.has_key(account)
        can_go = account_state(account, has_key=has_key).tone is not Tone.BAD
        self._view.show_where(account.name, can_go=can_go, stays=account.is_practice)
        words = start_card(account, has_key=has_key, now=wall_utc())
        self.account_card.show_account(words)
        self._view.show_card(self.account_card)

    def show_progress(self, name: str, words: str) -> None:
        """Say how long SendGrid has been asked about an account."""
        if name == self._session.account.name:
            self.account_card.show_progress(words)

    def show_check_failed(self, name: str, happened: str, why: str) -> None:
        """Say why an account was not checked."""
        if name == self._session.account.name:
            self.account_card.show_line(ToldLine(tone=Tone.BAD, text=happened, detail=why))

    async def _refresh(self) -> None:
        rows = await self._session.history.unknowns()
        self._waits_for_decision = bool(rows)
        self._view.show_decisions(len(rows))
        self._remember()

    def _remember(self) -> None:
        opens = "start" if self._waits_for_decision or self._has_draft else "write"
        if self._state.value(OPENS) != opens:
            self._state.setValue(OPENS, opens)

    def _ask(self, action: str) -> None:
        self.account_asked.emit(action, self._session.account.name)

    def _stop(self) -> None:
        self._ask("stop")

    def _enter(self, place_id: str) -> None:
        if place_id == "start":
            self.refresh()

    def _show_accounts(self) -> None:
        self._window.show_view("accounts")
