"""httpx over this program's own wire: a stream for httpcore, and the transport around it.

`HttpLine` carries one connection; `HttpExchange` is what one request wants from it.
httpx itself offers no place for a stream, hence the small transport at the end.
"""

import asyncio
import encodings.idna  # noqa: F401  loaded by the first look-up otherwise, 3 ms of it
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

# httpcore's locks load this at the first request, 10 ms that would count as its encryption.
import anyio._backends._asyncio  # noqa: F401  see above
import httpcore
import httpx

from sgdesk.route import Endpoint, Route
from sgdesk.sizes import size_text
from sgdesk.trace import Phase
from sgdesk.transport.final_answer import FinalAnswer
from sgdesk.wire.acked import AckWatch
from sgdesk.wire.client_tls import ClientTls
from sgdesk.wire.dial import Dialled, close_quietly, dial
from sgdesk.wire.errors import ExposedError
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.stream import PIECE_BYTES, WireStream
from sgdesk.wire.together import together

_READ_BYTES = 16 * 1024
"""An answer of the smallest chunks is read in steps that do not hold the loop up."""


class HttpExchange:
    """One request on the line: its times, and the moment after which it may have been sent."""

    def __init__(
        self, *, recorder: Recorder, body: bytes, mark: Callable[[], Awaitable[None]]
    ) -> None:
        self.recorder = recorder
        self.committed = False
        """Set by the write that carries the body's last byte."""
        self.watch: AckWatch | None = None
        """Taken before the first byte; closed by whoever judges the exchange."""
        self.response: httpx.Response | None = None
        """Its header; the body may still be on its way."""
        self.body = body
        self._mark = mark
        self._marked = False
        self._last_given = False
        self._begun_at = 0.0
        self.has_begun_body = False
        """A first piece has been given: the header need not wait any longer."""

    async def mark(self) -> None:
        """Set the journal's mark, once; the body's last byte waits for it."""
        if not self._marked:
            await self._mark()
            self._marked = True

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the body in pieces."""
        size = len(self.body)
        self.has_begun_body = self._last_given = False
        for start in range(0, size, PIECE_BYTES):
            piece = self.body[start : start + PIECE_BYTES]
            self._begun_at = start / size
            self._last_given = start + len(piece) == size
            self.has_begun_body = True
            yield piece

    async def begin_piece(self) -> None:
        """Begin to write what `pieces` gave: the last one after the mark."""
        if self._last_given:
            await self.mark()
        self.recorder.begin(Phase.UPLOAD, self._begun_at)

    def about_to_write(self, sock: socket.socket) -> None:
        """Note that the next bytes leave us; the body's last among them commit."""
        if self.watch is None:
            self.watch = AckWatch(sock)
        self.committed = self.committed or self._last_given

    def written(self) -> None:
        """Note that they were given away; the answer is awaited once the kernel has the last."""
        if self._last_given:
            self.recorder.handed_over(f"{size_text(len(self.body))} of JSON written")


class HttpLine:
    """Dial for httpcore, and keep the one stream that came of it.

    httpcore's own time limits are not used: the attempt's hold.
    """

    def __init__(self, route: Route, context: ssl.SSLContext | None) -> None:
        self._route = route
        self._context = context
        self.stream: WireStream | None = None
        self.exchange: HttpExchange | None = None
        """What runs now; set before each request."""
        self._prepared: ClientTls | None = None
        """Holds the hello for the connection that is on its way."""

    async def connect(self, host: str, port: int) -> WireStream:
        """Dial, encrypt if the route is https, and set the mark meanwhile.

        Raises `DialError`, `TimeoutError`, `ssl.SSLError` or `OSError`.
        """
        exchange = _running(self.exchange)
        recorder = exchange.recorder
        if recorder.warm:
            recorder.forget_connection()
        self._prepared = None
        if self._context is not None:
            asyncio.get_running_loop().call_soon(self._prepare, self._context, host)
        async with asyncio.timeout(self._route.connect_timeout):
            dialled = await dial(Endpoint(host=host, port=port), self._route, recorder)
            self._refuse_exposed(dialled)
            self.stream = WireStream(dialled)
            if self._context is None:
                await self.stream.attach()
                if recorder.phase is None:
                    recorder.begin(Phase.UPLOAD)
            else:
                await self._encrypt(self.stream, self._context, host, exchange)
        return self.stream

    def _prepare(self, context: ssl.SSLContext, host: str) -> None:
        """Make the hello while the name is looked up or the connection is on its way."""
        # What fails here fails once more in its place, and is told there.
        with suppress(ssl.SSLError):
            self._prepared = ClientTls(context, host)

    def _refuse_exposed(self, dialled: Dialled) -> None:
        """Keep the key at home: a name of this computer may lead elsewhere all the same."""
        is_open = self._context is None and not self._route.allow_plaintext_auth
        if is_open and not dialled.is_loopback:
            close_quietly(dialled.sock)
            raise ExposedError(dialled.peer)

    async def _encrypt(
        self, stream: WireStream, context: ssl.SSLContext, host: str, exchange: HttpExchange
    ) -> None:
        """Shake hands, with the journal writing its mark in the time that takes.

        Not before the hello has left: another thread writes it, and holds us up.
        """
        tls, self._prepared = self._prepared or ClientTls(context, host), None
        stream.say_hello(tls, then=Phase.UPLOAD)
        await stream.attach()
        async with together() as group:
            group.create_task(exchange.mark())
            await stream.shake_hands()


