"""Quick answers, and a command line that needs no Qt."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from sgdesk import __version__
from tests.support.cli import LIMIT_S, command, environment, sgdesk

COMMANDS = ("send", "render", "sandbox", "history", "account", "config", "gui")
DEAR = ("PySide6", "qasync", "httpx", "httpcore", "aiosmtplib", "starlette", "uvicorn", "aiosmtpd")
HELP = [["--version"], ["--help"], *([name, "--help"] for name in COMMANDS)]


def without_qt(folder: Path) -> dict[str, str]:
    """Make importing any Qt, and the bridge to it, raise."""
    for name in ("PySide6", "qasync", "shiboken6"):
        (folder / f"{name}.py").write_text("raise ImportError('no Qt here')\n")
    env = environment()
    return {**env, "PYTHONPATH": os.pathsep.join([str(folder), env["PYTHONPATH"]])}


def test_the_version() -> None:
    assert sgdesk("--version").out == f"sgdesk {__version__}\n"


@cache
def imported_by(*words: str) -> frozenset[str]:
    """Give the modules that a command line has imported by its end."""
    probe = (
        "import sys, sgdesk.__main__ as m\n"
        f"sys.argv = ['sgdesk', *{words!r}]\n"
        "try:\n    m.main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print('IMPORTED', *sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, env=environment(), check=True, text=True
    )
    return frozenset(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("words", HELP)
def test_help_imports_nothing_dear(words: list[str]) -> None:
    assert not imported_by(*words) & set(DEAR)


@pytest.mark.parametrize("words", HELP)
def test_help_imports_no_command_but_the_one_asked_for(words: list[str]) -> None:
    modules = {f"sgdesk.cli.{name}" for name in COMMANDS}
    # The door to the window stands in its module.
    expected = {f"sgdesk.cli.{words[0]}", "sgdesk.cli.gui"} & modules

    assert imported_by(*words) & modules == expected


@pytest.mark.parametrize(
    "words",
    [
        ["history", "list"],
        ["config"],
        ["account", "list"],
        ["render", "--from", "a@example.com", "--to", "b@example.org", "--text", "Hello"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_sends_nothing_imports_nothing_that_could(words: list[str]) -> None:
    assert not imported_by(*words) & {*DEAR, "sgdesk.app", "sgdesk.engine"}


def test_a_look_at_the_history_reads_no_addresses() -> None:
    assert not imported_by("history", "list") & {"email_validator", "sgdesk.message.address"}


def test_a_send_imports_neither_the_probes_nor_the_check_of_a_key() -> None:
    imported = imported_by("send", "--sandbox")

    assert "httpx" in imported
    assert not imported & {"sgdesk.diagnose", "sgdesk.account.check"}


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_the_list_of_commands_needs_nothing_of_what_they_do(word: str) -> None:
    assert not imported_by(word) & {"sgdesk.message", "sgdesk.settings", "asyncio"}


def test_a_send_works_where_there_is_no_qt(tmp_path: Path) -> None:
    done = subprocess.run(
        command("send", "--sandbox", "--via", "webapi", "--via", "smtp:587"),
        capture_output=True,
        env=without_qt(tmp_path),
        timeout=LIMIT_S,
        check=False,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Captured") == 2


def test_the_blocker_of_qt_blocks(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import PySide6"],
        capture_output=True,
        env=without_qt(tmp_path),
        check=False,
        text=True,
    )

    assert "no Qt here" in done.stderr
