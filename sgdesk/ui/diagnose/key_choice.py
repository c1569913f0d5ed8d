"""Which key a test may try: none at first, and each other one only where the user chooses it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sgdesk.secret import Secret
from sgdesk.ui.account.keyfield import KeyField
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.choices import Choice, MenuChoice
from sgdesk.ui.widgets.sheet import Sheet
from sgdesk.ui.widgets.surface import button, column, label, paragraph, row

NO_KEY, OF_ACCOUNT, OF_VARIABLE, TYPED = "none", "account", "variable", "typed"
_ANOTHER = "another"
_WIDTH_PX = 520
_LONGEST_NAME = 18
"""Characters of an account's name that have room beside the parts in a narrow window."""
_TITLE = "Try a key"
_NONE = Choice(id=NO_KEY, text="Key: none", why="Test the ways alone")
_OTHER = Choice(id=_ANOTHER, text="Another key…", why="Give one for this test; it is kept nowhere")


class KeyChoice(MenuChoice):
    """Choose it.

    Signals: those of `MenuChoice`; `another_wanted()`, to be asked for a key that is kept nowhere.
    """

    another_wanted = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__("diagnose-key-use", "Key for the test", (_NONE,), icons)
        self.asked.connect(self.another_wanted)
        self.offer(account="", variable="", has_typed=False)

    def offer(self, *, account: str, variable: str, has_typed: bool) -> None:
        """Offer what there is: the key of an account, one in the environment, one typed in."""
        choices = [_NONE]
        if account:
            why = f"Sign in with the key of {account}; nothing is sent"
            choices.append(Choice(id=OF_ACCOUNT, text=f"Key: {_short(account)}", why=why))
        if variable:
            why = "Sign in with the key that was found there; nothing is sent"
            choices.append(Choice(id=OF_VARIABLE, text=f"Key: {variable}", why=why))
        if has_typed:
            why = "Sign in with the key that you gave; it is kept nowhere"
            choices.append(Choice(id=TYPED, text="Key: given here", why=why))
        self.set_choices(choices, (_OTHER,))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


class KeySheet(Sheet):
    """Take a key for tests.

    Signals: `taken(object)`, a `Secret` with a key's form.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget, icons: Icons) -> None:
        super().__init__(parent)
        self.setObjectName("key-sheet")
        self.setWindowTitle(_TITLE)
        self.setAccessibleName(_TITLE)
        self.setFixedWidth(_WIDTH_PX)
        self.key = KeyField(icons)
        self._use = button(
            "Test with it",
            name="key-sheet-use",
            why="Test every way now, and sign in with this key; nothing is sent",
            kind="primary",
        )
        self._use.setDefault(True)
        self._use.clicked.connect(self._take)
        cancel = button("Cancel", name="key-sheet-cancel", why="Use no key (Esc)")
        cancel.clicked.connect(self.reject)
        self.setLayout(
            column(
                label(_TITLE, "heading"),
                paragraph(
                    "It is used to sign in, by the Web API and one SMTP port, where the way is "
                    "encrypted and verified. It is kept nowhere, and forgotten when sgdesk "
                    "closes.",
                    "muted",
                ),
                self.key,
                row(None, cancel, self._use),
                margins=(22, 18, 22, 16),
                spacing=12,
            )
        )
        self.key.field.setFocus()

    def done(self, result: int) -> None:
        """Close, and keep nothing of the key in the field."""
        super().done(result)
        self.key.forget()

    def _take(self) -> None:
        self.key.clean_if_possible()
        if not self.key.is_complete:
            self.key.complain()
            self.key.field.setFocus()
            return
        key: Secret = self.key.key
        self.taken.emit(key)
        self.accept()
