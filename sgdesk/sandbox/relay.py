"""The byte relay in front of both servers.

Every connection from outside ends here and is joined to a server inside by a
socket pair. So bytes can be held up (a simulated distance), the connection can
end in FIN or RST at any byte, and nothing of that is known to the servers.
The relay never decrypts.
"""

import asyncio
import contextlib
import ipaddress
import socket
import ssl
import struct
import sys
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from sgdesk.clock import monotonic_ns
from sgdesk.sandbox.fault_book import BodyFaults, FaultBook
from sgdesk.sandbox.faults import (
    Action,
    Close,
    Delay,
    Distance,
    Path,
    Point,
    RawReply,
    Reset,
    Silence,
    WrongCertificate,
    WrongCertificateKind,
)
from sgdesk.sandbox.pause import pause, pause_until

LINGER_S = 2.0
"""How long a finished connection goes on swallowing what its client still sends.

A plain close with unread bytes would turn the FIN into an RST.
"""
HELD_BYTES_LIMIT = 8 << 20
"""In flight over a simulated distance; above it the sender is held back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What stands behind one listener."""

    listener: str
    path: Path | None
    """`None` for the control listener, which no fault touches."""
    server: Callable[["Connection"], asyncio.BaseProtocol]
    tls: Callable[[WrongCertificateKind | None], ssl.SSLContext] | None = None
    """Set where TLS begins with the first byte."""


