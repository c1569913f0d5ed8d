"""What a stream says and hears once hands are shaken, and how it ends."""

import asyncio
import ssl
from pathlib import Path

import pytest

from sgdesk.wire.stream import PIECE_BYTES, WireStream
from tests.support.servers import TestCa, Visit
from tests.support.tls_end import GARBAGE, TlsVisit, dialled_to, met, read_all, shaken, until


@pytest.fixture
def ca(tmp_path: Path) -> TestCa:
    """The CA that the client trusts."""
    return TestCa(tmp_path)


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
        await visit.say(end.encrypted(bytes(2 * 1024 * 1024)))
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


@pytest.mark.parametrize("end", ["abort", "garbage", "break"])
async def test_a_connection_is_over_before_asyncio_says_so(ca: TestCa, end: str) -> None:
    async def behave(visit: Visit) -> None:
        await visit.say(await TlsVisit(visit, ca.server()).shake_hands())
        await visit.wait_for_end()

    async with met(ca, behave) as stream:
        if end == "abort":
            stream.abort()
        elif end == "garbage":
            stream.data_received(GARBAGE)
        else:
            assert stream._transport is not None
            stream._transport.abort()  # as a read that fails does
        assert stream.has_ended
        with pytest.raises(OSError, match=r"closed|BAD_RECORD_MAC"):
            stream.write(b"lost")
        assert await stream.is_dead()


@pytest.mark.parametrize("waiting", ["read", "room", "shake_hands"])
async def test_an_abort_ends_whoever_waits(ca: TestCa, waiting: str) -> None:
    async def behave(visit: Visit) -> None:
        if waiting != "shake_hands":
            await visit.say(await TlsVisit(visit, ca.server()).shake_hands())
        await asyncio.Event().wait()

    async def wait(stream: WireStream) -> object:
        if waiting == "read":
            return await stream.read(100)
        if waiting == "shake_hands":
            await shaken(stream, ca)
        while True:
            await stream.room()
            if stream.has_ended:
                return b""
            stream.write(bytes(PIECE_BYTES))

    async with dialled_to(behave) as dialled:
        stream = await WireStream.open(dialled)
        if waiting != "shake_hands":
            await shaken(stream, ca)
        task = asyncio.create_task(wait(stream))
        await until(lambda: stream._wake is not None)
        stream.abort()
        ended = (await asyncio.gather(task, return_exceptions=True))[0]
        await stream.aclose()

    assert isinstance(ended, ConnectionError) if waiting == "shake_hands" else ended == b""
    assert dialled.sock.fileno() < 0
