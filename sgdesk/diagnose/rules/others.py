"""What servers of others tell, where the user let them be tested: this host, or this network."""

from collections.abc import Sequence
from dataclasses import replace
from ipaddress import ip_address

from sgdesk.diagnose.case import Case, is_loopback
from sgdesk.diagnose.finding import SETTLE_OTHERS, Finding
from sgdesk.diagnose.observation import Observation, Probe, Result, Target
from sgdesk.diagnose.rules.saying import hosts, ids, listed


def told_by_others(case: Case, finding: Finding) -> Finding:
    """Say in a finding what the test of others came to: what was done is not advised."""
    if finding.settled_by != SETTLE_OTHERS:
        return finding
    if finding.targets and all(is_own(case, target) for target in finding.targets):
        # What becomes of connections to the internet says nothing of one that does not go there.
        return replace(finding, settled_by="")
    if not case.others:
        return finding
    seen = [o for target in case.others if (o := _last(case, target)) is not None]
    return replace(
        finding,
        explanation=f"{finding.explanation} {_came_to(case, seen)}".strip(),
        evidence=(*finding.evidence, *(each for each in ids(seen) if each not in finding.evidence)),
        settled_by="",
    )


def is_own(case: Case, target: Target) -> bool:
    """Say whether a server of one's own stands here or in one's own network."""
    if target.means_sendgrid:
        return is_loopback(target)
    addresses = case.addresses(target.host)
    here = [ip_address(each.partition("%")[0]).is_private for each in addresses]
    return is_loopback(target) or (bool(here) and all(here))


def names_of_others(case: Case) -> list[Observation]:
    """Give the look-ups of others' names."""
    return [o for target in case.others for o in case.seen(target, Probe.LOOK_UP)]


def _came_to(case: Case, seen: Sequence[Observation]) -> str:
    """Name who of them was reached and who not."""
    reached = [o.target for o in seen if case.opens(o.target)]
    nameless = [o for o in seen if o.probe is Probe.LOOK_UP and o.result is not Result.OK]
    if seen and len(nameless) == len(seen):
        return f"The names of others are not found either: {hosts(nameless)}."
    missed = [o.target for o in seen if o.target not in reached]
    can = f"Of others, {_names(reached)} can be reached" if reached else ""
    cannot = _names(missed) if missed else ""
    if can and cannot:
        return f"{can}, {cannot} cannot."
    return f"{can}." if can else f"Of others, {cannot} cannot be reached either." if cannot else ""


def _names(targets: Sequence[Target]) -> str:
    return listed([target.text for target in targets])


def _last(case: Case, target: Target) -> Observation | None:
    """Give how far one came with a server of others: its connect, or why there was none."""
    return case.best(target, Probe.CONNECT) or case.best(target, Probe.LOOK_UP)
