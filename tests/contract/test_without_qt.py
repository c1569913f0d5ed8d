"""The command line does its whole job on a machine that has no Qt."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REFUSE = "raise ImportError(f'{__name__} is not installed here')\n"


@pytest.fixture
def no_qt(tmp_path: Path) -> dict[str, str]:
    """An environment in which importing Qt, or its loop, raises."""
    for name in ("PySide6", "shiboken6", "qasync"):
        (tmp_path / f"{name}.py").write_text(REFUSE, encoding="utf-8")
    return os.environ | {"PYTHONPATH": str(tmp_path)}


def sgdesk(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "sgdesk", *arguments],
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_mail_goes_out_on_both_paths(no_qt: dict[str, str]) -> None:
    done = sgdesk(no_qt, "send", "--sandbox", "--via", "webapi", "--via", "smtp:587", "--json")

    assert done.returncode == 0, done.stderr
    attempts = json.loads(done.stdout)["attempts"]
    assert [attempt["outcome"] for attempt in attempts] == ["accepted", "accepted"]


@pytest.mark.parametrize("command", ["send", "render", "sandbox", "history", "config", "account"])
def test_help_answers(no_qt: dict[str, str], command: str) -> None:
    assert sgdesk(no_qt, command, "--help").returncode == 0


def test_window_says_that_qt_is_missing(no_qt: dict[str, str]) -> None:
    done = sgdesk(no_qt, "gui")

    assert done.returncode == 2
    assert "Qt for Python is not installed" in done.stderr
    assert "Traceback" not in done.stderr
