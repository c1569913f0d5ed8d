"""What a `send` is about to do, and whether it may do it without being asked again."""

from collections.abc import Iterator
from dataclasses import dataclass

from sgdesk.errors import InputError
from sgdesk.message import Message
from sgdesk.present.words import path_sentence, people
from sgdesk.route import Path, WebApiPath
from sgdesk.secret import without_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class SendPlan:
    """One message, by one or more paths, once or several times."""

    message: Message
    paths: tuple[Path, ...]
    rounds: int = 1
    keep_warm: bool = False
    practice: bool = False
    """Every path leads to a local SendGrid: nothing leaves this computer."""
    starts_sandbox: bool = False
    """That one is started for this command and ends with it."""
    account: str = ""
    """The profile's name, for the history."""

    def __post_init__(self) -> None:
        """Raise `InputError` for a number of rounds that is none."""
        if self.rounds < 1:
            raise InputError(f"--repeat {self.rounds} sends nothing.", remedy="Use 1 or more.")

    @property
    def addresses(self) -> tuple[str, ...]:
        """Give everybody who would get it: To, Cc and Bcc."""
        return tuple(address.email for address in self.message.everyone)

    @property
    def only_checks(self) -> bool:
        """Say whether nothing is mailed: SendGrid's own sandbox mode on every path."""
        every_api = all(isinstance(path, WebApiPath) for path in self.paths)
        return self.message.options.check_only and every_api

    @property
    def needs_yes(self) -> bool:
        """Say whether live mail would reach several people, or one of them more than once."""
        if self.practice or self.only_checks:
            return False
        people_reached = {address.lower() for address in self.addresses}
        # One mail for all with a person in it twice is refused before it gets here.
        mails_each = len(self.addresses) if self.message.has_private_copies else 1
        return len(people_reached) > 1 or mails_each * len(self.paths) * self.rounds > 1

    def lines(self) -> Iterator[str]:
        """Say what would happen."""
        message = self.message
        sends = len(self.paths) * self.rounds
        copies = ", one mail each" if message.has_private_copies else ", one mail that all see"
        if len(self.addresses) < 2:
            copies = ""
        subject = without_keys(message.subject)
        yield f"This would send {subject!r} to {people(len(self.addresses))}{copies}"
        yield f"  from  {message.sender.email}"
        shown = self.addresses[:10]
        more = len(self.addresses) - len(shown)
        yield "  to    " + ", ".join(shown) + (f" and {more:,} more" if more else "")
        for path in self.paths:
            yield f"  by    {path_sentence(path)}"
        if sends > 1:
            yield f"  Each person would get it {sends} times."
