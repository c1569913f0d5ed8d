"""Two faults at once: both are named, or the one that hides the other is."""

import random
from dataclasses import dataclass, replace

import pytest

from sgdesk.diagnose.finding import Finding, Layer
from sgdesk.diagnose.observation import (
    Encrypted,
    HttpAnswered,
    Observation,
    Probe,
    Replied,
    Result,
)
from sgdesk.diagnose.verdict import diagnose
from sgdesk.present.diagnosis import matrix
from tests.support.networks import PORTS, SILENT, UNREACHABLE, at, refused
from tests.support.seen import API, FACTS, Stop, mail, walked


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What stops a way, and the findings of which one must say so."""

    stop: Stop
    ids: frozenset[str]
    layer: Layer


def fault(stop: Stop, layer: Layer, *ids: str) -> Fault:
    """Make one."""
    return Fault(stop=stop, layer=layer, ids=frozenset(ids))


def unverified(code: int) -> Stop:
    """Give a certificate that OpenSSL refuses so."""
    seen = Encrypted(facts=replace(FACTS, verified=False), verify_code=code, error="refused")
    return Stop(probe=Probe.TLS, result=Result.NOT_VERIFIED, seen=seen)


def replied(probe: Probe, code: int) -> Stop:
    """Give a no of a mail server."""
    return Stop(probe=probe, result=Result.REFUSED, seen=Replied(code=code, lines=("no",)))


OF_CONNECTS = ("D-TCP-1", "D-TCP-2", "D-TCP-3", "D-TCP-9", "D-HTTP-2", "D-TCP-6")
OF_API = (
    fault(SILENT, Layer.CONNECT, "D-HTTP-2", "D-TCP-9"),
    fault(at(Probe.TLS, Result.CUT_OFF), Layer.TLS, "D-TLS-9"),
    fault(at(Probe.TLS, Result.NO_ANSWER), Layer.TLS, "D-TCP-8"),
    fault(unverified(62), Layer.TLS, "D-TLS-8"),
    fault(unverified(10), Layer.TLS, "D-TLS-DATE", "D-TLS-7"),
    fault(
        Stop(probe=Probe.SCOPES, result=Result.FAULT, seen=HttpAnswered(status=503)),
        Layer.HTTP,
        "D-HTTP-12",
    ),
    fault(
        Stop(probe=Probe.SCOPES, result=Result.CHANGED, seen=HttpAnswered(status=200)),
        Layer.HTTP,
        "D-HTTP-6",
    ),
    fault(at(Probe.SCOPES, Result.NO_ANSWER), Layer.HTTP, "D-HTTP-14"),
)
OF_MAIL = (
    fault(SILENT, Layer.CONNECT, *OF_CONNECTS),
    fault(refused(0.4), Layer.CONNECT, *OF_CONNECTS),
    fault(UNREACHABLE, Layer.CONNECT, *OF_CONNECTS),
    fault(at(Probe.GREETING, Result.NO_ANSWER), Layer.MAIL, "D-SMTP-1"),
    fault(at(Probe.GREETING, Result.CUT_OFF), Layer.MAIL, "D-TCP-6"),
    fault(replied(Probe.GREETING, 554), Layer.MAIL, "D-SMTP-GREETING"),
    fault(at(Probe.GREETING, Result.CHANGED), Layer.MAIL, "D-SMTP-8"),
    fault(at(Probe.EHLO, Result.CUT_OFF), Layer.MAIL, "D-TCP-6"),
    fault(replied(Probe.EHLO, 502), Layer.MAIL, "D-SMTP-6"),
    fault(replied(Probe.STARTTLS, 454), Layer.MAIL, "D-TLS-10"),
    fault(at(Probe.TLS, Result.CUT_OFF), Layer.TLS, "D-TLS-9"),
    fault(unverified(62), Layer.TLS, "D-TLS-8"),
    fault(unverified(20), Layer.TLS, "D-TLS-3"),
)


def found(ways: list[list[Observation]]) -> tuple[Finding, ...]:
    """Judge a run of these ways."""
    seen = [o for way in ways for o in way]
    return diagnose(tuple(dict.fromkeys(o.target for o in seen)), seen).findings


def is_named(findings: tuple[Finding, ...], one: Fault) -> bool:
    """Say whether a finding tells of the fault."""
    return any(f.id in one.ids for f in findings)


@pytest.mark.parametrize("seed", range(60))
def test_a_fault_of_the_web_api_beside_one_of_mail(seed: int) -> None:
    rng = random.Random(f"api {seed}")
    api, port = rng.choice(OF_API), rng.choice(OF_MAIL)
    ports = rng.sample((587, 2525, 25), rng.randint(1, 3))
    ways = [walked(API, stop=api.stop)]
    ways += [walked(mail(each), stop=port.stop if each in ports else None) for each in PORTS]
    told = found(ways)

    assert is_named(told, api), [f.title for f in told]
    assert is_named(told, port), [f.title for f in told]


@pytest.mark.parametrize("seed", range(60))
def test_two_faults_of_two_ports(seed: int) -> None:
    rng = random.Random(f"ports {seed}")
    one, other = rng.sample(OF_MAIL, 2)
    first, second = rng.sample((587, 2525, 25), 2)
    stops = {first: one.stop, second: other.stop}
    told = found([walked(API), *(walked(mail(port), stop=stops.get(port)) for port in PORTS)])

    assert is_named(told, one), [f.title for f in told]
    assert is_named(told, other), [f.title for f in told]


@pytest.mark.parametrize("lower", [each for each in OF_MAIL if each.layer is not Layer.TLS])
def test_the_lower_of_two_faults_of_one_port_hides_the_other_and_is_named(lower: Fault) -> None:
    # Whatever is wrong with its certificate, too, nobody comes so far.
    target = mail(587)
    seen = [*walked(API), *walked(target, stop=lower.stop), *walked(mail(2525))]
    judged = diagnose((API, target, mail(2525)), seen)
    row = matrix(judged)[1]

    assert {f.id for f in judged.findings if target in f.targets} <= lower.ids
    assert is_named(judged.findings, lower)
    assert row.cells[-1].words == "not reached"


@pytest.mark.parametrize("seed", range(40))
def test_a_fault_beside_a_wrong_clock_or_a_long_way(seed: int) -> None:
    rng = random.Random(f"global {seed}")
    one = rng.choice(OF_MAIL)
    rtt = rng.choice((20.0, 220.0))
    ways = [walked(API, rtt), walked(mail(587), rtt, one.stop)]
    ways += [walked(mail(port), rtt) for port in (2525, 465, 25)]
    is_off = rtt < 150
    if is_off:
        ways[0] = [
            replace(o, seen=replace(o.seen, skew_s=900.0))
            if isinstance(o.seen, HttpAnswered)
            else o
            for o in ways[0]
        ]
    told = found(ways)

    assert is_named(told, one), [f.title for f in told]
    assert ("D-TLS-7" if is_off else "D-TCP-10") in {f.id for f in told}
