"""A stream's TLS against servers that take every liberty."""

import asyncio
import select
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from sgdesk.route import Endpoint, Route, WebApiPath
from sgdesk.trace import Phase
from sgdesk.wire.client_tls import ClientTls
from sgdesk.wire.dial import Dialled, dial
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.socket import StampedSocket, Tap
from sgdesk.wire.stream import PIECE_BYTES, WireStream
from sgdesk.wire.tls import client_context
from tests.support.servers import Behaviour, TestCa, Visit, serving
from tests.support.tls_end import TlsEnd, TlsVisit

ROUTE = Route(path=WebApiPath())
GARBAGE = b"\x17\x03\x03\x00\x20" + bytes(32)
"""A record of data that nobody has encrypted."""


@pytest.fixture
def ca(tmp_path: Path) -> TestCa:
    """The CA that the client trusts."""
    return TestCa(tmp_path)


@asynccontextmanager
async def dialled_to(behave: Behaviour) -> AsyncIterator[Dialled]:
    """Connect to a server that behaves so."""
    async with serving(behave) as running:
        recorder = Recorder()
        yield await dial(Endpoint(host="localhost", port=running.port), ROUTE, recorder)
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


def reset(visit: Visit) -> None:
    """Break the connection off."""
    linger = struct.pack("ii", 1, 0)
    visit.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    visit.writer.transport.abort()


# The handshake.


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


# What is said.


async def test_garbage_behind_the_handshake_is_an_error_behind_what_came_before(ca: TestCa) -> None:
    async def behave(visit: Visit) -> None:
        end = TlsVisit(visit, ca.server())
        await visit.say(await end.shake_hands() + end.encrypted(b"word") + GARBAGE)
        await visit.wait_for_end()

    async with met(ca, behave) as stream:
        assert await stream.read(100) == b"word"
        with pytest.raises(ssl.SSLError, match="BAD_RECORD_MAC"):
            await stream.read(100)
        with pytest.raises(ssl.SSLError, match="BAD_RECORD_MAC"):
            stream.write(b"more")


async def test_what_came_in_plain_text_before_counts_for_nothing(ca: TestCa) -> None:
    async def behave(visit: Visit) -> None:
        await visit.say(b"250 slipped in\r\n")
        end = TlsVisit(visit, ca.server())
        await visit.say(await end.shake_hands() + end.encrypted(b"250 meant\r\n"))
        await visit.wait_for_end()

    async with dialled_to(behave) as dialled:
        stream = await WireStream.open(dialled)
        await until(lambda: stream.has_data)
        await shaken(stream, ca)
        assert await stream.read(100) == b"250 meant\r\n"
        await stream.aclose()


async def test_bytes_in_records_of_their_own_are_read_as_one(ca: TestCa) -> None:
    async def behave(visit: Visit) -> None:
        end = TlsVisit(visit, ca.server(tls12=True))
        last = await end.shake_hands()
        await visit.say(last + b"".join(end.encrypted(b"x") for _ in range(500)))
        await visit.wait_for_end()

    async with met(ca, behave) as stream:
        assert await stream.read(65536) == b"x" * 500


async def test_reading_ahead_stops_and_goes_on(ca: TestCa) -> None:
    size = 8 * 1024 * 1024

    async def behave(visit: Visit) -> None:
        end = TlsVisit(visit, ca.server())
        await visit.say(await end.shake_hands() + end.encrypted(bytes(size)) + end.goodbye())
        await visit.wait_for_end()

    async with met(ca, behave) as stream:
        transport = stream._transport
        assert transport is not None
        await until(lambda: not transport.is_reading())
        held = stream._held_bytes
        assert len(await read_all(stream)) == size

    assert held < 512 * 1024


