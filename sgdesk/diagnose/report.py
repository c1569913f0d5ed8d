"""A diagnosis for a ticket: what was seen, without anything that is nobody else's business.

Each field is named here once more, so that one which is added to an observation goes into no
file before somebody has thought of it. No verdict is kept: whoever opens it judges anew.
"""

import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address

from sgdesk import __version__
from sgdesk.clock import wall_utc
from sgdesk.delivery import Problem
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import (
    Connected,
    Encrypted,
    HttpAnswered,
    Keyed,
    LookedUp,
    Observation,
    Replied,
    Seen,
    Target,
    id_of,
)
from sgdesk.diagnose.practice import Practice
from sgdesk.diagnose.redaction import Redaction
from sgdesk.diagnose.verdict import Diagnosis, diagnose
from sgdesk.errors import InputError
from sgdesk.trace import Certificate, TlsFacts

SCHEMA = "sgdesk.report/1"
TICKET_LETTERS = 80
_LINES, _LINE_LETTERS = 64, 512
"""What is kept of one reply; the longest lists of real servers have twenty lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run, as it may be shown to anybody."""

    made_at: datetime
    """Aware, with the offset of the computer that was tested."""
    version: str
    """Of the program that made it."""
    system: str
    """The operating system's name, e.g. `Linux`."""
    ticket: str = ""
    practice: bool = False
    """The local SendGrid was tested."""
    simulated: str = ""
    """What its user let go wrong there."""
    max_seconds: float
    """How long the run might take: what was silent then has had so much time."""
    targets: tuple[Target, ...]
    observations: tuple[Observation, ...]

    @property
    def diagnosis(self) -> Diagnosis:
        """Judge what was seen, by the rules of today."""
        return diagnose(self.targets, self.observations, self.tested_practice)

    @property
    def tested_practice(self) -> Practice | None:
        """Give what is to be known of a practice inbox, where one was tested."""
        return Practice(simulated=self.simulated) if self.practice else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A report that was played again: what the probes made of it, beside what it says itself."""

    diagnosis: Diagnosis
    recorded: Diagnosis
    not_played: tuple[str, ...]
    """What was judged from the record alone, each with the reason."""

    @property
    def is_same(self) -> bool:
        """Say whether both come to one verdict."""
        return _sum(self.diagnosis) == _sum(self.recorded)


def _sum(diagnosis: Diagnosis) -> tuple[object, ...]:
    """Give what a verdict comes to, without the figures that its words may hold."""
    verdict, top = diagnosis.verdict, next(iter(diagnosis.findings), None)
    leading = None if top is None else (top.id, top.certainty, top.targets)
    return verdict.use, verdict.certainty, leading


def checked_ticket(text: str) -> str:
    """Give the ticket's number; raises `InputError` where it is more than that."""
    ticket = text.strip()
    if not ticket.isprintable() or len(ticket) > TICKET_LETTERS:
        raise InputError(
            "This is no number of a ticket.",
            why=f"It has more than {TICKET_LETTERS} letters, or more than one line.",
            remedy="Give the number alone.",
        )
    if "@" in ticket or Redaction().text(ticket) != ticket:
        raise InputError(
            "The ticket's number holds what looks like a key or an address.",
            why="A report holds neither.",
            remedy="Give the number alone.",
        )
    return ticket


def make_report(
    diagnosis: Diagnosis,
    limits: Limits,
    *,
    ticket: str = "",
    secrets: Iterable[str] = (),
    users: Iterable[str] = (),
    computers: Iterable[str] = (),
) -> Report:
    """Give what may be passed on of a run.

    `secrets` are a key and logins that are known here, `users` and `computers` names of whoever
    runs it. Takes some milliseconds for each observation.
    """
    redaction = Redaction(
        secrets=secrets,
        users=users,
        computers=computers,
        servers=_servers(diagnosis.observations),
    )
    writer = _Writer(redaction)
    return Report(
        made_at=wall_utc().astimezone().replace(microsecond=0),
        version=__version__,
        system=platform.system(),
        ticket=checked_ticket(ticket),
        practice=diagnosis.practice is not None,
        simulated=writer.words(diagnosis.practice.simulated) if diagnosis.practice else "",
        max_seconds=limits.run,
        targets=tuple(map(writer.target, diagnosis.targets)),
        observations=writer.observations(diagnosis.observations),
    )


def _servers(observations: Iterable[Observation]) -> Iterable[str]:
    for each in observations:
        yield each.target.host.strip("[]")
        if isinstance(each.seen, LookedUp):
            yield from each.seen.addresses
        elif isinstance(each.seen, Connected):
            yield each.seen.address


