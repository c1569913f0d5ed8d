"""A report holds what its run has seen, judges as that did, and names nothing else."""

import json
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given

from sgdesk import codec
from sgdesk.delivery import Problem
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import (
    Connected,
    Encrypted,
    HttpAnswered,
    Keyed,
    LookedUp,
    Observation,
    Replied,
    Seen,
    Target,
)
from sgdesk.diagnose.report import Report, checked_ticket, make_report
from sgdesk.diagnose.report_file import pack_report, read_report, unpack_report
from sgdesk.diagnose.verdict import Diagnosis, diagnose
from sgdesk.errors import InputError
from sgdesk.present.report import TEXT_HOLDS_NO, summary_text
from sgdesk.trace import Certificate, TlsFacts
from tests.support.networks import SCENES, SILENT, Make, network
from tests.support.observed import KINDS, observations, reports
from tests.support.seen import API

NAMED: dict[type, set[str]] = {
    Target: {"role", "host", "port", "tls", "means_sendgrid", "signs_in"},
    Observation: {"id", "probe", "target", "result", "ms", "seen", "where", "is_cut"},
    LookedUp: {"family", "addresses", "error", "is_literal", "is_elsewhere"},
    Connected: {"address", "family", "error", "rtt_ms", "tries", "proxied"},
    Replied: {"first_bytes", "code", "lines", "error"},
    Encrypted: {"facts", "verify_code", "error"},
    HttpAnswered: {"status", "headers", "first_bytes", "error", "skew_s"},
    Keyed: {
        *("code", "reply", "problem", "region"),
        *("may_send", "verified_senders", "sends_left", "next_reset"),
    },
    Problem: {"id", "title", "explanation", "remedy", "source"},
    TlsFacts: {"version", "cipher", "issuer", "subject", "verified", "chain", "private_issuer"},
    Certificate: {"subject", "issuer", "names", "valid_from", "valid_until", "sha256"},
}
"""What has been thought of: a field that is added belongs into no file before it stands here."""


def of_scene(make: Make) -> Diagnosis:
    """Judge a network."""
    seen, _ = make(random.Random(make.__name__))
    return diagnose(tuple(dict.fromkeys(o.target for o in seen)), seen)


def a_report() -> Report:
    """Give the report of a network in order."""
    seen = network(random.Random(1), rtt_ms=20)
    found = diagnose(tuple(dict.fromkeys(o.target for o in seen)), seen)
    return make_report(found, Limits(), ticket="#123")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_kind_of_observation_survives_json(kind: type[Seen]) -> None:
    @given(observations(KINDS[kind]))
    def survives(seen: Observation) -> None:
        assert codec.from_json(codec.to_json(seen), Observation) == seen

    survives()


def test_no_kind_of_observation_is_left_out() -> None:
    assert set(KINDS) == set(get_args(Seen))


@given(reports())
def test_a_report_survives_its_file(report: Report) -> None:
    assert unpack_report(pack_report(report, "")) == report


@given(reports())
def test_whatever_a_report_holds_can_be_judged_and_told(report: Report) -> None:
    assert TEXT_HOLDS_NO in summary_text(unpack_report(pack_report(report, "")))


@pytest.mark.parametrize("kind", NAMED, ids=lambda kind: kind.__name__)
def test_every_field_has_been_thought_of(kind: type) -> None:
    assert {field.name for field in fields(kind)} == NAMED[kind]


@pytest.mark.parametrize("make", SCENES, ids=lambda make: make.__name__)
def test_a_report_judges_as_its_run_did(make: Make) -> None:
    found = of_scene(make)
    report = make_report(found, Limits(), users=["zoe"], computers=["desk-7"])
    again = unpack_report(pack_report(report, "")).diagnosis

    assert again.verdict == found.verdict
    assert [f.title for f in again.findings] == [f.title for f in found.findings]
    assert [f.certainty for f in again.findings] == [f.certainty for f in found.findings]


def test_the_summary_tells_all_that_a_ticket_needs() -> None:
    report = a_report()
    text = summary_text(report)

    for part in (
        *(
            "SMTP and Web API both work from here.",
            "Certainty: certain",
            "Way to use: Web API (HTTPS)",
        ),
        *("ticket #123", "(UTC", "api.sendgrid.com", "smtp.sendgrid.net", report.version),
        *("Sign-in", "220 SG ESMTP service ready", TEXT_HOLDS_NO),
    ):
        assert part in text
    assert report.made_at.utcoffset() is not None


def test_the_summary_says_all_of_it_in_words() -> None:
    seen = network(random.Random(1), {587: SILENT}, rtt_ms=20)
    found = diagnose(tuple(dict.fromkeys(o.target for o in seen)), seen)
    text = summary_text(make_report(found, Limits()))

    assert "Port 587 does not answer (error, likely)." in text
    assert "Way to use: SMTP 2525, encryption after the" in text
    # Neither the names of rules, nor a clock that is right, nor a place where it does not stand.
    assert not re.search(r"\bD-[A-Z]|clock|smtp:2525|in this file", text)
    assert re.search(r"^asks for a key +20 ms  GET /v3/scopes .*401$", text, re.MULTILINE)


