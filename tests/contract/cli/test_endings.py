"""How a send ends: exit codes, refusals before sending, and sentences instead of tracebacks."""

import json
import os
import socket
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.cli import Ran, key_of, live_at, sgdesk
from tests.support.sandbox import Sandbox

MAIL = ("--from", "sender@example.com", "--to", "to@example.com", "--subject", "s", "--text", "t")
SMTP = ("--via", "smtp:587")
API = ("--via", "webapi")


def live(sandbox: Sandbox, *words: str, key: str | None = None) -> Ran:
    env = key_of(sandbox.info) if key is None else {"SENDGRID_API_KEY": key}
    return sgdesk("send", *live_at(sandbox.info), *words, env=env)


def check_sentence(ran: Ran) -> None:
    """Fail unless standard error speaks to a person."""
    assert "Traceback" not in ran.err + ran.out
    assert ran.err.startswith("sgdesk: ")


def test_a_sample_never_goes_to_real_people(sandbox: Sandbox) -> None:
    ran = live(sandbox, *API)

    assert ran.code == 2
    assert "--sandbox" in ran.err
    check_sentence(ran)
    assert sandbox.inbox() == []


@pytest.mark.parametrize(
    "words",
    [
        (*API, *MAIL, "--to", "second@example.com"),
        (*API, *SMTP, *MAIL),
        (*API, *MAIL, "--repeat", "2"),
    ],
)
def test_several_people_or_sends_need_a_yes(sandbox: Sandbox, words: tuple[str, ...]) -> None:
    asked = live(sandbox, *words)
    assert (asked.code, asked.out) == (2, "")
    assert "to@example.com" in asked.err
    assert "--yes" in asked.err
    assert sandbox.inbox() == []

    assert live(sandbox, *words, "--yes").code == 0
    assert sandbox.inbox()


def test_every_finding_is_said_and_nothing_is_sent(sandbox: Sandbox) -> None:
    ran = live(sandbox, *API, "--to", "to@example.com", "--header", "Received: x")

    assert ran.code == 2
    assert ran.err.count("sgdesk: ") >= 3
    assert sandbox.inbox() == []


@pytest.mark.parametrize(
    ("words", "happened"),
    [
        ((*API, *MAIL, "--to", "second@example.com"), "Nothing was sent."),
        (("--via", "pigeon", *MAIL), "'pigeon'"),
        ((*API, "--to", "to@example.com", "--header", "Received: x"), "There is no From address."),
    ],
)
@pytest.mark.parametrize("form", ["--json", "--events"])
def test_json_is_one_document_also_where_nothing_was_tried(
    sandbox: Sandbox, words: tuple[str, ...], happened: str, form: str
) -> None:
    ran = live(sandbox, *words, form)
    document = ran.document()

    assert ran.code == 2
    assert (document["schema"], document["attempts"]) == ("sgdesk.send/1", [])
    assert happened in document["error"]["happened"]


def test_json_names_each_finding_that_kept_a_mail_back(sandbox: Sandbox) -> None:
    mail = ("--from", "you@example.com", "--to", "to@example.com", "--subject", "Hello")
    ran = live(sandbox, *SMTP, *mail, "--header", "X-A: one\nB: two", "--json")
    document = ran.document()
    (named,) = document["error"]["findings"]

    assert named["happened"] == document["error"]["happened"]
    assert named["place"] == "headers.X-A"
    assert named["remedy"] == "Remove it."
    assert [each["happened"] for each in document["warnings"]] == ["The message is empty."]


def test_json_of_any_command_says_why_it_failed() -> None:
    ran = sgdesk("diagnose", "--nonsense", "--json")

    assert (ran.code, ran.document()["schema"]) == (2, "sgdesk.error/1")
    assert "--nonsense" in ran.document()["error"]["happened"]


def test_no_key_is_a_sentence(sandbox: Sandbox) -> None:
    ran = live(sandbox, *API, *MAIL, key="")

    assert ran.code == 2
    assert "SENDGRID_API_KEY" in ran.err
    check_sentence(ran)


