"""A mail that was sent from Write, with what became of it, and what of that is remembered."""

from dataclasses import dataclass

from sgdesk.account.account import Account
from sgdesk.delivery import Accepted, Attempt
from sgdesk.message import Message
from sgdesk.present.risk import Risk, risk_of
from sgdesk.route import Path
from sgdesk.ui.compose.sendbar import SEND_CHECK

MOST_REMEMBERED = 20


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


class Remembered:
    """The mails that somebody may have already, for when they are sent once more."""

    def __init__(self) -> None:
        self._sent: list[Sent] = []

    def note(self, sent: Sent) -> None:
        """Take a send that ended; one of which nothing went out changes nothing."""
        is_risky = risk_of(sent.attempts) is not None
        if sent.how_again == SEND_CHECK or not (is_risky or sent.is_accepted):
            return
        self._sent = [one for one in self._sent if not _is_same(one, sent.message, sent.account)]
        if is_risky:
            self._sent = [*self._sent, sent][-MOST_REMEMBERED:]

    def note_decision(self, attempt_id: str, decision: str) -> None:
        """Take the user's word that one did not go out."""
        if decision == "not_sent":
            self._sent = [
                one for one in self._sent if attempt_id not in {each.id for each in one.attempts}
            ]

    def risk_of(self, message: Message, account: Account) -> Risk | None:
        """Say what may come of sending a mail, as it is, to all its recipients."""
        found = (risk_of(one.attempts) for one in self._sent if _is_same(one, message, account))
        return next(found, None)


def _is_same(sent: Sent, message: Message, account: Account) -> bool:
    # Whoever it is sent as, people get it; in practice nobody does.
    return sent.message == message and sent.account.is_practice is account.is_practice
