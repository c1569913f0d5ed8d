"""What is wrong at a practice inbox: no network lies in between, and its owner may have asked.

The rules of the catalogue speak of networks, firewalls and SendGrid, none of which has a part in
what goes wrong on this computer alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sgdesk.diagnose.case import ARRIVED, Case
from sgdesk.diagnose.finding import Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import Observation, Probe, Result, Role, Target
from sgdesk.diagnose.rules.saying import capital, ids, listed

FINDING_ID = "D-PRACTICE"
_SOURCE = "The local SendGrid of sgdesk"
_DOES = {
    Result.NO_ANSWER: ("does not answer", "do not answer"),
    Result.REFUSED: ("refuses the connection", "refuse the connection"),
    Result.CUT_OFF: ("ends the connection", "end the connection"),
    Result.CHANGED: ("does not answer as it should", "do not answer as they should"),
    Result.NOT_VERIFIED: ("shows a wrong certificate", "show a wrong certificate"),
}
_DOES_NOT_WORK = ("does not work", "do not work")


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """The practice inbox was tested."""

    simulated: str = ""
    """What its user lets go wrong there, e.g. `no answer on 465`; empty for nothing."""


def judge_practice(case: Case, practice: Practice) -> tuple[Finding, ...]:
    """Give a finding for each kind of failure that was seen."""
    failed: dict[Result, list[Observation]] = {}
    for seen in _failures(case):
        failed.setdefault(seen.result, []).append(seen)
    return tuple(_finding(seen, practice) for seen in failed.values())


def as_simulated(of_key: Iterable[Finding], practice: Practice) -> tuple[Finding, ...]:
    """Give what was found of the key; while something is simulated that is the reason."""
    if not practice.simulated:
        return tuple(of_key)
    return tuple(
        replace(
            finding,
            severity=Severity.WARNING,
            certainty=Certainty.CERTAIN,
            title="The practice inbox does not take the key",
            explanation=_simulated_words(practice.simulated),
            remedy=_STOP,
            source=_SOURCE,
            settled_by="",
        )
        for finding in of_key
        if finding.severity is Severity.ERROR
    )


def practice_headline(
    working: Sequence[Target], findings: Sequence[Finding], practice: Practice
) -> str:
    """Word the verdict, what is simulated first."""
    now = practice.simulated
    if not findings:
        works = "Every way that was tested works."
        return f"This is simulated: {now}. {works}" if now else _healthy(working)
    left = f" {capital(named(working))} {_verb(working, 'works', 'work')}." if working else ""
    # A list of two findings says more than a sentence of both would.
    said = f"This is simulated: {now}." if now else f"In the practice inbox, {_first(findings)}."
    return f"{said}{left}"


def _healthy(working: Sequence[Target]) -> str:
    """Name the practice inbox: "works from here" would be read as if SendGrid did."""
    roles = {target.role for target in working}
    by = [name for role, name in _BY if role in roles]
    return f"The practice inbox works by {' and by '.join(by)}."


_BY = ((Role.SMTP, "SMTP"), (Role.API, "the Web API"))


def named(targets: Sequence[Target]) -> str:
    """Name ways, as in `the Web API and ports 465 and 587`."""
    ports = sorted({target.port for target in targets if target.role is not Role.API})
    words = ["the Web API"] if any(target.role is Role.API for target in targets) else []
    if ports:
        words.append(f"port{'s' if len(ports) > 1 else ''} {listed([str(one) for one in ports])}")
    return " and ".join(words)


def _verb(targets: Sequence[Target], one: str, several: str) -> str:
    return one if len(targets) == 1 else several


def _first(findings: Sequence[Finding]) -> str:
    title = findings[0].title
    return f"{title[:1].lower()}{title[1:]}"


def _failures(case: Case) -> Iterator[Observation]:
    """Give the first step of each way that did not go as it should."""
    for target in case.ways:
        steps = (case.best(target, probe) for probe in Probe)
        wrong = (o for o in steps if o is not None and o.result not in ARRIVED)
        if not case.works(target) and (first := next(wrong, None)) is not None:
            yield first


def _finding(seen: Sequence[Observation], practice: Practice) -> Finding:
    ways = tuple(o.target for o in seen)
    one, several = _DOES.get(seen[0].result, _DOES_NOT_WORK)
    does = _verb(ways, one, several)
    return Finding(
        id=FINDING_ID,
        layer=Layer.CONNECT,
        # What goes wrong on purpose is no fault.
        severity=Severity.WARNING if practice.simulated else Severity.ERROR,
        certainty=Certainty.CERTAIN if practice.simulated else Certainty.LIKELY,
        title=f"{capital(named(ways))} {does}",
        explanation=_simulated_words(practice.simulated) if practice.simulated else _OWN_WORDS,
        remedy=_STOP if practice.simulated else _OWN_REMEDY,
        source=_SOURCE,
        evidence=ids(seen),
        targets=ways,
    )


def _simulated_words(simulated: str) -> str:
    return (
        f"The practice inbox simulates {simulated}, as you chose there: nothing is wrong. Your own "
        "programs meet it there too."
    )


_STOP = "Stop the simulation, then run again."
_OWN_WORDS = (
    "The practice inbox is a program on this computer, and nothing is simulated there. A firewall "
    "or antivirus program here may hold it back."
)
_OWN_REMEDY = "Run again. If it stays so, quit sgdesk and start it again."
