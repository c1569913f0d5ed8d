"""The offer of a key that the environment holds; nothing is done with it before the click."""

from PySide6.QtCore import Signal

from sgdesk.account.found import FoundKey
from sgdesk.present.account_words import found_words
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.surface import button


class FoundKeyNotice(Notice):
    """Say that there is a key, and ask what to do; hidden until it is shown one.

    Signals: `check_requested()`; `ignore_requested()`.
    """

    check_requested = Signal()
    ignore_requested = Signal()

    def offer(self, found: FoundKey | None) -> None:
        """Offer a key; `None` takes the offer back."""
        if found is None:
            self.clear()
            return
        why = "Ask SendGrid about this key on both paths; sends nothing"
        if found.account:
            why = f"Check this key, then keep it for {found.account}; sends nothing"
        check = button(
            "Use it" if found.account else "Check it",
            name=f"{self.objectName()}-check",
            why=why,
        )
        ignore = button(
            "Ignore",
            name=f"{self.objectName()}-ignore",
            why="Leave the key alone and do not ask about it again",
            kind="quiet",
        )
        check.clicked.connect(self._ask_to_check)
        ignore.clicked.connect(self._ask_to_ignore)
        checked = "It is checked first, which" if found.account else "Checking it"
        more = f"It is not used before you say so. {checked} sends nothing."
        self.say("note", found_words(found), more, buttons=(check, ignore))

    def _ask_to_check(self) -> None:
        self.check_requested.emit()

    def _ask_to_ignore(self) -> None:
        self.ignore_requested.emit()
