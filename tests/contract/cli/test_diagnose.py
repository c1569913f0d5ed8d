"""`sgdesk diagnose`: its document, its events, its words and its exit codes."""

import json
import signal
import subprocess
import zipfile
from pathlib import Path

import pytest

from sgdesk.sandbox.accounts import make_key
from tests.support.cli import LIMIT_S, command, environment, key_of, live_at, sgdesk
from tests.support.sandbox import Sandbox

DEAD = ("--connect-to", "127.0.0.1:2525=127.0.0.1:1")
"""A port on which nobody listens."""
pytestmark = pytest.mark.usefixtures("nothing_sent")
OWN = ("--smtp-host", "127.0.0.1", "--via", "smtp:2525", *DEAD)


def test_the_practice_account_is_well() -> None:
    ran = sgdesk("diagnose", "--sandbox", "--json")
    document = ran.document()
    assert (ran.code, ran.err) == (0, "")
    assert document["schema"] == "sgdesk.diagnose/1"
    assert document["verdict"] == {
        "headline": "The practice inbox works by SMTP and by the Web API.",
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
    assert lines[0].startswith("The practice inbox works by the Web API.")
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


def test_the_local_key_is_tried_where_it_is_asked_for() -> None:
    ran = sgdesk("diagnose", "--sandbox", "--via", "webapi", "--with-key")
    (row,) = [line for line in ran.out.splitlines() if line.startswith("Web API")]

    assert ran.code == 0
    assert row.endswith("✓ key taken")
    assert "may send" in ran.out
    assert "Sign-in was not tried" not in ran.out


@pytest.mark.parametrize("asked", [("--with-key",), ("--key-env", "OWN_KEY"), ("--key-stdin",)])
def test_a_refused_key_is_code_five_and_the_ways_are_open(
    sandbox: Sandbox, asked: tuple[str, ...]
) -> None:
    key = make_key()
    env = {"SENDGRID_API_KEY": key, "OWN_KEY": key}
    ran = sgdesk(
        *("diagnose", *live_at(sandbox.info), "--via", "webapi", "--json", *asked),
        env=env,
        stdin=key,
    )

    assert ran.code == 5
    assert ran.document()["verdict"]["headline"].startswith("The ways are open; the key is refused")
    assert key not in ran.out + ran.err


def test_an_address_on_a_do_not_send_list_is_told_and_kept_in_no_report(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    words = (*live_at(sandbox.info), "--via", "webapi", "--address", "bounced@example.com")
    report, env = tmp_path / "report.zip", key_of(sandbox.info)
    ran = sgdesk("diagnose", *words, "--json", "--report", str(report), env=env)
    told = sgdesk("diagnose", *words, env=env)

    found = ran.document()["do_not_send"]
    assert (found["is_stopped"], [each["list"] for each in found["listed"]]) == (True, ["bounces"])
    assert "On the list of bounces since 2023-11-14" in told.out
    with zipfile.ZipFile(report) as opened:
        kept = b"".join(opened.read(name) for name in opened.namelist())
    assert b"bounce" not in kept


def test_a_group_that_was_left_stops_its_own_mail_alone() -> None:
    words = ("--via", "webapi", "--address", "left-group@example.com")
    ran = sgdesk("diagnose", "--sandbox", *words)
    assert "The address is on no do-not-send list that stops all mail." in ran.out
    assert "(mail that is sent with this group is not" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--address", "nobody"), "--address needs one mail address."),
        (("--address", "a@example.com", "--watch", "30"), "do not go together"),
    ],
)
def test_an_address_that_cannot_be_asked_about_is_refused(
    words: tuple[str, ...], said: str
) -> None:
    ran = sgdesk("diagnose", *words)
    assert (ran.code, said in ran.err) == (2, True)


