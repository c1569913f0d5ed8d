"""`history`, `config`, `account check` and `sandbox` as processes."""

import contextlib
import csv
import json
import re
import shutil
import signal
import sqlite3
import subprocess
import urllib.request
from datetime import datetime
from pathlib import Path

import pytest

from sgdesk.present.programs import practice_environment
from tests.support.cli import LIMIT_S, Ran, command, environment, key_of, live_at, sgdesk
from tests.support.disk import remount, small_disk
from tests.support.sandbox import Sandbox

Env = dict[str, str]
PORTS = ("smtp:587", "smtp:2525", "smtp:465", "smtp:25")


@pytest.fixture
def own_history(tmp_path: Path) -> Env:
    return {"SGDESK_DATA_DIR": str(tmp_path / "data"), "SGDESK_CONFIG_DIR": str(tmp_path / "conf")}


@pytest.fixture(scope="module")
def two_sends(tmp_path_factory: pytest.TempPathFactory) -> Env:
    """Give a history of two sends, which the tests only read."""
    folder = tmp_path_factory.mktemp("history")
    env = {"SGDESK_DATA_DIR": str(folder / "data"), "SGDESK_CONFIG_DIR": str(folder / "conf")}
    _send_twice(env)
    return env


def _send_twice(env: Env) -> None:
    words = ("--via", "webapi", "--via", "smtp:465")
    assert sgdesk("send", "--sandbox", *words, env=env).code == 0


def listed(env: Env, *words: str) -> list[str]:
    return [
        str(each["path"])
        for each in sgdesk("history", "list", "--json", *words, env=env).attempts()
    ]


def test_an_empty_history_says_so(own_history: Env) -> None:
    ran = sgdesk("history", "list", env=own_history)

    assert (ran.code, ran.out, ran.err) == (0, "", "No mail sent yet.\n")


def test_the_list_is_newest_first_in_80_columns(two_sends: Env) -> None:
    lines = sgdesk("history", "list", env=two_sends).out.splitlines()
    head, results, people = lines[0], lines[1::2], lines[2::2]

    assert head.split() == ["Time", "Id", "Path", "Result", "Code", "Total"]
    assert ["SMTP 465" in results[0], "Web API" in results[1]] == [True, True]
    assert all(len(line) <= 80 for line in lines)
    assert all("Captured" in line for line in results)
    assert all("ada@example.com · A first mail from sgdesk" in line for line in people)
    newest, older = (datetime.fromisoformat(line[:19]) for line in results)
    assert older <= newest


def test_filters_leave_what_they_name(two_sends: Env) -> None:
    assert listed(two_sends, "--path", "webapi") == ["webapi"]
    assert listed(two_sends, "--path", "smtp") == ["smtp:465:tls"]
    assert listed(two_sends, "--path", "smtp:465") == ["smtp:465:tls"]
    assert listed(two_sends, "--outcome", "rejected") == []
    assert len(listed(two_sends, "--outcome", "accepted")) == 2
    assert len(listed(two_sends, "--search", "ADA@")) == 2
    assert listed(two_sends, "--search", "nobody") == []
    assert len(listed(two_sends, "--since", "1h")) == 2
    assert len(listed(two_sends, "--since", "yesterday")) == 2
    assert listed(two_sends, "--since", "2999-01-01") == []
    assert len(listed(two_sends, "--limit", "1")) == 1


def test_search_knows_days_and_results_as_the_window_does(two_sends: Env) -> None:
    newest = sgdesk("history", "list", env=two_sends).out.splitlines()[1]
    day = newest[:10]

    assert listed(two_sends, "--search", f"captured {day} smtp") == ["smtp:465:tls"]
    assert listed(two_sends, "--search", "refused") == []
    assert listed(two_sends, "--search", "1999-12-31") == []
    assert listed(two_sends, "--search", "31 Dec 1999 captured") == []
    exported = sgdesk("history", "export", "--search", f"{day} captured", env=two_sends)
    assert len(exported.attempts()) == 2


