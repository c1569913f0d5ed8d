"""The catalogue of failures as rules: each takes a case and gives what it concludes.

A rule is a function of what was seen and of nothing else. Rules do not know of
each other; which finding leads is decided in `verdict.py`.
"""

from collections.abc import Iterable

from sgdesk.diagnose.case import Case
from sgdesk.diagnose.finding import Finding
from sgdesk.diagnose.observation import Observation
from sgdesk.diagnose.rules import (
    issuers,
    key,
    lists,
    mail,
    names,
    order,
    own,
    packets,
    ports,
    starttls,
    times,
    tls,
    web,
)
from sgdesk.diagnose.rules.others import told_by_others

_NETWORK = (names, ports, times, packets)
_SERVER = (order, mail, starttls, lists, issuers, tls, web, key)
ALL = tuple(rule for module in (*_NETWORK, *_SERVER, own) for rule in module.RULES)


def judge(observations: Iterable[Observation]) -> tuple[Finding, ...]:
    """Give every finding, the most telling first: by severity, layer and certainty."""
    case = Case(observations)
    found = [told_by_others(case, finding) for rule in ALL for finding in rule(case)]
    return tuple(sorted(found, key=_weight))


def _weight(finding: Finding) -> tuple[int, int, int]:
    severities, certainties = list(type(finding.severity)), list(type(finding.certainty))
    return (
        severities.index(finding.severity),
        finding.layer.value,
        certainties.index(finding.certainty),
    )
