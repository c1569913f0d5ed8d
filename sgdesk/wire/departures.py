"""When the kernel let our bytes go: its own stamp of each send (SO_TIMESTAMPING).

The time around a `send` call is only a guess at when the packet left, and a bad
one when another thread took the interpreter in between. Linux stamps a packet
as it is handed to the network device and puts the stamp into the socket's error
queue, with the position of the packet's last byte in the stream; a packet that
is sent again is stamped again.
A socket with anything in that queue is ready to be read, for a loop: whoever is
woken and finds nothing to read must empty it, or is woken without an end.
A device that stamps nothing leaves the guess as it was.

Source: Documentation/networking/timestamping.rst of the Linux kernel.
"""

import socket
import struct
from collections.abc import Iterator

_SO_TIMESTAMPING = 37
"""asm-generic/socket.h, SO_TIMESTAMPING_OLD; Python has no name for it."""
_TX_SOFTWARE = 1 << 1
_REPORT_SOFTWARE = 1 << 4
_WITH_POSITION = 1 << 7
_WITHOUT_DATA = 1 << 11
_ON_REQUEST = [(socket.SOL_SOCKET, _SO_TIMESTAMPING, struct.pack("=I", _TX_SOFTWARE))]
TIMESPEC = struct.Struct("@ll")
_EXTENDED_ERROR = struct.Struct("=IBBBBII")
"""linux/errqueue.h, struct sock_extended_err."""
_FROM_TIMESTAMPING = 4
_AT_DEVICE = 0
_ERROR_LEVELS = (socket.IPPROTO_IP, socket.IPPROTO_IPV6)
_ANCILLARY_BYTES = 512
_POSITIONS = 1 << 32
"""The kernel counts positions in 32 bits, from the byte before which stamps were asked for."""


class Departures:
    """The stamps of one connection's sends; may be asked for once it is connected."""

    __slots__ = ("_is_on", "_position", "_sock", "is_awaited")

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._is_on: bool | None = None
        self._position = 0
        self.is_awaited = False
        """The newest bytes were to be stamped, and are not known to be."""

    def send(self, view: memoryview, flags: int) -> int:
        """Send and ask for a stamp; just send where the system gives none."""
        if self._is_on is None:
            self._is_on = self._switch_on()
        if not self._is_on:
            return socket.socket.send(self._sock, view, flags)
        # The plain socket's methods: its kin in `socket.py` stamps what passes through its own.
        count = socket.socket.sendmsg(self._sock, [view], _ON_REQUEST, flags)
        self.count(count)
        self.is_awaited = True
        return count

    def count(self, sent: int) -> None:
        """Count bytes that left without a stamp; positions are of the whole stream."""
        if self._is_on:
            self._position = (self._position + sent) % _POSITIONS
            self.is_awaited = False

    def newest(self) -> int | None:
        """Empty the queue; give the wall-clock time (ns) at which the newest bytes left.

        `None` when it is not known yet, and when it has been given.
        """
        found = None
        while self._is_on:
            try:
                _, ancillary, _, _ = socket.socket.recvmsg(
                    self._sock, 0, _ANCILLARY_BYTES, socket.MSG_ERRQUEUE
                )
            except OSError:
                # Nothing there yet; a broken connection says so to whoever reads it.
                break
            for position, wall_ns in _stamps(ancillary):
                if self.is_awaited and position == (self._position - 1) % _POSITIONS:
                    found = wall_ns
                    self.is_awaited = False
        return found

    def _switch_on(self) -> bool:
        how = _REPORT_SOFTWARE | _WITH_POSITION | _WITHOUT_DATA
        try:
            self._sock.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPING, how)
        except OSError:
            return False
        return True


def wall_ns_of(timespec: bytes) -> int:
    """Read the kernel's `struct timespec`, or the first of several, as ns since 1970."""
    seconds, nanoseconds = TIMESPEC.unpack_from(timespec)
    return int(seconds) * 1_000_000_000 + int(nanoseconds)


def _stamps(ancillary: list[tuple[int, int, bytes]]) -> Iterator[tuple[int, int]]:
    """Give the position of a stamp and its time; other errors of the queue have neither."""
    wall_ns = position = None
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, _SO_TIMESTAMPING):
            wall_ns = wall_ns_of(data)
        elif level in _ERROR_LEVELS and len(data) >= _EXTENDED_ERROR.size:
            error = _EXTENDED_ERROR.unpack(data[: _EXTENDED_ERROR.size])
            _, origin, _, _, _, what, at = error
            if (origin, what) == (_FROM_TIMESTAMPING, _AT_DEVICE):
                position = at
    if wall_ns and position is not None:
        yield position, wall_ns
