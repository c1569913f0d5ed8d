"""What is done with accounts: choose one, add a key, check, change, remove."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Literal, cast

from PySide6.QtCore import QObject, QSettings, Signal

from sgdesk.account.account import PRACTICE, Account
from sgdesk.account.found import FoundKey
from sgdesk.account.refusal import refusal_of
from sgdesk.clock import wall_utc
from sgdesk.delivery import Accepted
from sgdesk.errors import SgdeskError
from sgdesk.present.account_servers import STAYS_HERE, whose_words
from sgdesk.present.account_state import account_state
from sgdesk.present.account_words import REMOVE_WORDS, account_words
from sgdesk.present.asked import servers_of
from sgdesk.present.keyless import is_key_gone
from sgdesk.present.words import Tone
from sgdesk.secret import Secret
from sgdesk.ui.account.adding import Adding
from sgdesk.ui.account.clock import AskingClock
from sgdesk.ui.account.rename import RenameSheet
from sgdesk.ui.account.sheet import AccountSheet, Purpose
from sgdesk.ui.account.view import AccountsView
from sgdesk.ui.compose.sent import Sent
from sgdesk.ui.icons import Icons
from sgdesk.ui.session import Session
from sgdesk.ui.sheets import Answer, Question
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.choices import Choice
from sgdesk.ui.widgets.surface import TextRole
from sgdesk.ui.window import MainWindow

ADD = "add a key"
"""The picker's command; longer names than this are accounts."""
_PRACTICE_CHOICE = Choice(id=PRACTICE.name, text=PRACTICE.name, why=STAYS_HERE)
_ADD_CHOICE = Choice(id=ADD, text="Add a SendGrid key…", why="")
_IGNORED = "ignored_key"
_STATE_ROLES: dict[Tone, TextRole] = {
    Tone.WARN: "warning",
    Tone.BAD: "error",
    Tone.NEUTRAL: "hint",
}
_GONE = "It was renamed or removed. Add its key to check it or to send with it."
CHECK_NOT_KEPT = "What the check found cannot be kept."

Ask = Literal["check", "edit", "rename", "replace", "remove", "stop"]


