"""The handshake of a stream against servers that take every liberty."""

import asyncio
import select
import socket
import ssl
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sgdesk.trace import Phase
from sgdesk.wire.client_tls import ClientTls
from sgdesk.wire.dial import Dialled
from sgdesk.wire.socket import StampedSocket, Tap
from sgdesk.wire.stream import WireStream
from sgdesk.wire.tls import client_context
from tests.support.servers import TestCa, Visit, serving
from tests.support.tls_end import (
    GARBAGE,
    TlsEnd,
    TlsVisit,
    dialled_to,
    met,
    read_all,
    shaken,
    until,
)


@pytest.fixture
def ca(tmp_path: Path) -> TestCa:
    """The CA that the client trusts."""
    return TestCa(tmp_path)


def reset(visit: Visit) -> None:
    """Break the connection off."""
    linger = struct.pack("ii", 1, 0)
    visit.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    visit.writer.transport.abort()


async def test_all_may_come_byte_by_byte(ca: TestCa) -> None:
    async def behave(visit: Visit) -> None:
        async def drip(data: bytes) -> None:
            for at in range(len(data)):
                await visit.say(data[at : at + 1])
                await asyncio.sleep(0)

        end = TlsVisit(visit, ca.server())
        end.say = drip
        await drip(await end.shake_hands() + end.encrypted(b"word") + end.goodbye())
        await visit.wait_for_end()

    async with met(ca, behave) as stream:
        assert await read_all(stream) == b"word"


async def test_what_comes_in_the_segment_that_ends_the_handshake_is_read(ca: TestCa) -> None:
    async def behave(visit: Visit) -> None:
        end = TlsVisit(visit, ca.server(tls12=True))
        await visit.say(await end.shake_hands() + end.encrypted(b"word") + end.goodbye())
        await visit.wait_for_end()

    async with met(ca, behave) as stream:
        assert await read_all(stream) == b"word"


async def test_a_server_hears_why_before_we_hang_up_on_its_certificate(ca: TestCa) -> None:
    heard: list[str] = []

    async def behave(visit: Visit) -> None:
        try:
            await TlsVisit(visit, ca.server("mail.example.com")).shake_hands()
        except ssl.SSLError as error:
            heard.append(error.reason)
        await visit.wait_for_end()
        heard.append("end")

    async with dialled_to(behave) as dialled:
        stream = await WireStream.open(dialled)
        with pytest.raises(ssl.SSLCertVerificationError):
            await shaken(stream, ca)
        await until(lambda: "end" in heard)
        await stream.aclose()

    assert heard == ["SSLV3_ALERT_BAD_CERTIFICATE", "end"]


async def test_a_hello_leaves_before_asyncio_has_the_socket(ca: TestCa) -> None:
    hello = asyncio.get_running_loop().create_future()

    async def behave(visit: Visit) -> None:
        hello.set_result(await visit.reader.read(1))
        await visit.wait_for_end()

    async with dialled_to(behave) as dialled:
        stream = WireStream(dialled)
        stream.say_hello(ClientTls(client_context(), "localhost"), then=Phase.UPLOAD)
        first = await hello
        stream.abort()

    assert first == b"\x16", "a record of a handshake"


class Sluggish(StampedSocket):
    """A socket that takes no more than a few bytes of what it is first given."""

    takes: int | None = None

    def send(self, data: Any, flags: int = 0) -> int:
        """Write."""
        takes, self.takes = self.takes, None
        if takes == 0:
            raise BlockingIOError
        return super().send(data[:takes], flags)


@pytest.mark.parametrize("takes", [0, 1, 100])
async def test_a_hello_that_the_socket_does_not_take_at_once_arrives(
    ca: TestCa, takes: int
) -> None:
    async def behave(visit: Visit) -> None:
        end = TlsVisit(visit, ca.server())
        await visit.say(await end.shake_hands())
        await visit.say(end.encrypted(await end.read()))
        await visit.wait_for_end()

    async with serving(behave) as running:
        tap = Tap()
        sock = Sluggish(socket.AF_INET, tap)
        await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", running.port))
        stream = WireStream(Dialled(sock=sock, tap=tap, peer=f"127.0.0.1:{running.port}"))
        sock.takes = takes
        stream.say_hello(ClientTls(client_context(str(ca.file)), "localhost"), then=Phase.UPLOAD)
        await stream.attach()
        await stream.shake_hands()
        stream.write(b"word")
        echo = await stream.read(100)
        await stream.aclose()

    assert echo == b"word"


async def test_what_a_server_said_before_it_reset_a_connection_is_read_before_the_hello_fails(
    ca: TestCa,
) -> None:
    async def behave(visit: Visit) -> None:
        await visit.say(b"220 this is no TLS\r\n")
        reset(visit)

    async with dialled_to(behave) as dialled:
        poller = select.poll()
        poller.register(dialled.sock, 0)
        await until(lambda: poller.poll(0))  # a hang-up is told unasked
        stream = WireStream(dialled)
        stream.say_hello(ClientTls(client_context(str(ca.file)), "localhost"), then=Phase.UPLOAD)
        await stream.attach()
        with pytest.raises(ssl.SSLError, match="WRONG_VERSION_NUMBER"):
            await stream.shake_hands()
        await stream.aclose()


async def flight(visit: Visit, ca: TestCa) -> bytes:
    """Read the hello, and give what a server answers."""
    return TlsEnd(ca.server()).shake(await visit.reader.read(65536))


@pytest.mark.parametrize(
    "said", [b"HTTP/1.1 400 Bad Request\r\n\r\n", GARBAGE, b"\x15\x03\x03\x00\x02\x02\x28"]
)
@pytest.mark.parametrize("share", [0.0, 0.3])
async def test_what_is_no_handshake_ends_it(ca: TestCa, said: bytes, share: float) -> None:
    async def behave(visit: Visit) -> None:
        whole = await flight(visit, ca)
        # Not cut within a record, whose rest all that follows would be.
        await visit.say((whole[: 5 + int.from_bytes(whole[3:5])] if share else b"") + said)
        await visit.wait_for_end()

    async with dialled_to(behave) as dialled:
        stream = await WireStream.open(dialled)
        with pytest.raises(ssl.SSLError):
            await shaken(stream, ca)
        await stream.aclose()


@pytest.mark.parametrize("end", [reset, lambda visit: visit.writer.close()], ids=["reset", "close"])
@pytest.mark.parametrize("share", [0.0, 0.5])
async def test_a_connection_that_ends_in_the_handshake_ends_it(
    ca: TestCa, share: float, end: Callable[[Visit], None]
) -> None:
    async def behave(visit: Visit) -> None:
        whole = await flight(visit, ca)
        await visit.say(whole[: int(len(whole) * share)])
        end(visit)

    async with dialled_to(behave) as dialled:
        stream = await WireStream.open(dialled)
        with pytest.raises(ConnectionError):
            await shaken(stream, ca)
        await stream.aclose()


async def test_a_handshake_in_silence_is_over_when_its_time_is(ca: TestCa) -> None:
    ended = asyncio.Event()

    async def behave(visit: Visit) -> None:
        await visit.wait_for_end()
        ended.set()

    async with dialled_to(behave) as dialled:
        stream = await WireStream.open(dialled)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await shaken(stream, ca)
        await ended.wait()
        await stream.aclose()
