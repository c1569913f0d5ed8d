"""A server that counts what it was given, and can strike at a chosen step.

Speaks just enough SMTP and HTTP for one client. Each mail is known by its
subject; `strike` is awaited when a chosen step of a chosen mail is reached.
"""

import asyncio
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

SMTP_STEPS = ("connected", "ehlo", "mail", "data", "part", "dot", "answered")
HTTP_STEPS = ("connected", "request", "part", "body", "answered")

_SUBJECT = re.compile(rb'^Subject: (\S+)|"subject": ?"([^"]+)"', re.MULTILINE)

Strike = Callable[[], Awaitable[None]]


class StruckError(Exception):
    """The blow fell: this connection goes no further."""


@dataclass(slots=True)
class CountingServer:
    """What was begun and taken so far, by subject."""

    begun: Counter[str] = field(default_factory=Counter)
    """Mails of which any byte of the body came."""
    taken: Counter[str] = field(default_factory=Counter)
    """Mails that arrived whole: a server that answers so has taken them."""
    smtp_port: int = 0
    http_port: int = 0
    strike_at: tuple[str, int] | None = None
    """A step and its count, from 1."""
    strike: Strike | None = None
    steps: Counter[str] = field(default_factory=Counter)

    def aim(self, step: str, number: int, strike: Strike) -> None:
        """Strike when `step` is reached for the `number`-th time from now."""
        self.steps.clear()
        self.strike_at, self.strike = (step, number), strike

    def rest(self) -> None:
        """Strike no more."""
        self.strike_at = self.strike = None

    async def _reach(self, step: str) -> None:
        self.steps[step] += 1
        if self.strike is not None and self.strike_at == (step, self.steps[step]):
            await self.strike()
            raise StruckError

    async def smtp(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one SMTP connection."""
        await self._reach("connected")
        writer.write(b"220 counting\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"EHLO":
                await self._reach("ehlo")
                writer.write(b"250-counting\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
            elif verb == b"MAIL":
                await self._reach("mail")
                writer.write(b"250 ok\r\n")
            elif verb == b"DATA":
                await self._reach("data")
                writer.write(b"354 go\r\n")
                await self._body(reader)
                writer.write(b"250 Ok: queued as x\r\n")
                await writer.drain()
                await self._reach("answered")
            elif verb == b"QUIT":
                writer.write(b"221 bye\r\n")
                return
            else:
                writer.write(b"250 ok\r\n")

    async def _body(self, reader: asyncio.StreamReader) -> None:
        whole = await reader.readline()
        await self._reach("part")
        while not whole.endswith(b"\r\n.\r\n"):
            line = await reader.readline()
            if not line:
                self._begin(whole)
                raise StruckError
            whole += line
        self._begin(whole)
        self._take(whole)
        await self._reach("dot")

    async def http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one HTTP connection."""
        await self._reach("connected")
        while head := await reader.readuntil(b"\r\n\r\n"):
            await self._reach("request")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            await self._reach("part")
            body = await reader.readexactly(int(length[1]) if length else 0)
            self._begin(body)
            self._take(body)
            await self._reach("body")
            writer.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nX-Message-Id: x\r\n\r\n")
            await writer.drain()
            await self._reach("answered")

    def _begin(self, body: bytes) -> None:
        self.begun[_name(body)] += 1

    def _take(self, body: bytes) -> None:
        self.taken[_name(body)] += 1


def _name(body: bytes) -> str:
    found = _SUBJECT.search(body)
    if found is not None:
        return (found[1] or found[2]).decode()
    return json.dumps(body[:80].decode("latin-1"))


@asynccontextmanager
async def counting_server() -> AsyncIterator[CountingServer]:
    """Run the server on this loop, on two free ports of this computer."""
    server = CountingServer()
    running: set[asyncio.StreamWriter] = set()

    def guarded(
        serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
    ) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            running.add(writer)
            try:
                await serve(reader, writer)
            except (StruckError, OSError, asyncio.IncompleteReadError):
                pass
            finally:
                running.discard(writer)
                writer.close()

        return handle

    smtp = await asyncio.start_server(guarded(server.smtp), "127.0.0.1", 0)
    http = await asyncio.start_server(guarded(server.http), "127.0.0.1", 0)
    server.smtp_port = smtp.sockets[0].getsockname()[1]
    server.http_port = http.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        for listener in (smtp, http):
            listener.close()
        for writer in tuple(running):
            writer.close()
        while running:  # noqa: ASYNC110  # each handler ends at its next read
            await asyncio.sleep(0)