class AccountDesk(QObject):
    """Let picker, strip, Accounts view and the core meet.

    Signals: `account_changed(object)`, the `Account` that the window sends as from now on,
    also when only its settings changed; `found_changed(object)`, the `FoundKey` of the
    environment that may be offered, or `None`; `accounts_read()`, when it is settled which
    account is chosen, also when none could be read; `asking(str, str)`, an account's name and
    how long SendGrid has been asked about it, no words when that is over;
    `check_failed(str, str, str)`, an account's name, what happened, and why.
    """

    account_changed = Signal(object)
    found_changed = Signal(object)
    accounts_read = Signal()
    asking = Signal(str, str)
    check_failed = Signal(str, str, str)

    def __init__(
        self,
        window: MainWindow,
        view: AccountsView,
        icons: Icons,
        session: Session,
        tasks: Tasks,
        state: QSettings,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        self._icons = icons
        self._session = session
        self._tasks = tasks
        self._state = state
        self._accounts: dict[str, Account] = {}
        self._is_restored = False
        window.top_bar.account.chosen.connect(self.choose)
        window.top_bar.account.asked.connect(self._take_command)
        window.strip.add_requested.connect(self.add)
        view.add_requested.connect(self.add)
        view.asked.connect(self.act)
        view.retry_requested.connect(self.load)
        view.found.check_requested.connect(self.add_found)
        view.found.ignore_requested.connect(self.ignore_found)
        self.found_changed.connect(view.found.offer)

    def begin(self) -> None:
        """Say that mail stays here, unless the settings call for an account that is yet to be read.

        Until then nobody is told where mail goes.
        """
        if self._session.settings.text("account"):
            self._window.strip.hide()
        else:
            self._show_where()

    def load(self) -> None:
        """Read the accounts, and go back to the one that was used last, once."""
        self._tasks.start("accounts", self._load(), if_running="replace")

    def note_sent(self, sent: Sent) -> None:
        """Say of the account, too, what a send found out: of its key, its plan, or its paths."""
        account = self._accounts.get(sent.account.name)
        if any(is_key_gone(attempt) for attempt in sent.attempts):
            self.load()
        elif (
            account is not None
            and not account.is_practice
            # Of the key that was used then another one knows nothing.
            and account.masked_key == sent.account.masked_key
        ):
            work = self._note_told(account, sent)
            self._tasks.start("account-told", work, if_running="ignore", of=sent.attempts[0].id)

    async def _note_told(self, account: Account, sent: Sent) -> None:
        book, now = self._session.book, wall_utc()
        taken = [one.path.text for one in sent.attempts if one.outcome == Accepted()]
        refused = list(filter(None, (refusal_of(one, now) for one in sent.attempts)))
        is_new = False
        with suppress(OSError):
            # The next check finds out more; a disk that is full is said where a draft is kept.
            for path in taken:
                is_new |= await asyncio.to_thread(book.note_taken, account.name, path)
            if refused and not taken:
                await asyncio.to_thread(book.note_refusal, account.name, refused[0])
                is_new = True
        if is_new:
            await self._load()

    def choose(self, name: str) -> None:
        """Send as this account from now on."""
        account = PRACTICE if name == PRACTICE.name else self._accounts.get(name)
        if account is None:
            return
        self._use(account)
        kept = "" if account.is_built_in else name
        self._tasks.start("keep-account", self._keep_choice(kept), if_running="replace")

    def add(self) -> None:
        """Open the sheet for a new key."""
        self._open_sheet("add", None)

    def change_connection(self) -> None:
        """Open the sheet of the account in use where its host and port stand."""
        account = self._session.account
        adding = None if account.is_built_in else self._open_sheet("edit", account)
        if adding is not None:
            adding.sheet.go_to_detail("path")

    def add_found(self) -> None:
        """Open the sheet with the key of the environment, which the user has now allowed."""
        found = self._found()
        if found is not None and found.account:
            self._open_sheet("replace", self._accounts[found.account], found.key)
        else:
            self._open_sheet("add", None, found.key if found is not None else None)

    def ignore_found(self) -> None:
        """Offer the key of the environment no more, at the next start neither."""
        found = self._session.found_key
        if found is not None:
            self._state.setValue(_IGNORED, found.key.masked)
        self.offer_found()

    def offer_found(self) -> None:
        """Tell whether the environment holds a key that nobody has answered to yet."""
        found = self._found()
        if found is not None:
            known = {account.masked_key for account in self._accounts.values()}
            is_known = found.key.masked in known and not found.account
            if is_known or found.key.masked == self._state.value(_IGNORED, ""):
                found = None
        self.found_changed.emit(found)

    def _found(self) -> FoundKey | None:
        """Give the key of the environment, and whose it was where that account has lost it."""
        found = self._session.found_key
        if found is None:
            return None
        alike = [one for one in self._accounts.values() if one.masked_key == found.key.masked]
        # One that still has such a key is no less likely the one that is meant.
        if any(self._session.has_key(one) for one in alike):
            return found
        return replace(found, account=alike[0].name) if alike else found

    async def _load(self) -> None:
        try:
            accounts = await asyncio.to_thread(self._session.book.accounts)
        except SgdeskError as error:
            self._view.show_failed(error.happened, error.more)
            self._show_where()
            self.accounts_read.emit()
            return
        self._accounts = {account.name: account for account in accounts}
        has_key = self._session.has_key
        self._view.show_accounts([account_words(one, has_key=has_key(one)) for one in accounts])
        current = self._session.account
        if not self._is_restored:
            self._is_restored = True
            name = self._session.settings.text("account")
            current = self._accounts.get(name, current)
        elif not current.is_built_in:
            current = self._accounts.get(current.name, PRACTICE)
        self._use(current)
        self.accounts_read.emit()
        self.offer_found()

    def _use(self, account: Account) -> None:
        is_other = account != self._session.account
        self._session.account = account
        self._show_where()
        self._show_state(account)
        if is_other:
            self.account_changed.emit(account)

    def _show_where(self) -> None:
        self._show_picker()
        account = self._session.account
        self._window.strip.show_practice(
            is_chosen=account.is_practice, has_account=not account.is_built_in
        )

    def _show_state(self, account: Account) -> None:
        bar = self._window.top_bar
        if account.is_practice:
            bar.show_live(live=False)
            return
        state = account_state(account, has_key=self._session.has_key(account))
        bar.show_live(live=True, words=state.words, role=_STATE_ROLES.get(state.tone, "live"))

    def _show_picker(self) -> None:
        choices = [
            Choice(id=account.name, text=account.name, why=whose_words(account))
            for account in self._accounts.values()
        ]
        picker = self._window.top_bar.account
        picker.set_choices((_PRACTICE_CHOICE, *choices), (_ADD_CHOICE,))
        picker.choose(self._session.account.name)
        self._view.mark(self._session.account.name)

    async def _keep_choice(self, name: str) -> None:
        try:
            await asyncio.to_thread(self._session.save_setting, "account", name)
        except (OSError, SgdeskError) as error:
            # The choice holds all the same; only the next start does not know of it.
            self._view.notice.say("warn", "The choice cannot be kept.", str(error))

    def _take_command(self, command: str) -> None:
        if command == ADD:
            self.add()

    def _open_sheet(
        self, purpose: Purpose, account: Account | None, key: Secret | None = None
    ) -> Adding | None:
        """Open a sheet, unless one is open: two presses may come before the first one is there."""
        if any(sheet.isVisible() for sheet in self._window.findChildren(AccountSheet)):
            return None
        adding = Adding(self._window, self._icons, self._session, self._tasks, purpose, account)
        adding.saved.connect(self._note_saved if account is None else self._note_changed)
        adding.open(key)
        return adding

    def _note_saved(self, name: str) -> None:
        """A new account is what its owner wants to send as now."""
        self._tasks.start("accounts", self._load_and_choose(name), if_running="replace")

    def _note_changed(self, name: str) -> None:
        self._tasks.start("accounts", self._load_changed(name), if_running="replace")

    async def _load_changed(self, name: str) -> None:
        await self._load()
        self._say_saved(name)
        self._focus_in_list(name)

    async def _load_and_choose(self, name: str) -> None:
        await self._load()
        self.choose(name)
        self._say_saved(name)
        if not self._focus_in_list(name):
            # What opened the sheet may be gone: it was there for who has no account.
            self._window.go_on()

    def _focus_in_list(self, name: str) -> bool:
        """Put the keyboard on an account where the accounts are looked at, and say whether so."""
        is_there = self._window.current_view == "accounts"
        if is_there:
            self._view.focus_account(name)
        return is_there

    def _say_saved(self, name: str) -> None:
        self._window.top_bar.say(f"Account '{name}' is saved. Nothing was sent.")

    def act(self, action: str, name: str) -> None:
        """Do what a card asks, see `AccountCard`."""
        if action == "add":
            self.add()
            return
        account = self._accounts.get(name)
        if account is None:
            self._view.notice.say("warn", f"The account {name} is not here any more.", _GONE)
            return
        match cast(Ask, action):
            case "check":
                self._tasks.start(f"check {name}", self._check(name), if_running="ignore")
            case "stop":
                self._tasks.cancel(f"check {name}")
            case "edit":
                self._open_sheet("edit", account)
            case "replace":
                self._open_sheet("replace", account)
            case "rename":
                self._tasks.start("rename", self._rename(name), if_running="ignore")
            case "remove":
                self._tasks.start("remove", self._remove(name), if_running="ignore")

    async def _check(self, name: str) -> None:
        who = servers_of(self._accounts[name])
        with AskingClock(self, partial(self._show_progress, name), who):
            try:
                await self._tasks.wait_for("open")
                await self._session.check_account(name)
            except SgdeskError:
                # It is kept with the account, and said where that is shown.
                pass
            except OSError as error:
                self._say_failed(name, CHECK_NOT_KEPT, error)
                self.check_failed.emit(name, CHECK_NOT_KEPT, str(error))
                return
        await self._load()

    async def _rename(self, name: str) -> None:
        new = await RenameSheet(self._window, name).ask()
        if not new:
            return
        try:
            renamed = await asyncio.to_thread(self._session.book.rename, name, new)
        except (OSError, SgdeskError) as error:
            self._say_failed(name, "The account keeps its name.", error)
            return
        was_current = self._session.account.name == name
        await self._load()
        self._focus_in_list(renamed.name)
        if was_current:
            self.choose(renamed.name)

    async def _remove(self, name: str) -> None:
        answers = (
            Answer(id="remove", text="Remove", why="Forget the account and its key here"),
            Answer(id="keep", text="Cancel", why="Keep the account (Esc)", is_default=True),
        )
        question = Question(
            self._window, "remove-account", f"Remove {name}?", REMOVE_WORDS, answers
        )
        if await question.ask() != "remove":
            return
        try:
            await asyncio.to_thread(self._session.book.remove, name)
        except (OSError, SgdeskError) as error:
            self._say_failed(name, "The account was not removed.", error)
            return
        if self._session.account.name == name:
            self.choose(PRACTICE.name)
        await self._load()

    def _show_progress(self, name: str, words: str) -> None:
        self.asking.emit(name, words)
        # By name: the cards are made anew whenever the accounts are read.
        card = self._view.cards.get(name)
        if card is not None:
            card.show_progress(words)

    def _say_failed(self, name: str, happened: str, error: Exception) -> None:
        card = self._view.cards.get(name)
        notice = card.notice if card is not None else self._view.notice
        notice.say("bad", happened, str(error))
