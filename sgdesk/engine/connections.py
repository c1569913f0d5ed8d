"""The open connections: a limit on all, a fair queue for them, warm ones kept for a while.

Lives in the wire thread. A connection is lent to one delivery at a time.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from sgdesk.clock import monotonic_ns
from sgdesk.errors import SgdeskError
from sgdesk.route import Route, SmtpPath
from sgdesk.secret import Secret
from sgdesk.sendgrid.hosts import CONNECTIONS, MESSAGES_PER_CONNECTION
from sgdesk.transport.base import Connection

OpenConnection = Callable[[Route, Secret], Connection]
Key = tuple[Route, Secret]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many connections, and how long each is good for."""

    connections: int = CONNECTIONS
    """Open at once, idle ones included."""
    messages_per_connection: int = MESSAGES_PER_CONNECTION
    """SMTP only; an HTTP connection has no such limit."""
    idle_s: float = 50.0
    """SendGrid and the boxes on the way drop idle connections; most wait a minute at least."""
    goodbye_s: float = 2.0
    """How long a close may take."""


@dataclass(slots=True)
class _Idle:
    key: Key
    connection: Connection
    since_ns: int


@dataclass(slots=True)
class _Waiting:
    key: Key
    reuse: bool
    granted: "asyncio.Future[Connection]"


class Connections:
    """Lend connections out and take them back."""

    def __init__(
        self, open_connection: OpenConnection, limits: Limits, group: asyncio.TaskGroup
    ) -> None:
        self._open_connection = open_connection
        self._limits = limits
        self._group = group
        """Owns the tasks that close connections."""
        self._open = 0
        """Lent, idle and closing together."""
        self._idle: deque[_Idle] = deque()
        """Longest idle first."""
        self._queue: deque[_Waiting] = deque()
        self._sweep: asyncio.TimerHandle | None = None
        self._is_shut = False

    async def lend(self, key: Key, *, reuse: bool) -> Connection:
        """Give a connection for one message, a warm one where there is one and `reuse` allows.

        Waits its turn: first come, first served. Give it back with `take_back`.
        Raises what opening it raises.
        """
        waiting = _Waiting(key, reuse, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        self._serve_queue()
        try:
            return await waiting.granted
        except asyncio.CancelledError:
            granted = waiting.granted
            if granted.done() and not granted.cancelled() and granted.exception() is None:
                self.take_back(key, granted.result(), keep=reuse)
            # Otherwise its place in the queue is passed over when its turn comes.
            raise

    def take_back(self, key: Key, connection: Connection, *, keep: bool) -> None:
        """Keep a connection for the next message, or close it in the background."""
        if keep and not self._is_shut and self.is_good(key, connection):
            self._idle.append(_Idle(key, connection, monotonic_ns()))
            self._schedule_sweep()
        else:
            self._close(connection)
        self._serve_queue()

    def is_good(self, key: Key, connection: Connection) -> bool:
        """Say whether an open connection may carry another message."""
        capped = isinstance(key[0].path, SmtpPath)
        used_up = connection.messages_sent >= self._limits.messages_per_connection
        return connection.is_warm and not (capped and used_up)

    def shut(self) -> None:
        """Close every connection that nobody uses, and keep none from now on."""
        self._is_shut = True
        if self._sweep is not None:
            self._sweep.cancel()
            self._sweep = None
        while self._idle:
            self._close(self._idle.popleft().connection)

    def _serve_queue(self) -> None:
        while self._queue:
            waiting = self._queue[0]
            if waiting.granted.done():
                self._queue.popleft()
                continue
            connection = self._take_warm(waiting.key) if waiting.reuse else None
            if connection is None:
                if self._open >= self._limits.connections:
                    if not self._idle:
                        return
                    # Its place is free once it is closed, and then the queue is served again.
                    self._close(self._idle.popleft().connection)
                    return
                try:
                    connection = self._open_connection(*waiting.key)
                except SgdeskError as error:
                    # An address or key of no use: theirs alone to hear.
                    self._queue.popleft()
                    waiting.granted.set_exception(error)
                    continue
                self._open += 1
            self._queue.popleft()
            waiting.granted.set_result(connection)

    def _take_warm(self, key: Key) -> Connection | None:
        """Give the connection of `key` used last; it had the least time to go stale."""
        for place in range(len(self._idle) - 1, -1, -1):
            idle = self._idle[place]
            if idle.key != key:
                continue
            del self._idle[place]
            if self.is_good(key, idle.connection):
                return idle.connection
            self._close(idle.connection)
        return None

    def _time_left_s(self, idle: _Idle) -> float:
        return self._limits.idle_s - (monotonic_ns() - idle.since_ns) / 1e9

    def _schedule_sweep(self) -> None:
        if self._sweep is None and self._idle:
            left_s = self._time_left_s(self._idle[0])
            self._sweep = asyncio.get_running_loop().call_later(left_s, self._close_old)

    def _close_old(self) -> None:
        self._sweep = None
        while self._idle and self._time_left_s(self._idle[0]) <= 0:
            self._close(self._idle.popleft().connection)
        self._schedule_sweep()

    def _close(self, connection: Connection) -> None:
        self._group.create_task(self._say_goodbye(connection))

    async def _say_goodbye(self, connection: Connection) -> None:
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._limits.goodbye_s):
                    await connection.aclose()
        finally:
            self._open -= 1
            self._serve_queue()