class Pipe:
    """One direction: in order, at once or after a fixed delay."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._queue: deque[tuple[int, bytes | None]] = deque()
        self._held_bytes = 0
        self._is_moving = False
        self.source: asyncio.Transport | None = None
        self.target: asyncio.Transport | None = None
        self.last_ns = 0
        """When bytes last left it."""
        self.on_end: Callable[[], None] = lambda: None

    def feed(self, content: bytes | None) -> None:
        """Pass bytes on, or the end (`None`)."""
        delay_ns = self._connection.one_way_ns
        if not delay_ns and not self._queue:
            self._emit(content)
            return
        self._queue.append((monotonic_ns() + delay_ns, content))
        self._held_bytes += len(content or b"")
        if self._held_bytes > HELD_BYTES_LIMIT and self.source is not None:
            self.source.pause_reading()
        if not self._is_moving:
            self._is_moving = True
            self._connection.spawn(self._move())

    async def _move(self) -> None:
        while self._queue:
            due_ns, content = self._queue[0]
            await pause_until(due_ns)
            self._queue.popleft()
            self._held_bytes -= len(content or b"")
            self._emit(content)
        self._is_moving = False
        if self.source is not None and not self.source.is_closing():
            self.source.resume_reading()

    def _emit(self, content: bytes | None) -> None:
        if content is None:
            self.on_end()
        elif self.target is not None and not self.target.is_closing():
            self.last_ns = monotonic_ns()
            self.target.write(content)


class _Side(asyncio.Protocol):
    """One end of a connection: what it hears goes into `pipe`."""

    def __init__(
        self, pipe: Pipe, *, heard: Callable[[bytes | None], None], lost: Callable[[], None]
    ) -> None:
        self._pipe = pipe
        self._heard = heard
        self._lost = lost
        self.counterpart: Pipe | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Only socket transports come here; asyncio types the argument more widely.
        if isinstance(transport, asyncio.Transport):
            self._pipe.source = transport
            if self.counterpart is not None:
                self.counterpart.target = transport

    def data_received(self, data: bytes) -> None:
        self._heard(data)

    def eof_received(self) -> bool:
        self._heard(None)
        return True

    def connection_lost(self, _: Exception | None) -> None:
        self._lost()

    def pause_writing(self) -> None:
        self._set_reading(False)

    def resume_writing(self) -> None:
        self._set_reading(True)

    def _set_reading(self, on: bool) -> None:
        source = self.counterpart.source if self.counterpart else None
        if source is not None and not source.is_closing():
            (source.resume_reading if on else source.pause_reading)()


class Connection:
    """One client, from its SYN to its last byte."""

    def __init__(
        self, number: int, door: Door, faults: FaultBook, group: asyncio.TaskGroup
    ) -> None:
        self.number = number
        self.listener = door.listener
        self.path = door.path
        self.one_way_ns = 0
        self.gone = asyncio.Event()
        self.on_gone: Callable[[], None] = lambda: None
        self.write_raw: Callable[[bytes], None] = lambda _: None
        """HTTP: write to the client past the HTTP library; set by the server."""
        self.is_loopback = False
        self.on_answer: list[Callable[[int], None]] = []
        """Each called once, with the time, when the server's next bytes leave it."""
        self._door = door
        self._faults = faults
        self._group = group
        self._ends_in_reset = False
        self._lingers = True
        self._inner: socket.socket | None = None
        self._gate: asyncio.Event | None = asyncio.Event()
        self._waiting: list[bytes | None] = []
        self.upward = Pipe(self)
        self.downward = Pipe(self)
        self.upward.on_end = self._end_upward
        self.downward.on_end = self._end_downward
        self.outside = _Side(self.upward, heard=self._heard_client, lost=self._client_lost)
        self.inside = _Side(self.downward, heard=self._heard_server, lost=self._server_lost)
        self.outside.counterpart = self.downward
        self.inside.counterpart = self.upward

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine that belongs to this connection."""
        guarded = self._guard(work)
        try:
            task = self._group.create_task(guarded)
        except RuntimeError:  # everything is being shut down
            guarded.close()
            work.close()
        else:
            # A task that is cancelled before its first step never comes to awaiting `work`.
            task.add_done_callback(lambda _: work.close())

    async def _guard(self, work: Coroutine[Any, Any, None]) -> None:
        """Keep one connection's trouble from ending the others: a group falls with any task."""
        try:
            await work
        except Exception as exc:
            context = {"message": f"connection {self.number} at {self.listener}", "exception": exc}
            asyncio.get_running_loop().call_exception_handler(context)

    def take(self, at: Point, recipient: str | None = None) -> tuple[Action, ...]:
        """Give what is to go wrong at a point of this connection."""
        if self.path is None:
            return ()
        return self._faults.take(at, path=self.path, listener=self.listener, recipient=recipient)

    def take_body(self) -> BodyFaults:
        """Give what is to go wrong in an upload on this connection."""
        if self.path is None:
            return BodyFaults()
        return self._faults.take_body(path=self.path, listener=self.listener)

    def close(self, *, linger: bool = True) -> None:
        """End in FIN, behind everything that the server has written so far."""
        self._lingers = linger
        self._stop_server()

    def reset(self) -> None:
        """End in RST, behind everything that the server has written so far."""
        self._ends_in_reset = True
        self._stop_server()

    def _stop_server(self) -> None:
        if self._inner is None:
            self._end_downward()
            return
        # Below TLS: no close_notify, as when a server dies or a middlebox cuts in.
        with contextlib.suppress(OSError):
            self._inner.shutdown(socket.SHUT_WR)

    async def serve(self) -> None:
        """Join the client to a server, with what goes wrong on the way."""
        try:
            if not await self.play(self.take(Point.CONNECT)):
                return
            context = None
            if self._door.tls is not None:
                kind = await self._tls_point()
                if self.gone.is_set():
                    return
                context = self._door.tls(kind)
            await self._join(context)
        except (OSError, ssl.SSLError):
            # A client that went away, or that refused our certificate.
            self._end_downward()

    async def _join(self, context: ssl.SSLContext | None) -> None:
        loop = asyncio.get_running_loop()
        outer, inner = socket.socketpair()
        outer.setblocking(False)
        inner.setblocking(False)
        transport, _ = await loop.connect_accepted_socket(lambda: self.inside, outer)
        if self.gone.is_set():
            transport.abort()
            inner.close()
            return
        self._inner = inner
        self._open_gate()
        await loop.connect_accepted_socket(lambda: self._door.server(self), inner, ssl=context)

    def expect_tls(self) -> WrongCertificateKind | None:
        """Hold the client's next bytes, its ClientHello, for the faults at `tls`.

        Called when STARTTLS was granted; gives the wrong certificate to show, if any.
        """
        actions = self.take(Point.TLS)
        kinds = [action.kind for action in actions if isinstance(action, WrongCertificate)]
        if len(kinds) < len(actions):
            self._gate = asyncio.Event()
            self.spawn(self._play_at_gate(actions))
        return kinds[0] if kinds else None

    async def _play_at_gate(self, actions: tuple[Action, ...]) -> None:
        await self._first_bytes()
        if await self.play(actions):
            self._open_gate()

    async def _tls_point(self) -> WrongCertificateKind | None:
        await self._first_bytes()
        if self.gone.is_set():
            return None
        actions = self.take(Point.TLS)
        if not await self.play(actions):
            self.gone.set()
            return None
        return next((a.kind for a in actions if isinstance(a, WrongCertificate)), None)

    async def _first_bytes(self) -> None:
        if self._gate is not None:
            await self._gate.wait()

    async def play(self, actions: tuple[Action, ...]) -> bool:
        """Do what goes wrong below the servers; say whether the connection goes on."""
        for action in actions:
            match action:
                case Delay(ms=ms):
                    await pause(ms)
                case Distance(rtt_ms=rtt_ms):
                    self.one_way_ns = round(rtt_ms * 5e5)
                case RawReply(content=content):
                    self.downward.feed(content)
                case Close():
                    self.close()
                    return False
                case Reset():
                    self.reset()
                    return False
                case Silence():
                    return False
                case _:
                    pass
        return not any(isinstance(action, RawReply) for action in actions)

    def _heard_client(self, content: bytes | None) -> None:
        """Pass on what the client sent, `None` being its end, or hold it at the gate."""
        if self._gate is None or (content is None and self.upward.target is None):
            self.upward.feed(content)
            return
        self._waiting.append(content)
        self._gate.set()

    def _heard_server(self, content: bytes | None) -> None:
        at_ns = monotonic_ns()
        for note in self.on_answer:
            note(at_ns)
        self.on_answer.clear()
        self.downward.feed(content)

    def _open_gate(self) -> None:
        self._gate = None
        for content in self._waiting:
            self.upward.feed(content)
        self._waiting.clear()

    def _end_upward(self) -> None:
        target = self.upward.target
        if target is None:
            self._client_transport_close()
        elif self.gone.is_set():
            target.close()
        elif not target.is_closing() and target.can_write_eof():
            target.write_eof()

    def _end_downward(self) -> None:
        client = self.upward.source
        if client is None or client.is_closing():
            return
        if self._ends_in_reset:
            abort_with_reset(client)
        elif self._lingers:
            try:
                client.write_eof()
            except OSError:  # the client has reset the connection; nobody told us yet
                client.abort()
            self.spawn(self._linger())
        else:
            client.close()

    async def _linger(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LINGER_S):
                await self.gone.wait()
        self._client_transport_close()

    def _client_transport_close(self) -> None:
        if self.upward.source is not None:
            self.upward.source.close()

    def hang_up(self) -> None:
        """Drop the connection at once, whatever is under way."""
        for pipe in (self.upward, self.downward):
            if pipe.source is not None:
                pipe.source.abort()

    def _client_lost(self) -> None:
        self.gone.set()
        self.on_gone()
        if self._gate is not None:
            self._gate.set()
        # Behind what is still on its way: over a distance, bytes outlive their sender.
        self.upward.feed(None)

    def _server_lost(self) -> None:
        if not self.gone.is_set():
            self._end_downward()


def abort_with_reset(transport: asyncio.Transport) -> None:
    """Close a TCP transport so that its peer gets RST."""
    sock = transport.get_extra_info("socket")
    layout = "hh" if sys.platform == "win32" else "ii"
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(layout, 1, 0))
    transport.abort()


def is_loopback(transport: asyncio.BaseTransport) -> bool:
    """Say whether the client is on this computer."""
    peer = transport.get_extra_info("peername")
    return bool(peer) and ipaddress.ip_address(peer[0].partition("%")[0]).is_loopback