class _Writer:
    """Names what goes into a report, field by field."""

    def __init__(self, redaction: Redaction) -> None:
        self._redaction = redaction
        self._texts: dict[str, str] = {}

    def words(self, text: str) -> str:
        return self._text(text)

    def target(self, target: Target) -> Target:
        return Target(
            role=target.role,
            host=self._text(target.host),
            port=target.port,
            tls=target.tls,
            means_sendgrid=target.means_sendgrid,
            signs_in=target.signs_in,
        )

    def observations(self, seen: Sequence[Observation]) -> tuple[Observation, ...]:
        """Give them with ids made anew: those hold names, and stay different from each other."""
        made: dict[str, Observation] = {}
        for each in seen:
            target, where = self.target(each.target), self._text(each.where)
            name = id_of(each.probe, target, where)
            number = 1
            while (unique := name if number == 1 else f"{name} {number}") in made:
                number += 1
            made[unique] = Observation(
                id=unique,
                probe=each.probe,
                target=target,
                result=each.result,
                ms=each.ms,
                seen=self._seen(each.seen),
                where=where,
                is_cut=each.is_cut,
            )
        return tuple(made.values())

    def _seen(self, seen: Seen) -> Seen:
        match seen:
            case LookedUp():
                return LookedUp(
                    family=seen.family,
                    addresses=tuple(a for a in seen.addresses if is_address(a)),
                    error=self._text(seen.error),
                    is_literal=seen.is_literal,
                    is_elsewhere=seen.is_elsewhere,
                )
            case Connected():
                return Connected(
                    address=self._text(seen.address),
                    family=seen.family,
                    error=self._text(seen.error),
                    rtt_ms=seen.rtt_ms,
                    tries=seen.tries,
                    proxied=seen.proxied,
                )
            case Replied():
                return self._replied(seen)
            case Encrypted():
                return Encrypted(
                    facts=None if seen.facts is None else self._facts(seen.facts),
                    verify_code=seen.verify_code,
                    error=self._text(seen.error),
                )
            case HttpAnswered():
                return self._answered(seen)
            case Keyed():
                return self._keyed(seen)

    def _replied(self, seen: Replied) -> Replied:
        kept = self._redaction.octets(seen.first_bytes)
        lines = "\n".join(line[:_LINE_LETTERS] for line in seen.lines[:_LINES])
        return Replied(
            # What a line break was taken out of is no reply any more; code and lines still are.
            first_bytes=kept if seen.code is None or kept == seen.first_bytes else b"",
            code=seen.code,
            lines=tuple(self._text(lines).split("\n")) if lines else (),
            error=self._text(seen.error),
        )

    def _answered(self, seen: HttpAnswered) -> HttpAnswered:
        return HttpAnswered(
            status=seen.status,
            headers=tuple((name, self._text(value)) for name, value in seen.headers),
            first_bytes=self._redaction.octets(seen.first_bytes),
            error=self._text(seen.error),
            skew_s=seen.skew_s,
        )

    def _keyed(self, seen: Keyed) -> Keyed:
        return Keyed(
            code=seen.code,
            reply=self._text(seen.reply),
            problem=None if seen.problem is None else self._problem(seen.problem),
            region=seen.region,
            may_send=seen.may_send,
            verified_senders=seen.verified_senders,
            sends_left=seen.sends_left,
            next_reset=self._text(seen.next_reset),
        )

    def _problem(self, problem: Problem) -> Problem:
        return Problem(
            id=problem.id,
            title=self._text(problem.title),
            explanation=self._text(problem.explanation),
            remedy=self._text(problem.remedy),
            source=problem.source,
        )

    def _facts(self, facts: TlsFacts) -> TlsFacts:
        return TlsFacts(
            version=self._text(facts.version),
            cipher=self._text(facts.cipher),
            issuer=None if facts.issuer is None else self._text(facts.issuer),
            subject=None if facts.subject is None else self._text(facts.subject),
            verified=facts.verified,
            chain=tuple(map(self._certificate, facts.chain)),
            private_issuer=_digest(facts.private_issuer),
        )

    def _certificate(self, shown: Certificate) -> Certificate:
        return Certificate(
            subject=self._text(shown.subject),
            issuer=self._text(shown.issuer),
            names=tuple(map(self._text, shown.names)),
            valid_from=shown.valid_from,
            valid_until=shown.valid_until,
            sha256=_digest(shown.sha256),
        )

    def _text(self, text: str) -> str:
        if text not in self._texts:
            self._texts[text] = self._redaction.text(text)
        return self._texts[text]


def _digest(text: str) -> str:
    return text if len(text) == 64 and text.isalnum() else ""


def is_address(text: str) -> bool:
    """Say whether it is the number of a computer, with or without its zone."""
    try:
        ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return True
