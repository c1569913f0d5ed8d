"""What was seen at a step: nothing of it is lost, and bytes are shown as they came."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sgdesk.diagnose.observation import (
    Connected,
    Encrypted,
    HttpAnswered,
    Keyed,
    LookedUp,
    Observation,
    Probe,
    Replied,
    Result,
    Seen,
)
from sgdesk.present.evidence import evidence, shown_bytes
from sgdesk.present.words import Tone
from tests.support.seen import FACTS, mail

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def observed(seen: Seen, probe: Probe, result: Result = Result.CUT_OFF) -> Observation:
    """Give a step of a mail port that took 12.3 ms."""
    target = mail(587)
    return Observation(id="x", probe=probe, target=target, result=result, ms=12.34, seen=seen)


@pytest.mark.parametrize(
    ("seen", "probe", "told"),
    [
        (LookedUp(family="ipv6", error="EAI_NONAME"), Probe.LOOK_UP, ["EAI_NONAME", "IPv6"]),
        (
            LookedUp(family="ipv4", addresses=("192.0.2.1", "192.0.2.2")),
            Probe.LOOK_UP,
            ["192.0.2.1\n192.0.2.2"],
        ),
        (
            Connected(address="192.0.2.1", family="ipv4", error="ECONNREFUSED", tries=2),
            Probe.CONNECT,
            ["ECONNREFUSED", "192.0.2.1", "2"],
        ),
        (
            Replied(code=220, lines=("one", "two")),
            Probe.GREETING,
            ["220 one\n220 two"],
        ),
        (
            Replied(first_bytes=b"SSH-2.0\r\n\x00\xff", error="odd"),
            Probe.GREETING,
            ["SSH-2.0\\r\\n\n\\x00\\xff", "odd"],
        ),
        (
            Keyed(code=401, reply="no", may_send=False, verified_senders=3, sends_left=1240),
            Probe.KEY,
            ["401 no", "no", "3", "1,240"],
        ),
        (
            Encrypted(facts=FACTS, verify_code=62, error="mismatch"),
            Probe.TLS,
            ["62", "mismatch", "TLSv1.3", "O=A public CA"],
        ),
        (
            HttpAnswered(
                status=407,
                headers=(("via", "1.1 gate"),),
                first_bytes=b"<html>",
                error="e",
                skew_s=-301.0,
            ),
            Probe.SCOPES,
            ["407", "via: 1.1 gate", "<html>", "-301 s", "e"],
        ),
    ],
)
def test_everything_that_was_seen_is_told_with_its_time(
    seen: Seen, probe: Probe, told: list[str]
) -> None:
    (found,) = evidence([observed(seen, probe)], NOW)
    values = {value for _, value, _ in found.facts}

    assert "12.3 ms" in values
    for each in told:
        assert each in values or each in found.title or any(each in value for value in values)
    assert all(means for _, _, means in found.facts)
    assert found.tone is Tone.BAD


def test_time_limit_of_the_run_is_told_from_one_of_the_step() -> None:
    cut = observed(Connected(address="192.0.2.1", family="ipv4"), Probe.CONNECT, Result.NO_ANSWER)
    (found,) = evidence([replace(cut, ms=10_000.0, is_cut=True)], NOW)

    assert ("Time", "10.0 s, ended by the time limit of the test") in {
        (name, value) for name, value, _ in found.facts
    }


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b"", ""),
        (b"220 hello\r\n", "220 hello\\r\\n"),
        (b"a\nb", "a\\n\nb"),
        (b"\x16\x03\x01", "\\x16\\x03\\x01"),
        ("é".encode(), "\\xc3\\xa9"),
    ],
)
def test_bytes_are_shown_line_by_line_and_what_cannot_be_read_by_its_number(
    data: bytes, shown: str
) -> None:
    assert shown_bytes(data) == shown
