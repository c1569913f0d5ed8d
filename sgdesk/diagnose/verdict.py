"""One sentence from all findings, with the way to use instead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sgdesk.diagnose.case import Case
from sgdesk.diagnose.finding import Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import Observation, Role, Target
from sgdesk.diagnose.practice import (
    Practice,
    as_simulated,
    judge_practice,
    practice_headline,
)
from sgdesk.diagnose.rules import judge
from sgdesk.diagnose.rules.saying import capital, listed
from sgdesk.route import Path as SendPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a run comes to."""

    headline: str
    use: SendPath | None
    """The way by which mail can go out; `None` where there is none."""
    certainty: Certainty
    is_key_refused: bool = False
    """A way is open, and the key that was tried is taken on none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """A run with all that follows from it."""

    targets: tuple[Target, ...]
    """The ways that were asked for, in that order."""
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    verdict: Verdict
    practice: Practice | None = None
    """What was tested is a practice inbox."""


def diagnose(
    targets: Sequence[Target],
    observations: Sequence[Observation],
    practice: Practice | None = None,
) -> Diagnosis:
    """Judge what was seen; pure, so that a report judges as its run did."""
    findings = judge(observations)
    if practice is None:
        verdict = conclude(observations, findings)
    else:
        case = Case(observations)
        of_ways = judge_practice(case, practice)
        of_key = as_simulated((f for f in findings if f.layer is Layer.KEY), practice)
        findings = (*of_ways, *of_key)
        verdict = _and_of_key(case, _of_practice(case, findings, practice), findings)
    return Diagnosis(
        targets=tuple(targets),
        observations=tuple(observations),
        findings=findings,
        verdict=verdict,
        practice=practice,
    )


def _of_practice(case: Case, findings: Sequence[Finding], practice: Practice) -> Verdict:
    working = case.working()
    healthy = _healthy(case, working, ())
    of_ways = [finding for finding in findings if finding.layer is not Layer.KEY]
    # Of the ways only some are tried with the key: where it is refused none is said to work.
    is_of_key = practice.simulated and len(of_ways) < len(findings)
    left, told = ((), findings) if is_of_key else (working, of_ways)
    said = practice_headline(left, told, practice)
    certainty = told[0].certainty if told else healthy.certainty
    return replace(healthy, headline=said, certainty=certainty)


def conclude(observations: Sequence[Observation], findings: Sequence[Finding]) -> Verdict:
    """Make the verdict; `findings` are those of `judge`, in its order."""
    case = Case(observations)
    working = _preferred(case)
    errors = [f for f in findings if f.severity is Severity.ERROR]
    ways = [f for f in errors if f.layer is not Layer.KEY]
    verdict = _of_ways(case, working, ways) if ways else _healthy(case, working, findings)
    return _and_of_key(case, verdict, findings)


def _and_of_key(case: Case, verdict: Verdict, findings: Sequence[Finding]) -> Verdict:
    """Say in a verdict on the ways what became of the key, too."""
    working = _preferred(case)
    errors = [f for f in findings if f.severity is Severity.ERROR]
    ways = [f for f in errors if f.layer is not Layer.KEY]
    tried = [taken for t in case.ways if (taken := case.takes_key(t)) is not None]
    of_key = [f for f in errors if f.layer is Layer.KEY]
    if not of_key:
        return verdict
    is_for_all = not any(tried) or any(f.id in _FOR_ALL for f in of_key)
    cause = _cause(of_key[0])
    if not is_for_all and working:
        refusing = "SMTP" if of_key[0].targets[0].role is Role.SMTP else "The Web API"
        said = f"{refusing} refuses the key: {cause}. Use {_name(working[0])}."
        return replace(verdict, headline=said, certainty=of_key[0].certainty)
    said = f"the key is refused: {cause}."
    return replace(
        verdict,
        headline=f"{verdict.headline} But {said}" if ways else f"The ways are open; {said}",
        certainty=of_key[0].certainty,
        is_key_refused=True,
    )


_FOR_ALL = frozenset(("D-KEY-8", "D-ACC-2"))
"""The key is taken, and no mail goes out by it all the same."""
_CAUSES = {
    "D-KEY-6": "it is unknown, expired or revoked",
    "D-KEY-8": "it may not send mail",
    "D-ACC-2": "the plan has no sends left",
}


def _cause(finding: Finding) -> str:
    return _CAUSES.get(finding.id) or _within(finding.title)


def _preferred(case: Case) -> tuple[Target, ...]:
    """Give the ways that work; where one takes the key, those that refuse it come last."""
    working = case.working()
    if not any(map(case.takes_key, working)):
        return working
    order = {True: 0, None: 1, False: 2}
    return tuple(sorted(working, key=lambda target: order[case.takes_key(target)]))


def _name(target: Target) -> str:
    return "the Web API" if target.role is Role.API else f"SMTP port {target.port}"


def _of_ways(case: Case, working: Sequence[Target], errors: Sequence[Finding]) -> Verdict:
    """Say what leads, and which way is left."""
    use = working[0].path if working else None
    top = errors[0]
    rivals = [f for f in errors if f.layer is top.layer and f.certainty is Certainty.POSSIBLE]
    if top.certainty is Certainty.POSSIBLE and len(rivals) > 1:
        first, second = rivals[:2]
        return Verdict(
            headline=f"Two causes fit: {_within(first.title)} or {_within(second.title)}.",
            use=use,
            certainty=Certainty.POSSIBLE,
        )
    failed = {target for f in errors for target in f.targets}
    # A way that only could not be tested to its end is no way out where an error is of it.
    working = tuple(t for t in working if not (t in failed and case.is_untested(t)))
    use = working[0].path if working else None
    mail = [target for target in working if target.role is Role.SMTP]
    refused = bool(mail) and case.takes_key(mail[0]) is False
    if mail and not refused and failed and all(target.role is Role.SMTP for target in failed):
        # A port is blocked and another is open: who needs SMTP can go on with that.
        use = mail[0].path
        does = "answers" if case.is_untested(mail[0]) else "works"
        headline = f"{top.title}; port {mail[0].port} {does}. Use {mail[0].port}."
    elif use is not None and working[0].role is Role.API and "Web API" not in top.title:
        headline = f"{top.title}. Use the Web API."
    elif use is not None:
        headline = f"{top.title}. Use {_name(working[0])}."
    else:
        headline = f"{top.title}."
    return Verdict(headline=headline, use=use, certainty=top.certainty)


def _healthy(case: Case, working: Sequence[Target], findings: Sequence[Finding]) -> Verdict:
    use = working[0].path if working else None
    warnings = tuple(f for f in findings if f.severity is Severity.WARNING)
    mail = [target for target in working if target.role is Role.SMTP]
    api = case.api is not None and case.seems_to_work(case.api)
    if use is not None and any(map(case.is_untested, working)):
        return _as_far_as_tested(working, use)
    if api and mail:
        headline = "SMTP and Web API both work from here."
    elif api:
        headline = "The Web API works from here."
    elif mail:
        headline = "SMTP works from here."
    else:
        told = f"{warnings[0].title}." if warnings else "It could not be told what is wrong."
        return Verdict(headline=told, use=None, certainty=Certainty.POSSIBLE)
    return Verdict(headline=headline, use=use, certainty=Certainty.CERTAIN)


def _as_far_as_tested(working: Sequence[Target], use: SendPath) -> Verdict:
    names = listed(["the Web API" if t.role is Role.API else f"port {t.port}" for t in working])
    several = len(working) > 1
    return Verdict(
        headline=f"{capital(names)} {'answer' if several else 'answers'} from here. "
        "Encryption could not be tested.",
        use=use,
        certainty=Certainty.LIKELY,
    )


def _within(title: str) -> str:
    """Put a title into a sentence: names keep their capital."""
    first = title.split(" ", 1)[0]
    return title if first.isupper() or first == "SendGrid" else title[:1].lower() + title[1:]
