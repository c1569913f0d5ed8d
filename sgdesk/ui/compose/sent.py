"""A mail that was sent from Write, with what became of it, and what of that is remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sgdesk.account.account import Account
from sgdesk.delivery import Accepted, Attempt
from sgdesk.errors import in_sentences
from sgdesk.message import Message
from sgdesk.message.domain import email_key
from sgdesk.present.risk import Risk, Went, doubted, left_of, reach_of, risk_of, went
from sgdesk.present.since import Since
from sgdesk.present.twice import MAY_COME_TWICE
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
    decisions: Mapping[str, str] = field(default_factory=dict)
    """What the user said of an unknown since, by the attempt's id."""
    since: Mapping[str, Since] = field(default_factory=dict)
    """What other sends of it came to, when it had ended, by the attempt's id."""

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
    """The sends by which somebody may have a mail already, for when it is sent once more."""

    def __init__(self) -> None:
        self._went: list[Went] = []
        """The newest last."""
        self._decisions: dict[str, str] = {}
        """What the user said of an unknown, by the attempt's id."""
        self._told: tuple[Message, Since] | None = None
        """What the card in Write tells of other sends of its mail."""

    def note_told(self, message: Message, told: Since) -> None:
        """Take what a card tells of its mail: that stands against a send unasked."""
        self._told = (message, told)

    def forget_told(self) -> None:
        """Take it that no card tells of any."""
        self._told = None

    def note(self, sent: Sent) -> None:
        """Take a send that ended; one of which nothing went out changes nothing."""
        new = went(sent.message, sent.attempts, practice=sent.account.is_practice)
        self._decisions.update(sent.decisions)
        if sent.how_again == SEND_CHECK or not new.reach({}).all:
            return
        self._went.append(new)
        if len(self._went) > MOST_REMEMBERED:
            # Mail that went well goes first: it is asked about only beside what did not.
            well = (at for at, one in enumerate(self._went) if one.went_well)
            del self._went[next(well, 0)]

    def note_decision(self, attempt_id: str, decision: str) -> None:
        """Take the user's word for whether one went out."""
        self._decisions[attempt_id] = decision

    def risk_of(
        self,
        message: Message,
        account: Account,
        earlier: Sequence[Went] = (),
        decisions: Mapping[str, str] | None = None,
        *,
        always: bool = False,
    ) -> Risk | None:
        """Say what may come of sending a mail, as it is, to all its recipients.

        `earlier` are its sends as the history has them, also of long ago, with what the user
        said of them; `always` asks where all went well, too.
        """
        told = self._told_of(message)
        known = {each.id for one in self._went for each in one.attempts}
        old = [one for one in earlier if not any(each.id in known for each in one.attempts)]
        risk = risk_of(
            message,
            [*old, *self._went],
            self._decisions | dict(decisions or {}),
            practice=account.is_practice,
            always=always or bool(told),
        )
        return risk or doubted(None, told)

    def _told_of(self, message: Message) -> str:
        """Give why somebody has a mail, or soon may, that failed here and went elsewhere since."""
        if self._told is None or self._told[0] != message:
            return ""
        told = self._told[1]
        if told.is_settled or told.is_partly:
            return in_sentences(told.words, MAY_COME_TWICE)
        return told.doubt if told.is_on_its_way else ""

    def all_have_it(self, message: Message, sent: Sent) -> bool:
        """Say whether everybody of a mail has it, where that was sent as `sent` was."""
        practice = sent.account.is_practice
        reach = reach_of(message, self._went, self._decisions, practice=practice)
        return {email_key(one.email) for one in message.everyone} <= reach.took | reach.marked

    def somebody_has(self, message: Message, *, practice: bool) -> bool:
        """Say whether a send has brought a mail to somebody, or may have."""
        return bool(reach_of(message, self._went, self._decisions, practice=practice).all)

    def left_of(self, message: Message, attempt: Attempt) -> tuple[str, ...]:
        """Give those of an attempt's refused for whom its mail was not taken since."""
        reach = reach_of(message, self._went, self._decisions, practice=attempt.practice)
        return left_of(message, attempt, reach)
