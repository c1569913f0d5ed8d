"""What a run concludes: each network by its observations, ports and order drawn by seed."""

import random
import re
from dataclasses import replace

import pytest

from sgdesk.diagnose.finding import Certainty, Severity
from sgdesk.diagnose.observation import (
    Connected,
    Encrypted,
    HttpAnswered,
    LookedUp,
    Observation,
    Probe,
    Replied,
    Result,
)
from sgdesk.diagnose.verdict import Diagnosis, diagnose
from sgdesk.route import Tls
from tests.support.networks import PORTS, SCENES, SILENT, Make, network, refused
from tests.support.odd_networks import ODD_SCENES
from tests.support.seen import API, FACTS, SMTP_HOST, Stop, control, mail, replaced, walked

_ADVISED = re.compile(r"\b(?:[Uu]se|or) (?:port )?(\d+|the Web API)\b")


def judged(seen: list[Observation]) -> Diagnosis:
    """Judge a run whose ways are those seen."""
    return diagnose(tuple(dict.fromkeys(o.target for o in seen)), seen)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("make", [*SCENES, *ODD_SCENES], ids=lambda make: make.__name__)
def test_each_network_has_its_verdict(make: Make, seed: int) -> None:
    seen, expected = make(random.Random(f"{make.__name__} {seed}"))
    found = judged(seen)
    top = found.findings[0]
    assert (top.id, top.certainty, top.severity) == (
        expected.top,
        expected.certainty,
        expected.severity,
    ), [f"{f.id} {f.certainty.value}: {f.title}" for f in found.findings]
    assert (found.verdict.use.text if found.verdict.use else None) == expected.use
    assert set(top.evidence) <= {o.id for o in seen}
    assert top.evidence
    advised = set(_ADVISED.findall(found.verdict.headline))
    errors = [f for f in found.findings if f.severity is Severity.ERROR]
    # Two ways to go in one view are one too many.
    assert all(set(_ADVISED.findall(f.remedy)) in (set(), advised) for f in errors)


@pytest.mark.parametrize("seed", range(200))
def test_a_clean_network_has_no_finding_but_its_distance(seed: int) -> None:
    rng = random.Random(seed)
    rtt = rng.uniform(5, 300)
    found = judged(network(rng, rtt_ms=rtt))
    assert [f.id for f in found.findings] == (["D-TCP-10"] if rtt > 150 else [])
    assert found.verdict.headline == "SMTP and Web API both work from here."
    assert found.verdict.certainty is Certainty.CERTAIN


def test_a_lost_packet_makes_no_distance() -> None:
    """A connect that was tried again after a second tells nothing; the kernel measures none."""
    slow = Connected(address="52.28.77.4", family="ipv4", rtt_ms=None)
    stop = Stop(probe=Probe.CONNECT, result=Result.OK, seen=slow, ms=1044.0)
    after = [o for o in walked(mail(587), 20.0) if o.probe not in (Probe.LOOK_UP, Probe.CONNECT)]
    found = diagnose([API, mail(587)], [*walked(API), *walked(mail(587), stop=stop), *after])
    assert found.findings == ()


def test_one_connect_that_a_busy_computer_held_up_makes_no_distance() -> None:
    held = Connected(address="52.28.77.4", family="ipv4", rtt_ms=None)
    first = [o for o in walked(API) if o.probe in (Probe.LOOK_UP, Probe.CONNECT)]
    first = [replace(o, seen=held, ms=164.0) if o.probe is Probe.CONNECT else o for o in first]
    found = judged([*first, *walked(mail(587))])
    assert "D-TCP-10" not in [f.id for f in found.findings]
    assert "D-TCP-10" in [f.id for f in judged(first).findings]


def test_a_server_of_ones_own_is_not_expected_to_greet_like_sendgrid() -> None:
    own = mail(587, "mail.example.org", known=False)
    way = replaced(walked(own), Probe.GREETING, Replied(code=220, lines=("mail ESMTP Postfix",)))
    assert not judged(way).findings


def test_a_network_without_ipv6_is_nothing_to_mend() -> None:
    seen = walked(API)
    six = Connected(address="2600::1", family="ipv6", error="ENETUNREACH")
    seen.append(replace(seen[1], id="six", result=Result.UNREACHABLE, seen=six))
    assert not judged(seen).findings


def test_ipv6_that_leads_nowhere_is_told() -> None:
    seen = walked(API)
    six = Connected(address="2600::1", family="ipv6")
    seen.append(replace(seen[1], id="six", result=Result.NO_ANSWER, seen=six))
    assert [f.id for f in judged(seen).findings] == ["D-IP6-1"]


def test_a_reset_from_nearby_is_told_from_one_from_afar() -> None:
    near = judged(network(random.Random(1), dict.fromkeys(PORTS, refused(0.4)), rtt_ms=80))
    far = judged(network(random.Random(1), dict.fromkeys(PORTS, refused(81.0)), rtt_ms=80))
    assert "much nearer" in near.findings[0].explanation
    assert "much nearer" not in far.findings[0].explanation


def test_the_headline_names_the_port_that_does_not_answer_and_the_one_that_works() -> None:
    found = judged(network(random.Random(3), {587: SILENT}))
    assert found.verdict.headline == "Port 587 does not answer; port 2525 works. Use 2525."


def test_a_blocked_network_is_sent_to_the_web_api() -> None:
    found = judged(network(random.Random(4), dict.fromkeys(PORTS, SILENT)))
    assert found.verdict.headline == "Mail ports are blocked on this network. Use the Web API."


