"""What may come of sending a mail once more that somebody may have already.

Every earlier send of the mail counts, and every person of it by itself: whoever is
left out or added, it is the same mail to the others.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from sgdesk.delivery import Accepted, Attempt, Partial, Unknown
from sgdesk.errors import in_sentences
from sgdesk.message import Address, Copies, Message, Recipient
from sgdesk.message.content import content_of
from sgdesk.message.domain import email_key
from sgdesk.message.mailbox import format_address
from sgdesk.present.things.thing import Fix, KeepOnly
from sgdesk.present.words import people, short_address

_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Somebody may get it twice."""

    words: str
    """Who, and why, in a sentence or two."""
    others: tuple[str, ...] = ()
    """Who did not get it, as an address field takes them, where the rest may have it."""
    only: str = ""
    """The address of the one who did not; nothing where they are several."""

    @property
    def fix(self) -> Fix | None:
        """Give the way round it: to send to those alone who did not get it."""
        if not self.others:
            return None
        return Fix(
            text=f"Send to {_others(len(self.others), short_address(self.only))} only",
            why="Leave out of the recipients who may have it already",
            change=KeepOnly(self.others),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whom the sends of a mail reached, by `email_key`."""

    took: frozenset[str] = _NOBODY
    """The server took it for them."""
    marked: frozenset[str] = _NOBODY
    """The user said so of a send without an answer."""
    unsure: frozenset[str] = _NOBODY
    """It was handed over for them, and no answer came."""

    @property
    def known(self) -> frozenset[str]:
        """Give everybody for whom the server took it, or the user says so."""
        return self.took | self.marked

    @property
    def all(self) -> frozenset[str]:
        """Give everybody who may have it."""
        return self.known | self.unsure

    def among(self, some: frozenset[str]) -> "Reach":
        """Give whom of some it reached."""
        return Reach(took=self.took & some, marked=self.marked & some, unsure=self.unsure & some)


@dataclass(frozen=True, slots=True, kw_only=True)
class Went:
    """One send of a mail, without the mail itself, which may be large."""

    content: int
    practice: bool
    people: frozenset[str]
    attempts: tuple[Attempt, ...]

    @property
    def went_well(self) -> bool:
        """Say whether the server took it for everybody."""
        return self.reach({}).took == self.people

    def reach(self, decisions: Mapping[str, str]) -> Reach:
        """Say whom it reached; `decisions` are the history's words for what the user said."""
        return joined(reach_by(one, self.people, decisions.get(one.id)) for one in self.attempts)


def reach_by(attempt: Attempt, everybody: frozenset[str], decision: str | None) -> Reach:
    """Say whom one attempt to send to `everybody` reached."""
    named = {one.accepted: _NOBODY for one in attempt.recipients}
    for one in attempt.recipients:
        named[one.accepted] |= {email_key(one.address)}
    match attempt.outcome:
        case Accepted(checked_only=False):
            return Reach(took=everybody)
        case Partial() if not attempt.recipients:
            return Reach(unsure=everybody)
        case Partial():
            return Reach(took=named.get(True, _NOBODY), unsure=named.get(None, _NOBODY))
        case Unknown():
            # Of one mail each, some may have had their answer before the connection broke: what
            # the user says is of the rest.
            took = named.get(True, _NOBODY)
            if decision == "not_sent":
                return Reach(took=took)
            rest = everybody - named.get(False, _NOBODY) - took
            is_marked = decision == "sent"
            return Reach(**{"took": took, "marked" if is_marked else "unsure": rest})
        case _:
            return Reach()


def went(
    message: Message,
    attempts: Sequence[Attempt],
    *,
    practice: bool,
    to: frozenset[str] | None = None,
) -> Went:
    """Note a send, `to` others perhaps than the message names here."""
    return Went(
        content=_content(message),
        practice=practice,
        people=frozenset(_people(message)) if to is None else to,
        attempts=tuple(attempts),
    )


def reach_of(
    message: Message, sends: Iterable[Went], decisions: Mapping[str, str], *, practice: bool
) -> Reach:
    """Say who may have a mail, of everybody to whom it was ever sent."""
    content = _content(message)
    return joined(
        one.reach(decisions) for one in sends if one.content == content and one.practice is practice
    )


def left_of(message: Message, attempt: Attempt, reach: Reach) -> tuple[str, ...]:
    """Give those refused whom no later send reached, as an address field takes them."""
    known = _people(message)
    refused = {email_key(one.address): one for one in attempt.recipients if not one.accepted}
    return tuple(
        format_address(known[key]) if key in known else one.address
        for key, one in refused.items()
        if key not in reach.known
    )


def since_words(attempt: Attempt, left: Sequence[str]) -> str:
    """Say at a mail that was accepted for a part what became of the rest since."""
    refused = sum(not one.accepted for one in attempt.recipients)
    if len(left) == refused:
        return ""
    if left:
        return f"Since then it was accepted for {of_the_rest(refused - len(left), refused)}."
    return "Since then it was accepted for the rest, so everybody is accounted for."


def of_the_rest(count: int, rest: int) -> str:
    """Count those of the rest of a mail's people, which may be one alone: `1 of the other 3`."""
    return "the rest" if count == rest else f"{count:,} of the other {rest:,}"


def risk_of(
    message: Message,
    sends: Sequence[Went],
    decisions: Mapping[str, str],
    *,
    practice: bool,
    always: bool = False,
) -> Risk | None:
    """Say what may come of sending a mail to all its recipients; `None`: nothing to ask.

    `sends` is oldest first. A mail that went well is repeated on purpose where it goes to one
    person, or to others than before; that is asked about only where it `always` is.
    """
    content, wanted = _content(message), _people(message)
    same = [one for one in sends if one.content == content and one.practice is practice]
    reached = [(one, reach) for one in same if (reach := one.reach(decisions)).all]
    is_repeated = len(wanted) > 1 and any(one.people == wanted.keys() for one, _ in reached)
    if not (always or is_repeated) and _is_plain(reached, wanted.keys()):
        return None
    found = joined(reach for _, reach in reached)
    took = found.took & wanted.keys()
    marked = (found.marked & wanted.keys()) - took
    unsure = (found.unsure & wanted.keys()) - took - marked
    others = wanted.keys() - took - marked - unsure
    if len(others) == len(wanted):
        return None
    times = sum(1 for _, reach in reached if reach.unsure & unsure)
    left = tuple(one for key, one in wanted.items() if key in others)
    only = left[0].email if len(left) == 1 else ""
    taken = "captured" if practice else "accepted"
    who_may = ": the practice inbox" if practice else ", who"
    # Never that they have it: what is accepted may be lost on the rest of its way.
    words = in_sentences(
        _twice_words(f"It was {taken} already", took, wanted, who_may),
        _twice_words("You marked it as sent", marked, wanted, who_may),
        _unsure_words(unsure, wanted, times),
        f"It did not reach {_others(len(left), only)}." if left else "",
    )
    return Risk(words=words, others=tuple(map(format_address, left)), only=only)


def doubted(risk: Risk | None, doubt: str) -> Risk | None:
    """Add why somebody may have it by a send that is not known of; nothing adds nothing."""
    if not doubt:
        return risk
    return Risk(words=doubt) if risk is None else replace(risk, words=f"{risk.words} {doubt}")


def for_others(message: Message, risk: Risk) -> Message:
    """Give a mail for those alone who did not get it; who was hidden stays so."""
    others = frozenset(risk.others)
    to = tuple(one for one in message.to if format_address(one.address) in others)
    cc, bcc = (
        tuple(one for one in field if format_address(one) in others)
        for field in (message.cc, message.bcc)
    )
    if not to and cc:
        to, cc = tuple(Recipient(address=one) for one in cc), ()
    left = replace(message, to=to, cc=cc, bcc=bcc)
    if to:
        return left
    to = tuple(Recipient(address=one) for one in bcc)
    return replace(left, to=to, bcc=(), copies=Copies.EACH)


def _is_plain(reached: Sequence[tuple[Went, Reach]], wanted: Set[str]) -> bool:
    """Say whether nothing is in doubt: each send went well, or the newest did for just these."""
    well = [one.people == reach.took for one, reach in reached]
    return all(well) or (well[-1] and reached[-1][0].people == wanted)


def _twice_words(what: str, some: Set[str], wanted: Mapping[str, Address], who_may: str) -> str:
    if not some:
        return ""
    return f"{what} for {_who(some, wanted)}{who_may} may get it twice if it is sent again."


def _unsure_words(unsure: Set[str], wanted: Mapping[str, Address], times: int) -> str:
    if not unsure:
        return ""
    whom = f" for {_who(unsure, wanted)}" if len(unsure) < len(wanted) else ""
    often = f" {times} times" if times > 1 else ""
    again = "once more" if times > 1 else "a second time"
    return (
        f"It is not known whether it was accepted{whom}: it was handed over{often}, and no answer "
        f"came. Who got it then gets it {again}."
    )


def _others(count: int, only: str) -> str:
    """Name the one who is left, or say how many they are."""
    return only or f"the other {count:,}"


def _who(some: Set[str], wanted: Mapping[str, Address]) -> str:
    if len(wanted) == 1:
        return next(iter(wanted.values())).email
    count = people(len(wanted))
    if len(some) < len(wanted):
        return f"{len(some):,} of {count}"
    return "both people" if len(wanted) == 2 else f"all {count}"


def _content(message: Message) -> int:
    return hash(content_of(message))


def _people(message: Message) -> dict[str, Address]:
    return {email_key(one.email): one for one in message.everyone}


def joined(reaches: Iterable[Reach]) -> Reach:
    """Say whom several sends reached together."""
    found = Reach()
    for one in reaches:
        found = Reach(
            took=found.took | one.took,
            marked=found.marked | one.marked,
            unsure=found.unsure | one.unsure,
        )
    return found
