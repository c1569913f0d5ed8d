"""A result at which something is to be done, with what is known of its mail."""

from dataclasses import dataclass

from sgdesk.clock import wall_utc
from sgdesk.delivery import Attempt
from sgdesk.message import Message
from sgdesk.present.remedies import Remedy, RemedyPlace, Sender, remedies
from sgdesk.present.since import NOTHING_SINCE, Since
from sgdesk.route import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One attempt, where it is shown, and its mail."""

    attempt: Attempt
    place: RemedyPlace
    account: str = ""
    """Who it was sent as."""
    group_id: str = ""
    subject: str = ""
    recipients: tuple[str, ...] = ()
    """The first of them."""
    recipient_count: int = 0
    message: Message | None = None
    """In Write the mail that was sent; in Results it is read from the history when needed."""
    has_message: bool = False
    is_in_inbox: bool = True
    """Whether the practice inbox can still tell of it."""
    decided: str | None = None
    sender: Sender = Sender.ITSELF
    """Who there is to send it again."""
    way: Route | None = None
    """The connection that it took, where that is known."""
    mail: int | None = None
    """In Write which of the mails there it was; another may stand there by now."""
    since: Since = NOTHING_SINCE
    """What other sends of its mail came to."""
    private: tuple[str, ...] = ()
    """Words of the mail that a server which refused it may repeat; they go into no ticket."""
    beside: Attempt | None = None
    """The send of the same mail by the other path that it is compared with."""
    how_again: str = ""
    """In Write what asks for the same once more."""

    @property
    def is_open(self) -> bool:
        """Say whether something is to be done: nobody has decided, and not everybody has it."""
        return self.decided is None and not self.since.is_settled

    @property
    def is_urgent(self) -> bool:
        """Say whether the first thing to do is to be pressed; never where some have the mail."""
        return self.attempt.problem is not None and self.is_open and not self.since.may_have


def offered_at(case: Case, simulating: str = "") -> tuple[Remedy, ...]:
    """Give what can be done at a result; `simulating` says what its next send would meet."""
    return remedies(
        case.attempt,
        case.place,
        has_message=case.has_message,
        now=wall_utc(),
        decided=case.decided,
        simulating=simulating,
        sender=case.sender,
        left=None if case.since.left is None else len(case.since.left),
        is_in_inbox=case.is_in_inbox,
        has_later=case.since.newest is not None,
        is_compared=case.beside is not None,
    )
