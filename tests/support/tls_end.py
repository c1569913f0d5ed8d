"""The server's end of TLS by hand: a test says what leaves when, and with what in one segment."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

from sgdesk.route import Endpoint, Route, WebApiPath
from sgdesk.trace import Phase
from sgdesk.wire.dial import Dialled, dial
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.stream import WireStream
from sgdesk.wire.tls import client_context
from tests.support.servers import Behaviour, TestCa, Visit, serving
from tests.support.unsent import keep_for_test

GARBAGE = b"\x17\x03\x03\x00\x20" + bytes(32)
"""A record of data that nobody has encrypted."""

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
        opened = await self._do(lambda: self.tls.read(_READ_BYTES))
        keep_for_test(opened)
        return opened

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


@asynccontextmanager
async def dialled_to(behave: Behaviour) -> AsyncIterator[Dialled]:
    """Connect to a server that behaves so."""
    async with serving(behave) as running:
        recorder = Recorder()
        yield await dial(
            Endpoint(host="localhost", port=running.port), Route(path=WebApiPath()), recorder
        )
        recorder.release()


@asynccontextmanager
async def met(ca: TestCa, behave: Behaviour) -> AsyncIterator[WireStream]:
    """Connect to a server and shake hands."""
    async with dialled_to(behave) as dialled:
        stream = await WireStream.open(dialled)
        try:
            await shaken(stream, ca)
            yield stream
        finally:
            await stream.aclose()


async def shaken(stream: WireStream, ca: TestCa) -> None:
    """Shake hands."""
    await stream.start_tls(client_context(str(ca.file)), "localhost", then=Phase.UPLOAD)


async def read_all(stream: WireStream) -> bytes:
    """Read to the end."""
    data = bytearray()
    while part := await stream.read(65536):
        data += part
    return bytes(data)


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds; the test's own time limit ends a wait in vain."""
    while not holds():  # noqa: ASYNC110  # what is waited for sets no event
        await asyncio.sleep(0.001)