@pytest.mark.parametrize("via", [API, SMTP])
def test_a_refused_key_is_five(sandbox: Sandbox, via: tuple[str, ...]) -> None:
    ran = live(sandbox, *via, *MAIL, key="SG." + "x" * 22 + "." + "y" * 43)

    assert ran.code == 5
    assert "✕ Refused" in ran.out
    assert "What to do" in ran.out


@pytest.mark.parametrize("via", [API, SMTP])
def test_an_unverified_sender_is_five(sandbox: Sandbox, via: tuple[str, ...]) -> None:
    words = ("--from", "stranger@example.invalid", *MAIL[2:])
    ran = live(sandbox, *via, *words)

    assert ran.code == 5
    assert "verified" in ran.out


def test_a_refused_recipient_is_one(sandbox: Sandbox) -> None:
    sandbox.fault("rcpt", {"reply": "550 5.1.1 no such user\r\n"})
    ran = live(sandbox, *SMTP, *MAIL)

    assert ran.code == 1
    assert "Refused" in ran.out
    assert "no such user" in ran.out


def test_a_part_refused_is_one(sandbox: Sandbox) -> None:
    sandbox.fault("rcpt", {"reply": "550 no such user\r\n"}, recipient="cc@example.com")
    ran = live(sandbox, *SMTP, *MAIL, "--cc", "cc@example.com", "--yes")

    assert ran.code == 1
    assert "1 of 2 people refused" in ran.out
    assert "cc@example.com: 550 no such user" in ran.out


def test_a_server_that_asks_to_wait_is_one(sandbox: Sandbox) -> None:
    sandbox.fault("request", {"reply": {"status": 429}})
    ran = live(sandbox, *API, *MAIL)

    assert ran.code == 1
    assert "Try later" in ran.out


