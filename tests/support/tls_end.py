"""The server's end of TLS by hand: a test says what leaves when, and with what in one segment."""

import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from tests.support.servers import Visit

_T = TypeVar("_T")
_READ_BYTES = 1 << 20


class TlsEnd:
    """The end in memory."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)

    def feed(self, data: bytes) -> None:
        """Take what came."""
        self._incoming.write(data)

    def shake(self, data: bytes) -> bytes:
        """Go on with the handshake by what came; give what is to be sent."""
        self.feed(data)
        with suppress(ssl.SSLWantReadError):
            self.tls.do_handshake()
        return self.unsent()

    def encrypted(self, data: bytes) -> bytes:
        """Give what stands for `data` on the wire."""
        self.tls.write(data)
        return self.unsent()

    def goodbye(self) -> bytes:
        """Give the words that nothing more comes."""
        with suppress(ssl.SSLWantReadError):
            self.tls.unwrap()
        return self.unsent()

    def unsent(self) -> bytes:
        """Give what is to be sent."""
        return self._outgoing.read()


class TlsVisit(TlsEnd):
    """A visit, encrypted; nothing is said but what the test says or a step needs."""

    def __init__(self, visit: Visit, context: ssl.SSLContext) -> None:
        super().__init__(context)
        self._visit = visit
        self.say = visit.say

    async def shake_hands(self) -> bytes:
        """Shake hands, and give what is still to be said: the end of TLS 1.2's, 1.3's tickets."""
        await self._do(self.tls.do_handshake)
        return self.unsent()

    async def read(self) -> bytes:
        """Give what the client said next, `b""` for its goodbye."""
        return await self._do(lambda: self.tls.read(_READ_BYTES))

    async def _do(self, step: Callable[[], _T]) -> _T:
        while True:
            try:
                return step()
            except ssl.SSLWantReadError:
                await self.say(self.unsent())
                data = await self._visit.reader.read(_READ_BYTES)
                if not data:
                    raise ConnectionResetError("the client closed") from None
                self.feed(data)