def test_the_paths_of_one_message_stand_together(two_sends: Env) -> None:
    groups = {
        each["group_id"] for each in sgdesk("history", "list", "--json", env=two_sends).attempts()
    }

    assert len(groups) == 1
    assert groups != {""}


def test_show_tells_all_of_one(two_sends: Env) -> None:
    attempt = sgdesk("history", "list", "--json", env=two_sends).attempts()[0]
    ran = sgdesk("history", "show", str(attempt["id"])[:8], env=two_sends)

    assert ran.code == 0
    assert "From sender@example.com to ada@example.com" in ran.out
    assert "C: EHLO" in ran.out
    document = sgdesk("history", "show", str(attempt["id"]), "--json", env=two_sends).document()
    assert document["attempts"][0]["phases"] == attempt["phases"]


def test_show_says_that_it_is_not_for_a_ticket_and_the_summary_names_nobody(two_sends: Env) -> None:
    identity = str(sgdesk("history", "list", "--json", env=two_sends).attempts()[0]["id"])
    whole = sgdesk("history", "show", identity, env=two_sends)
    brief = sgdesk("history", "show", "--summary", identity, env=two_sends)

    assert "not for a ticket" in whole.err
    assert f"sgdesk history show --summary {identity[:8]}" in " ".join(whole.err.split())
    assert (brief.code, brief.err) == (0, "")
    assert "To: 1 person\n" in brief.out
    assert f"sgdesk history show --summary {identity[:8]}" in brief.out
    # As a word: an id may hold these letters.
    assert re.search(r"\bada\b", brief.out, re.IGNORECASE) is None
    assert "first mail" not in brief.out


def test_show_of_an_unknown_id_is_a_sentence(two_sends: Env) -> None:
    ran = sgdesk("history", "show", "zzz", env=two_sends)

    assert ran.code == 2
    assert ran.err.startswith("sgdesk: ")


def test_history_json_is_the_attempt_of_send(own_history: Env) -> None:
    sent = sgdesk("send", "--sandbox", "--via", "smtp:465", "--json", env=own_history).attempts()[0]
    (kept,) = sgdesk("history", "list", "--json", env=own_history).attempts()

    assert {name: kept[name] for name in sent} == sent


