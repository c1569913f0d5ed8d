"""Small servers of our own that do exactly what a test says, on free loopback ports.

A behaviour is an async function that gets a `Visit`: one accepted connection.
"""

import asyncio
import datetime
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import trustme

from tests.support.unsent import listen_for_test

ACCEPTED = b"HTTP/1.1 202 Accepted\r\nX-Message-Id: abc123\r\nContent-Length: 0\r\n\r\n"


@dataclass(slots=True)
class Visit:
    """One connection as the server sees it."""

    number: int
    """1 for the first that the server accepted."""
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def request(self) -> tuple[str, bytes]:
        """Read one HTTP request: its header as text, its body. Raises at the end of the stream."""
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        fields = [line.lower() for line in head.split("\r\n")]
        length = next((line for line in fields if line.startswith("content-length:")), ":0")
        return head, await self.reader.readexactly(int(length.partition(":")[2]))

    async def say(self, data: bytes) -> None:
        """Write and flush."""
        self.writer.write(data)
        await self.writer.drain()

    def reset(self) -> None:
        """Close with a reset instead of an end of stream."""
        self.writer.transport.abort()

    async def wait_for_end(self) -> None:
        """Read and forget until the client closes."""
        with suppress(ConnectionError):
            while await self.reader.read(65536):
                pass


Behaviour = Callable[[Visit], Awaitable[None]]


@dataclass(slots=True)
class Server:
    """A running server."""

    port: int
    visits: list[Visit] = field(default_factory=list)


@asynccontextmanager
async def serving(
    behave: Behaviour, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Server]:
    """Serve until the block ends; every connection is closed by then."""
    tasks: set[asyncio.Task[None]] = set()
    server = Server(port=0)

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        listen_for_test(reader)
        visit = Visit(number=len(server.visits) + 1, reader=reader, writer=writer)
        server.visits.append(visit)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await behave(visit)
        finally:
            writer.transport.abort() if writer.is_closing() else writer.close()
            tasks.discard(task)

    listener = await asyncio.start_server(
        accept, host, 0, ssl=tls, ssl_shutdown_timeout=0.2 if tls else None
    )
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for task in tuple(tasks):
            task.cancel()
        if leaving := tasks | _handshakes():
            await asyncio.wait(leaving, timeout=2)
        for visit in server.visits:
            visit.writer.transport.abort()


def _handshakes() -> set[asyncio.Task[None]]:
    """Give asyncio's own tasks for clients whose handshake has not ended yet."""
    return {task for task in asyncio.all_tasks() if "_accept_connection2" in repr(task.get_coro())}


class TestCa:
    """A throwaway CA with good and bad certificates."""

    __test__ = False

    def __init__(self, folder: Path, name: str = "ca") -> None:
        self._ca = trustme.CA()
        self.file = folder / f"{name}.pem"
        self._ca.cert_pem.write_to_path(str(self.file))

    def server(
        self, host: str = "localhost", *, expired: bool = False, tls12: bool = False
    ) -> ssl.SSLContext:
        """Give a server's context with a certificate for `host`."""
        gone = datetime.datetime(2020, 1, 1) if expired else None  # noqa: DTZ001  # trustme's form
        certificate = self._ca.issue_cert(host, not_after=gone)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if tls12:
            context.maximum_version = ssl.TLSVersion.TLSv1_2
        certificate.configure_cert(context)
        return context