def test_a_name_that_is_nearly_right_is_corrected() -> None:
    wrong = mail(587, "smtp.sendgrid.com")
    seen = LookedUp(family="ipv4", error="EAI_NONAME")
    stop = Stop(probe=Probe.LOOK_UP, result=Result.NOT_FOUND, seen=seen)
    top = judged(walked(wrong, stop=stop)).findings[0]
    assert (top.id, top.certainty, top.remedy) == (
        "D-DNS-2",
        Certainty.CERTAIN,
        f"Use {SMTP_HOST}.",
    )


def test_a_clock_that_hurts_nobody_yet_is_a_warning() -> None:
    seen = network(random.Random(5))
    for place, o in enumerate(seen):
        if isinstance(o.seen, HttpAnswered):
            seen[place] = replace(o, seen=replace(o.seen, skew_s=420.0))
    found = judged(seen)
    assert [(f.id, f.severity) for f in found.findings] == [("D-TLS-7", Severity.WARNING)]
    assert found.verdict.headline == "SMTP and Web API both work from here."


def test_a_private_way_that_leads_to_sendgrid_is_no_lie() -> None:
    ways = [walked(API), *(walked(mail(port)) for port in PORTS)]
    private = LookedUp(family="ipv4", addresses=("198.18.3.7",))
    assert not judged([o for way in ways for o in replaced(way, Probe.LOOK_UP, private)]).findings


def test_a_server_dialled_elsewhere_is_the_users_own_choice() -> None:
    own = LookedUp(family="ipv4", addresses=("10.0.0.5",), is_elsewhere=True)
    ways = [walked(API), replaced(walked(mail(587), stop=SILENT), Probe.LOOK_UP, own)]
    assert [f.id for f in judged([o for way in ways for o in way]).findings] == ["D-TCP-1"]


def test_the_web_api_is_not_advised_where_it_does_not_work() -> None:
    cut = Stop(probe=Probe.TLS, result=Result.CUT_OFF)
    found = judged(network(random.Random(6), dict.fromkeys(PORTS, SILENT), cut))
    assert found.verdict.use is None
    assert "Use the Web API" not in found.verdict.headline
    assert not any(f.remedy.endswith("Use the Web API.") for f in found.findings)


def test_port_25_alone_blocked_is_no_error() -> None:
    found = judged([*walked(API), *walked(mail(25), stop=SILENT)])
    assert [f.severity for f in found.findings] == [Severity.INFO]


@pytest.mark.parametrize(
    "stop",
    [
        Stop(probe=Probe.LOOK_UP, result=Result.NOT_FOUND),
        Stop(probe=Probe.CONNECT, result=Result.REFUSED),
    ],
    ids=["not found", "refused"],
)
def test_a_control_that_failed_otherwise_proves_nothing(stop: Stop) -> None:
    seen = network(random.Random(7), dict.fromkeys(PORTS, SILENT))
    found = judged([*seen, *walked(control(587), stop=stop)])
    assert found.findings[0].certainty is Certainty.LIKELY


def test_a_way_without_encryption_to_another_computer_is_not_one_to_use() -> None:
    bare = replace(mail(25), tls=Tls.PLAIN)
    seen = [replace(o, target=bare) for o in walked(mail(25)) if o.probe is not Probe.TLS]
    assert judged(seen).verdict.use is None


@pytest.mark.parametrize("port", [465, 587])
def test_a_talk_that_ends_after_encryption_is_named(port: int) -> None:
    stop = Stop(probe=Probe.EHLO_TLS, result=Result.CUT_OFF)
    found = judged([*walked(API), *walked(mail(port), stop=stop)])
    assert [f.id for f in found.findings] == ["D-TCP-6"]


def test_a_certificate_refused_for_another_reason_is_told() -> None:
    seen = Encrypted(facts=FACTS, verify_code=66, error="EE certificate key too weak")
    stop = Stop(probe=Probe.TLS, result=Result.NOT_VERIFIED, seen=seen)
    (found,) = judged(walked(API, stop=stop)).findings
    assert "EE certificate key too weak" in found.explanation


def test_two_causes_that_fit_alike_are_both_named() -> None:
    weak = Encrypted(facts=FACTS, verify_code=66, error="EE certificate key too weak")
    ways = [
        walked(API, stop=Stop(probe=Probe.TLS, result=Result.NOT_VERIFIED, seen=weak)),
        walked(mail(465), stop=Stop(probe=Probe.TLS, result=Result.NO_ANSWER)),
    ]
    found = judged([o for way in ways for o in way]).verdict

    assert found.headline.startswith("Two causes fit: ")
    assert " or " in found.headline
    assert found.certainty is Certainty.POSSIBLE


def test_half_an_address_in_a_redirect_stops_no_judgement() -> None:
    answer = HttpAnswered(status=302, headers=(("location", "http://[half"),))
    page = Observation(
        id="portal", probe=Probe.PORTAL, target=API, result=Result.OK, ms=1, seen=answer
    )

    assert judged([*network(random.Random(1), rtt_ms=20), page]).findings == ()


def test_of_two_families_that_fail_ipv4_speaks_first() -> None:
    way = walked(mail(587), stop=Stop(probe=Probe.GREETING, result=Result.NO_ANSWER))
    silent = replace(way[-1], id="six", where="2001:db8::7")
    cut = replace(way[-1], id="four", where="192.0.2.7", result=Result.CUT_OFF)

    assert judged([*walked(API), *way[:-1], silent, cut]).findings[0].evidence == ("four",)