def test_export_writes_json_and_csv(two_sends: Env, tmp_path: Path) -> None:
    for name in ("all.json", "all.csv"):
        ran = sgdesk("history", "export", str(tmp_path / name), env=two_sends)
        assert (ran.code, ran.out) == (0, "")
        assert (tmp_path / name).stat().st_mode & 0o077 == 0

    printed = sgdesk("history", "export", env=two_sends).document()
    assert sgdesk("history", "export", "-", env=two_sends).document() == printed
    assert json.loads((tmp_path / "all.json").read_text()) == printed
    with (tmp_path / "all.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["path"] for row in rows] == [each["path"] for each in printed["attempts"]]
    assert [row["result"] for row in rows] == ["Captured"] * 2
    assert "id" in rows[0], "a program reads the first name without a mark before it"


@pytest.mark.parametrize("name", ["data/history.db", "data/history.db-wal", "conf/config.toml"])
def test_neither_export_nor_transcript_overwrites_what_is_ours(
    own_history: Env, tmp_path: Path, name: str
) -> None:
    _send_twice(own_history)
    kept = tmp_path / name
    kept.parent.mkdir(exist_ok=True)
    kept.touch()
    same = tmp_path / "same"
    same.symlink_to(kept)
    sent = ("send", "--sandbox", "--transcript")
    for words in (("history", "export", str(kept)), (*sent, str(kept)), (*sent, str(same))):
        ran = sgdesk(*words, env=own_history)

        assert ran.code == 2
        assert "of this program's own" in ran.err
    assert len(listed(own_history)) == 2


def test_damaged_history_is_said_where_it_is_listed(own_history: Env, tmp_path: Path) -> None:
    _send_twice(own_history)
    (tmp_path / "data" / "history.db").write_bytes(b"no database, but long enough for one" * 99)
    ran = sgdesk("history", "list", env=own_history)

    assert ran.code == 0
    assert "It was set aside and a new one started" in " ".join(ran.err.split())


def test_export_to_nowhere_is_a_sentence(two_sends: Env) -> None:
    for name in ("x.json", "x.csv"):
        ran = sgdesk("history", "export", f"/nonexistent/{name}", env=two_sends)

        assert ran.code == 2
        assert ran.err.startswith("sgdesk: ")
        assert "Traceback" not in ran.err


def test_delete_removes_one_or_all_and_never_by_accident(own_history: Env) -> None:
    _send_twice(own_history)
    attempt = sgdesk("history", "list", "--json", env=own_history).attempts()[0]

    assert sgdesk("history", "delete", env=own_history).code == 2
    assert len(listed(own_history)) == 2
    assert sgdesk("history", "delete", str(attempt["id"]), env=own_history).code == 0
    assert listed(own_history) == ["webapi"]
    assert sgdesk("history", "delete", "--all", env=own_history).code == 0
    assert listed(own_history) == []


def test_config_names_value_and_source(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[settings]\ntimeout = 5\n[profiles.work]\nregion = "eu"\n'
    )
    env = {"SGDESK_CONFIG_DIR": str(tmp_path), "SGDESK_USERNAME": "ada"}
    words = ("--profile", "work", "--smtp-host", "mail.example.com")
    document = sgdesk("config", *words, "--json", env=env).document()
    found = {row["key"]: (row["value"], row["source"]) for row in document["settings"]}

    assert found["smtp_host"] == ("mail.example.com", "flag")
    assert found["username"] == ("ada", "environment")
    assert found["region"] == ("eu", "profile")
    assert found["timeout"] == (5.0, "file")
    assert found["pipelining"] == (True, "default")
    text = sgdesk("config", *words, env=env).out
    assert "environment SGDESK_USERNAME" in text
    assert "profile work" in text


def test_config_says_that_the_windows_account_is_not_the_commands(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[settings]\naccount = "my sandbox"\n')
    chosen = sgdesk("config", env={"SGDESK_CONFIG_DIR": str(tmp_path)}).out
    none = sgdesk("config").out

    assert "settings file, the window's choice; a command takes --profile" in chosen
    assert "--profile" not in none


def check_account(sandbox: Sandbox, key: str, *words: str) -> Ran:
    options = [word for word in live_at(sandbox.info) if word not in ("--smtpapi", "on")]
    return sgdesk("account", "check", *options, *words, env={"SENDGRID_API_KEY": key})


def test_a_working_key_is_zero_and_sends_nothing(sandbox: Sandbox) -> None:
    ran = check_account(sandbox, sandbox.info.key)

    assert ran.code == 0, ran.out + ran.err
    assert ran.out.count("works") == 2
    assert sandbox.info.key not in ran.out
    assert sandbox.inbox() == []


def test_an_unknown_key_is_five_on_both_paths(sandbox: Sandbox) -> None:
    ran = check_account(sandbox, "SG." + "x" * 22 + "." + "y" * 43, "--json")

    assert ran.code == 5
    assert [path["result"] for path in ran.document()["paths"]] == ["refused", "refused"]


def test_what_cannot_be_a_key_is_shown_to_nobody(sandbox: Sandbox) -> None:
    ran = check_account(sandbox, "re_12345")

    assert ran.code == 5
    assert "re_12345" not in ran.out + ran.err
    assert sandbox.stamps() == []


def test_a_path_that_does_not_answer_is_three(sandbox: Sandbox) -> None:
    ran = check_account(
        sandbox,
        sandbox.info.key,
        "--via",
        "smtp:2525",
        "--connect-to",
        "127.0.0.1:2525=127.0.0.1:1",
    )

    assert ran.code == 3
    assert "not reached" in ran.out


def test_account_check_in_practice() -> None:
    assert sgdesk("account", "check", "--sandbox").code == 0


def test_the_sandbox_prints_its_ready_line_and_stops_on_sigint() -> None:
    process = subprocess.Popen(
        command("sandbox"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        text=True,
    )
    with process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert ready["schema"] == "sgdesk.sandbox/1"
        assert {"starttls", "tls", "plain"} <= set(ready["smtp_ports"])
        with urllib.request.urlopen(ready["inbox_url"], timeout=5) as answer:
            assert json.load(answer) == []
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=LIMIT_S)

    assert (process.returncode, out, err) == (0, "", "")


def test_the_sandbox_stops_at_the_end_of_its_input() -> None:
    ran = sgdesk("sandbox", "--until-eof")

    assert ran.code == 0
    assert json.loads(ran.out)["pid"] > 0


def test_the_sandbox_does_not_open_itself_to_others_unasked() -> None:
    ran = sgdesk("sandbox", "--host", "0.0.0.0", "--until-eof")

    assert (ran.code, ran.out) == (2, "")
    assert "--expose" in ran.err


def test_a_key_in_the_environment_is_never_used_in_practice(sandbox: Sandbox) -> None:
    ran = sgdesk("send", "--sandbox", "--via", "webapi", env=key_of(sandbox.info))

    assert ran.code == 0
    assert sandbox.inbox() == []


def test_history_that_cannot_be_written_is_read_and_not_deleted(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    env = {"SGDESK_DATA_DIR": str(folder / "data"), "SGDESK_CONFIG_DIR": str(tmp_path / "conf")}
    with small_disk(folder):
        (folder / "data").mkdir()
        remount(folder, "ro")
        assert sgdesk("history", "list", env=env).err == "No mail sent yet.\n"
        remount(folder, "rw")
        _send_twice(env)
        # As after a kill: what was sent last stands in the log alone.
        with contextlib.closing(sqlite3.connect(folder / "data" / "history.db")) as connection:
            connection.execute("UPDATE attempts SET subject = 'Kept in the log'")
            connection.commit()
            for name in ("history.db", "history.db-wal"):
                shutil.copy(folder / "data" / name, tmp_path)
        for name in ("history.db", "history.db-wal"):
            shutil.copy(tmp_path / name, folder / "data")
        remount(folder, "ro")

        ran = sgdesk("history", "list", "--json", env=env)
        assert ran.code == 0, ran.err
        assert [each["subject"] for each in ran.attempts()] == ["Kept in the log"] * 2
        found = str(ran.attempts()[0]["id"])
        assert sgdesk("history", "show", found, env=env).code == 0
        assert sgdesk("history", "export", str(tmp_path / "all.csv"), env=env).code == 0
        refused = sgdesk("history", "delete", "--all", env=env)
        assert (refused.code, "cannot be written" in refused.err) == (3, True)


def test_second_sender_of_a_mail_is_named_as_left_out(own_history: Env, tmp_path: Path) -> None:
    mail = tmp_path / "two.eml"
    mail.write_text("From: a@example.com\nFrom: b@example.org\nTo: c@example.net\n\nHello\n")
    words = ("--message", str(mail), "--subject", "Hi")

    for command_words in (("render", "--as", "v3"), ("send", "--sandbox")):
        ran = sgdesk(*command_words, *words, env=own_history)
        assert "Left out of two.eml: the other sender b@example.org." in ran.err
        assert ran.code == 0
        named = sgdesk(*command_words, *words, "--from", "b@example.org", env=own_history)
        assert "Left out" not in named.err


def test_variables_of_the_practice_inbox_lead_every_path_there(
    own_history: Env, sandbox: Sandbox, tmp_path: Path
) -> None:
    script = tmp_path / "variables.sh"
    script.write_text(practice_environment(sandbox.info))
    people = ("--from", "sender@example.com", "--to", "ada@example.net")
    paths = [word for each in ("webapi", *PORTS) for word in ("--via", each)]
    words = ("send", *people, "--subject", "Hi", "--text", "Hello", *paths, "--yes", "--json")
    before = len(sandbox.inbox())
    ran = subprocess.run(
        ["sh", "-c", '. "$0" && exec "$@"', str(script), *command(*words)],
        env=environment(own_history),
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert len(sandbox.inbox()) == before + 1 + len(PORTS)
