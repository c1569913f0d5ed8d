"""Find the key that a test may try, where the user has chosen one."""

import asyncio

from PySide6.QtCore import QObject, Signal

from sgdesk.account.account import PRACTICE
from sgdesk.secret import Secret
from sgdesk.ui.diagnose.key_choice import (
    NO_KEY,
    OF_ACCOUNT,
    OF_VARIABLE,
    TYPED,
    KeySheet,
)
from sgdesk.ui.diagnose.view import DiagnoseView
from sgdesk.ui.session import Session
from sgdesk.ui.window import MainWindow


class KeyDesk(QObject):
    """Keep the choice in step with the accounts.

    Signals: `chosen()`, another key or none is to be tried from now on; `given()`, one was typed
    that is to be tried now.
    """

    chosen = Signal()
    given = Signal()

    def __init__(self, window: MainWindow, view: DiagnoseView, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._choice = choice = view.key
        self._session = session
        self._icons = view.icons
        self._given: Secret | None = None
        self.account = ""
        """Whose servers are tested, by name; empty for SendGrid's own."""
        choice.chosen.connect(self.chosen)
        choice.another_wanted.connect(self._ask)

    def note_account(self, name: str) -> None:
        """Offer what there is to try at the servers of an account; at another's, none at first."""
        if name != self.account:
            self._choice.choose(NO_KEY)
        self.account = name
        chosen, found = self._session.account, self._session.found_key
        is_known_without = chosen.name == name and not chosen.is_built_in
        has_key = not is_known_without or self._session.has_key(chosen)
        self._choice.offer(
            account=name if has_key else "",
            variable=found.variable if found is not None else "",
            has_typed=self._given is not None,
        )

    def use_account(self) -> None:
        """Try the key of the tested account from now on."""
        if self._choice.has(OF_ACCOUNT):
            self._choice.choose(OF_ACCOUNT)

    async def key_for(self, account: str) -> Secret | None:
        """Give the key to try at the servers of an account; `None` for none.

        Raises `SgdeskError` where the one that was chosen cannot be had.
        """
        choice, session = self._choice.current, self._session
        if choice == TYPED:
            return self._given
        if choice == OF_VARIABLE:
            found = session.found_key
            return found.key if found is not None else None
        if choice != OF_ACCOUNT or account != self.account:
            return None
        if account == PRACTICE.name:
            return Secret(session.practice.key)
        return await asyncio.to_thread(session.book.secret, account)

    def _ask(self) -> None:
        sheet = KeySheet(self._window, self._icons)
        sheet.taken.connect(self._take)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _take(self, key: Secret) -> None:
        self._given = key
        # A practice inbox is shown no live key, and who gives one means SendGrid.
        is_for_these = key.is_practice or self.account != PRACTICE.name
        self.note_account(self.account if is_for_these else "")
        self._choice.choose(TYPED)
        self.given.emit()
