"""Pass over the interim answers (1xx) of an HTTP server; no sockets, no clock.

A client reads past any number of them, asked for or not, until the final one
comes (RFC 9110 section 15.2). Not so `101 Switching Protocols`: nothing follows
it that could be read, and nobody here asks for it.
"""

import re

import httpcore

INTERIM_AT_MOST = 32
"""A server that works for long says 102 every few seconds; more than this never ends."""
HEAD_BYTES = 16_384

_INTERIM = re.compile(rb"HTTP/\d\.\d 1(?!01)\d\d[ \r\n]")
_BEGINNING = b"HTTP/"
_SHORTEST = len(b"HTTP/1.1 100\n")
_HEAD_END = re.compile(rb"\n\r?\n")


class UnreadableAnswerError(httpcore.RemoteProtocolError):
    """What came is no HTTP, or interim answers without end."""


class FinalAnswer:
    """What came of one answer, without the interim ones before it."""

    def __init__(self) -> None:
        self.has_begun = False
        """Bytes came that belong to no interim answer."""
        self._held = b""
        self._passed = 0

    def feed(self, data: bytes) -> None:
        """Take the next bytes.

        Raises `UnreadableAnswerError`.
        """
        self._held += data
        while self._held and not self.has_begun:
            if not self._held.startswith(_BEGINNING[: len(self._held)]):
                # Said now: it may never come to the empty line that ends a head.
                raise UnreadableAnswerError("the server's answer is not HTTP")
            if not self._may_be_interim():
                self.has_begun = True
                return
            end = _HEAD_END.search(self._held)
            if end is not None:
                self._held = self._held[end.end() :]
                self._passed += 1
            if self._passed > INTERIM_AT_MOST or (len(self._held) > HEAD_BYTES and end is None):
                raise UnreadableAnswerError("the server announced an answer without end")
            if end is None:
                return

    def take(self) -> bytes:
        """Give what came since of the final answer."""
        if not self.has_begun:
            return b""
        came, self._held = self._held, b""
        return came

    def _may_be_interim(self) -> bool:
        return len(self._held) < _SHORTEST or _INTERIM.match(self._held) is not None
