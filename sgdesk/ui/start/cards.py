"""The second card of Start: the way to a first key, or the account that mail is sent as."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from sgdesk.present.account_words import ToldLine
from sgdesk.present.start_card import CardAction, StartCard
from sgdesk.ui.account.lines import ToldLines
from sgdesk.ui.icons import Icons
from sgdesk.ui.start.view import CARD_MARGINS
from sgdesk.ui.widgets.surface import LINK_PX, button, column, label, paragraph, row

_ACTIONS: dict[CardAction, tuple[str, str, str]] = {
    "check": ("Check now", "", "shield-check"),
    "replace": ("Enter the key…", "Open the sheet that takes a key for this account", "key-round"),
    "edit": ("Change…", "Mend the settings of this account", "settings"),
}
"""What the button says, why one would press it unless the card says that, and its icon."""


class KeyCard(QFrame):
    """Offer to check a key.

    Signals: `check_requested()`.
    """

    check_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("start-card-key")
        self.setProperty("card", True)
        self.setAccessibleName("Check a key")
        self.button = button(
            "Check a key",
            name="start-check-key",
            why="Open the sheet that takes a SendGrid key and checks it; sends nothing",
        )
        icons.put(self.button, "key-round")
        self.button.clicked.connect(self.check_requested)
        self.setLayout(
            column(
                label("Check a key", "heading"),
                paragraph("See if a SendGrid key works on both paths. Sends nothing.", "muted"),
                None,
                row(self.button, None),
                margins=CARD_MARGINS,
                spacing=8,
            )
        )


class AccountSummary(QFrame):
    """Say what is known of the account.

    Signals: `asked(str)`: `check`, `replace` or `edit`; `stop_requested()`;
    `accounts_requested()`, for the view with all of them.
    """

    asked = Signal(str)
    stop_requested = Signal()
    accounts_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("start-card-account")
        self.setProperty("card", True)
        self.setAccessibleName("Your account")
        self._icons = icons
        self._line = ToldLines("start-account-line", icons)
        self._checked = label("", "hint")
        self._act = button("Check now", name="start-account-act", why="")
        self._act.clicked.connect(self._report)
        self._stop = button("Cancel", name="start-account-stop", why="Stop asking", kind="quiet")
        self._stop.clicked.connect(self.stop_requested)
        every = button(
            "All accounts…", name="start-accounts", why="Open Accounts, with every key", kind="link"
        )
        every.clicked.connect(self.accounts_requested)
        left, top, right, bottom = CARD_MARGINS
        inset = (0, 0, LINK_PX, 0)
        self.setLayout(
            column(
                row(label("Your account", "heading"), None, every),
                row(self._line, margins=inset),
                self._checked,
                None,
                row(self._act, self._stop, None),
                margins=(left, top, right - LINK_PX, bottom),
                spacing=8,
            )
        )
        self._words: StartCard | None = None

    def show_account(self, words: StartCard) -> None:
        """Show an account as it is known now."""
        self._words = words
        self.show_line(words.line)
        self._act.setVisible(words.action is not None)
        if words.action is not None:
            text, why, icon = _ACTIONS[words.action]
            why = why or words.check_why
            self._act.setText(text)
            self._act.setAccessibleName(text)
            self._act.setToolTip(why)
            self._act.setAccessibleDescription(why)
            self._icons.put(self._act, icon)
        self.show_progress("")

    def show_line(self, line: ToldLine) -> None:
        """Say one thing of the account in place of what was said."""
        self._line.show_lines((line,))

    def show_progress(self, words: str) -> None:
        """Say that servers are being asked; no words: nobody is."""
        checked = self._words.checked if self._words is not None else ""
        self._checked.setText(words or checked)
        self._checked.setVisible(bool(words or checked))
        self._stop.setVisible(bool(words))
        self._act.setEnabled(not words)

    def _report(self) -> None:
        if self._words is not None and self._words.action is not None:
            self.asked.emit(self._words.action)
