"""Ctrl-C in the middle of a send, and a reader that goes away."""

import json
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.cli import LIMIT_S, command, environment, key_of, live_at
from tests.support.sandbox import Sandbox

MAIL = ("--from", "sender@example.com", "--to", "to@example.com", "--subject", "s", "--text", "t")


def interrupted_at(
    sandbox: Sandbox, phase: str, words: Sequence[str], signals: Sequence[int] = (signal.SIGINT,)
) -> tuple[int, list[str]]:
    """Send with `--events`, interrupt as a phase begins, and give code and lines."""
    process = subprocess.Popen(
        command("send", *live_at(sandbox.info), *MAIL, "--events", *words),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(key_of(sandbox.info)),
        text=True,
    )
    lines: list[str] = []
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stdout:
            lines.append(line)
            if json.loads(line).get("phase") == phase and process.poll() is None:
                for number in signals:
                    process.send_signal(number)
                break
        lines += process.stdout.readlines()
        err = process.stderr.read()
        assert "Traceback" not in err, err
        return process.wait(LIMIT_S), lines


@pytest.mark.parametrize("via", ["webapi", "smtp:587"])
def test_ctrl_c_after_hand_over_is_unknown_and_130(sandbox: Sandbox, via: str) -> None:
    sandbox.fault("reply", "silence")
    code, lines = interrupted_at(sandbox, "reply", ["--via", via])

    (attempt,) = json.loads(lines[-1])["attempts"]
    assert code == 130
    assert attempt["outcome"] == "unknown"


@pytest.mark.parametrize(
    "signals", [(signal.SIGTERM,), (signal.SIGHUP,), (signal.SIGHUP, signal.SIGHUP)]
)
def test_other_ways_to_ask_for_the_end_are_as_ctrl_c(
    sandbox: Sandbox, signals: tuple[int, ...]
) -> None:
    sandbox.fault("reply", "silence")
    code, lines = interrupted_at(sandbox, "reply", ["--via", "webapi"], signals)

    (attempt,) = json.loads(lines[-1])["attempts"]
    assert (code, attempt["outcome"]) == (130, "unknown")


def test_ctrl_c_before_hand_over_is_cancelled_and_the_rest_is_not_begun(sandbox: Sandbox) -> None:
    sandbox.fault("auth", "silence")
    words = ["--via", "smtp:587", "--via", "webapi", "--yes"]
    code, lines = interrupted_at(sandbox, "auth", words)

    attempts = json.loads(lines[-1])["attempts"]
    assert code == 130
    assert [attempt["outcome"] for attempt in attempts] == ["cancelled"]
    assert sandbox.inbox() == []


def test_what_was_sent_before_ctrl_c_is_still_told(sandbox: Sandbox) -> None:
    sandbox.fault("auth", "silence")
    process = subprocess.Popen(
        command(
            "send", *live_at(sandbox.info), *MAIL, "--via", "webapi", "--via", "smtp:587", "--yes"
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(key_of(sandbox.info)),
        text=True,
    )
    with process:
        _wait_for_point(sandbox, "ehlo", times=2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=LIMIT_S)

    assert process.returncode == 130
    assert "Accepted" in out
    assert "Cancelled" in out
    assert "Traceback" not in err


def test_ctrl_c_that_a_shell_has_ignored_stops_no_send(sandbox: Sandbox) -> None:
    sandbox.fault("auth", {"delay_ms": 300})
    script = 'trap "" INT; exec "$@"'
    words = command("send", *live_at(sandbox.info), *MAIL, "--events", "--via", "smtp:587")
    process = subprocess.Popen(
        ["/bin/sh", "-c", script, "sh", *words],
        stdout=subprocess.PIPE,
        env=environment(key_of(sandbox.info)),
        text=True,
    )
    with process:
        assert process.stdout is not None
        while json.loads(process.stdout.readline()).get("phase") != "auth":
            pass
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=LIMIT_S)

    assert process.returncode == 0


def test_sigterm_while_the_sandbox_starts_is_130_with_a_document(tmp_path: Path) -> None:
    # On a busy machine the signal may come once the mail is on its way.
    assert any(not _begun_until_the_end(tmp_path / str(number)) for number in range(5))


def _begun_until_the_end(folder: Path) -> list[object]:
    """End a send as soon as its sandbox has a folder; give what it had begun."""
    folder.mkdir()
    process = subprocess.Popen(
        command("send", "--sandbox", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment({"TMPDIR": str(folder)}),
        text=True,
    )
    with process:
        while process.poll() is None and not list(folder.glob("sgdesk-sandbox-*")):
            pass
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=LIMIT_S)

    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert not list(folder.glob("sgdesk-sandbox-*"))
    attempts: list[object] = json.loads(out)["attempts"]
    return attempts


def _wait_for_point(sandbox: Sandbox, point: str, *, times: int) -> None:
    """Ask the local SendGrid until it has answered at a point that often."""
    while [stamp["point"] for stamp in sandbox.stamps()].count(point) < times:
        pass


def test_a_reader_that_goes_away_ends_the_output_not_the_send(sandbox: Sandbox) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.Popen(
        command("send", *live_at(sandbox.info), *MAIL, "--via", "webapi"),
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment(key_of(sandbox.info)),
        text=True,
    )
    os.close(writing)
    _, err = process.communicate(timeout=LIMIT_S)

    assert (process.returncode, err) == (0, "")
    assert len(sandbox.inbox()) == 1


@pytest.mark.parametrize("words", [("--help",), ("config",), ("render", "--as", "v3")])
def test_a_closed_pipe_is_no_traceback(words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.Popen(
        command(*words), stdout=writing, stderr=subprocess.PIPE, env=environment(), text=True
    )
    os.close(writing)
    _, err = process.communicate(timeout=LIMIT_S)

    assert (process.returncode, err) == (0, "")
