"""Rules about the key and its account, where the user let the key be tried.

What a server's words mean stands in the catalogue that sends use, too; here it
becomes findings. Source of each: as the catalogue says.
"""

from collections.abc import Iterator, Sequence

from sgdesk.delivery import Problem
from sgdesk.diagnose.case import Case
from sgdesk.diagnose.finding import Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import Keyed, Observation, Probe, Result
from sgdesk.diagnose.rules.saying import ids, targets

_GUESSED = frozenset(("D-ACC-3", "D-ACC-4", "D-ACC-5", "D-HTTP-7", "D-HTTP-8", "SMTP-AUTH-REFUSED"))
"""SendGrid gives the same words for more than one cause."""
_VAGUE = frozenset(("D-HTTP-7", "D-HTTP-8", "SMTP-AUTH-REFUSED"))
_SCOPES = "SendGrid documentation, Retrieve a list of scopes"
_SENDERS = "SendGrid documentation, Sender Identity"
_CREDITS = "SendGrid documentation, Retrieve your credit balance"


def refused(case: Case) -> Iterator[Finding]:
    """A server said no to the key; one finding for each cause.

    Where one path names the cause and the other says no more than no, it is the same no.
    """
    by_cause: dict[str, list[Observation]] = {}
    for o in _tried(case):
        if o.result is Result.REFUSED and isinstance(o.seen, Keyed) and o.seen.problem is not None:
            by_cause.setdefault(o.seen.problem.id, []).append(o)
    named = [cause for cause in by_cause if cause not in _VAGUE]
    for cause in _VAGUE & by_cause.keys() if named else ():
        by_cause[named[0]] += by_cause.pop(cause)
    for cause, seen in by_cause.items():
        first = seen[0].seen
        if cause in _told_by_account(case):
            continue
        if isinstance(first, Keyed) and first.problem is not None:
            yield _finding(first.problem, seen, Severity.ERROR)


def not_tried(case: Case) -> Iterator[Finding]:
    """The way was open, and failed when the key was to be tried."""
    for o in _tried(case):
        failed = o.result not in (Result.OK, Result.REFUSED)
        if failed and isinstance(o.seen, Keyed) and o.seen.problem is not None:
            yield _finding(o.seen.problem, (o,), Severity.WARNING)


def other_region(case: Case) -> Iterator[Finding]:
    """The key is good, in another region."""
    seen = [o for o in _tried(case) if isinstance(o.seen, Keyed) and o.seen.region]
    if seen and isinstance(seen[0].seen, Keyed):
        region = {"eu": "EU"}.get(seen[0].seen.region, seen[0].seen.region)
        yield Finding(
            id="D-KEY-7",
            layer=Layer.KEY,
            severity=Severity.ERROR,
            certainty=Certainty.CERTAIN,
            title=f"The key belongs to the {region} region",
            explanation=f"The servers asked for refuse it, those of the {region} region take it.",
            remedy=f"Choose that region (--region {seen[0].seen.region}).",
            source="SendGrid documentation, Regional email",
            evidence=ids(seen),
            targets=targets(seen),
        )


def may_not_send(case: Case) -> Iterator[Finding]:
    """The key is good and has not the permission that a send needs."""
    seen = [o for o in _taken(case) if isinstance(o.seen, Keyed) and o.seen.may_send is False]
    if seen:
        yield Finding(
            id="D-KEY-8",
            layer=Layer.KEY,
            severity=Severity.ERROR,
            certainty=Certainty.CERTAIN,
            title="The key may not send mail",
            explanation="SendGrid takes it, and the permission Mail Send is not among those that "
            "it has.",
            remedy="Give the key the permission Mail Send at SendGrid, or use another key.",
            source=_SCOPES,
            evidence=ids(seen),
            targets=targets(seen),
        )


def nothing_left(case: Case) -> Iterator[Finding]:
    """The key is good and the plan is used up, or no sender is verified."""
    for o in _taken(case):
        seen = o.seen
        if not isinstance(seen, Keyed):
            continue
        if seen.sends_left == 0:
            until = f" It begins anew on {seen.next_reset}." if seen.next_reset else ""
            yield _of_account(
                "D-ACC-2",
                "No sends left in the SendGrid plan",
                f"The key is good; the plan's sends are used up.{until}",
                "Wait until then, or upgrade the plan at SendGrid.",
                _CREDITS,
                o,
                Severity.ERROR,
            )
        if seen.verified_senders == 0:
            yield _of_account(
                "D-ACC-1",
                "No single sender is verified",
                "SendGrid sends only from verified senders, and from domains that are "
                "authenticated, which are not listed here.",
                "Verify a sender at SendGrid, unless the domain is authenticated.",
                _SENDERS,
                o,
                Severity.INFO,
            )


def _told_by_account(case: Case) -> set[str]:
    """Give the causes that the account itself has told, so that they are not told twice."""
    facts = [o.seen for o in _taken(case) if isinstance(o.seen, Keyed)]
    may_not = {"D-KEY-8"} if any(seen.may_send is False for seen in facts) else set()
    return may_not | ({"D-ACC-2"} if any(seen.sends_left == 0 for seen in facts) else set())


def spoiled(case: Case) -> Iterator[Finding]:
    """What copying added was taken off, and the key taken."""
    for o in _taken(case):
        if isinstance(o.seen, Keyed) and o.seen.problem is not None:
            yield _finding(o.seen.problem, (o,), Severity.WARNING)
            return


RULES = (refused, not_tried, other_region, may_not_send, nothing_left, spoiled)


def _tried(case: Case) -> list[Observation]:
    return list(case.all_seen(Probe.KEY))


def _taken(case: Case) -> list[Observation]:
    return [o for o in _tried(case) if o.result is Result.OK]


def _finding(problem: Problem, seen: Sequence[Observation], severity: Severity) -> Finding:
    return Finding(
        id=problem.id,
        layer=Layer.KEY,
        severity=severity,
        certainty=Certainty.LIKELY if problem.id in _GUESSED else Certainty.CERTAIN,
        title=problem.title,
        explanation=problem.explanation,
        remedy=problem.remedy,
        source=problem.source,
        evidence=ids(seen),
        targets=targets(seen),
    )


def _of_account(
    rule: str,
    title: str,
    explanation: str,
    remedy: str,
    source: str,
    seen: Observation,
    severity: Severity,
) -> Finding:
    return Finding(
        id=rule,
        layer=Layer.KEY,
        severity=severity,
        certainty=Certainty.CERTAIN,
        title=title,
        explanation=explanation,
        remedy=remedy,
        source=source,
        evidence=(seen.id,),
        targets=(seen.target,),
    )
