"""The sockets that face outwards: bound once, and able to let nobody in for a while."""

import asyncio
import errno
import itertools
import socket
import sys

from sgdesk.errors import SandboxError
from sgdesk.sandbox.fault_book import FaultBook
from sgdesk.sandbox.faults import Drop, Refuse
from sgdesk.sandbox.relay import Connection, Door, is_loopback

BACKLOG = 1_024
MOST_IN_QUEUE = 64
FULL_S = 0.1
"""On one computer a connection that is not there by then is not answered."""


class Listener:
    """One door's port."""

    def __init__(self, door: Door, host: str, port: int) -> None:
        self._door = door
        self._socket = bound_socket(host, port)
        self._host = host
        self._server: asyncio.Server | None = None
        self._in_queue: list[socket.socket] = []
        """Connections of our own that nobody takes, while others are to get no answer."""
        self.port: int = self._socket.getsockname()[1]

    @property
    def name(self) -> str:
        """The door's name."""
        return self._door.listener

    async def open(self, house: "Listeners") -> None:
        """Begin to accept."""
        if self._in_queue:
            self.refuse()
        if self._server is None:
            self._server = await asyncio.get_running_loop().create_server(
                lambda: _Accepted(house, self._door), sock=self._socket, backlog=BACKLOG
            )

    def refuse(self) -> None:
        """Let connects end in RST; the port stays ours, bound and not listening."""
        if self._server is None and not self._in_queue:
            return
        self.close()
        self._socket = bound_socket(self._host, self.port)

    async def drop(self) -> None:
        """Let connects go without an answer, as a firewall does that drops packets.

        Raises `SandboxError` where the system answers all the same.
        """
        if self._in_queue:
            return
        self.refuse()
        try:
            await fill_queue(self._socket, self._in_queue)
        except BaseException:
            # A queue that is not full would pass for one that is.
            self.refuse()
            raise

    def close(self) -> None:
        """Give the port back."""
        for own in self._in_queue:
            own.close()
        self._in_queue = []
        if self._server is not None:
            self._server.close()
            self._server = None
        self._socket.close()


class Listeners:
    """Every port of one local SendGrid, and the connections that came in by them."""

    def __init__(
        self, doors: list[Door], host: str, port_base: int | None, faults: FaultBook
    ) -> None:
        self._faults = faults
        self._numbers = itertools.count(1)
        self._group: asyncio.TaskGroup | None = None
        self._connections: set[Connection] = set()
        self._all: list[Listener] = []
        try:
            for offset, door in enumerate(doors):
                self._all.append(Listener(door, host, port_base + offset if port_base else 0))
        except BaseException:
            self.close()
            raise
        self.ports = {listener.name: listener.port for listener in self._all}

    async def open(self, group: asyncio.TaskGroup) -> None:
        """Begin to accept at every port; connections run in `group`."""
        self._group = group
        await self.follow_faults()

    async def follow_faults(self) -> None:
        """Listen at every port but those that a fault says shall let nobody in."""
        refused = self._faults.shut_listeners(Refuse)
        dropped = self._faults.shut_listeners(Drop)
        for listener in self._all:
            if listener.name in dropped:
                await listener.drop()
            elif listener.name in refused:
                listener.refuse()
            else:
                await listener.open(self)

    def hang_up(self) -> None:
        """Close every connection but those of the control listener."""
        for connection in [c for c in self._connections if c.path is not None]:
            connection.hang_up()

    def close(self) -> None:
        """Stop listening and drop every connection."""
        for listener in self._all:
            listener.close()
        for connection in list(self._connections):
            connection.hang_up()

    def admit(self, door: Door) -> Connection | None:
        """Make the connection of one accepted socket; `None` while shutting down."""
        if self._group is None:
            return None
        connection = Connection(next(self._numbers), door, self._faults, self._group)
        self._connections.add(connection)
        connection.on_gone = lambda: self._connections.discard(connection)
        return connection


class _Accepted(asyncio.Protocol):
    """What asyncio makes for an accepted socket; hands over to the connection at once."""

    def __init__(self, house: Listeners, door: Door) -> None:
        self._house = house
        self._door = door

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("accepted something that is no stream")
        connection = self._house.admit(self._door)
        if connection is None:
            transport.abort()
            return
        connection.is_loopback = is_loopback(transport)
        transport.set_protocol(connection.outside)
        connection.outside.connection_made(transport)
        connection.spawn(connection.serve())


async def fill_queue(listening: socket.socket, in_queue: list[socket.socket]) -> None:
    """Let every further connect to a bound socket go without an answer.

    Its queue of connections is filled, and nobody takes any out: the system then drops the first
    packet of each further one. `in_queue` gets the connections that keep it full. Raises
    `SandboxError`.
    """
    listening.listen(0)
    place, loop = listening.getsockname(), asyncio.get_running_loop()
    for _ in range(MOST_IN_QUEUE):
        own = socket.socket(listening.family, socket.SOCK_STREAM)
        own.setblocking(False)
        in_queue.append(own)
        try:
            async with asyncio.timeout(FULL_S):
                await loop.sock_connect(own, place)
        except TimeoutError:
            return
    raise SandboxError("This system answers every connection, so none can be dropped.")


def bound_socket(host: str, port: int) -> socket.socket:
    """Bind without listening.

    `proto` is named because asyncio sets TCP_NODELAY only on sockets that name
    it; without, the first answer waits 40 ms for Nagle.
    Raises `SandboxError` when the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setblocking(False)
        sock.bind((host, port))
    except OSError as exc:
        sock.close()
        raise SandboxError(
            f"The local SendGrid cannot listen on {host} port {port}.",
            why=exc.strerror or str(exc),
            remedy="Give --host an address of this computer."
            if exc.errno == errno.EADDRNOTAVAIL
            else "Choose another --port-base, or leave it out.",
        ) from exc
    return sock
