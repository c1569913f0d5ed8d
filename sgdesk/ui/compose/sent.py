"""A mail that was sent from Write, with what became of it."""

from dataclasses import dataclass

from sgdesk.account.account import Account
from sgdesk.delivery import Accepted, Attempt
from sgdesk.message import Message
from sgdesk.route import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the user asked for, as it stood when the button was pressed."""

    how: str
    account: Account
    paths: tuple[Path, ...]
    is_test: bool
    """It goes to the account's test address in the place of the recipients."""
    mail: int | None
    """Which of the mails in Write it is; `None` for one that never stood there."""
    is_repeat: bool = False
    """A button of its error asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message with what became of it."""

    message: Message
    account: Account
    """Whom it was sent as; another may be chosen by now."""
    attempts: tuple[Attempt, ...]
    """One for each path by which it went."""
    mail: int | None
    """Which of the mails in Write it was; another may stand there by now."""
    how_again: str
    """What asks for the same once more: a check sends nothing, a test mails nobody else."""

    @property
    def is_accepted(self) -> bool:
        """Say whether everyone gets it, by every path that was asked for; a check sends nothing."""
        return all(
            isinstance(attempt.outcome, Accepted) and not attempt.outcome.checked_only
            for attempt in self.attempts
        )

    @property
    def is_practice(self) -> bool:
        """Say whether it stayed on this computer."""
        return all(attempt.practice for attempt in self.attempts)