@pytest.mark.parametrize(("skew_s", "told"), [(-301.0, "behind"), (301.0, "ahead")])
def test_the_summary_says_which_clock_is_off_and_which_way(skew_s: float, told: str) -> None:
    seen = network(random.Random(1), rtt_ms=20)
    off = [
        replace(o, seen=replace(o.seen, skew_s=skew_s)) if isinstance(o.seen, HttpAnswered) else o
        for o in seen
    ]
    found = diagnose(tuple(dict.fromkeys(o.target for o in off)), off)
    assert f"401, server's clock 301 s {told}" in summary_text(make_report(found, Limits()))


@pytest.mark.parametrize(
    "ticket", ["zoe@example.com", "SG.abcdefghijklmnop.qrs", "two\nlines", "x" * 81]
)
def test_a_ticket_is_a_number_and_no_more(ticket: str) -> None:
    with pytest.raises(InputError):
        checked_ticket(ticket)


def changed(report: Report, **members: Any) -> bytes:
    """Give a file whose document says something else."""
    document = {"schema": "sgdesk.report/1", **codec.to_plain(report), **members}
    return zipped({"report.json": json.dumps(document).encode()})


def zipped(members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", packing) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return made.getvalue()


def encrypted(content: bytes) -> bytes:
    """Set the flag of encryption in a zip of one member."""
    flagged = bytearray(content)
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        flagged[flagged.index(mark) + place] |= 1
    return bytes(flagged)


def hostile() -> Iterator[tuple[str, bytes]]:
    """Give files that are no reports."""
    good = a_report()
    whole = pack_report(good, "")
    first = codec.to_plain(good)["observations"][0]
    yield "empty", b""
    yield "text", b"hello"
    yield "cut off", whole[: len(whole) // 2]
    yield "damaged", whole[:60] + bytes(40) + whole[100:]
    yield "without a document", zipped({"summary.txt": b"x"})
    yield "out of its folder", zipped({"../../report.json": b"{}", "/report.json": b"{}"})
    yield "a bomb", zipped({"report.json": bytes(200 << 20)})
    yield "packed another way", zipped({"report.json": b"{}"}, zipfile.ZIP_LZMA)
    yield "encrypted", encrypted(zipped({"report.json": b"{}"}))
    yield "too large", bytes(5 << 20)
    yield "no JSON", zipped({"report.json": b"\xff{"})
    yield "deep JSON", zipped({"report.json": b"[" * 100_000})
    yield "another document", zipped({"report.json": b'{"schema": "sgdesk.send/1"}'})
    yield "a list", zipped({"report.json": b"[]"})
    yield "a number for a schema", zipped({"report.json": b'{"schema": 1}'})
    yield "without a schema", zipped({"report.json": b"{}"})
    yield "wrong kinds", changed(good, targets="none", observations={})
    yield "no zone", changed(good, made_at="2026-01-01T00:00:00")
    yield "no day", changed(good, made_at="yesterday")
    yield "endless", changed(good, max_seconds=1e400)
    yield "negative", changed(good, observations=[{**first, "ms": -1.0}])
    yield "no number", changed(good, observations=[{**first, "ms": float("nan")}])
    yield "twice", changed(good, observations=[first, first])
    yield "many", changed(good, observations=[{**first, "id": str(n)} for n in range(3000)])
    seen = {**first["seen"], "addresses": ["not a number"]}
    yield "no address", changed(good, observations=[{**first, "seen": seen}])
    literal = {**first["seen"], "is_literal": True}
    yield "no literal", changed(good, observations=[{**first, "seen": literal}])
    unknown = {**first["seen"], "type": "Path"}
    yield "an unknown kind", changed(good, observations=[{**first, "seen": unknown}])


@pytest.mark.parametrize(
    ("name", "content"), [pytest.param(*each, id=each[0]) for each in hostile()]
)
def test_what_is_no_report_is_said_so(name: str, content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "report.zip"
    file.write_bytes(content)

    with pytest.raises(InputError) as said:
        read_report(file)

    assert said.value.happened == "This is no report of sgdesk."
    assert said.value.why.endswith(".")
    assert list(tmp_path.iterdir()) == [file], name


WHY = {
    "a bomb": "Unpacked it has more than 8 MB.",
    "too large": "It is larger than 4 MB, and a report is small.",
    "packed another way": "It is packed as no report is.",
    "encrypted": "It cannot be unpacked.",
    "out of its folder": "It holds no report.json.",
    "cut off": "It is no zip file, or was cut off on its way.",
}


@pytest.mark.parametrize("name", WHY)
def test_why_it_is_none_is_said(name: str) -> None:
    with pytest.raises(InputError) as said:
        unpack_report(dict(hostile())[name])

    assert said.value.why == WHY[name]


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_report(tmp_path / "none.zip")


def test_a_newer_form_is_named_as_one() -> None:
    with pytest.raises(InputError) as said:
        unpack_report(changed(a_report(), schema="sgdesk.report/2"))

    assert "another version" in said.value.happened
    assert "Update sgdesk" in said.value.remedy


def test_what_a_newer_program_adds_is_passed_over() -> None:
    assert unpack_report(changed(a_report(), mood="good")).ticket == "#123"


def test_a_verdict_in_the_file_counts_for_nothing() -> None:
    lying = changed(a_report(), verdict={"headline": "All is lost.", "use": None}, findings=[])

    assert unpack_report(lying).diagnosis.verdict.headline.startswith("SMTP and Web API both work")


def test_names_stay_apart_that_become_one() -> None:
    seen = network(random.Random(1))[0]
    twin = replace(seen, id="other")
    report = make_report(diagnose((API,), [seen, twin]), Limits())

    assert len({each.id for each in report.observations}) == 2
