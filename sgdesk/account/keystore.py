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
from contextlib import suppress
from enum import Enum
from typing import Generic, Protocol, TypeVar

from sgdesk.errors import KeyStoreError
from sgdesk.secret import Secret

SERVICE = "sgdesk"
PROBE_SERVICE = "sgdesk probe"
LIMIT_S = 10.0
"""A store on a busy computer takes seconds; one that asks for its password takes for ever."""

T = TypeVar("T")


def _nothing() -> None: ...


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
            exchange = _Exchange(self._find, name, key)
            try:
                self._within_limit(exchange.put, exchange.put_back)
            except _SilentError as error:
                if exchange.give_up():
                    raise _left_behind(error, name) from error
                raise
        self._held[name] = key

    def forget(self, name: str, place: KeyPlace) -> None:
        """Delete a key; raises `KeyStoreError` when the system's key store does not answer."""
        if place is KeyPlace.SYSTEM:
            self._within_limit(lambda: self._find().delete(SERVICE, name))
        self._held.pop(name, None)

    def _within_limit(self, call: Callable[[], T], take_back: Callable[[], None] = _nothing) -> T:
        """Run a call in a thread that nobody waits for longer than the limit, nor at exit.

        What a call that was given up does later all the same, `take_back` undoes.
        """
        with self._lock:
            if self._stuck is not None and self._stuck.is_alive():
                # It hangs still: another thread would hang beside it.
                raise _silent(self._limit_s)
            self._stuck = None
            work = _Work(call, take_back)
            # Not `join`: asked for in one of Qt's threads, it would note that thread for good.
            if not work.done.wait(self._limit_s) and work.give_up():
                self._stuck = work.thread
                raise _silent(self._limit_s)
        result = work.result[0]
        if isinstance(result, BaseException):
            raise result
        return result


class _Work(Generic[T]):
    """A call in a thread of its own, which is either waited for or taken back."""

    def __init__(self, call: Callable[[], T], take_back: Callable[[], None]) -> None:
        self.result: list[T | BaseException] = []
        self.done = threading.Event()
        self._call = call
        self._take_back = take_back
        self._settling = threading.Lock()
        self._is_given_up = False
        self.thread = threading.Thread(target=self._run, name="key store", daemon=True)
        self.thread.start()

    def give_up(self) -> bool:
        """Wait no longer; says no where it ended in this moment, so that its result counts."""
        with self._settling:
            self._is_given_up = not self.done.is_set()
            return self._is_given_up

    def _run(self) -> None:
        try:
            self.result.append(self._call())
        except BaseException as error:
            self.result.append(error)
        with self._settling:
            self.done.set()
        if self._is_given_up:
            # Nobody is left to tell if this fails, too.
            with suppress(KeyStoreError):
                self._take_back()


class _Exchange:
    """Put a key in the place of what the store holds, which may hang at each step."""

    def __init__(self, find: Callable[[], SystemKeys], name: str, key: Secret) -> None:
        self._find = find
        self._name = name
        self._key = key
        self._before: list[Secret | None] = []
        self._is_given_up = False
        self._settling = threading.Lock()

    def put(self) -> None:
        """Keep the key, unless that was given up while the store was asked what it holds."""
        keys = self._find()
        before = keys.get(SERVICE, self._name)
        with self._settling:
            if self._is_given_up:
                return
            self._before.append(None if before is None else Secret(before))
        keys.put(SERVICE, self._name, self._key.reveal())

    def give_up(self) -> bool:
        """Hand the key over no more; say whether that was done already."""
        with self._settling:
            self._is_given_up = True
            return bool(self._before)

    def put_back(self) -> None:
        """Leave the store as it was before."""
        for old in self._before:
            if old is None:
                self._find().delete(SERVICE, self._name)
            else:
                self._find().put(SERVICE, self._name, old.reveal())


def _tried(keys: SystemKeys, text: str) -> str | None:
    keys.put(PROBE_SERVICE, "probe", text)
    try:
        return keys.get(PROBE_SERVICE, "probe")
    finally:
        keys.delete(PROBE_SERVICE, "probe")


class _SilentError(KeyStoreError):
    """The key store was waited for as long as may be."""


def _silent(limit_s: float) -> _SilentError:
    return _SilentError(
        "The key store does not answer.",
        why=f"It did not answer within {limit_s:g} s; it may be waiting for its password.",
        remedy="Unlock it, then try again.",
    )


def _left_behind(error: _SilentError, name: str) -> KeyStoreError:
    """Add what nobody can take back any more once the program has ended."""
    return KeyStoreError(
        error.happened,
        why=error.why,
        remedy=f"{error.remedy} If it takes the key only after this program has ended, delete "
        f"the entry of {SERVICE} for {name!r} there.",
    )
