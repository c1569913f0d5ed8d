"""What the primary button of Write says: where the mail goes, and to how many."""

from dataclasses import dataclass

from sgdesk.account.account import Account
from sgdesk.present.words import people


@dataclass(frozen=True, slots=True, kw_only=True)
class SendWords:
    """The button's text, and what it does in one sentence."""

    text: str
    why: str


def send_words(account: Account, count: int) -> SendWords:
    """Word the button for an account and so many recipients, To, Cc and Bcc together."""
    if account.is_practice:
        return SendWords(
            text="Send to practice inbox",
            why="The mail stays on this computer, whoever it is addressed to (Ctrl+Enter)",
        )
    if not count:
        return SendWords(
            text="Send", why=f"Send from {account.name} by the chosen path (Ctrl+Enter)"
        )
    return SendWords(
        text=f"Send to {people(count)}",
        why=f"Send from {account.name} to {people(count)} by the chosen path (Ctrl+Enter)",
    )
