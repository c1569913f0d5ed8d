"""A TCP socket that stamps what passes through it.

On Linux each read carries the kernel's own arrival time (SO_TIMESTAMPNS), and
each send of a timed attempt its departure (`departures.py`), so that a busy
interpreter does not enter a measurement. The option works only while somebody
holds the machine-wide switch; an idle UDP socket with the option set does so
for the life of the process.
A read without a stamp is stamped by us and says so.

Works with every selector loop: a plain asyncio protocol reads with `recv`, the
TLS protocol with `recv_into`, both write with `send` (or `sendmsg`).
"""

import atexit
import errno
import socket
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sgdesk.clock import monotonic_ns, wall_to_monotonic_ns
from sgdesk.wire.departures import TIMESPEC, Departures, wall_ns_of
from sgdesk.wire.tcp_info import TcpInfo, tcp_info

if TYPE_CHECKING:
    from sgdesk.wire.recorder import Recorder

_SO_TIMESTAMPNS = 35
"""asm-generic/socket.h, SO_TIMESTAMPNS_OLD; Python has no name for it."""
_ANCILLARY_BYTES = socket.CMSG_SPACE(TIMESPEC.size) if hasattr(socket, "CMSG_SPACE") else 0
_Ancillary = Sequence[tuple[int, int, bytes]]
_UNSTAMPED: _Ancillary = ()
_MOST_READ = 64 * 1024
"""asyncio asks for 256 KiB, which come fresh from the system and go back for each read."""
_MOST_PATIENCE = 2
"""A TLS hello is sent before asyncio reads, and once more as it begins to."""
HAS_KERNEL_STAMPS = sys.platform == "linux" and sys.byteorder == "little"


class Tap:
    """The listener on one connection; outlives attempts, hears for one at a time.

    `tap.recorder = next_recorder` moves a warm connection to its next attempt;
    `None` lets what arrives in between pass unheard.
    """

    __slots__ = (
        "encrypted",
        "known_issuers",
        "last_arrival_ns",
        "leads_away",
        "opaque",
        "recorder",
    )

    def __init__(self, recorder: "Recorder | None" = None) -> None:
        self.recorder = recorder
        self.encrypted = False
        """Set at the end of the handshake: from then on `SSLObject` says what has meaning."""
        self.opaque = False
        """Set while the socket's bytes are not text: TLS, SOCKS."""
        self.last_arrival_ns = 0
        self.leads_away = False
        """Set where the other end may be another computer: who vouches for it matters there."""
        self.known_issuers: tuple[str, ...] | None = None
        """See `Route.known_issuers`."""

    def sent(self, data: memoryview, count: int, began_ns: int, at_ns: int) -> None:
        """Pass on a send that took `count` bytes of `data`, in a call begun at `began_ns`."""
        recorder = self.recorder
        if recorder is None:
            return
        recorder.sent(count, at_ns, blocked=count < len(data), began_ns=began_ns)
        if count and not self.opaque:
            recorder.transcript.client(bytes(data[:count]))

    @property
    def times_sends(self) -> bool:
        """Say whether somebody asks when a packet left; a bulk run's overlapped mails do not."""
        return self.recorder is not None and not self.recorder.overlapped

    def left(self, guessed_ns: int, at_ns: int) -> None:
        """Put the kernel's stamp of a send in the place of our guess."""
        if self.recorder is not None:
            self.recorder.left(guessed_ns, at_ns)

    def received(self, data: memoryview, at_ns: int, *, kernel: bool, read_ns: int) -> None:
        """Pass on a read."""
        self.last_arrival_ns = at_ns
        recorder = self.recorder
        if recorder is None:
            return
        recorder.received(len(data), at_ns, kernel=kernel, read_ns=read_ns)
        if len(data) and not self.encrypted:
            recorder.heard(at_ns)
        if len(data) and not self.opaque:
            recorder.transcript.server(bytes(data))

    def plain_sent(self, data: bytes | memoryview) -> None:
        """Pass on what was encrypted."""
        if self.recorder is not None:
            self.recorder.transcript.client(data)

    def plain_received(self, data: bytes) -> None:
        """Pass on what was decrypted: the newest arrival meant something."""
        if self.recorder is not None:
            self.recorder.heard(self.last_arrival_ns)
            self.recorder.transcript.server(data)


