"""Proxies of our own: HTTP CONNECT and SOCKS5, each a `Behaviour` that notes what it was asked."""

import asyncio
import base64
import socket
from contextlib import suppress
from dataclasses import dataclass, field

from tests.support.servers import Visit


async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes one way until either side ends."""
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


async def join(visit: Visit, host: str, port: int, *, first: bytes = b"") -> None:
    """Dial the target, say `first` in one segment with its first words, carry both ways."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        if first:
            with suppress(TimeoutError):
                async with asyncio.timeout(0.2):
                    first += await reader.read(65536)
            await visit.say(first)
        async with asyncio.TaskGroup() as group:
            group.create_task(pipe(reader, visit.writer))
            group.create_task(pipe(visit.reader, writer))
    finally:
        writer.transport.abort()


@dataclass(slots=True)
class ConnectProxy:
    """An HTTP proxy; the answer and the target's first words leave in one segment."""

    login: str = ""
    """`user:password`, asked for when not empty."""
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    async def __call__(self, visit: Visit) -> None:
        """Serve one client."""
        head = (await visit.reader.readuntil(b"\r\n\r\n")).decode()
        self.heads.append(head)
        target = head.split(" ")[1]
        self.asked.append(target)
        wanted = f"Basic {base64.b64encode(self.login.encode()).decode()}"
        if self.login and f"proxy-authorization: {wanted}".lower() not in head.lower():
            await visit.say(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
            return
        host, _, port = target.rpartition(":")
        await join(
            visit,
            host.strip("[]"),
            int(port),
            first=b"HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n",
        )


@dataclass(slots=True)
class Socks5Proxy:
    """A SOCKS5 proxy (RFC 1928) with an optional login (RFC 1929)."""

    login: str = ""
    refuse_with: int = 0
    asked: list[tuple[str, int]] = field(default_factory=list)

    async def __call__(self, visit: Visit) -> None:
        """Serve one client."""
        read = visit.reader.readexactly
        _, count = await read(2)
        offered = await read(count)
        method = 2 if self.login else 0
        if method not in offered:
            await visit.say(b"\x05\xff")
            return
        await visit.say(bytes([5, method]))
        if self.login and not await self._signed_in(visit):
            return
        _, _, _, kind = await read(4)
        host = await self._host(visit, kind)
        port = int.from_bytes(await read(2), "big")
        self.asked.append((host, port))
        answer = bytes([5, self.refuse_with, 0, 1, 0, 0, 0, 0, 0, 0])
        if self.refuse_with:
            await visit.say(answer)
            return
        await join(visit, host, port, first=answer)

    async def _signed_in(self, visit: Visit) -> bool:
        read = visit.reader.readexactly
        _, length = await read(2)
        user = await read(length)
        password = await read((await read(1))[0])
        good = f"{user.decode()}:{password.decode()}" == self.login
        await visit.say(b"\x01\x00" if good else b"\x01\x01")
        return good

    async def _host(self, visit: Visit, kind: int) -> str:
        read = visit.reader.readexactly
        if kind == 1:
            return socket.inet_ntoa(await read(4))
        if kind == 4:
            return socket.inet_ntop(socket.AF_INET6, await read(16))
        return (await read((await read(1))[0])).decode()
