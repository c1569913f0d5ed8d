"""Where keys are kept: the system's key store, or this process until it ends.

A key store that the system names may still be locked, silent or broken, so it
is tried with an entry of its own before anything relies on it, and no call may
take longer than its limit. There is no third place: a key is never written to
a file. Every call blocks, for the limit at most; the window calls from a
worker thread.
"""

import secrets
import threading
from collections.abc import Callable
from enum import Enum
from typing import Protocol, TypeVar

from sgdesk.errors import KeyStoreError
from sgdesk.secret import Secret

SERVICE = "sgdesk"
PROBE_SERVICE = "sgdesk probe"
LIMIT_S = 10.0
"""A store on a busy computer takes seconds; one that asks for its password takes for ever."""

T = TypeVar("T")


class KeyPlace(Enum):
    """Where a key is kept."""

    SYSTEM = "system"
    SESSION = "session"
    """In memory, until the program ends."""


class SystemKeys(Protocol):
    """The system's key store; every call may block and raises `KeyStoreError`."""

    def get(self, service: str, name: str) -> str | None:
        """Give a text; `None` when there is none of that name."""

    def put(self, service: str, name: str, text: str) -> None:
        """Keep a text."""

    def delete(self, service: str, name: str) -> None:
        """Forget a text; one that is not there is no error."""


class KeyStore:
    """Keep the keys of accounts by the accounts' names.

    Safe to call from any thread.
    """

    def __init__(self, find: Callable[[], SystemKeys], *, limit_s: float = LIMIT_S) -> None:
        """`find` gives the system's key store; it is dear and called when first needed."""
        self._find = find
        self._limit_s = limit_s
        self._lock = threading.Lock()
        self._held: dict[str, Secret] = {}
        """Kept until the end, and those of the system's that were asked for once."""
        self._stuck: threading.Thread | None = None

    def probe(self) -> None:
        """Write, read and delete an entry; raises `KeyStoreError` when that does not work."""
        text = secrets.token_hex(8)
        if self._within_limit(lambda: _tried(self._find(), text)) != text:
            raise KeyStoreError(
                "The key store does not keep what it is given.",
                why="An entry written to it could not be read back.",
            )

    def get(self, name: str) -> Secret | None:
        """Give an account's key; `None` when there is none.

        Raises `KeyStoreError` when the system's key store cannot say.
        """
        if name in self._held:
            return self._held[name]
        text = self._within_limit(lambda: self._find().get(SERVICE, name))
        if text is None:
            return None
        self._held[name] = Secret(text)
        return self._held[name]

    def holds(self, name: str) -> bool:
        """Say whether the key is at hand without asking the system."""
        return name in self._held

    def keep(self, name: str, key: Secret, place: KeyPlace) -> None:
        """Keep a key; raises `KeyStoreError`, and keeps nothing, when the system does not."""
        if place is KeyPlace.SYSTEM:
            self._within_limit(lambda: self._find().put(SERVICE, name, key.reveal()))
        self._held[name] = key

    def forget(self, name: str, place: KeyPlace) -> None:
        """Delete a key; raises `KeyStoreError` when the system's key store does not answer."""
        if place is KeyPlace.SYSTEM:
            self._within_limit(lambda: self._find().delete(SERVICE, name))
        self._held.pop(name, None)

    def _within_limit(self, call: Callable[[], T]) -> T:
        """Run a call in a thread that nobody waits for longer than the limit, nor at exit."""
        with self._lock:
            if self._stuck is not None and self._stuck.is_alive():
                # It hangs still: another thread would hang beside it.
                raise _silent(self._limit_s)
            self._stuck = None
            box: list[T | BaseException] = []
            done = threading.Event()

            def run() -> None:
                try:
                    box.append(call())
                except BaseException as error:
                    box.append(error)
                done.set()

            thread = threading.Thread(target=run, name="key store", daemon=True)
            thread.start()
            # Not `join`: asked for in one of Qt's threads, it would note that thread for good.
            if not done.wait(self._limit_s):
                self._stuck = thread
                raise _silent(self._limit_s)
        result = box[0]
        if isinstance(result, BaseException):
            raise result
        return result


def _tried(keys: SystemKeys, text: str) -> str | None:
    keys.put(PROBE_SERVICE, "probe", text)
    try:
        return keys.get(PROBE_SERVICE, "probe")
    finally:
        keys.delete(PROBE_SERVICE, "probe")


def _silent(limit_s: float) -> KeyStoreError:
    return KeyStoreError(
        "The key store does not answer.",
        why=f"It did not answer within {limit_s:g} s; it may be waiting for its password.",
        remedy="Unlock it, then try again.",
    )