class StampedSocket(socket.socket):
    """A non-blocking TCP socket with a tap."""

    def __init__(self, family: int, tap: Tap) -> None:
        # asyncio sets TCP_NODELAY only where the protocol number says TCP.
        super().__init__(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self.tap = tap
        self.kernel_stamps = False
        self.connect_began_ns: int | None = None
        self._departures: Departures | None = None
        self._call_ns = (0, 0)
        """When the newest send was called and when it returned."""
        self._guessed_ns = 0
        self._patience = _MOST_PATIENCE
        self.setblocking(False)
        self.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if HAS_KERNEL_STAMPS and kernel_switch.hold():
            self.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
            self.kernel_stamps = True
            self._departures = Departures(self)

    def connect(self, address: Any) -> None:
        """Connect, noting when: the loop's own work before this call is no wait."""
        began_ns = monotonic_ns()
        try:
            super().connect(address)
        finally:
            self.connect_began_ns = _within(began_ns, monotonic_ns())

    def info(self) -> TcpInfo | None:
        """Give what the kernel knows of the connection; `None` where it does not say."""
        return tcp_info(self)

    def recv(self, bufsize: int, flags: int = 0) -> bytes:
        """Read and stamp; a peek is neither stamped nor booked."""
        self._note_departure(woken=False)
        try:
            if flags or not self.kernel_stamps:
                data, ancillary = super().recv(bufsize, flags), _UNSTAMPED
            else:
                data, ancillary, _, _ = self.recvmsg(min(bufsize, _MOST_READ), _ANCILLARY_BYTES)
        except BlockingIOError:
            self._note_departure(woken=True)
            raise
        if not flags:
            self._book_read(memoryview(data), ancillary)
        return data

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        """Read into a buffer and stamp."""
        view = memoryview(buffer).cast("B")
        view = view[:nbytes] if nbytes else view
        self._note_departure(woken=False)
        try:
            if flags or not self.kernel_stamps:
                count, ancillary = super().recv_into(view, 0, flags), _UNSTAMPED
            else:
                count, ancillary, _, _ = self.recvmsg_into([view], _ANCILLARY_BYTES)
        except BlockingIOError:
            self._note_departure(woken=True)
            raise
        if not flags:
            self._book_read(view[:count], ancillary)
        return count

    def send(self, data: Any, flags: int = 0) -> int:
        """Write and stamp (see `_within`).

        A broken connection is told as "not now" at first: asyncio then reads once
        more before it tries again, and an answer that came just before the reset
        (413 before the body was out) is not thrown away.
        """
        # The views are let go at once: an exception's traceback would hold them, and with
        # them asyncio's write buffer, which could then not be emptied.
        with memoryview(data) as whole, whole.cast("B") as view:
            began_ns = monotonic_ns()
            try:
                count = self._put(view, flags)
            except BlockingIOError:
                self._note_departure(woken=True)
                self.tap.sent(view, 0, began_ns, began_ns)
                raise
            except ConnectionError as error:
                if not self._patience:
                    raise
                self._patience -= 1
                self.tap.sent(view, 0, began_ns, began_ns)
                raise BlockingIOError(errno.EAGAIN, "broken; read first") from error
            self._call_ns = began_ns, monotonic_ns()
            self._guessed_ns = _within(*self._call_ns)
            self.tap.sent(view, count, began_ns, self._guessed_ns)
            return count

    def sendmsg(self, buffers: Iterable[Any], *_ancillary: Any) -> int:
        """Write several buffers as one; asyncio does so from Python 3.12."""
        return self.send(b"".join(buffers))

    def _put(self, view: memoryview, flags: int) -> int:
        if self._departures is None:
            return super().send(view, flags)
        if self.tap.times_sends:
            return self._departures.send(view, flags)
        count = super().send(view, flags)
        self._departures.count(count)
        return count

    def _note_departure(self, *, woken: bool) -> None:
        """Before an arrival is booked: hear when what it answers had left.

        `woken`: there was nothing to read or no room to write, so that it may have been
        the queue of stamps that woke the loop, and would again.
        """
        departures = self._departures
        if departures is None or not (woken or departures.is_awaited):
            return
        wall_ns = departures.newest()
        # Bytes that left after the call had waited in the kernel for room on the network,
        # and so had we.
        at_ns = None if wall_ns is None else _moved(wall_ns, within_ns=self._call_ns)
        if at_ns is not None:
            self.tap.left(self._guessed_ns, at_ns)

    def _book_read(self, view: memoryview, ancillary: _Ancillary) -> None:
        now = monotonic_ns()
        for level, kind, data in ancillary:
            if level == socket.SOL_SOCKET and kind == _SO_TIMESTAMPNS:
                # What comes later on a connection has not arrived before the rest.
                earliest_ns = max(self.tap.last_arrival_ns, self.connect_began_ns or 0)
                at_ns = _moved(wall_ns_of(data), within_ns=(earliest_ns, now))
                if at_ns is not None:
                    self.tap.received(view, at_ns, kernel=True, read_ns=now)
                    return
        self.tap.received(view, now, kernel=False, read_ns=now)


_CLOCKS_APART_NS = 1_000_000
"""How far a moved stamp may lie outside the stretch in which it was made."""


def _moved(stamp_wall_ns: int, *, within_ns: tuple[int, int]) -> int | None:
    """Move a kernel's stamp to the monotonic clock; `None` when that lies outside a stretch.

    The wall clock may have been stepped between the stamp and now.
    """
    first, last = within_ns
    at_ns = wall_to_monotonic_ns(stamp_wall_ns)
    if not first - _CLOCKS_APART_NS < at_ns < last + _CLOCKS_APART_NS:
        return None
    return min(max(at_ns, first), last)


_UNDISTURBED_NS = 50_000


def _within(began_ns: int, ended_ns: int) -> int:
    """Give the moment within a system call at which its packet most likely left.

    The middle, when nobody cut in: half of the call is on the way in, half is on
    the way out (on loopback: the receiver's work). When the call seems long,
    another thread held the interpreter at its end, and only the beginning is known.
    """
    took_ns = ended_ns - began_ns
    return began_ns + (took_ns // 2 if took_ns < _UNDISTURBED_NS else 0)


class _KernelSwitch:
    """Hold the machine-wide receive-stamp switch on, for the life of the process."""

    def __init__(self) -> None:
        self._holder: socket.socket | None = None
        self._refused = False

    def hold(self) -> bool:
        """Say whether stamps can be had; the first call takes the switch."""
        if self._holder is None and not self._refused:
            holder = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            try:
                holder.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
                self._holder = holder
            except OSError:
                holder.close()
                self._refused = True
        return self._holder is not None

    def release(self) -> None:
        """Let go, so that a test which counts sockets finds none."""
        if self._holder is not None:
            self._holder.close()
            self._holder = None


kernel_switch = _KernelSwitch()
atexit.register(kernel_switch.release)
