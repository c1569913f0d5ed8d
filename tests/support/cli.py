"""The command line as a user runs it: a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sgdesk.sandbox.process import SandboxInfo
from tests.support.warm import Nursery

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def document(self) -> dict[str, Any]:
        """Give standard output as the one JSON document it must be."""
        answer: dict[str, Any] = json.loads(self.out)
        return answer

    def attempts(self) -> list[dict[str, Any]]:
        """Give the attempts of the document."""
        answer: list[dict[str, Any]] = self.document()["attempts"]
        return answer


def command(*arguments: str) -> list[str]:
    """Give the argument list that runs sgdesk."""
    # -P: a file in the current directory must not shadow a library.
    return [sys.executable, "-P", "-m", "sgdesk", *arguments]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the variables for a command: this process's own, and `more`."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **(more or {})}


_warm: list[Nursery] = []


@contextmanager
def warm(born: Nursery) -> Iterator[None]:
    """Let commands be forked meanwhile."""
    _warm.append(born)
    yield
    _warm.remove(born)


def sgdesk(
    *arguments: str,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
    cwd: Path | None = None,
) -> Ran:
    """Run a command to its end, warm unless Python itself is to be set otherwise for it."""
    if _warm and not any(name.startswith("PYTHON") for name in env or ()):
        code, out, err = _warm[0].run(arguments, environment(env), stdin.encode(), cwd)
        return Ran(code=code, out=out.decode(), err=err.decode())
    done = subprocess.run(
        command(*arguments),
        input=stdin.encode(),
        capture_output=True,
        env=environment(env),
        cwd=cwd,
        timeout=LIMIT_S,
        check=False,
    )
    return Ran(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


def live_at(info: SandboxInfo) -> Sequence[str]:
    """Give the options that lead live paths to a running local SendGrid."""
    host = info.smtp_host
    ports = {587: info.starttls_port, 465: info.tls_port, 25: info.plain_port}
    dial = [
        word
        for port, real in ports.items()
        for word in ("--connect-to", f"{host}:{port}={host}:{real}")
    ]
    return (
        *("--api-url", info.api_url, "--smtp-host", host, "--ca-file", str(info.ca_file)),
        *("--smtpapi", "on", *dial),
    )


def key_of(info: SandboxInfo) -> dict[str, str]:
    """Give the variable that holds the local SendGrid's key."""
    return {"SENDGRID_API_KEY": info.key}
