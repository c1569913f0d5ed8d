"""The Accounts view: a card for each account, and the way to a new one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from sgdesk.present.account_words import NO_ACCOUNT, AccountWords
from sgdesk.ui.account.card import AccountCard
from sgdesk.ui.account.found import FoundKeyNotice
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.surface import GUTTER_PX, button, column, keep_room, label, row
from sgdesk.ui.widgets.tab_order import tab_as_laid_out

_COLUMN_PX, _ANY_PX = 776, 16_777_215


class AccountsView(QWidget):
    """Show the accounts.

    Signals: `add_requested()`; `asked(str, str)`, see `AccountCard`; `retry_requested()`,
    after the accounts could not be read.
    """

    add_requested = Signal()
    asked = Signal(str, str)
    retry_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("view")
        self._icons = icons
        self.found = FoundKeyNotice("found-key")
        self.notice = Notice("accounts-notice")
        self.cards: dict[str, AccountCard] = {}
        add = button(
            "Add a SendGrid key",
            name="add-key",
            why="Check a key and send real mail with it; checking sends nothing",
            kind="primary",
        )
        icons.put(add, "plus", "on_accent")
        add.clicked.connect(self._ask_to_add)
        # The heading beside it stays where it is.
        keep_room(add)
        self._add = add
        first = button(
            "Add a SendGrid key",
            name="add-first-key",
            why="Check a key and send real mail with it; checking sends nothing",
            kind="primary",
        )
        icons.put(first, "plus", "on_accent")
        first.clicked.connect(self._ask_to_add)
        self._add_first = first
        self._empty = EmptyState("accounts-empty", "key-round", NO_ACCOUNT, icons, first)
        self._list = QVBoxLayout()
        self._list.setSpacing(GUTTER_PX)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._scroll())
        head = row(label("Accounts", "heading"), None, add)
        side = GUTTER_PX + 4
        inside = column(
            head,
            self.found,
            self.notice,
            self._pages,
            spacing=GUTTER_PX,
            margins=(side, GUTTER_PX, GUTTER_PX, GUTTER_PX),
        )
        inside.setStretch(3, 1)
        self._holder = QWidget()
        self._holder.setLayout(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._holder)

    @property
    def add_button(self) -> QPushButton:
        """Give the button that adds an account: above the others, or where there is none yet."""
        return self._add if self.cards else self._add_first

    def show_accounts(self, accounts: Sequence[AccountWords]) -> None:
        """Show the accounts as they are now; the keyboard stays at the account at which it is."""
        had = [(at, card) for at, card in enumerate(self.cards.values()) if card.has_keyboard]
        left = [(at, card.name, card.focused_action) for at, card in had]
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        self.cards = {}
        for number, words in enumerate(accounts):
            card = AccountCard(number, words, self._icons)
            card.asked.connect(self.asked)
            self._list.insertWidget(number, card)
            self.cards[words.name] = card
        self._pages.setCurrentIndex(1 if accounts else 0)
        # What says that there is none stands in the middle of the window.
        self._holder.setMaximumWidth(_COLUMN_PX if accounts else _ANY_PX)
        tab_as_laid_out(self._pages)
        self._add.setVisible(bool(accounts))
        self.notice.clear()
        for at, name, action in left:
            self._give_keyboard(at, name, action)

    def focus_account(self, name: str) -> None:
        """Put the keyboard on what can be done with an account, unless it is there."""
        card = self.cards.get(name)
        if card is not None and not card.has_keyboard:
            card.focus_action()

    def _give_keyboard(self, at: int, name: str, action: str) -> None:
        """Put the keyboard where it was; for a card that is gone, on the one in its place."""
        cards = list(self.cards.values())
        if name in self.cards:
            self.cards[name].focus_action(action)
        elif cards:
            cards[min(at, len(cards) - 1)].focus_action()
        else:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self, name: str) -> None:
        """Say which one the window sends as; none where the practice inbox is chosen."""
        for card in self.cards.values():
            card.mark(is_chosen=card.name == name)

    def show_failed(self, happened: str, more: str) -> None:
        """Say why the accounts cannot be read."""
        again = button("Try again", name="retry-accounts", why="Read the settings file once more")
        again.clicked.connect(self._ask_again)
        self.notice.say("bad", happened, more, buttons=(again,))

    def _scroll(self) -> ScrollArea:
        inside = QWidget()
        inside.setObjectName("scrolled")
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self._list)
        outer.addStretch(1)
        scroll = ScrollArea()
        scroll.setObjectName("accounts-scroll")
        scroll.setAccessibleName("Accounts")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        return scroll

    def _ask_to_add(self) -> None:
        self.add_requested.emit()

    def _ask_again(self) -> None:
        self.retry_requested.emit()
