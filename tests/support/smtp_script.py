"""A scripted SMTP server: each connection plays a list of byte steps.

    async with scripted([say("220 hi"), hear("EHLO"), say("250 ok"), hang_up()]) as server:
        ...
    assert server.heard == [...]

A step is an `async` function of the connection. When the script is over, the
connection stays open until the client says QUIT or leaves.
"""

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

FINAL_DOT = b".\r\n"


@dataclass
class Line:
    """One connection, seen from the server."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    heard: list[bytes]


Step = Callable[[Line], Awaitable[None]]


def say(*replies: str) -> Step:
    """Write replies in one segment."""

    async def step(line: Line) -> None:
        line.writer.write("".join(f"{reply}\r\n" for reply in replies).encode())
        await line.writer.drain()

    return step


def say_bytes(data: bytes) -> Step:
    """Write bytes as they are."""

    async def step(line: Line) -> None:
        line.writer.write(data)
        await line.writer.drain()

    return step


def hear(verb: str) -> Step:
    """Read one command, which must begin with `verb`."""

    async def step(line: Line) -> None:
        command = await line.reader.readline()
        line.heard.append(command)
        assert command.upper().startswith(verb.encode()), f"{command!r} is not {verb}"

    return step


def hear_body() -> Step:
    """Read up to the final dot."""

    async def step(line: Line) -> None:
        lines = [await line.reader.readline()]
        while lines[-1] != FINAL_DOT:
            assert lines[-1], "the body ended without its dot"
            lines.append(await line.reader.readline())
        line.heard.append(b"".join(lines))

    return step


def hear_some(count: int) -> Step:
    """Read so many bytes of the body."""

    async def step(line: Line) -> None:
        line.heard.append(await line.reader.readexactly(count))

    return step


def hang_up() -> Step:
    """Close in good order."""

    async def step(line: Line) -> None:
        line.writer.close()

    return step


def reset() -> Step:
    """Drop the connection with a reset."""

    async def step(line: Line) -> None:
        sock = line.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.writer.transport.abort()

    return step


def ignore_everything() -> Step:
    """Read without a word until the client leaves."""

    async def step(line: Line) -> None:
        await line.reader.read()

    return step


def start_tls(context: ssl.SSLContext) -> Step:
    """Shake hands."""

    async def step(line: Line) -> None:
        await line.writer.start_tls(context)

    return step


GREETING = say("220 script.test")


def opening(*extensions: str) -> tuple[Step, ...]:
    """Greet and answer EHLO with an offer."""
    offer = ["script.test", *extensions]
    lines = [f"250-{word}" for word in offer[:-1]] + [f"250 {offer[-1]}"]
    return (GREETING, hear("EHLO"), say(*lines))


def envelope(recipients: int = 1) -> tuple[Step, ...]:
    """Hear a pipelined envelope; answer nothing."""
    return (hear("MAIL"), *[hear("RCPT")] * recipients, hear("DATA"))


@dataclass
class Script:
    """A running server."""

    port: int
    heard: list[bytes] = field(default_factory=list)
    """Commands and bodies, over all connections."""
    connections: int = 0
    transports: list[asyncio.WriteTransport] = field(default_factory=list)
    """Of the connections, to say something out of turn."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a client has left after its script was over."""


@asynccontextmanager
async def scripted(
    *scripts: Sequence[Step], tls: ssl.SSLContext | None = None
) -> AsyncIterator[Script]:
    """Run a server whose first connection plays the first script, and so on."""
    waiting = list(scripts)
    failures: list[BaseException] = []
    done: list[asyncio.Task[None] | None] = []
    script = Script(port=0)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        done.append(asyncio.current_task())
        script.connections += 1
        script.transports.append(writer.transport)
        steps = waiting.pop(0) if waiting else ()
        try:
            for step in steps:
                await step(Line(reader, writer, script.heard))
            while command := await reader.readline():
                script.heard.append(command)
                if command == b"QUIT\r\n":
                    writer.write(b"221 bye\r\n")
                    await writer.drain()
                    break
            script.ended.set()
        except (ConnectionError, ssl.SSLError):
            script.ended.set()
        except (AssertionError, asyncio.IncompleteReadError) as error:
            failures.append(error)
        finally:
            writer.transport.abort()

    listening = socket.create_server(("127.0.0.1", 0))
    server = await asyncio.start_server(serve, sock=listening, ssl=tls)
    script.port = listening.getsockname()[1]
    try:
        yield script
    finally:
        server.close()
        for task in done:
            if task is not None:
                await asyncio.wait([task], timeout=5)
    assert not failures, failures