def test_a_key_in_the_variable_is_left_alone_unless_it_is_asked_for(sandbox: Sandbox) -> None:
    words = (*live_at(sandbox.info), "--via", "webapi", "--via", "smtp:587")
    ran = sgdesk("diagnose", *words, env=key_of(sandbox.info))

    assert ran.code == 0
    assert "auth" not in {stamp["point"] for stamp in sandbox.stamps()}


def test_a_key_that_was_asked_for_and_is_not_there_is_said() -> None:
    ran = sgdesk("diagnose", *OWN, "--with-key", env={"SENDGRID_API_KEY": ""})

    assert ran.code == 2
    assert "holds no API key" in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--watch", "0"), "A test every 0 s is not possible."),
        (("--watch", "5", "--json"), "--watch and --json do not go together."),
        (("--watch", "5", "--with-key"), "--watch tries no key."),
    ],
)
def test_what_cannot_be_watched_is_refused(words: tuple[str, ...], said: str) -> None:
    ran = sgdesk("diagnose", "--sandbox", *words)

    assert ran.code == 2
    assert said in ran.err


def test_a_watch_says_what_has_changed_and_ends_with_the_last_code(sandbox: Sandbox) -> None:
    words = (*live_at(sandbox.info), "--via", "smtp:587", "--watch", "1")
    watching = subprocess.Popen(
        command("diagnose", *words),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        text=True,
    )
    with watching:
        assert watching.stdout is not None
        assert watching.stdout.readline().startswith("SMTP works from here.")
        sandbox.fault("greeting", "close", path="smtp")
        changed = next(line for line in watching.stdout if "Greeting was" in line)
        watching.send_signal(signal.SIGINT)
        code = watching.wait(LIMIT_S)
        assert watching.stderr is not None
        err = watching.stderr.read()

    assert changed.rstrip().endswith("SMTP 587: Greeting was ok, is cut off")
    assert (code, err) == (6, "")


def test_a_watch_that_ends_before_its_first_test_was_cancelled(sandbox: Sandbox) -> None:
    sandbox.fault("greeting", "silence", path="smtp")
    words = (*live_at(sandbox.info), "--via", "smtp:587", "--watch", "1", "--events")
    watching = subprocess.Popen(
        command("diagnose", *words), stdout=subprocess.PIPE, env=environment(), text=True
    )
    with watching:
        assert watching.stdout is not None
        watching.stdout.readline()
        watching.send_signal(signal.SIGINT)
        watching.stdout.read()

        assert watching.wait(LIMIT_S) == 130


def test_an_account_without_a_key_is_tested_without_one(tmp_path: Path) -> None:
    home = {"SGDESK_CONFIG_DIR": str(tmp_path), "SGDESK_DATA_DIR": str(tmp_path)}
    profile = '[profiles.work]\nsmtp_host = "127.0.0.1"\n'
    (tmp_path / "config.toml").write_text(profile, encoding="utf-8")
    words = ("--profile", "work", "--via", "smtp:2525", *DEAD)
    ran = sgdesk("diagnose", *words, env={**home, "SENDGRID_API_KEY": ""})

    assert (ran.code, ran.err) == (6, "")
    assert ran.out.startswith("127.0.0.1 refuses port 2525.")


def test_what_was_changed_on_every_way_fits_eighty_columns(sandbox: Sandbox) -> None:
    masked = {"reply": "220 " + "*" * 40 + "\r\n"}
    sandbox.fault("greeting", masked, path="smtp")
    sandbox.fault("ehlo", "strip_starttls", path="smtp")
    page = {"status": 200, "headers": {"content-type": "text/html"}, "body": "<html>"}
    sandbox.fault("reply", {"reply": page}, path="webapi")
    ran = sgdesk("diagnose", *live_at(sandbox.info), "--via", "webapi", "--via", "smtp:587")
    (row,) = [line for line in ran.out.splitlines() if line.startswith("SMTP 587")]

    assert "! changed  ✕ changed" in row
    assert max(map(len, ran.out.splitlines())) <= 80
