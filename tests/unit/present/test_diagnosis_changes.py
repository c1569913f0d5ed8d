"""What has changed from one diagnosis to the next."""

import random

from sgdesk.diagnose.verdict import Diagnosis, diagnose
from sgdesk.present.diagnosis_changes import changes
from tests.support.networks import SILENT, network
from tests.support.seen import API, Stop, mail


def judged(rtt_ms: float, stops: dict[int, Stop] | None = None) -> Diagnosis:
    """Judge a network."""
    ways = (API, *map(mail, (587, 2525, 465, 25)))
    return diagnose(ways, network(random.Random(1), stops, rtt_ms=rtt_ms))


def test_times_alone_are_no_change() -> None:
    assert changes(judged(20), judged(90)) == ()
    assert changes(judged(200), judged(250)) == ()


def test_a_port_that_stops_to_answer_is_told_with_the_verdict() -> None:
    assert changes(judged(20), judged(20, {587: SILENT})) == (
        "Port 587 does not answer; port 2525 works. Use 2525.",
        "SMTP 587: Connect was ok, is no answer",
        "New: Port 587 does not answer",
    )


def test_what_is_over_is_gone() -> None:
    assert changes(judged(20, {587: SILENT}), judged(20)) == (
        "SMTP and Web API both work from here.",
        "SMTP 587: Connect was no answer, is ok",
        "Gone: Port 587 does not answer",
    )
