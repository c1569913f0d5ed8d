"""One sentence from all findings, with the way to use instead."""

from collections.abc import Sequence
from dataclasses import dataclass

from sgdesk.diagnose.case import Case
from sgdesk.diagnose.finding import Certainty, Finding, Severity
from sgdesk.diagnose.observation import Observation, Role, Target
from sgdesk.diagnose.rules import judge
from sgdesk.route import Path as SendPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a run comes to."""

    headline: str
    use: SendPath | None
    """The way by which mail can go out; `None` where there is none."""
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """A run with all that follows from it."""

    targets: tuple[Target, ...]
    """The ways that were asked for, in that order."""
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    verdict: Verdict


def diagnose(targets: Sequence[Target], observations: Sequence[Observation]) -> Diagnosis:
    """Judge what was seen; pure, so that a report judges as its run did."""
    findings = judge(observations)
    return Diagnosis(
        targets=tuple(targets),
        observations=tuple(observations),
        findings=findings,
        verdict=conclude(observations, findings),
    )


def conclude(observations: Sequence[Observation], findings: Sequence[Finding]) -> Verdict:
    """Make the verdict; `findings` are those of `judge`, in its order."""
    case = Case(observations)
    working = case.working()
    use = working[0].path if working else None
    errors = [f for f in findings if f.severity is Severity.ERROR]
    if not errors:
        return _healthy(case, use, findings)
    top = errors[0]
    rivals = [f for f in errors if f.layer is top.layer and f.certainty is Certainty.POSSIBLE]
    if top.certainty is Certainty.POSSIBLE and len(rivals) > 1:
        first, second = rivals[:2]
        return Verdict(
            headline=f"Two causes fit: {_within(first.title)} or {_within(second.title)}.",
            use=use,
            certainty=Certainty.POSSIBLE,
        )
    mail = [target for target in working if target.role is Role.SMTP]
    failed = {target for f in errors for target in f.targets}
    if mail and failed and all(target.role is Role.SMTP for target in failed):
        # A port is blocked and another is open: who needs SMTP can go on with that.
        use = mail[0].path
        headline = f"{top.title}; port {mail[0].port} works. Use {mail[0].port}."
    elif use is not None and working[0].role is Role.API and "Web API" not in top.title:
        headline = f"{top.title}. Use the Web API."
    elif use is not None:
        headline = f"{top.title}. Use SMTP port {working[0].port}."
    else:
        headline = f"{top.title}."
    return Verdict(headline=headline, use=use, certainty=top.certainty)


def _healthy(case: Case, use: SendPath | None, findings: Sequence[Finding]) -> Verdict:
    warnings = tuple(f for f in findings if f.severity is Severity.WARNING)
    mail = [target for target in case.working() if target.role is Role.SMTP]
    api = case.api is not None and case.works(case.api)
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


def _within(title: str) -> str:
    """Put a title into a sentence: names keep their capital."""
    first = title.split(" ", 1)[0]
    return title if first.isupper() or first == "SendGrid" else title[:1].lower() + title[1:]