async def test_room_means_that_the_kernel_took_all(ca: TestCa) -> None:
    size = 256 * PIECE_BYTES
    begin, is_whole = asyncio.Event(), asyncio.Event()

    async def behave(visit: Visit) -> None:
        end = TlsVisit(visit, ca.server())
        await visit.say(await end.shake_hands())
        await begin.wait()
        count = 0
        while count < size:
            count += len(await end.read())
        is_whole.set()

    async with met(ca, behave) as stream:
        transport = stream._transport
        assert transport is not None
        most = 0
        for _ in range(size // PIECE_BYTES):
            await stream.room()
            assert transport.get_write_buffer_size() == 0
            stream.write(bytes(PIECE_BYTES))
            most = max(most, transport.get_write_buffer_size())
            if most:
                begin.set()
        await is_whole.wait()

    assert 0 < most < 2 * PIECE_BYTES


@pytest.mark.parametrize(("is_goodbye", "is_dead"), [(False, False), (True, True)])
async def test_an_idle_connection_is_dead_of_a_goodbye_and_not_of_a_ticket(
    ca: TestCa, is_goodbye: bool, is_dead: bool
) -> None:
    idle, said = asyncio.Event(), asyncio.Event()

    async def behave(visit: Visit) -> None:
        end = TlsVisit(visit, ca.server())
        tickets = await end.shake_hands()
        assert tickets
        await idle.wait()
        await visit.say(end.goodbye() if is_goodbye else tickets)
        said.set()
        await visit.wait_for_end()

    async with met(ca, behave) as stream:
        assert not await stream.is_dead()
        idle.set()
        await said.wait()
        assert await stream.is_dead() is is_dead


# The end.


async def test_a_goodbye_is_said_and_its_answer_awaited(ca: TestCa) -> None:
    heard: list[object] = []

    async def behave(visit: Visit) -> None:
        end = TlsVisit(visit, ca.server())
        await visit.say(await end.shake_hands())
        heard.append(await end.read())
        await asyncio.sleep(0.05)
        heard.append(visit.reader.at_eof())
        await visit.say(end.goodbye())
        heard.append(await visit.reader.read())
        heard.append(visit.reader.at_eof())

    async with met(ca, behave) as stream:
        await stream.aclose()
        await until(lambda: len(heard) == 4)

    assert stream._error is None
    assert heard == [b"", False, b"", True]


async def test_a_goodbye_is_answered(ca: TestCa) -> None:
    heard: list[str] = []

    async def behave(visit: Visit) -> None:
        end = TlsVisit(visit, ca.server())
        await visit.say(await end.shake_hands() + end.goodbye())
        try:
            await end.read()
        except (ssl.SSLZeroReturnError, ConnectionError) as error:
            heard.append(type(error).__name__)

    async with met(ca, behave) as stream:
        assert await stream.read(100) == b""
        await until(lambda: heard)

    assert heard == ["SSLZeroReturnError"]


async def test_what_nobody_read_does_not_hold_a_goodbye_up(ca: TestCa) -> None:
    heard: list[object] = []

    async def behave(visit: Visit) -> None:
        end = TlsVisit(visit, ca.server())
        await visit.say(await end.shake_hands())
        await visit.say(end.encrypted(bytes(16 * 1024 * 1024)))
        heard.append(await end.read())
        await visit.say(end.goodbye())
        heard.append(await visit.reader.read())

    async with met(ca, behave) as stream:
        transport = stream._transport
        assert transport is not None
        await until(lambda: not transport.is_reading())
        await stream.aclose()
        await until(lambda: len(heard) == 2)

    assert heard == [b"", b""]


async def test_a_goodbye_without_an_answer_is_not_waited_for_without_end(ca: TestCa) -> None:
    leave = asyncio.Event()

    async def behave(visit: Visit) -> None:
        end = TlsVisit(visit, ca.server())
        await visit.say(await end.shake_hands())
        await leave.wait()

    async with met(ca, behave) as stream:
        await stream.aclose()
        assert stream.dialled.sock.fileno() < 0
        leave.set()
