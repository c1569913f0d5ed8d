"""The handle on the local SendGrid's process: start it, read its ready line, end it.

Cheap to import: no server, nothing from outside the standard library.
Works on any event loop in any thread, because the child is watched by a plain
daemon thread and not by the loop: asyncio's own child watching differs between
Python 3.11 and 3.12 and between the main thread and others.
"""

import asyncio
import concurrent.futures
import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from sgdesk.errors import SandboxError, out_of_files

NOT_STARTED = "The local SendGrid could not be started."
_GONE = "Files of the program were moved, removed or updated since it was started."
_START_ANEW = "Try again; if that does not help, quit sgdesk and start it again, or reinstall it."
READY_TIMEOUT = 20.0
EXIT_TIMEOUT = 5.0
SCHEMA = "sgdesk.sandbox/1"

T = TypeVar("T")

_KEPT_VARIABLES = frozenset(
    {
        *("PATH", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "LANG", "LANGUAGE", "TZ"),
        *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT"),
        *("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "VIRTUAL_ENV"),
        *("PYTHONHOME", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedWay:
    """One way of a recording, as the report names it."""

    role: str
    host: str
    port: int
    tls: str
    where: str
    played_at: int | None
    """The port; `None` where it cannot be played."""
    not_played: str | None
    """Why not."""

    @property
    def place(self) -> tuple[str, str, int, str, str]:
        """Give by what the report tells it from the others."""
        return self.role, self.host, self.port, self.tls, self.where


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxInfo:
    """The ready line: where everything is."""

    api_url: str
    api_url_plain: str
    smtp_host: str
    starttls_port: int
    tls_port: int
    plain_port: int
    ca_file: Path
    key: str
    """No secret: it opens nothing but this process."""
    other_keys: Mapping[str, str]
    """Keys that SendGrid would refuse, by the reason (see `accounts.py`)."""
    inbox_url: str
    faults_url: str
    events_url: str
    stamps_url: str
    refusals_url: str
    pid: int
    replay: tuple[ReplayedWay, ...] = ()
    """Every way of the recording that it plays."""

    @classmethod
    def from_line(cls, line: Mapping[str, Any]) -> Self:
        """Read a decoded ready line; unknown fields are passed over.

        Raises `KeyError` when one is missing.
        """
        ports = line["smtp_ports"]
        return cls(
            api_url=line["api_url"],
            api_url_plain=line["api_url_plain"],
            smtp_host=line["smtp_host"],
            starttls_port=ports["starttls"],
            tls_port=ports["tls"],
            plain_port=ports["plain"],
            ca_file=Path(line["ca_file"]),
            key=line["key"],
            other_keys=dict(line["other_keys"]),
            inbox_url=line["inbox_url"],
            faults_url=line["faults_url"],
            events_url=line["events_url"],
            stamps_url=line["stamps_url"],
            refusals_url=line["refusals_url"],
            pid=line["pid"],
            replay=tuple(ReplayedWay(**way) for way in line.get("replay", ())),
        )


class SandboxProcess:
    """One running local SendGrid, a child that ends with its parent.

    `async with await SandboxProcess.start() as sandbox: sandbox.info.api_url`.
    The child watches its standard input and ends when that closes, so it does
    not outlive a parent that was killed.
    """

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._child = child
        self._ready: concurrent.futures.Future[SandboxInfo] = concurrent.futures.Future()
        self._ended: concurrent.futures.Future[int] = concurrent.futures.Future()
        self._tail: deque[str] = deque(maxlen=20)
        self._watcher = threading.Thread(target=self._watch, name="sandbox-watch", daemon=True)
        self._watcher.start()

    @classmethod
    async def start(cls, arguments: Sequence[str] = ()) -> "SandboxProcess":
        """Start a child and wait until it answers.

        `arguments` go to `sgdesk sandbox`. Raises `SandboxError` when the child
        ends before it is ready or is not ready in time.
        """
        try:
            child = subprocess.Popen(  # noqa: ASYNC220  fork and exec, about a millisecond
                # -P: a file in the current directory must not shadow a library.
                [sys.executable, "-P", "-m", "sgdesk.sandbox", "--until-eof", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=child_environment(os.environ),
                **_own_process_group(),
            )
        except FileNotFoundError as exc:
            raise SandboxError(NOT_STARTED, why=_GONE, remedy=_START_ANEW) from exc
        except OSError as exc:
            stopped = out_of_files(exc)
            why = stopped.why if stopped else exc.strerror or str(exc)
            remedy = stopped.remedy if stopped else ""
            raise SandboxError(NOT_STARTED, why=why, remedy=remedy) from exc
        process = cls(child)
        try:
            await _outcome(process._ready, READY_TIMEOUT)
        except BaseException as exc:
            await process.aclose()
            if isinstance(exc, TimeoutError):
                raise SandboxError(
                    f"The local SendGrid was not ready within {READY_TIMEOUT:g} s.",
                    why=process.said,
                ) from exc
            raise
        return process

    @property
    def info(self) -> SandboxInfo:
        """Where everything is."""
        return self._ready.result(timeout=0)

    @property
    def returncode(self) -> int | None:
        """The child's exit code, `None` while it runs."""
        return self._ended.result() if self._ended.done() else None

    @property
    def said(self) -> str:
        """The last lines of what the child printed besides its ready line; normally nothing."""
        return "\n".join(self._tail)

    async def aclose(self) -> None:
        """End the child: close its standard input, then insist. Safe to call twice."""
        if self._child.stdin is not None:
            self._child.stdin.close()
        for insist in (None, self._child.terminate, self._child.kill):
            if insist is not None:
                insist()
            try:
                await _outcome(self._ended, EXIT_TIMEOUT)
                break
            except TimeoutError:
                continue
        self._watcher.join(timeout=EXIT_TIMEOUT)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    def _watch(self) -> None:
        """Read the child's output to its end; runs in a thread of its own."""
        pipe = self._child.stdout
        if pipe is None:
            raise TypeError("the child was started without a pipe for its output")
        with pipe:
            for raw in pipe:
                self._heard(raw.decode("utf-8", "replace").rstrip())
        code = self._child.wait()
        if not self._ready.done():
            why = self.said or f"Its exit code was {code}."
            self._ready.set_exception(
                SandboxError("The local SendGrid ended before it was ready.", why=why)
            )
            # Nobody may be waiting; asking once keeps the interpreter from warning.
            self._ready.exception()
        self._ended.set_result(code)

    def _heard(self, text: str) -> None:
        if not self._ready.done() and text.startswith("{"):
            try:
                line = json.loads(text)
                if line.get("schema") == SCHEMA:
                    self._ready.set_result(SandboxInfo.from_line(line))
                    return
            except (ValueError, KeyError, TypeError):
                pass  # not the ready line: kept below, to be shown if none comes
        self._tail.append(text)


def child_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Give the variables a child needs, and none that may hold a key.

    An allow list: any variable may have been named with `--key-env`.
    """
    kept = {
        name: value
        for name, value in environment.items()
        if (name.upper() in _KEPT_VARIABLES or name.startswith("LC_"))
        and not value.startswith("SG.")
    }
    kept["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
    return kept


def _own_process_group() -> dict[str, Any]:
    """Keep Ctrl-C at the terminal from reaching the child before the parent has finished."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


async def _outcome(future: "concurrent.futures.Future[T]", timeout: float) -> T:
    # Shielded: a cancelled wrapper would cancel the future that the thread still has to set.
    async with asyncio.timeout(timeout):
        return await asyncio.shield(asyncio.wrap_future(future))
