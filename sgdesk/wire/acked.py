"""Prove that bytes never reached the server.

When a connection breaks after a message was written, the server may have it
or not. TCP knows a part of the answer: the server's end of stream (FIN) repeats
how much its kernel has received. If that is nothing of what we wrote, and a
reset follows, nobody got it.
What was acknowledged proves nothing: the program may have read it, or not. Nor
does a reset without an end of stream before it: its own acknowledgement is not
taken in, and the one before may have been delayed (RFC 9293 section 3.10.7.4).
"""

import asyncio
import socket
from contextlib import suppress

from sgdesk.clock import monotonic_ns
from sgdesk.wire.tcp_info import TcpInfo, tcp_info

_LOOK_EVERY = 0.005
_PATIENCE_NS = 400_000_000
"""A closed peer answers our bytes with a reset within one round trip."""


class AckWatch:
    """Watch one connection from before a write until its fate is known.

    Holds a second handle, because asyncio closes the first as soon as the
    connection breaks, and what the kernel knows would go with it.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._handle: socket.socket | None = None
        self._before: int | None = None
        info = tcp_info(sock)
        if info is not None:
            self._before = info.bytes_acked
            # Where no more files can be opened nothing is proved, and the mail goes all the same.
            with suppress(OSError):
                self._handle = socket.socket(fileno=socket.dup(sock.fileno()))

    async def proves_nothing_arrived(self) -> bool:
        """Say whether the server's kernel certainly has none of what was written since.

        Call it after an end of stream, never after a reset that came first. An
        end of stream alone may come from a server that still reads: then the
        reset is awaited for at most 0.4 s.
        """
        deadline = monotonic_ns() + _PATIENCE_NS
        while self._handle is not None and self._before is not None:
            info = tcp_info(self._handle)
            if info is None or info.bytes_acked != self._before:
                return False
            if info.is_closed:
                return True
            if monotonic_ns() > deadline:
                return False
            await asyncio.sleep(_LOOK_EVERY)
        return False

    def info(self) -> TcpInfo | None:
        """Give what the kernel knows, after the connection broke as well."""
        return tcp_info(self._handle) if self._handle is not None else None

    def close(self) -> None:
        """Let the second handle go; may be called twice."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None
