"""Real broken networks, each with the verdict that was written down before its rule."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.broken_network import Network, Place, at_places
from tests.support.cli import sgdesk

SHORT = ("--max-seconds", "5")
MAIL_PORTS = (587, 2525, 465, 25)
CLEAR_TEXT = (587, 2525, 25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A network and what must be said of it."""

    network: Network
    top: str | None
    confidence: str
    use: str | None
    options: tuple[str, ...] = SHORT


Make = Callable[[random.Random], Case]


def _listed(ports: list[int] | tuple[int, ...]) -> str:
    return "{ " + ", ".join(map(str, ports)) + " }"


def clean(_rng: random.Random) -> Case:
    return Case(network=Network(), top=None, confidence="certain", use="webapi")


def only_25_dropped(_rng: random.Random) -> Case:
    network = Network(filters=("tcp dport 25 drop",))
    return Case(network=network, top="D-TCP-1", confidence="certain", use="webapi")


def all_mail_dropped(_rng: random.Random) -> Case:
    network = Network(filters=(f"tcp dport {_listed(MAIL_PORTS)} drop",))
    return Case(network=network, top="D-TCP-1", confidence="likely", use="webapi")


def submission_dropped(rng: random.Random) -> Case:
    dropped = rng.sample((587, 2525), 1)
    left = 2525 if dropped == [587] else 587
    network = Network(filters=(f"tcp dport {_listed([25, *dropped])} drop",))
    return Case(network=network, top="D-TCP-1", confidence="likely", use=f"smtp:{left}:starttls")


def mail_reset(_rng: random.Random) -> Case:
    network = Network(filters=(f"tcp dport {_listed(MAIL_PORTS)} reject with tcp reset",))
    return Case(network=network, top="D-TCP-2", confidence="likely", use="webapi")


def mail_rejected(rng: random.Random) -> Case:
    kind = rng.choice(("admin-prohibited", "host-unreachable"))
    network = Network(filters=(f"tcp dport {_listed(MAIL_PORTS)} reject with icmpx {kind}",))
    return Case(network=network, top="D-TCP-3", confidence="likely", use="webapi")


def web_api_dropped(_rng: random.Random) -> Case:
    network = Network(filters=("tcp dport { 80, 443 } drop",))
    return Case(network=network, top="D-HTTP-2", confidence="likely", use="smtp:587:starttls")


def everything_dropped(_rng: random.Random) -> Case:
    network = Network(filters=("meta l4proto tcp drop",))
    return Case(network=network, top="D-TCP-9", confidence="possible", use=None)


def names_hidden(_rng: random.Random) -> Case:
    network = Network(hosts={"api.sendgrid.com": (), "smtp.sendgrid.net": ()})
    return Case(network=network, top="D-DNS-3", confidence="possible", use=None)


def name_lies(rng: random.Random) -> Case:
    wrong = rng.choice(("10.20.0.1", "192.168.7.1"))
    network = Network(hosts={"smtp.sendgrid.net": (wrong,)})
    return Case(network=network, top="D-DNS-3", confidence="likely", use="webapi")


def ports_silent(rng: random.Random) -> Case:
    ports = rng.sample(CLEAR_TEXT, 2)
    left = next(port for port in (587, 2525, 465) if port not in ports)
    network = Network(ports=dict.fromkeys(ports, "silent"))
    tls = "tls" if left == 465 else "starttls"
    return Case(network=network, top="D-SMTP-1", confidence="likely", use=f"smtp:{left}:{tls}")


def ports_cut(_rng: random.Random) -> Case:
    network = Network(ports=dict.fromkeys(CLEAR_TEXT, "close"))
    return Case(network=network, top="D-TCP-6", confidence="likely", use="smtp:465:tls")


def cut_after_ehlo(_rng: random.Random) -> Case:
    network = Network(ports=dict.fromkeys(CLEAR_TEXT, "reset after ehlo"))
    return Case(network=network, top="D-TCP-6", confidence="likely", use="smtp:465:tls")


def inspected(_rng: random.Random) -> Case:
    network = Network(ports=dict.fromkeys(CLEAR_TEXT, "masked"))
    return Case(network=network, top="D-SMTP-3", confidence="certain", use="smtp:465:tls")


def encryption_stripped(_rng: random.Random) -> Case:
    network = Network(ports=dict.fromkeys(CLEAR_TEXT, "stripped"))
    return Case(network=network, top="D-SMTP-4", confidence="likely", use="smtp:465:tls")


def mail_diverted(rng: random.Random) -> Case:
    ports = rng.choice(((25, 587), (587, 2525, 25)))
    left = next(port for port in (587, 2525, 465) if port not in ports)
    tls = "tls" if left == 465 else "starttls"
    network = Network(ports=dict.fromkeys(ports, "diverted"))
    return Case(network=network, top="D-SMTP-2", confidence="certain", use=f"smtp:{left}:{tls}")


