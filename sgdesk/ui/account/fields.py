"""What an account is besides its key: sender, name, test address, where the key stays, whom it
may mail."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from sgdesk.present.account_form import AccountForm, suggested_name
from sgdesk.present.account_words import SENDERS_UNASKED
from sgdesk.ui.account.lines import wrapped
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.button_menu import ButtonMenu
from sgdesk.ui.widgets.surface import (
    RADIO_PX,
    TextRole,
    button,
    keep_room,
    label,
    restyle,
    row,
)
from sgdesk.ui.widgets.tab_order import tab_to_chosen

_WHY = {
    "sender": "The address that new mail comes from; SendGrid must know it as verified",
    "name": "What the picker, the results and --profile call the account",
    "test_address": "Where a test of a mail goes, and nobody else",
    "may_mail": "Addresses, and domains such as @example.org; mail to anybody else is refused",
}
_TITLES = {"sender": "Sender", "name": "Account name", "test_address": "Test address"}
_HINTS = {
    "sender": "news@example.org, or Your Name <news@example.org>",
    "name": "as the sender's domain",
    "test_address": "you@example.com",
    "may_mail": "you@example.com, @example.org",
}


TITLE_PX = 106
"""Room for the longest name of a field, here and in the connection details."""


class AccountFields(QWidget):
    """Collect everything of an account but its key and its connection.

    Signals: `changed()`; `store_retried()`, when the key store is to be tried again.
    """

    changed = Signal()
    store_retried = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("account-fields")
        self._taken: frozenset[str] = frozenset()
        self._is_named = False
        self.fields = {name: _field(name) for name in ("sender", "name", "test_address")}
        self.may_mail = _field("may_mail")
        keep_room(self.may_mail)
        self._errors = {name: _hint("", "error") for name in (*self.fields, "may_mail")}
        self._choose = button(
            "Choose", name="choose-sender", why="The verified senders of this account"
        )
        self._choose.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        icons.put(self._choose, "chevron-down")
        self._senders = ButtonMenu(self._choose, "Verified senders")
        self._senders.triggered.connect(self._take_sender)
        self._choose.setMenu(self._senders)
        self._choose.hide()
        self._senders_hint = _hint(SENDERS_UNASKED)
        self._senders_hint.show()
        self._name_hint = _hint("Follows the sender's domain until you write a name.")
        self._test_hint = _hint("Send test to me goes there, and to nobody else.")
        self._test_hint.show()
        self.system = _radio("keep-system", "system key store", "Encrypted, and there next time")
        self.session = _radio("keep-session", "until I quit", "In memory; to be given again later")
        self.anyone = _radio("mail-anyone", "anyone", "No guard")
        self.some = _radio("mail-some", "only these addresses", _WHY["may_mail"])
        self._groups = [
            _group(self, self.system, self.session),
            _group(self, self.anyone, self.some),
        ]
        for group in self._groups:
            group.buttonToggled.connect(self._fit_tab)
        self._wants_system = True
        self._store_hint = _hint("Looking for the key store…")
        self._store_hint.show()
        self._retry = button(
            "Look for the key store again",
            name="retry-store",
            why="It may have been unlocked since, or started",
            kind="link",
        )
        self._retry.clicked.connect(self.store_retried)
        self._retry.hide()
        self._lay_out()
        self._connect()

    def form(self, region: str, details: Mapping[str, str]) -> AccountForm:
        """Give what stands in the fields, with region and details from elsewhere."""
        return AccountForm(
            name=self.fields["name"].text().strip(),
            sender=self.fields["sender"].text(),
            test_address=self.fields["test_address"].text(),
            only_some=self.some.isChecked(),
            may_mail=self.may_mail.text(),
            keeps_in_system=self.system.isChecked(),
            region=region,
            details=details,
        )

    def set_form(self, form: AccountForm) -> None:
        """Show an account."""
        self._note_name(form.name)
        for name, field in self.fields.items():
            _put(field, getattr(form, name))
        _put(self.may_mail, form.may_mail)
        (self.some if form.only_some else self.anyone).setChecked(True)
        self._wants_system = form.keeps_in_system
        self._choose_place()
        self._fit()

    def _fit_tab(self) -> None:
        for group in self._groups:
            tab_to_chosen(group.buttons())

    def set_taken(self, names: frozenset[str]) -> None:
        """Tell the names that other accounts have, so that a new one gets its own."""
        self._taken = names
        self._suggest()

    def hide_keeping(self) -> None:
        """Leave out where the key is kept: the key stays where it is."""
        for widget in self._keeping:
            widget.hide()

    def hide_all_but_keeping(self) -> None:
        """Leave out all but where the key is kept: the rest of the account stays as it is."""
        for widget in self.findChildren(QWidget):
            if widget.parentWidget() is self and widget not in (*self._keeping, self._retry):
                widget.hide()

    def show_senders(self, senders: Sequence[str], words: str) -> None:
        """Offer verified senders, and take the first where none was typed yet."""
        self._senders.clear()
        for sender in senders:
            self._senders.addAction(sender.replace("&", "&&")).setData(sender)
        self._choose.setVisible(len(senders) > 1 and self.fields["sender"].isVisible())
        self._senders_hint.setText(words)
        if senders and not self.fields["sender"].text().strip():
            _put(self.fields["sender"], senders[0])
            self._suggest()

    def show_store(self, *, works: bool, words: str) -> None:
        """Say where the key can be kept; without a key store only until the end."""
        if self.system.isEnabled():
            self._wants_system = self.system.isChecked()
        self.system.setEnabled(works)
        self._choose_place()
        self._store_hint.setText(words)
        self._retry.setVisible(not works and not self._store_hint.isHidden())

    def show_wrong(self, wrong: Mapping[str, str]) -> None:
        """Say under each field what is wrong with it, and go to the first."""
        for name, field in (*self.fields.items(), ("may_mail", self.may_mail)):
            words = wrong.get(name, "")
            self._errors[name].setText(words)
            self._errors[name].setVisible(bool(words))
            if name in self._hints and not field.isHidden():
                # One of them is enough to read, and both may be more than there is room for.
                self._hints[name].setHidden(bool(words) or (name == "name" and self._is_named))
            restyle(field, "bad", bool(words))
            field.setAccessibleDescription(words or _WHY[name])
        first = next((name for name in (*self.fields, "may_mail") if wrong.get(name)), "")
        if first:
            (self.fields.get(first) or self.may_mail).setFocus()

    def _choose_place(self) -> None:
        """Take the key store where it is wanted and works, whichever is known first."""
        in_system = self._wants_system and self.system.isEnabled()
        (self.system if in_system else self.session).setChecked(True)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(0, TITLE_PX)
        grid.setColumnStretch(1, 1)
        self._hints = {
            "sender": self._senders_hint,
            "name": self._name_hint,
            "test_address": self._test_hint,
        }
        at = 0
        for name, field in self.fields.items():
            title = label(_TITLES[name], "field")
            title.setBuddy(field)
            grid.addWidget(title, at, 0)
            grid.addLayout(row(field, self._choose) if name == "sender" else row(field), at, 1)
            grid.addWidget(self._errors[name], at + 1, 1)
            grid.addWidget(self._hints[name], at + 2, 1)
            at += 3
        keep = label("Keep the key", "field")
        grid.addWidget(keep, at, 0)
        grid.addLayout(row(-RADIO_PX, self.system, self.session, self._retry, None), at, 1)
        grid.addWidget(self._store_hint, at + 1, 1)
        self._keeping = (keep, self.system, self.session, self._store_hint)
        grid.addWidget(label("May mail", "field"), at + 2, 0)
        grid.addLayout(row(-RADIO_PX, self.anyone, self.some, self.may_mail), at + 2, 1)
        grid.addWidget(self._errors["may_mail"], at + 3, 1)

    def _connect(self) -> None:
        for field in (*self.fields.values(), self.may_mail):
            field.textEdited.connect(self._report)
        self.fields["sender"].textEdited.connect(self._suggest)
        self.fields["name"].textEdited.connect(self._note_name)
        self._note_name("")
        self.some.toggled.connect(self._fit)
        for choice in (self.system, self.anyone):
            choice.setChecked(True)
            choice.toggled.connect(self._report)
        self._fit()

    def _fit(self) -> None:
        self.may_mail.setVisible(self.some.isChecked())
        if self.some.isChecked() and not self.may_mail.text():
            # One's own address is the first to be allowed, or a test would be refused.
            _put(self.may_mail, self.fields["test_address"].text())

    def _note_name(self, text: str) -> None:
        self._is_named = bool(text.strip())
        self._name_hint.setHidden(self._is_named)

    def _suggest(self) -> None:
        if not self._is_named:
            name = suggested_name(self.fields["sender"].text(), self._taken)
            _put(self.fields["name"], name)

    def _take_sender(self, action: QAction) -> None:
        _put(self.fields["sender"], str(action.data()))
        self._suggest()
        self._report()

    def _report(self) -> None:
        self.changed.emit()


def _put(field: QLineEdit, text: str) -> None:
    """Show a text from its beginning, however long it is."""
    field.setText(text)
    field.home(False)


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(f"account-{name}")
    field.setAccessibleName(_TITLES.get(name, "May mail only"))
    field.setAccessibleDescription(_WHY[name])
    field.setToolTip(_WHY[name])
    field.setPlaceholderText(_HINTS[name])
    return field


def _hint(text: str, role: TextRole = "hint") -> QLabel:
    words = wrapped(text, role)
    words.setVisible(False)
    return words


def _radio(name: str, text: str, why: str) -> QRadioButton:
    choice = QRadioButton(text)
    choice.setObjectName(name)
    choice.setAccessibleName(text)
    choice.setAccessibleDescription(why)
    choice.setToolTip(why)
    return choice


def _group(parent: QWidget, *choices: QRadioButton) -> QButtonGroup:
    group = QButtonGroup(parent)
    for choice in choices:
        group.addButton(choice)
    return group
