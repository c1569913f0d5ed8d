"""What is made of a server's words to a key, without any server."""

from dataclasses import replace

import pytest

from sgdesk.delivery import Problem
from sgdesk.diagnose.finding import Severity
from sgdesk.diagnose.observation import Keyed, Observation, Probe, Result, Target
from sgdesk.diagnose.verdict import Diagnosis, diagnose
from tests.support.odd_networks import noted
from tests.support.seen import API, mail, walked

MAIL = mail(587)
GOOD = Keyed(code=200, may_send=True, verified_senders=2, sends_left=40)


def no(problem_id: str) -> Keyed:
    """Give a refusal."""
    problem = Problem(
        id=problem_id, title="The key is bad", explanation="Why.", remedy="Mend it.", source="Page"
    )
    return Keyed(code=401, problem=problem)


def judged(*tried: tuple[Target, Result, Keyed]) -> Diagnosis:
    """Judge a clean network with what was said to a key."""
    seen: list[Observation] = [*walked(API), *walked(MAIL)]
    seen += [noted(Probe.KEY, target, result, said) for target, result, said in tried]
    return diagnose((API, MAIL), seen)


def test_a_good_key_is_no_finding() -> None:
    found = judged((API, Result.OK, GOOD), (MAIL, Result.OK, Keyed()))

    assert not found.findings
    assert not found.verdict.is_key_refused


@pytest.mark.parametrize("vague", ["D-HTTP-7", "D-HTTP-8", "SMTP-AUTH-REFUSED"])
def test_a_no_without_a_cause_is_the_one_that_the_other_path_names(vague: str) -> None:
    found = judged((API, Result.REFUSED, no(vague)), (MAIL, Result.REFUSED, no("D-ACC-3")))

    assert [f.id for f in found.findings] == ["D-ACC-3"]
    assert len(found.findings[0].evidence) == 2


def test_a_plan_that_is_used_up_is_told_before_a_send_meets_it() -> None:
    spent = replace(GOOD, sends_left=0, next_reset="2026-12-01")
    found = judged((API, Result.OK, spent))

    assert [(f.id, f.severity) for f in found.findings] == [("D-ACC-2", Severity.ERROR)]
    assert "2026-12-01" in found.findings[0].explanation
    assert found.verdict.headline == (
        "The ways are open; the key is refused: the plan has no sends left."
    )


def test_an_account_without_single_senders_may_have_a_domain() -> None:
    found = judged((API, Result.OK, replace(GOOD, verified_senders=0)))

    assert [(f.id, f.severity) for f in found.findings] == [("D-ACC-1", Severity.INFO)]
    assert found.verdict.headline == "SMTP and Web API both work from here."


def test_a_way_that_failed_under_the_key_is_no_refusal() -> None:
    found = judged((API, Result.OK, GOOD), (MAIL, Result.NO_ANSWER, no("D-TCP-1")))

    assert [f.severity for f in found.findings] == [Severity.WARNING]
    assert not found.verdict.is_key_refused


def test_where_one_path_takes_the_key_that_one_is_advised() -> None:
    found = judged((API, Result.REFUSED, no("D-KEY-6")), (MAIL, Result.OK, Keyed()))

    assert found.verdict.headline == (
        "The Web API refuses the key: it is unknown, expired or revoked. Use SMTP port 587."
    )
    assert found.verdict.use == MAIL.path
