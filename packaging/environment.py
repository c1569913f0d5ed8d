"""Keep a virtual environment of this checkout, with the pinned packages in it."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

import machine
from steps import quietly, step

CHECKOUT = Path(__file__).resolve().parent.parent
VENV = CHECKOUT / ".venv"
CONSTRAINTS = CHECKOUT / "packaging" / "constraints.txt"
STAMP = VENV / "sgdesk-setup.json"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

BUILD_TOOLS = ("hatchling", "editables")
"""What builds the editable install; installed first, so that they are pinned too."""


def prepare(extras: Sequence[str]) -> Path:
    """Give the environment's Python, with sgdesk and `extras` installed.

    A stamp says what was installed from which pins: a second run starts at once.
    """
    origin = _fingerprint()
    if is_satisfied(origin, extras):
        return PYTHON
    if not _works():
        _make()
    with step("installing the pinned Python packages, the first time takes a minute or two"):
        _pip("-c", CONSTRAINTS, *BUILD_TOOLS)
        _pip("-c", CONSTRAINTS, "--no-build-isolation", "-e", f"{CHECKOUT}[{','.join(extras)}]")
    write_stamp(origin, extras)
    return PYTHON


def _fingerprint() -> str:
    """Give a hash of all that decides what is installed, this folder included."""
    digest = hashlib.sha256()
    for path in (CONSTRAINTS, CHECKOUT / "pyproject.toml"):
        digest.update(path.read_bytes())
    digest.update(f"{CHECKOUT} {sysconfig.get_platform()}".encode())
    return digest.hexdigest()


def is_satisfied(origin: str, extras: Sequence[str]) -> bool:
    """Say whether an earlier run installed the same, or the same and more."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
        same = found["from"] == origin and set(found["extras"]) >= set(extras)
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return same and _works()


def write_stamp(origin: str, extras: Sequence[str]) -> None:
    """Remember what is installed now."""
    STAMP.write_text(json.dumps({"from": origin, "extras": sorted(extras)}), encoding="utf-8")


def _works() -> bool:
    """Say whether the environment has a Python that runs and has pip.

    A folder that was moved, or whose Python was upgraded away, has not.
    """
    if not PYTHON.exists():
        return False
    question = (
        "import importlib.util, sys; raise SystemExit("
        "sys.version_info[:2] < (3, 11) or importlib.util.find_spec('pip') is None)"
    )
    asked = subprocess.run([PYTHON, "-I", "-c", question], capture_output=True, check=False)
    return asked.returncode == 0


def _make() -> None:
    """Make the environment anew; a half-made folder never stays behind."""
    _bring_venv()
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        with step(f"making a Python environment in {VENV.name}"):
            quietly(
                (sys.executable, "-m", "venv", VENV),
                otherwise=f"No virtual environment could be made in {VENV}.",
                remedy="Check the free space and that the folder may be written.",
            )
    except BaseException:
        shutil.rmtree(VENV, ignore_errors=True)
        raise


def _bring_venv() -> None:
    """Install Debian's separate package of `venv` when this Python lacks it."""
    asked = subprocess.run(
        [sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False
    )
    if asked.returncode:
        name = f"python3.{sys.version_info.minor}-venv"
        machine.install([name], why="Python's virtual environments")


def _pip(*arguments: str | Path) -> None:
    quietly(
        (
            PYTHON,
            "-m",
            "pip",
            "install",
            "-q",
            "--no-input",
            "--disable-pip-version-check",
            "--no-warn-script-location",
            # Most of it is never imported; what is, is compiled then.
            "--no-compile",
            *arguments,
        ),
        otherwise="The Python packages could not be installed.",
        remedy="Check the network (and HTTPS_PROXY, PIP_CERT where you need them), "
        "then start again: what is done already is kept.",
    )