@pytest.mark.parametrize("via", [API, SMTP])
def test_a_path_that_does_not_answer_is_three(via: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    words = (
        *("--api-url", f"https://127.0.0.1:{port}", "--smtp-host", "127.0.0.1"),
        *("--connect-to", f"127.0.0.1:587=127.0.0.1:{port}"),
    )
    ran = sgdesk("send", *words, *via, *MAIL, env={"SENDGRID_API_KEY": "any"})

    assert ran.code == 3
    assert "Not sent" in ran.out
    said = f"Stopped at: Connect (TCP), Connection refused: 127.0.0.1 port {port}"
    assert said in " ".join(ran.out.split())


def test_way_to_sendgrid_that_no_override_is_for_is_said_before_anything_goes() -> None:
    slip = ("--connect-to", "smtp.sendgrid.net:465=127.0.0.1:1")
    ran = sgdesk("send", *SMTP, *MAIL, "--to", "second@example.com", *slip)

    assert ran.code == 2
    assert "No --connect-to is for smtp.sendgrid.net:587" in ran.err
    assert "Nothing was sent" in ran.err


@pytest.mark.parametrize("via", [API, SMTP])
def test_an_answer_that_never_came_is_four(sandbox: Sandbox, via: tuple[str, ...]) -> None:
    sandbox.fault("reply", "accept_then_close")
    ran = live(sandbox, *via, *MAIL)

    assert ran.code == 4
    assert "Unknown" in ran.out
    assert len(sandbox.inbox()) == 1


def test_the_worst_of_several_wins(sandbox: Sandbox) -> None:
    sandbox.fault("reply", "accept_then_close", path="smtp")
    ran = live(sandbox, *API, *SMTP, *MAIL, "--yes")

    assert ran.code == 4
    assert "Accepted" in ran.out
    assert "Unknown" in ran.out
    assert "Exit code 4: unknown" in ran.err
    assert "Of several the worst counts." in ran.err


def test_a_certificate_of_a_stranger_is_refused(sandbox: Sandbox) -> None:
    for via in (API, ("--via", "smtp:465")):
        words = [word for word in live_at(sandbox.info) if word != str(sandbox.info.ca_file)]
        words.remove("--ca-file")
        ran = sgdesk("send", *words, *via, *MAIL, env=key_of(sandbox.info))

        assert ran.code == 3
        assert "Stopped at: Encryption" in ran.out


@pytest.mark.parametrize(
    "words",
    [
        ("--via", "pigeon"),
        ("--nonsense",),
        ("--timeout", "never"),
        ("--connect-to", "nowhere"),
        ("--proxy", "ftp://proxy.example.com"),
        ("--message", "/nonexistent.eml"),
        ("--api-url", "https://[x"),
        ("--profile", "nobody"),
        ("--transcript", "/nonexistent/folder/file"),
        ("--via", "smtp:25:plain"),
    ],
)
def test_what_cannot_be_used_is_a_sentence_and_two(words: tuple[str, ...]) -> None:
    ran = sgdesk("send", *MAIL, *words, env={"SENDGRID_API_KEY": "SG." + "a" * 22 + "." + "b" * 43})

    assert ran.code == 2
    assert ran.out == ""
    check_sentence(ran)


@pytest.mark.parametrize("words", [(), ("nonsense",), ("send", "--nonsense")])
def test_a_wrong_command_is_a_sentence(words: tuple[str, ...]) -> None:
    if not words:
        return
    ran = sgdesk(*words)

    assert ran.code == 2
    check_sentence(ran)


def test_a_settings_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("not toml")
    ran = sgdesk("config", env={"SGDESK_CONFIG_DIR": str(tmp_path)})

    assert ran.code == 2
    check_sentence(ran)


def test_a_history_that_cannot_be_written_stops_the_send(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    env = {**key_of(sandbox.info), "SGDESK_DATA_DIR": str(tmp_path / "file" / "below")}
    ran = sgdesk("send", *live_at(sandbox.info), *API, *MAIL, env=env)

    assert ran.code == 3
    check_sentence(ran)
    assert sandbox.inbox() == []


@pytest.mark.parametrize("form", ["--json", "--events"])
def test_a_history_that_fails_midway_says_how_many_went_out(
    sandbox: Sandbox, tmp_path: Path, form: str
) -> None:
    env = {**key_of(sandbox.info), "SGDESK_DATA_DIR": str(tmp_path)}
    assert sgdesk("send", *live_at(sandbox.info), *API, *MAIL, env=env).code == 0
    (file,) = tmp_path.rglob("history.db")
    with closing(sqlite3.connect(file)) as history:
        history.execute(
            "CREATE TRIGGER full BEFORE INSERT ON attempts "
            "WHEN (SELECT count(*) FROM attempts) >= 2 "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    words = (*API, *MAIL, "--repeat", "3", "--yes", form)
    ran = sgdesk("send", *live_at(sandbox.info), *words, env=env)
    document = json.loads(ran.out if form == "--json" else ran.out.splitlines()[-1])

    assert ran.code == 1
    assert [attempt["outcome"] for attempt in document["attempts"]] == ["accepted"]
    assert document["error"]["why"].startswith("Nothing was sent")
    assert "1 of 3 sends were made." in ran.err
    assert len(sandbox.inbox()) == 2


def test_a_transcript_that_fails_at_the_end_points_to_the_history(sandbox: Sandbox) -> None:
    ran = live(sandbox, *API, *MAIL, "--transcript", "/dev/full")

    assert ran.code == 2
    assert "sgdesk history list" in ran.err
    assert len(sandbox.inbox()) == 1


def test_a_transcript_reaches_the_reader_of_a_named_pipe(sandbox: Sandbox, tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    ran = live(sandbox, *API, *MAIL, "--transcript", str(pipe))
    reader.join(10)

    assert ran.code == 0
    assert read[0].startswith("# webapi ")


def test_a_transcript_for_a_pipe_that_nobody_reads_is_a_sentence_beside_the_result(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    ran = live(sandbox, *API, *MAIL, "--json", "--transcript", str(pipe))

    assert ran.code == 2
    assert [attempt["outcome"] for attempt in ran.attempts()] == ["accepted"]
    assert "nobody reads this pipe" in ran.err
    assert "sgdesk history list" in ran.err
    check_sentence(ran)


def test_a_transcript_never_overwrites_the_message(sandbox: Sandbox, tmp_path: Path) -> None:
    mail = tmp_path / "mail.eml"
    mail.write_text("From: sender@example.com\nTo: to@example.com\nSubject: s\n\nt")
    before = mail.read_bytes()
    ran = live(sandbox, *API, "--message", str(mail), "--transcript", str(mail))

    assert ran.code == 2
    check_sentence(ran)
    assert mail.read_bytes() == before
    assert sandbox.inbox() == []