class HttpStream(httpcore.AsyncNetworkStream):
    """One stream as httpcore wants it; httpcore calls by keyword.

    It dials when the first bytes are to leave: what the libraries do to make a request
    is done by then, and is no part of a connection's time.
    """

    def __init__(self, line: HttpLine, origin: httpcore.Origin) -> None:
        self._line = line
        self._host, self._port = origin.host.decode("ascii"), origin.port
        self._stream: WireStream | None = None
        self._header = b""
        self._answer = FinalAnswer()

    def listen_anew(self) -> None:
        """Begin with a request: what comes now is its answer."""
        self._answer = FinalAnswer()

    async def read(self, max_bytes: int, *_: Any, **_limits: Any) -> bytes:
        """Give what came of the final answer; `b""` at the end."""
        if self._answer.has_begun:
            # What has come already would be read without a pause, and no time limit hold.
            await asyncio.sleep(0)
        stream = _dialled(self._stream)
        with _mapped(httpcore.ReadError):
            while not (came := self._answer.take()):
                data = await stream.read(min(max_bytes, _READ_BYTES))
                if not data:
                    break
                self._answer.feed(data)
        return came

    async def write(self, buffer: bytes, *_: Any, **_limits: Any) -> None:
        """Write, unless the server has answered already: then its answer comes first.

        The header waits for the first piece of the body, so that both leave in
        one TLS record and one segment.
        """
        exchange = _running(self._line.exchange)
        if not exchange.has_begun_body:
            self._header += buffer
            return
        buffer, self._header = self._header + buffer, b""
        if not buffer:
            return
        if self._stream is None:
            self._stream = await self._line.connect(self._host, self._port)
        await exchange.begin_piece()
        with _mapped(httpcore.WriteError):
            if await self._is_answered(self._stream):
                raise ConnectionResetError("the server answered before the request was out")
            exchange.about_to_write(self._stream.dialled.sock)
            self._stream.write(buffer)
        exchange.written()

    async def _is_answered(self, stream: WireStream) -> bool:
        """Wait for room; say whether the final answer, or the end, came first."""
        while not self._answer.has_begun:
            await stream.room()
            if not stream.has_data:
                return stream.has_ended
            self._answer.feed(await stream.read(_READ_BYTES))
        return True

    async def aclose(self) -> None:
        """Close without waiting for the other side."""
        if self._stream is not None:
            self._stream.abort()

    def get_extra_info(self, info: str) -> object:
        """Answer what httpcore asks: whether an idle connection has become readable."""
        stream = self._stream
        if info == "is_readable" and stream is not None:
            return stream.has_data or stream.has_ended
        return None


class _Connection(httpcore.AsyncHTTP11Connection):
    """httpcore's connection, which keeps to itself what came behind an answer."""

    @property
    def has_leftover(self) -> bool:
        """Say whether bytes came that belong to no answer."""
        return bool(self._h11_state.trailing_data[0])


class WireTransport(httpx.AsyncBaseTransport):
    """One connection, as httpx wants it; httpcore's exceptions become httpx's."""

    def __init__(self, line: HttpLine) -> None:
        self._line = line
        self._open: tuple[_Connection, HttpStream] | None = None

    @property
    def is_reusable(self) -> bool:
        """Say whether another request may follow: answered whole, and not a byte behind it."""
        if self._open is None:
            return False
        connection = self._open[0]
        is_idle = connection.is_available() and not connection.has_expired()
        return is_idle and not connection.has_leftover

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; what is no httpcore exception passes as it is."""
        if not isinstance(request.stream, httpx.AsyncByteStream):
            raise TypeError("the request's body must be asynchronous")
        core = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with as_httpx():
            connection, stream = await self._opened(core.url.origin)
            stream.listen_anew()
            response = await connection.handle_async_request(core)
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response.stream),
            extensions=response.extensions,
        )

    async def _opened(self, origin: httpcore.Origin) -> "tuple[_Connection, HttpStream]":
        if self._open is None or not self.is_reusable:
            await self.aclose()
            stream = HttpStream(self._line, origin)
            self._open = _Connection(origin, stream), stream
        return self._open

    async def aclose(self) -> None:
        """Close the connection."""
        if self._open is not None:
            (connection, _), self._open = self._open, None
            await connection.aclose()


class _Body(httpx.AsyncByteStream):
    """A response body whose exceptions are httpx's."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with as_httpx():
            async for part in self._stream:
                yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


_AS_HTTPX: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.ReadTimeout, httpx.ReadTimeout),
    (httpcore.WriteTimeout, httpx.WriteTimeout),
    (httpcore.PoolTimeout, httpx.PoolTimeout),
    (httpcore.TimeoutException, httpx.TimeoutException),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.ReadError, httpx.ReadError),
    (httpcore.WriteError, httpx.WriteError),
    (httpcore.NetworkError, httpx.NetworkError),
    (httpcore.ProxyError, httpx.ProxyError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
    (httpcore.LocalProtocolError, httpx.LocalProtocolError),
    (httpcore.RemoteProtocolError, httpx.RemoteProtocolError),
    (httpcore.ProtocolError, httpx.ProtocolError),
    (httpcore.ConnectionNotAvailable, httpx.PoolTimeout),
)
"""Every exception of httpcore, the special before the general."""


@contextmanager
def as_httpx() -> Iterator[None]:
    """Turn httpcore's exceptions into those of httpx, with the cause kept."""
    try:
        yield
    except Exception as error:
        for known, ours in _AS_HTTPX:
            if isinstance(error, known):
                raise ours(str(error)) from error
        raise


@contextmanager
def _mapped(kind: type[httpcore.NetworkError]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise kind(str(error)) from error


def _dialled(stream: WireStream | None) -> WireStream:
    if stream is None:
        raise RuntimeError("nothing was written, so there is nothing to read")
    return stream


def _running(exchange: HttpExchange | None) -> HttpExchange:
    if exchange is None:
        raise RuntimeError("no request runs on this line")
    return exchange
