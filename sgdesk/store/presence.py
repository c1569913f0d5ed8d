"""Which processes still live: one locked file each.

The kernel gives a lock back when its holder dies, however it dies, and neither
process ids that come round again nor a stepped clock can mislead it. Recovery
settles only attempts whose process holds no lock any more.
"""

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sgdesk.clock import monotonic_ns
from sgdesk.errors import StoreError
from sgdesk.filelock import try_lock

FOLDER = "running"
LONGEST_OPENING_NS = 60_000_000_000
"""How long to wait while others open the history; one mostly takes 10 ms, a large one seconds."""
_LOOK_EVERY_S = 0.02


class Presence:
    """One process's sign of life, from opening the store to closing it."""

    def __init__(self, folder: Path | None, session: str, handle: int | None) -> None:
        self.session = session
        self._folder = folder
        self._handle = handle

    @classmethod
    def take(cls, data_dir: Path) -> "Presence":
        """Announce this process; raises `OSError` when the folder cannot be written."""
        folder = data_dir / FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        session = secrets.token_hex(8)
        handle = os.open(folder / session, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try_lock(handle)
        return cls(folder, session, handle)

    @classmethod
    def nowhere(cls) -> "Presence":
        """Give a session for a history in memory, which nobody else can see."""
        return cls(None, secrets.token_hex(8), None)

    def leave(self) -> None:
        """Withdraw the sign of life."""
        if self._handle is not None and self._folder is not None:
            os.close(self._handle)
            self._handle = None
            # Where it cannot be taken away, because the disk became read-only, its lock is gone.
            with suppress(OSError):
                (self._folder / self.session).unlink()


def is_alive(data_dir: Path, session: str) -> bool:
    """Say whether the process of a session still lives; a file that is gone is a no."""
    path = data_dir / FOLDER / session
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:
        # It exists and cannot be looked at (another user's, a share violation): hands off.
        return True
    try:
        locked_by_us = try_lock(handle)
    finally:
        os.close(handle)
    return not locked_by_us


def forget(data_dir: Path, session: str) -> None:
    """Remove the file of a process that died without leaving."""
    (data_dir / FOLDER / session).unlink(missing_ok=True)


def sessions(data_dir: Path) -> tuple[str, ...]:
    """Name every session that has a file, its process dead or alive."""
    folder = data_dir / FOLDER
    return tuple(path.name for path in folder.iterdir()) if folder.is_dir() else ()


@contextmanager
def one_at_a_time(data_dir: Path) -> Iterator[None]:
    """Let one process after the other open, mend or settle the history.

    Raises `StoreError` where another does not get done with that.
    """
    handle = os.open(data_dir / "opening", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until_ns = monotonic_ns() + LONGEST_OPENING_NS
        while not try_lock(handle):
            if monotonic_ns() > until_ns:
                raise StoreError(
                    "Another sgdesk is still opening the history.",
                    why="It sets a large one in order, or it hangs.",
                    remedy="Try again in a moment, or end the other one.",
                )
            threading.Event().wait(_LOOK_EVERY_S)
        yield
    finally:
        os.close(handle)