def everything_intercepted(_rng: random.Random) -> Case:
    ports = {**dict.fromkeys(CLEAR_TEXT, "intercepted mail"), 465: "intercepted mail over tls"}
    network = Network(ports={**ports, 443: "intercepted api"})
    return Case(network=network, top="D-TLS-3", confidence="certain", use=None)


def tarpit(_rng: random.Random) -> Case:
    network = Network(ports=dict.fromkeys(CLEAR_TEXT, "tarpit"))
    options = ("--max-seconds", "15")
    return Case(
        network=network, top="D-SMTP-1", confidence="certain", use="webapi", options=options
    )


def page_for_answer(_rng: random.Random) -> Case:
    network = Network(ports={443: "page over tls"})
    return Case(network=network, top="D-HTTP-6", confidence="likely", use="smtp:587:starttls")


def port_25_limited(_rng: random.Random) -> Case:
    rule = "tcp dport 25 ct state new limit rate over 1/hour burst 1 packets drop"
    return Case(
        network=Network(filters=(rule,)),
        top="D-TCP-5",
        confidence="certain",
        use="webapi",
        options=("--max-seconds", "8"),
    )


def large_packets_lost(rng: random.Random) -> Case:
    size = rng.choice((1300, 1400, 1500))
    network = Network(
        filters=(f"tcp dport {_listed((443, *MAIL_PORTS))} meta length > {size} drop",)
    )
    return Case(
        network=network,
        top="D-TCP-8",
        confidence="certain",
        use=None,
        options=("--max-seconds", "6", "--mtu"),
    )


def sign_in_page_where_mail_alone_is_asked_for(_rng: random.Random) -> Case:
    network = Network(ports={80: "portal", 587: "silent"})
    return Case(
        network=network,
        top="D-HTTP-5",
        confidence="certain",
        use=None,
        options=("--max-seconds", "3", "--via", "smtp:587"),
    )


def large_packets_pass(_rng: random.Random) -> Case:
    options = (*SHORT, "--mtu")
    return Case(network=Network(), top=None, confidence="certain", use="webapi", options=options)


CASES: tuple[Make, ...] = (
    clean,
    only_25_dropped,
    all_mail_dropped,
    submission_dropped,
    mail_reset,
    mail_rejected,
    web_api_dropped,
    everything_dropped,
    names_hidden,
    name_lies,
    ports_silent,
    ports_cut,
    cut_after_ehlo,
    inspected,
    encryption_stripped,
    mail_diverted,
    everything_intercepted,
    tarpit,
    page_for_answer,
    port_25_limited,
    large_packets_lost,
    large_packets_pass,
    sign_in_page_where_mail_alone_is_asked_for,
)


NOT_PLAYED = (mail_rejected, name_lies)
"""A router answers there, and that there is no way; no server can say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a run said on a network, and what its report said where nothing is broken."""

    case: Case
    code: int
    document: dict[str, Any]
    again: dict[str, Any]


AT_ONCE = 6
SEED = random.SystemRandom().getrandbits(32)


@pytest.fixture(scope="module")
def said() -> dict[str, Said]:
    """What was said of each network: the ones that take longest first."""
    makes = sorted(CASES, key=_longest, reverse=True)
    return dict(at_places(said_of, makes, at_once=AT_ONCE))


def _longest(make: Make) -> float:
    return float(make(random.Random()).options[1])


def said_of(here: Place, make: Make) -> tuple[str, Said]:
    case = make(random.Random(f"{SEED} {make.__name__}"))
    report = here.folder / f"{make.__name__}.zip"
    code, document = here.diagnose(case.network, *case.options, "--report", str(report))
    again = sgdesk("diagnose", "--replay", str(report), "--json")
    assert again.out, again.err
    return make.__name__, Said(case=case, code=code, document=document, again=again.document())


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_each_network_has_its_verdict(said: dict[str, Said], make: Make) -> None:
    assert_verdict(said[make.__name__])


def assert_verdict(met: Said) -> None:
    """Hold a run to what was written down for its network."""
    case, code, document = met.case, met.code, met.document
    named = [f"{f['id']} {f['confidence']}: {f['title']}" for f in document["findings"]]
    assert [f["id"] for f in document["findings"]][:1] == ([case.top] if case.top else []), named
    verdict = document["verdict"]
    assert (verdict["use"], verdict["confidence"]) == (case.use, case.confidence), (
        verdict,
        named,
        SEED,
    )
    assert code == (0 if case.use else 6)


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_each_report_is_played_to_the_same_verdict_elsewhere(
    said: dict[str, Said], make: Make
) -> None:
    assert_replay(said[make.__name__], is_played=make not in NOT_PLAYED)


def assert_replay(met: Said, *, is_played: bool) -> None:
    """Hold a replay to its run."""
    document, again = met.document, met.again
    assert again["replay"]["same"], again["replay"]
    assert again["verdict"] == document["verdict"]
    tops = ((f["id"], f["confidence"], f["title"]) for f in document["findings"][:1])
    assert [(f["id"], f["confidence"], f["title"]) for f in again["findings"][:1]] == list(tops)
    left = [told for told in again["replay"]["not_played"] if "second look" not in told]
    assert bool(left) != is_played, left
