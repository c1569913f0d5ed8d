"""A byte stream over a dialled socket: reads with stamps, paced writes.

Writing is never ahead of the kernel by more than one piece: the transport's
buffer is limited to nothing, so that "room" means the kernel took it all.
"""

import asyncio
import select
import ssl
from collections import deque
from contextlib import suppress

from sgdesk.trace import Phase
from sgdesk.wire.client_tls import ClientTls
from sgdesk.wire.dial import Dialled

PIECE_BYTES = 64 * 1024
"""One big write to a TLS transport blocks the loop for as long as it encrypts."""
_READ_AHEAD_BYTES = 256 * 1024
_GOODBYE_S = 0.5


class WireStream(asyncio.Protocol):
    """One connection, owned by one attempt at a time."""

    def __init__(self, dialled: Dialled) -> None:
        self.dialled = dialled
        self.last_read_ns: int | None = None
        """When the bytes arrived that the newest `read` gave."""
        self.is_closed = False
        self._transport: asyncio.Transport | None = None
        self._tls: ClientTls | None = None
        self._arrived: deque[tuple[bytes, int]] = deque()
        self._held_bytes = 0
        self._ended = False
        self._error: Exception | None = None
        self._is_aborted = False
        self._full = False
        self._unsent = b""
        """The part of the hello that the socket did not take before asyncio had it."""
        self._wake: asyncio.Future[None] | None = None
        self._gone = asyncio.get_running_loop().create_future()

    @classmethod
    async def open(cls, dialled: Dialled) -> "WireStream":
        """Wrap a dialled socket; closes it when that fails."""
        stream = cls(dialled)
        await stream.attach()
        return stream

    async def attach(self) -> None:
        """Let asyncio read and write the socket; closes it when that fails."""
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: self, sock=self.dialled.sock)
        except BaseException:
            self.dialled.sock.close()
            raise

    async def start_tls(self, context: ssl.SSLContext, name: str, *, then: Phase) -> None:
        """Encrypt from here on; `then` begins with the end of the handshake.

        Raises `ssl.SSLError` or `OSError`; the stream is closed then.
        """
        try:
            tls = ClientTls(context, name)
        except BaseException:
            self.abort()
            raise
        self.say_hello(tls, then=then)
        await self.shake_hands()

    def say_hello(self, tls: ClientTls, *, then: Phase) -> None:
        """Begin to encrypt, also before `attach`: the server works while asyncio prepares.

        What came in plain text before counts for nothing (RFC 3207 section 4.2).
        """
        self._forget_arrived()
        self._tls = tls
        tls.report_to(self.dialled.tap, then=then)
        self._send(tls.outgoing())

    async def shake_hands(self) -> None:
        """Wait until all is encrypted. Raises as `start_tls`, and closes."""
        try:
            while not (self._tls and self._tls.is_shaken):
                if self._ended:
                    raise self._error or ConnectionResetError
                await self._change()
        except BaseException:
            self.abort()
            raise

    # What asyncio reports.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport
            transport.set_write_buffer_limits(high=0)
            unsent, self._unsent = self._unsent, b""
            self._send(unsent)

    def data_received(self, data: bytes) -> None:
        """Keep what came with its stamp, decrypted."""
        if self._tls is None:
            self._keep(data)
            return
        self._tls.feed(data)
        try:
            self._work(self._tls)
        except OSError as error:
            # A certificate of no good, or what nobody who means well can have sent.
            self._error = error
            self.abort()

    def eof_received(self) -> bool:
        """Note the end; asyncio closes."""
        self._end()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Note the end and its reason."""
        self.is_closed = True
        self._error = self._error or exc
        if not self._gone.done():
            self._gone.set_result(None)
        self._end()

    def pause_writing(self) -> None:
        """Stop writing: the kernel is full."""
        self._full = True

    def resume_writing(self) -> None:
        """Write on."""
        self._full = False
        self._ring()

    def _work(self, tls: ClientTls) -> None:
        """Do what is to be done by what arrived: shake hands, decrypt, answer a goodbye."""
        parts: list[bytes] = []
        try:
            if tls.shake():
                parts.extend(tls.read())
        finally:
            # An alert, too, where it came to a bad end.
            self._send(tls.outgoing())
            # As one: a server may put each byte into a record of its own.
            self._keep(b"".join(parts))
        if tls.has_ended and self._transport is not None:
            self._send(tls.say_goodbye())
            self._transport.close()
            self._end()

    def _send(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)
            return
        sent = 0
        with suppress(BlockingIOError):
            sent = self.dialled.sock.send(data)
        self._unsent = data[sent:]

    def _keep(self, data: bytes) -> None:
        # Once we leave, nobody reads; what is behind it may be the answer to our goodbye.
        if data and not self.is_closed:
            self._arrived.append((data, self.dialled.tap.last_arrival_ns))
            self._held_bytes += len(data)
        if self._held_bytes > _READ_AHEAD_BYTES and self._transport is not None:
            self._transport.pause_reading()
        self._ring()

    def _forget_arrived(self) -> None:
        self._arrived.clear()
        self._held_bytes = 0
        if self._transport is not None:
            self._transport.resume_reading()

    def _end(self) -> None:
        self._ended = True
        self._ring()

    # What a transport does.

    async def read(self, limit: int) -> bytes:
        """Give the next bytes, `b""` at the end; raises the `OSError` that broke it."""
        while not self._arrived:
            if self._error is not None:
                raise self._error
            if self._ended:
                return b""
            await self._change()
        data, self.last_read_ns = self._arrived.popleft()
        if len(data) > limit:
            self._arrived.appendleft((data[limit:], self.last_read_ns))
            data = data[:limit]
        self._held_bytes -= len(data)
        if self._held_bytes <= _READ_AHEAD_BYTES and self._transport and not self.is_closed:
            self._transport.resume_reading()
        return data

    async def room(self) -> None:
        """Wait until the kernel has taken everything written so far."""
        while self._full and not self._ended and not self.has_data:
            await self._change()

    def write(self, piece: bytes) -> None:
        """Write at most `PIECE_BYTES`; raises `ConnectionError` on a connection that is over."""
        if self._transport is None or self.has_ended:
            raise self._error or BrokenPipeError("the server closed the connection")
        self._transport.write(piece if self._tls is None else self._tls.encrypt(piece))

    @property
    def has_data(self) -> bool:
        """Say whether something came that nobody has read."""
        return bool(self._arrived)

    @property
    def has_ended(self) -> bool:
        """Say whether nothing can be written any more: the other side has closed, or this one."""
        # A transport that broke says so one turn of the loop later.
        is_closing = self._transport is not None and self._transport.is_closing()
        return self._ended or self.is_closed or is_closing

    async def is_dead(self) -> bool:
        """Say whether an idle connection is over, or has something to say unasked.

        What the kernel holds is let in first; a TLS session ticket is neither.
        """
        for _ in range(3):
            if self.has_ended or self.has_data:
                return True
            if not _readable(self.dialled.sock.fileno()):
                return False
            await asyncio.sleep(0)
        return self.has_ended or self.has_data

    def abort(self) -> None:
        """Close at once, without a word."""
        self.is_closed = True
        if self._is_aborted or self._gone.done():
            return
        self._is_aborted = True
        if self._transport is not None:
            self._transport.abort()
        else:
            self.dialled.sock.close()

    async def aclose(self) -> None:
        """Close politely, but not for long; never raises anything but a cancellation."""
        transport, self.is_closed = self._transport, True
        if transport is None:
            self.dialled.sock.close()
            return
        if not self._is_aborted:
            self._leave(transport)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(_GOODBYE_S):
                    await asyncio.shield(self._gone)
        finally:
            self.abort()
        await self._gone

    def _leave(self, transport: asyncio.Transport) -> None:
        """Close; encrypted, once the other side has answered our goodbye."""
        if self._tls is None or not self._tls.is_shaken or transport.is_closing():
            transport.close()
            return
        transport.write(self._tls.say_goodbye())
        # What nobody read in time would hold the answer up.
        self._forget_arrived()

    def _ring(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    async def _change(self) -> None:
        self._wake = asyncio.get_running_loop().create_future()
        try:
            await self._wake
        finally:
            self._wake = None


def _readable(fileno: int) -> bool:
    if fileno < 0:
        return True
    if hasattr(select, "poll"):
        poller = select.poll()
        poller.register(fileno, select.POLLIN | select.POLLHUP | select.POLLERR)
        return bool(poller.poll(0))
    return bool(select.select([fileno], [], [], 0)[0])
