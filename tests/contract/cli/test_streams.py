"""Standard streams that are closed, full, or left by their reader."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.support.cli import LIMIT_S, command, environment

FULL = Path("/dev/full")


def in_a_shell(script: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `script`, in which `"$@"` is the command."""
    return subprocess.run(
        ["bash", "-c", script, "bash", *command(*arguments)],
        capture_output=True,
        text=True,
        env=environment({"SGDESK_DATA_DIR": str(folder)}),
        timeout=LIMIT_S,
        check=False,
    )


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_does_not_keep_a_mail_back(closed: str, tmp_path: Path) -> None:
    done = in_a_shell(f'"$@" {closed}', "send", "--sandbox", folder=tmp_path)
    listed = in_a_shell('"$@"', "history", "list", "--json", folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert [row["outcome"] for row in json.loads(listed.stdout)["attempts"]] == ["accepted"]


def test_a_key_from_a_closed_input_is_asked_for(tmp_path: Path) -> None:
    mail = ("--from", "a@example.com", "--to", "b@example.org", "--subject", "s", "--text", "t")
    done = in_a_shell('"$@" <&-', "send", *mail, "--key-stdin", folder=tmp_path)

    assert done.returncode == 2
    assert done.stderr.startswith("sgdesk: Standard input holds no API key.")


@pytest.mark.parametrize("how", [(), ("--json",), ("--events",)])
def test_results_that_find_no_room_are_no_success(how: tuple[str, ...], tmp_path: Path) -> None:
    assert FULL.is_char_device()
    done = in_a_shell(f'"$@" >{FULL}', "send", "--sandbox", *how, folder=tmp_path)
    listed = in_a_shell('"$@"', "history", "list", "--json", folder=tmp_path)

    assert done.returncode == 2
    assert done.stderr.startswith("sgdesk: The results could not be written.\n  Why: No space left")
    assert "Traceback" not in done.stderr
    assert len(json.loads(listed.stdout)["attempts"]) == 1


def test_remarks_that_find_no_room_are_lost_alone(tmp_path: Path) -> None:
    done = in_a_shell(f'"$@" 2>{FULL}', "send", "--from", "x", folder=tmp_path)

    assert done.returncode == 2
    assert done.stdout == ""


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("kind", ["full", "left"])
def test_a_local_sendgrid_that_nobody_heard_of_ends_with_a_sentence(
    kind: str, unbuffered: str
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with FULL.open("wb") as full, os.fdopen(writer, "wb") as left:
        done = subprocess.run(
            command("sandbox"),
            stdin=subprocess.DEVNULL,
            stdout=full if kind == "full" else left,
            stderr=subprocess.PIPE,
            text=True,
            env=environment({"PYTHONUNBUFFERED": unbuffered}),
            timeout=LIMIT_S,
            check=False,
        )

    assert done.returncode == 3
    assert done.stderr.startswith("sgdesk: Nobody took the line that says where it listens.")
    assert done.stderr.count("sgdesk: ") == 1
    assert "Traceback" not in done.stderr
