"""`sgdesk diagnose`: its document, its events, its words and its exit codes."""

import json

import pytest

from tests.support.cli import sgdesk

DEAD = ("--connect-to", "127.0.0.1:2525=127.0.0.1:1")
"""A port on which nobody listens."""
OWN = ("--smtp-host", "127.0.0.1", "--via", "smtp:2525", *DEAD)


def test_the_practice_account_is_well() -> None:
    ran = sgdesk("diagnose", "--sandbox", "--json")
    document = ran.document()
    assert (ran.code, ran.err) == (0, "")
    assert document["schema"] == "sgdesk.diagnose/1"
    assert document["verdict"] == {
        "headline": "SMTP and Web API both work from here.",
        "use": "webapi",
        "confidence": "certain",
    }
    assert document["findings"] == []
    for observation in document["observations"]:
        assert set(observation) == {"id", "probe", "target", "result", "ms", "detail"}
    ids = [observation["id"] for observation in document["observations"]]
    assert len(set(ids)) == len(ids)


def test_sign_in_that_was_not_tried_is_no_fault_under_a_good_verdict() -> None:
    ran = sgdesk("diagnose", "--sandbox", "--via", "webapi")
    lines = ran.out.splitlines()
    assert lines[0].startswith("The Web API works from here.")
    (row,) = [line for line in lines if line.startswith("Web API")]
    assert row.endswith("  not tried")
    assert lines[-2:] == [
        "Sign-in was not tried, as no key was used. To try yours:",
        "  sgdesk account check --sandbox",
    ]


def test_each_line_of_events_is_json_and_the_last_is_the_document() -> None:
    ran = sgdesk("diagnose", "--sandbox", "--via", "webapi", "--events")
    *events, document = map(json.loads, ran.out.splitlines())
    assert [event["id"] for event in events] == [each["id"] for each in document["observations"]]
    assert document["schema"] == "sgdesk.diagnose/1"


def test_where_no_way_works_the_code_is_six_and_the_evidence_is_named() -> None:
    ran = sgdesk("diagnose", *OWN, "--json")
    document = ran.document()
    assert ran.code == 6
    assert document["verdict"]["use"] is None
    (finding,) = document["findings"]
    seen = {observation["id"] for observation in document["observations"]}
    assert (finding["id"], finding["severity"]) == ("D-TCP-2", "error")
    assert set(finding["evidence"]) <= seen


def test_a_person_reads_the_verdict_first_and_all_fits_eighty_columns() -> None:
    ran = sgdesk("diagnose", *OWN)
    lines = ran.out.splitlines()
    assert lines[0].startswith("127.0.0.1 refuses port 2525.")
    assert any(line.startswith("SMTP 2525") and "refused" in line for line in lines)
    assert any("ECONNREFUSED" in line for line in lines)
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("seconds", ["0", "-1", "301", "nan", "soon"])
def test_a_time_that_cannot_be_is_refused(seconds: str) -> None:
    ran = sgdesk("diagnose", "--sandbox", f"--max-seconds={seconds}")
    assert ran.code == 2
    assert "--max-seconds" in ran.err


def test_servers_of_others_are_not_promised_where_nothing_leaves_this_computer() -> None:
    ran = sgdesk("diagnose", "--sandbox", "--also-others")

    assert (ran.code, ran.out) == (2, "")
    assert "--sandbox and --also-others do not go together." in ran.err
