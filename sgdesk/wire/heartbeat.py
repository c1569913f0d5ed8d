"""Notice how late the loop runs its own callbacks, while attempts run.

A callback is asked for every 5 ms; what it comes too late is the lag.
Nothing beats while nobody watches.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sgdesk.clock import monotonic_ns

INTERVAL_NS = 5_000_000


class Watch:
    """One attempt's view: the largest lag since it began."""

    __slots__ = ("lag_ns",)

    def __init__(self) -> None:
        self.lag_ns = 0


class Heartbeat:
    """Beat in one loop while at least one attempt watches."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._watches: set[Watch] = set()
        self._handle: asyncio.TimerHandle | None = None
        self._due_ns = 0

    @staticmethod
    def current() -> "Heartbeat | None":
        """Give the heartbeat of the loop that runs this task, if it has one."""
        return _current.get()

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Be `current()` for this task and those it starts."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)
            if self._handle is not None:
                self._handle.cancel()
                self._handle = None

    def watch(self) -> Watch:
        """Begin to collect lag for one attempt."""
        watch = Watch()
        self._watches.add(watch)
        if self._handle is None:
            self._ask()
        return watch

    def unwatch(self, watch: Watch) -> int:
        """Stop, and give the largest lag seen, the beat now overdue included."""
        self._watches.discard(watch)
        overdue = monotonic_ns() - self._due_ns if self._handle else 0
        if not self._watches and self._handle is not None:
            self._handle.cancel()
            self._handle = None
        return max(watch.lag_ns, overdue, 0)

    def _ask(self) -> None:
        self._due_ns = monotonic_ns() + INTERVAL_NS
        self._handle = self._loop.call_later(INTERVAL_NS / 1e9, self._beat)

    def _beat(self) -> None:
        late = monotonic_ns() - self._due_ns
        for watch in self._watches:
            watch.lag_ns = max(watch.lag_ns, late)
        self._ask()


_current: ContextVar[Heartbeat | None] = ContextVar("sgdesk_heartbeat", default=None)
