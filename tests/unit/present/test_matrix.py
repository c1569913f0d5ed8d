"""The matrix of ways and steps, in words."""

import random

import pytest

from sgdesk.diagnose.observation import Connected, HttpAnswered, Observation, Probe, Result
from sgdesk.diagnose.verdict import diagnose
from sgdesk.present.diagnosis import COLUMNS, matrix
from tests.support.networks import at, network
from tests.support.seen import API, Stop, mail, walked


def row(seen: list[Observation], name: str) -> dict[str, str]:
    """Give the words of one way by column."""
    ways = tuple(dict.fromkeys(o.target for o in seen))
    (found,) = [each for each in matrix(diagnose(ways, seen)) if each.name == name]
    return {title: cell.words for (title, _), cell in zip(COLUMNS, found.cells, strict=True)}


def test_where_encryption_comes_first_a_silent_server_is_silent_behind_it() -> None:
    words = row(walked(mail(465), stop=at(Probe.GREETING, Result.NO_ANSWER)), "SMTP 465")

    assert (words["Encryption"], words["Greeting"], words["Sign-in"]) == (
        "verified",
        "no answer",
        "not reached",
    )


def test_where_encryption_comes_first_its_failure_stops_the_greeting() -> None:
    words = row(walked(mail(465), stop=at(Probe.TLS, Result.CUT_OFF)), "SMTP 465")

    assert (words["Encryption"], words["Greeting"]) == ("cut off", "not reached")


@pytest.mark.parametrize(
    ("status", "result", "words"),
    [(429, Result.LATER, "asks to wait"), (503, Result.FAULT, "has a fault")],
)
def test_a_busy_web_api_is_not_changed_on_the_way(status: int, result: Result, words: str) -> None:
    stop = Stop(probe=Probe.SCOPES, result=result, seen=HttpAnswered(status=status))

    assert row(network(random.Random(1), api=stop), "Web API")["Sign-in"] == words


def test_a_way_whose_test_broke_off_is_not_tested() -> None:
    seen = Connected(address="", family="", error="KeyError")
    fault = Observation(
        id="walk", probe=Probe.WALK, target=mail(587), result=Result.FAULT, ms=1, seen=seen
    )

    assert set(row([*walked(API), fault], "SMTP 587").values()) == {"not tested"}
