"""Bring what sgdesk needs on this machine, then start it."""

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import environment
import machine
from steps import SetupError, say

PICTURE = "sgdesk.png"
SHOW_PATHS = ("send", "--sandbox", "--via", "webapi", "--via", "smtp:587:starttls")


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands between this machine and a window."""

    packages: tuple[str, ...]
    """System packages still missing, for the window and its preview."""
    refusal: str
    """Why no window can open, in one line; empty when it can."""


def main(arguments: Sequence[str]) -> int:
    """Set up, then become sgdesk; with no arguments, show the window or what replaces it."""
    try:
        python = environment.prepare(["preview"])
        if not arguments:
            return _open(python)
        if arguments[0] == "gui":
            _bring_libraries(python)
    except SetupError as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:
        say("")
        return 130
    return _become([str(python), "-m", "sgdesk", *arguments])


def _open(python: Path) -> int:
    """Open the window on the local SendGrid; where none can open, do its job in the terminal."""
    _bring_libraries(python)
    refusal = screen(python).refusal
    if not refusal:
        return _become([str(python), "-m", "sgdesk", "gui"])
    say(f"{refusal} Here is the same job in the terminal.\n")
    sent = _sgdesk(python, *SHOW_PATHS)
    painted = _paint(python)
    return sent or painted


def _paint(python: Path) -> int:
    """Save a picture of the window; what Qt says of a machine without graphics is left out."""
    command = [str(python), "-m", "sgdesk", "gui", "--screenshot", PICTURE]
    done = subprocess.run(
        command, env=_environ(), stderr=subprocess.PIPE, text=True, errors="replace", check=False
    )
    if done.returncode:
        say(f"\n{done.stderr.strip()}")
    else:
        say(f"\nThe window with these results, as a picture: {Path(PICTURE).resolve()}")
    return done.returncode


def _bring_libraries(python: Path) -> None:
    """Install what the window and its preview lack, or say how: it may open all the same."""
    packages = screen(python).packages
    if not packages:
        return
    try:
        machine.install(packages, why="libraries of the window and its preview")
    except SetupError as error:
        say(f"{error}\n")


def screen(python: Path) -> Screen:
    """Ask sgdesk itself, which knows what its window needs and loads no Qt to tell."""
    question = (
        "import json, os\n"
        "from sgdesk.ui import preflight as p\n"
        "parts = {p.Part.WINDOW, p.Part.PREVIEW, p.Part.X11}\n"
        "parts |= {p.Part.WAYLAND} if os.environ.get('WAYLAND_DISPLAY') else set()\n"
        "refusal = ''\n"
        "try: p.require_window()\n"
        "except p.WindowError as error: refusal = error.happened\n"
        "print(json.dumps({'packages': p.missing_packages(parts), 'refusal': refusal}))\n"
    )
    asked = subprocess.run(
        [python, "-c", question],
        capture_output=True,
        text=True,
        cwd=environment.CHECKOUT,
        check=False,
    )
    if asked.returncode:
        raise SetupError(
            "The installed sgdesk does not start.",
            why=asked.stderr.strip().rpartition("\n")[2],
            remedy=f"Remove {environment.VENV} and start again.",
        )
    answer = json.loads(asked.stdout)
    return Screen(packages=tuple(answer["packages"]), refusal=answer["refusal"])


def _sgdesk(python: Path, *arguments: str) -> int:
    try:
        return subprocess.run(
            [python, "-m", "sgdesk", *arguments], env=_environ(), check=False
        ).returncode
    except KeyboardInterrupt:
        return 130


def _become(command: list[str]) -> int:
    """Turn into `command`, so that signals and the exit code are its own."""
    if os.name != "nt":
        os.execve(command[0], command, _environ())  # noqa: S606 - this is the program itself
    # Windows' exec returns to the prompt at once, with the program still running.
    return subprocess.run(command, env=_environ(), check=False).returncode


def _environ() -> dict[str, str]:
    """Give a locale where none is set (containers): Qt wants one that is UTF-8."""
    environ = dict(os.environ)
    if not any(environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        environ["LC_ALL"] = "C.UTF-8"
    return environ
