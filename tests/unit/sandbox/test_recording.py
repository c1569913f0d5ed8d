"""The local SendGrid reads a recording by rules of its own, and plays none that it cannot."""

import asyncio
import json
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import (
    Connected,
    Encrypted,
    Observation,
    Probe,
    Replied,
    Result,
)
from sgdesk.errors import InputError, SandboxError
from sgdesk.sandbox.certificates import Certificates
from sgdesk.sandbox.recording import Way, read_recording
from sgdesk.sandbox.replay import Replay
from tests.support.replaying import report_of
from tests.support.seen import API, mail, replaced, walked
from tests.unit.diagnose.test_report import hostile


def ways(seen: list[Observation], tmp_path: Path) -> tuple[Way, ...]:
    """Give what is read of a report of these."""
    report_of(seen, Limits(), tmp_path / "report.zip")
    return read_recording(tmp_path / "report.zip")


@pytest.fixture
def seen() -> list[Observation]:
    """What is seen on a mail port that is in order."""
    return walked(mail(587))


def test_a_reply_is_said_to_the_byte(seen: list[Observation], tmp_path: Path) -> None:
    odd = Replied(first_bytes=b"220-a\n220 b\r\n\xff", code=220, lines=("a", "b"))
    (way,) = ways(replaced(seen, Probe.GREETING, odd), tmp_path)

    assert way.talk["greeting"].said == b"220-a\n220 b\r\n\xff"


def test_a_reply_that_was_too_long_to_keep_is_said_by_its_lines(
    seen: list[Observation], tmp_path: Path
) -> None:
    long = Replied(first_bytes=b"x" * 512, code=250, lines=("a", "STARTTLS"))
    (way,) = ways(replaced(seen, Probe.EHLO, long), tmp_path)

    assert way.talk["ehlo"].said == b"250-a\r\n250 STARTTLS\r\n"


def test_each_address_of_a_family_plays_one_conversation(
    seen: list[Observation], tmp_path: Path
) -> None:
    second = Connected(address="52.28.77.5", family="ipv4")
    other = replace(seen[1], id="other", where="52.28.77.5", seen=second)
    first, again = ways([*seen, other], tmp_path)

    assert first.where != again.where
    assert first.talk == again.talk


OF_ITS_PACKING = (
    *("empty", "text", "cut off", "damaged", "without a document", "out of its folder", "a bomb"),
    *("packed another way", "encrypted", "too large", "no JSON", "deep JSON"),
    *("another document", "a list", "a number for a schema", "without a schema"),
)
"""What the program would judge of its inside before it lets it be played is no matter here."""


@pytest.mark.parametrize("name", OF_ITS_PACKING)
def test_a_hostile_file_ends_in_a_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / "report.zip").write_bytes(dict(hostile())[name])

    with pytest.raises(InputError, match="cannot be replayed"):
        read_recording(tmp_path / "report.zip")


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be replayed"):
        read_recording(tmp_path / "none.zip")


REASONS: tuple[tuple[Result, str], ...] = (
    (Result.UNREACHABLE, "router"),
    (Result.FORBIDDEN, "firewall"),
    (Result.CUT_OFF, "reset"),
)


@pytest.mark.parametrize(("result", "word"), REASONS)
def test_what_cannot_be_played_has_a_reason_and_no_port(
    seen: list[Observation], tmp_path: Path, result: Result, word: str
) -> None:
    report_of([seen[0], replace(seen[1], result=result)], Limits(), tmp_path / "report.zip")
    with Certificates("127.0.0.1") as certificates:
        (way,) = Replay(tmp_path / "report.zip", certificates).ways

    assert word in way.reason
    assert way.to_json()["played_at"] is None


def test_a_judgement_that_cannot_be_brought_about_is_named(
    seen: list[Observation], tmp_path: Path
) -> None:
    refused = Encrypted(verify_code=23, error="certificate revoked")
    changed = replaced(seen, Probe.TLS, refused, result=Result.NOT_VERIFIED)
    report_of(changed, Limits(), tmp_path / "report.zip")
    with Certificates("127.0.0.1") as certificates:
        (way,) = Replay(tmp_path / "report.zip", certificates).ways

    assert "certificate" in way.reason


def test_silence_at_a_port_is_not_played_on_windows(
    seen: list[Observation], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_of([seen[0], replace(seen[1], result=Result.NO_ANSWER)], Limits(), tmp_path / "r.zip")
    with Certificates("127.0.0.1") as certificates:
        monkeypatch.setattr(sys, "platform", "linux")
        assert Replay(tmp_path / "r.zip", certificates).ways[0].reason == ""
        monkeypatch.setattr(sys, "platform", "win32")
        assert "Windows" in Replay(tmp_path / "r.zip", certificates).ways[0].reason


async def test_ports_are_taken_from_a_base_on(seen: list[Observation], tmp_path: Path) -> None:
    report_of([*walked(API), *seen], Limits(), tmp_path / "report.zip")
    with (
        Certificates("127.0.0.1") as certificates,
        Replay(tmp_path / "report.zip", certificates) as replay,
        pytest.raises(SandboxError, match="2 ports more"),
    ):
        await replay.open("127.0.0.1", 65_535, asyncio.TaskGroup())


async def test_the_usual_doors_lead_to_recorded_ports(tmp_path: Path) -> None:
    seen = [o for port in (25, 465, 2525) for o in walked(mail(port))]
    report_of([*walked(API), *seen], Limits(), tmp_path / "report.zip")
    with (
        Certificates("127.0.0.1") as certificates,
        Replay(tmp_path / "report.zip", certificates) as replay,
    ):
        await replay.open("127.0.0.1", None, asyncio.TaskGroup())
        ports = {each.way.port: each.port for each in replay.ways}
        doors = replay.doors()

    assert doors == {
        "starttls": ports[2525],
        "tls": ports[465],
        "plain": ports[25],
        "https": ports[443],
    }


def test_a_newer_recording_is_not_played(tmp_path: Path) -> None:
    document: dict[str, Any] = {"schema": "sgdesk.report/2", "observations": []}
    with zipfile.ZipFile(tmp_path / "report.zip", "w") as file:
        file.writestr("report.json", json.dumps(document))

    with pytest.raises(InputError):
        read_recording(tmp_path / "report.zip")


def test_a_document_without_end_is_not_read_to_it(tmp_path: Path) -> None:
    good = b'{"schema": "sgdesk.report/1", "observations": []}'
    for content, is_played in ((good, True), (good + b" " * (9 << 20), False)):
        with zipfile.ZipFile(tmp_path / "report.zip", "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("report.json", content)
        if is_played:
            assert read_recording(tmp_path / "report.zip") == ()
        else:
            with pytest.raises(InputError):
                read_recording(tmp_path / "report.zip")
