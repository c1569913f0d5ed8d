"""Bring packages of the operating system, or say the one line that brings them."""

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from steps import SetupError, quietly, step

POLICY = Path("/usr/sbin/policy-rc.d")
_INSTALLING = threading.Lock()
"""Only one may change the system's packages at a time."""


def apt_line(packages: Sequence[str]) -> str:
    """Give the command a user types to install `packages`."""
    return "sudo apt install " + " ".join(packages)


def have_apt() -> bool:
    """Say whether this is Debian, Ubuntu or one of their kin."""
    return shutil.which("apt-get") is not None and shutil.which("dpkg-query") is not None


def not_installed(packages: Sequence[str]) -> tuple[str, ...]:
    """Give those of `packages` that dpkg does not have."""
    if not packages:
        return ()
    asked = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n", *packages],
        capture_output=True,
        text=True,
        check=False,
    )
    installed = {
        line.split()[0] for line in asked.stdout.splitlines() if line.endswith(" installed")
    }
    return tuple(name for name in packages if name not in installed)


def install(packages: Sequence[str], *, why: str) -> None:
    """Install `packages` where we may: as root, or with sudo that asks no password.

    Raises `SetupError` with the one line to run elsewhere.
    """
    become = _root_prefix()
    if become is None or not have_apt():
        raise SetupError(f"Missing on this machine: {why}.", remedy=_by_hand(packages))
    with _INSTALLING, step(f"installing system packages: {why}"), _no_services(become):
        apt = (*become, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y")
        failed = f"System packages could not be installed: {why}."
        # Lists may be absent (images) or stale (404 on a replaced version): refresh first.
        quietly((*apt, "update"), otherwise=failed, remedy=_by_hand(packages))
        quietly(
            (*apt, "install", "--no-install-recommends", *packages),
            otherwise=failed,
            remedy=_by_hand(packages),
        )


def _root_prefix() -> tuple[str, ...] | None:
    """Give what turns a command into root's: nothing, `sudo -n`, or None when we may not."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return ()
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    asked = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)
    return (sudo, "-n") if asked.returncode == 0 else None


def _by_hand(packages: Sequence[str]) -> str:
    if have_apt():
        return "Run: " + apt_line(packages)
    return "Install what your system calls these Debian packages: " + " ".join(packages)


@contextmanager
def _no_services(become: Sequence[str]) -> Iterator[None]:
    """Keep packages such as Postfix from starting their daemon while they are installed."""
    if POLICY.exists():
        yield
        return
    with tempfile.NamedTemporaryFile("w", suffix=".sh") as deny:
        deny.write("#!/bin/sh\nexit 101\n")
        deny.flush()
        copy = (*become, "install", "-m", "755", deny.name, str(POLICY))
        quietly(copy, otherwise=f"{POLICY} could not be written.")
    try:
        yield
    finally:
        quietly((*become, "rm", "-f", str(POLICY)), otherwise=f"{POLICY} could not be removed.")
