"""What a report recorded is played again from its bytes, and comes to the same verdict."""

import asyncio
import random
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import (
    Connected,
    Encrypted,
    HttpAnswered,
    Observation,
    Probe,
    Replied,
    Result,
)
from sgdesk.wire.thread import WireThread
from tests.contract.diagnose.test_tls import seen as seen_tls
from tests.contract.diagnose.test_ways import TROUBLES, mixed, probed
from tests.support.networks import SCENES, Make
from tests.support.replaying import replayed, report_of, steps, written
from tests.support.sandbox import Sandbox
from tests.support.seen import API, FACTS, mail, replaced, walked
from tests.support.servers import TestCa

SHORT = Limits(run=1.5)
LEFT_OUT = (
    ": a second look is not played",
    # So fast at times that the connect itself has failed.
    ": a reset in the midst of a connect comes when nobody can time it",
)


@pytest.fixture
def wire() -> Iterator[WireThread]:
    """A wire thread of the test's own."""
    thread = WireThread()
    thread.start()
    yield thread
    thread.stop()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name a file that is to come."""
    return tmp_path / "report.zip"


@pytest.mark.parametrize(
    ("at", "action", "when"),
    [pytest.param(*t[:3], id=" ".join(str(part)[:24] for part in t[:3])) for t in TROUBLES],
)
def test_each_trouble_is_played_as_it_was(
    sandbox: Sandbox, wire: WireThread, file: Path, at: str, action: Any, when: dict[str, str]
) -> None:
    sandbox.fault(at, action, **when)
    report = written(probed(wire, mixed(sandbox)), SHORT, file)

    again = replayed(report, file, wire)

    assert again.is_same, (again.diagnosis.verdict, again.recorded.verdict)
    assert not [told for told in again.not_played if not told.endswith(LEFT_OUT)]
    assert steps(again.diagnosis.observations) == steps(report.observations)
    top, recorded = again.diagnosis.findings[0], again.recorded.findings[0]
    assert (top.id, top.certainty, top.title) == (recorded.id, recorded.certainty, recorded.title)


def test_what_is_in_order_is_played_to_the_byte(
    sandbox: Sandbox, wire: WireThread, file: Path
) -> None:
    report = written(probed(wire, mixed(sandbox), Limits()), Limits(), file)

    again = replayed(report, file, wire)

    assert again.is_same
    assert _said(again.diagnosis.observations) == _said(report.observations)


def _said(observations: tuple[Observation, ...]) -> dict[str, Any]:
    """Give what servers said, by the step."""
    said: dict[str, Any] = {}
    for each in observations:
        name = f"{each.probe.value} {each.target.name}"
        match each.seen:
            case Replied():
                said[name] = each.seen
            case HttpAnswered():
                headers = {name: text for name, text in each.seen.headers if name != "date"}
                said[name] = (each.seen.status, headers, each.seen.first_bytes)
            case Encrypted(facts=facts):
                said[name] = facts and (facts.version, facts.issuer, facts.verified)
            case _:
                pass
    assert said
    return said


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1:DeprecationWarning")
@pytest.mark.parametrize("kind", ["certificate wanted", "garbage", "old", "tls 1.2"])
def test_tls_that_is_in_the_way_is_played(
    wire: WireThread, file: Path, tmp_path: Path, kind: str
) -> None:
    ca = TestCa(tmp_path)
    server, extra = ca.server(tls12=kind == "tls 1.2"), b""
    if kind == "certificate wanted":
        server.verify_mode = ssl.CERT_REQUIRED
    elif kind == "garbage":
        extra = b"\x17\x03\x03\x00\x20" + bytes(32)
    elif kind == "old":
        server.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        server.maximum_version = ssl.TLSVersion.TLSv1_1
        server.set_ciphers("ALL:@SECLEVEL=0")
    report = report_of(asyncio.run(seen_tls(ca, server, extra=extra)).values(), SHORT, file)

    again = replayed(report, file, wire)

    assert again.is_same
    assert not [told for told in again.not_played if not told.endswith(LEFT_OUT)]
    assert steps(again.diagnosis.observations) == steps(report.observations)
    assert _versions(again.diagnosis.observations) == _versions(report.observations)


def _versions(observations: tuple[Observation, ...]) -> list[str]:
    """Give what encryption was agreed on."""
    shown = (o.seen.facts for o in observations if isinstance(o.seen, Encrypted))
    return [facts.version for facts in shown if facts is not None]


@pytest.mark.parametrize("code", [9, 10, 18, 19, 20, 62])
def test_each_flaw_of_a_certificate_is_one_again(wire: WireThread, file: Path, code: int) -> None:
    issuer = "CN=gate" if code == 18 else "CN=Gate CA, O=Example Shield"
    facts = replace(FACTS, issuer=issuer, subject="CN=gate", verified=False)
    shown = Encrypted(facts=facts, verify_code=code, error="recorded")
    way = walked(API)[:2]
    handshake = Observation(
        id="tls", probe=Probe.TLS, target=API, result=Result.NOT_VERIFIED, ms=1, seen=shown
    )
    report = report_of([*way, handshake], SHORT, file)

    again = replayed(report, file, wire)

    (met,) = [o for o in again.diagnosis.observations if o.probe is Probe.TLS]
    assert isinstance(met.seen, Encrypted)
    assert met.seen.facts is not None
    assert (met.result, met.seen.verify_code) == (Result.NOT_VERIFIED, code)
    assert met.seen.error != "recorded"
    assert (met.seen.facts.issuer, met.seen.facts.subject) == (issuer, "CN=gate")
    assert again.is_same


@pytest.mark.parametrize("make", SCENES, ids=lambda make: make.__name__)
def test_each_network_is_played_or_says_what_is_not(
    wire: WireThread, file: Path, make: Make
) -> None:
    seen, _ = make(random.Random(make.__name__))
    report = report_of(map(_as_met, seen), SHORT, file)

    again = replayed(report, file, wire)

    assert again.is_same, (again.diagnosis.verdict, again.recorded.verdict)


def test_what_only_the_other_computer_could_see_is_taken_from_the_record(
    wire: WireThread, file: Path
) -> None:
    far = [
        replace(o, ms=min(o.least_ms, 50.0))
        for port in (587, 465)
        for o in walked(mail(port), 220.0)
    ]
    root = Encrypted(facts=replace(FACTS, private_issuer="a" * 64))
    seen = replaced([*walked(API, 220.0), *far], Probe.TLS, root)
    report = report_of(seen, SHORT, file)

    again = replayed(report, file, wire)

    assert [f.id for f in again.diagnosis.findings] == ["D-TCP-10", "D-TLS-4"]
    assert [f.id for f in again.recorded.findings] == ["D-TCP-10", "D-TLS-4"]
    assert again.is_same


def test_a_clock_that_is_wrong_is_wrong_again(wire: WireThread, file: Path) -> None:
    way = walked(API)
    answer = way[-1].seen
    assert isinstance(answer, HttpAnswered)
    report = report_of(
        [*way[:-1], replace(way[-1], seen=replace(answer, skew_s=7200.0))], SHORT, file
    )

    again = replayed(report, file, wire)

    assert [f.id for f in again.diagnosis.findings] == ["D-TLS-7"]
    assert again.is_same


def test_another_verdict_is_not_called_the_same(wire: WireThread, file: Path) -> None:
    report = report_of(walked(API), SHORT, file)
    other = report_of(walked(API)[:1], SHORT, file.with_name("other.zip"))

    again = replayed(report, file, wire)

    assert again.is_same
    assert not replace(again, recorded=other.diagnosis).is_same


def _as_met(seen: Observation) -> Observation:
    """Give a step that was written down by hand as a run has it, and no long wait."""
    unknown = Replied(first_bytes=b"500 what?\r\n", code=500, lines=("what?",))
    is_bare = seen.result is Result.CHANGED and seen.seen == Replied()
    return replace(seen, ms=min(seen.least_ms, 50.0), seen=unknown if is_bare else seen.seen)


def test_what_cannot_be_played_is_named(wire: WireThread, file: Path) -> None:
    seen = walked(mail(587))[:2]
    forbidden = Connected(address="52.28.77.4", family="ipv4", error="EPERM")
    report = report_of(
        [*walked(API), seen[0], replace(seen[1], result=Result.FORBIDDEN, seen=forbidden)],
        SHORT,
        file,
    )

    again = replayed(report, file, wire)

    assert again.is_same
    (told,) = again.not_played
    assert told.startswith("smtp.sendgrid.net:587: the firewall")
