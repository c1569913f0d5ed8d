"""At a practice inbox no network, no firewall in between and no SendGrid is blamed."""

import random
import re

import pytest

from sgdesk.delivery import Problem
from sgdesk.diagnose.finding import Certainty, Severity
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import Keyed, Probe, Result, Target
from sgdesk.diagnose.practice import FINDING_ID, Practice
from sgdesk.diagnose.report import make_report
from sgdesk.diagnose.report_file import pack_report, unpack_report
from sgdesk.diagnose.verdict import Diagnosis, diagnose
from sgdesk.present.report import summary_text
from tests.support.networks import SCENES, SILENT, Make, network
from tests.support.odd_networks import ODD_SCENES, noted
from tests.support.seen import API, mail

_NETWORKS = re.compile(
    r"network|SendGrid|blocked|provider|administrator|portal|status page|Use the Web"
)
NOW = "no connection on 587, 2525 and 25"


def judged(make: Make, practice: Practice, seed: int = 1) -> Diagnosis:
    """Judge a network as if it were the practice inbox."""
    seen, _ = make(random.Random(f"{make.__name__} {seed}"))
    return diagnose(tuple(dict.fromkeys(o.target for o in seen)), seen, practice)


@pytest.mark.parametrize("simulated", ["", NOW])
@pytest.mark.parametrize("make", [*SCENES, *ODD_SCENES], ids=lambda make: make.__name__)
def test_no_failure_of_it_is_laid_upon_a_network(make: Make, simulated: str) -> None:
    found = judged(make, Practice(simulated=simulated))
    of_ways = [each for each in found.findings if each.id == FINDING_ID]
    said = " ".join(
        [found.verdict.headline, *(f"{f.title} {f.explanation} {f.remedy}" for f in of_ways)]
    )

    assert _NETWORKS.search(said) is None
    assert not any(each.settled_by for each in of_ways)
    assert all(simulated in each.explanation for each in of_ways)
    assert all((each.certainty is Certainty.CERTAIN) == bool(simulated) for each in of_ways)


def test_simulation_leads_and_what_works_besides_is_named() -> None:
    stops = dict.fromkeys((587, 2525, 25), SILENT)
    seen = network(random.Random(1), stops)
    ways = (API, *map(mail, (587, 2525, 465, 25)))
    simulated, own = (
        diagnose(ways, seen, Practice(simulated=NOW)),
        diagnose(ways, seen, Practice()),
    )

    works = "The Web API and port 465 work."
    assert simulated.verdict.headline == f"This is simulated: {NOW}. {works}"
    assert own.verdict.headline == (
        f"In the practice inbox, ports 25, 587 and 2525 do not answer. {works}"
    )
    (finding,) = simulated.findings
    assert finding.remedy == "Stop the simulation, then run again."
    assert finding.severity is Severity.WARNING
    assert own.findings[0].severity is Severity.ERROR
    assert {o.target.port for o in seen if o.id in finding.evidence} == {25, 587, 2525}


def test_simulation_that_stops_no_way_leads_all_the_same() -> None:
    found = diagnose((API, mail(587)), network(random.Random(1), {}), Practice(simulated=NOW))

    assert not found.findings
    assert found.verdict.headline == f"This is simulated: {NOW}. Every way that was tested works."


def test_report_and_its_summary_name_the_simulation_and_judge_by_it_again() -> None:
    ways, simulated = (API, mail(587)), "ada@example.com refused with 550 on 587, 2525 and 25"
    seen = network(random.Random(1), {587: SILENT})
    report = make_report(diagnose(ways, seen, Practice(simulated=simulated)), Limits())
    again = unpack_report(pack_report(report, "")).diagnosis

    assert again.findings[0].id == FINDING_ID
    assert again.verdict == report.diagnosis.verdict
    assert "ada@example.com" not in summary_text(report)
    assert "refused with 550 on 587, 2525 and 25" in summary_text(report)
    assert "Tested: the practice inbox on the same computer, not SendGrid." in summary_text(report)


@pytest.mark.parametrize(
    ("ways", "by"),
    [
        ((API, mail(587)), "SMTP and by the Web API"),
        ((API,), "the Web API"),
        ((mail(587),), "SMTP"),
    ],
)
def test_good_verdict_names_the_practice_inbox_and_no_server_elsewhere(
    ways: tuple[Target, ...], by: str
) -> None:
    seen = [o for o in network(random.Random(1), {}) if o.target in ways]
    found = diagnose(ways, seen, Practice())
    assert found.verdict.headline == f"The practice inbox works by {by}."


def test_summary_names_no_way_to_use_while_something_is_simulated() -> None:
    ways, seen = (API, mail(587)), network(random.Random(1), {587: SILENT})
    for simulated, named in ((NOW, False), ("", True)):
        report = make_report(diagnose(ways, seen, Practice(simulated=simulated)), Limits())
        assert ("Way to use:" in summary_text(report)) is named


def test_key_that_is_refused_by_what_is_simulated_is_no_key_to_be_mended() -> None:
    problem = Problem(
        id="D-KEY-6", title="SendGrid does not know it", explanation="Why.", remedy="R.", source="P"
    )
    seen = network(random.Random(1), {})
    ways = (API, mail(587))
    for way in ways:
        said = Keyed(code=401, problem=problem)
        seen.append(noted(Probe.KEY, way, Result.REFUSED, said))
    simulated = "key refused on every path"
    found = diagnose(ways, seen, Practice(simulated=simulated))

    assert found.verdict.headline == f"This is simulated: {simulated}."
    assert not found.verdict.is_key_refused
    (finding,) = found.findings
    assert finding.title == "The practice inbox does not take the key"
    assert finding.remedy == "Stop the simulation, then run again."
    own = diagnose(ways, seen, Practice()).verdict
    assert own.headline.endswith("the key is refused: it is unknown, expired or revoked.")
