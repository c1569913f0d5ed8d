"""What servers of others tell where they were tested; that is not advised once it was done."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from sgdesk.diagnose.finding import SETTLE_OTHERS, Certainty, Finding
from sgdesk.diagnose.observation import LookedUp, Observation, Probe, Result, Target
from sgdesk.diagnose.verdict import Diagnosis, diagnose
from sgdesk.present.diagnosis import hosts_line
from sgdesk.settings import resolve
from tests.support.networks import PORTS, SCENES, SILENT, Make, network
from tests.support.seen import API, Stop, control, mail, walked

NOT_FOUND = Stop(
    probe=Probe.LOOK_UP,
    result=Result.NOT_FOUND,
    seen=LookedUp(family="ipv4", error="EAI_NONAME"),
)
UNANSWERED = Stop(probe=Probe.LOOK_UP, result=Result.NO_ANSWER)
OTHER = "mail.example.net"


def nameless(stop: Stop) -> list[Observation]:
    """Give a run in which none of SendGrid's names is looked up."""
    return [*walked(API, stop=stop), *walked(mail(587), stop=stop)]


def judged(seen: list[Observation]) -> Diagnosis:
    """Judge a run."""
    ways = tuple(dict.fromkeys(o.target for o in seen if o.target.host != OTHER))
    return diagnose(ways, seen)


def top_of(seen: list[Observation]) -> Finding:
    """Give the finding that leads."""
    return judged(seen).findings[0]


def test_names_of_others_that_are_not_found_either_are_no_matter_of_sendgrid() -> None:
    found = judged([*nameless(NOT_FOUND), *walked(control(587), stop=NOT_FOUND)])
    top = found.findings[0]

    assert found.verdict.headline == "This computer has no network or no name server."
    assert found.verdict.certainty is Certainty.LIKELY
    assert (top.id, top.settled_by) == ("D-DNS-1", "")
    assert OTHER in top.explanation
    assert any(OTHER in each for each in top.evidence)


def test_names_of_others_that_are_found_show_that_sendgrids_are_hidden() -> None:
    top = top_of([*nameless(NOT_FOUND), *walked(control(587))])

    assert (top.id, top.certainty, top.settled_by) == ("D-DNS-3", Certainty.LIKELY, "")
    assert f"Names of others are found ({OTHER}): somebody hides it here." in top.explanation


def test_without_others_it_is_advised_to_test_them() -> None:
    top = top_of(nameless(NOT_FOUND))

    assert (top.id, top.certainty) == ("D-DNS-3", Certainty.POSSIBLE)
    assert top.explanation.startswith(
        "Elsewhere the name has addresses, but the look-up from here gives none. "
    )
    assert top.settled_by == SETTLE_OTHERS


def test_no_name_server_at_all_is_told_from_one_that_leaves_sendgrid_out() -> None:
    none = top_of([*walked(API, stop=UNANSWERED), *walked(control(587), stop=UNANSWERED)])
    some = top_of([*walked(API, stop=UNANSWERED), *walked(control(587))])

    assert (none.id, none.certainty) == ("D-DNS-1", Certainty.CERTAIN)
    assert f"Those of others neither: {OTHER}." in none.explanation
    assert (some.id, some.certainty) == ("D-DNS-3", Certainty.LIKELY)
    assert some.title == "No name server answers for api.sendgrid.com"


@pytest.mark.parametrize("stop", [None, SILENT, NOT_FOUND], ids=["reached", "silent", "no name"])
@pytest.mark.parametrize("make", SCENES, ids=lambda make: make.__name__)
def test_what_was_done_is_never_advised(make: Make, stop: Stop | None) -> None:
    seen, _ = make(random.Random(make.__name__))
    found = judged([*seen, *walked(control(443), stop=stop)])

    assert [f.id for f in found.findings if f.settled_by == SETTLE_OTHERS] == []
    assert all(f.explanation.isprintable() for f in found.findings)


def everything(stop: Stop) -> list[Observation]:
    return network(random.Random(1), dict.fromkeys(PORTS, stop), stop)


def mail_alone(stop: Stop) -> list[Observation]:
    return network(random.Random(1), dict.fromkeys(PORTS, stop))


def web_alone(stop: Stop) -> list[Observation]:
    return network(random.Random(1), None, stop)


@pytest.mark.parametrize(
    ("run", "port", "others", "title", "certainty"),
    [
        (everything, 443, SILENT, "This computer has no way to the internet", Certainty.LIKELY),
        (everything, 443, None, "SendGrid alone cannot be reached from here", Certainty.LIKELY),
        (mail_alone, 587, SILENT, "Mail ports are blocked on this network", Certainty.CERTAIN),
        (
            mail_alone,
            587,
            None,
            "SendGrid's mail ports alone cannot be reached from here",
            Certainty.LIKELY,
        ),
        (web_alone, 443, None, "The Web API cannot be reached, mail ports can", Certainty.LIKELY),
    ],
)
def test_others_that_were_reached_or_not_decide_what_is_said(
    run: Callable[[Stop], list[Observation]],
    port: int,
    others: Stop | None,
    title: str,
    certainty: Certainty,
) -> None:
    top = top_of([*run(SILENT), *walked(control(port), stop=others)])
    said = "cannot be reached" if others else "can"

    assert (top.title, top.certainty) == (title, certainty)
    assert f"{OTHER}" in top.explanation
    assert said in top.explanation
    if run is web_alone:
        assert top.remedy == "Use SMTP; ask the network's administrator."


def test_line_below_the_verdict_names_the_servers_of_others() -> None:
    found = judged([*walked(API), *walked(control(587))])

    assert hosts_line(resolve(), found) == (
        "Tested: api.sendgrid.com; of others: mail.example.net:587."
    )


def own(host: str) -> Target:
    """Give a mail server of one's own."""
    return replace(mail(2500), host=host, means_sendgrid=False)


def at_address(target: Target, address: str) -> list[Observation]:
    """Give a way that does not answer, with the server's address."""
    looked, *rest = walked(target, stop=SILENT)
    return [replace(looked, seen=LookedUp(family="ipv4", addresses=(address,))), *rest]


@pytest.mark.parametrize(
    ("host", "address", "settle"),
    [
        ("127.0.0.1", "127.0.0.1", ""),
        ("localhost", "127.0.0.1", ""),
        ("relay.example.org", "10.1.2.3", ""),
        ("relay.example.org", "8.8.4.4", SETTLE_OTHERS),
    ],
)
def test_others_are_advised_only_for_a_server_that_is_reached_by_the_internet(
    host: str, address: str, settle: str
) -> None:
    found = judged([*walked(API), *at_address(own(host), address)])
    (top,) = [f for f in found.findings if f.id == "D-TCP-1"]
    assert top.settled_by == settle
