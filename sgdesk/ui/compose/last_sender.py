"""Who new mail is from: whoever the last mail of the account was sent as.

An account's settings name a sender of its own at most; what was typed into From and went out
stands in the window's state, for the same account with the same key and settings alone.
"""

import json

from PySide6.QtCore import QSettings

from sgdesk.account.account import Account
from sgdesk.delivery import Accepted, Partial
from sgdesk.errors import InputError
from sgdesk.message import Address
from sgdesk.message.address import parse_address
from sgdesk.message.mailbox import format_address
from sgdesk.ui.compose.sendbar import SEND_CHECK
from sgdesk.ui.compose.sent import Sent

_SENDERS = "last-senders"


class LastSenders:
    """Know whom each account sent as last."""

    def __init__(self, state: QSettings) -> None:
        self._state = state

    def of(self, account: Account) -> str:
        """Give From of new mail; the account's own where it sent as nobody else since."""
        match self._kept().get(account.name):
            case [str() as sender, *whose] if whose == _identity(account):
                return sender
            case _:
                return account.sender

    def note(self, sent: Sent) -> None:
        """Take a send that ended; one that took nothing, and the example, change nothing."""
        account, sender = sent.account, sent.message.sender
        is_example = account.is_built_in and _is_same(account.sender, sender)
        if sent.how_again == SEND_CHECK or not _is_taken(sent) or is_example:
            return
        kept = self._kept()
        kept.pop(account.name, None)
        if not _is_same(account.sender, sender):
            kept[account.name] = [format_address(sender), *_identity(account)]
        self._state.setValue(_SENDERS, json.dumps(kept))

    def _kept(self) -> dict[str, object]:
        try:
            kept = json.loads(str(self._state.value(_SENDERS, "{}")))
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}


def _identity(account: Account) -> list[str]:
    """Give what tells an account from one that had its name before, or other settings."""
    return [account.masked_key, account.sender]


def _is_taken(sent: Sent) -> bool:
    return any(isinstance(attempt.outcome, Accepted | Partial) for attempt in sent.attempts)


def _is_same(typed: str, sender: Address) -> bool:
    try:
        return parse_address(typed) == sender
    except InputError:
        return False
