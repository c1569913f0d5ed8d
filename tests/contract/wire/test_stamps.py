"""What the stamped socket and the kernel know, whatever our own loop does."""

import asyncio
import errno
import select
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sgdesk.clock import monotonic_ns
from sgdesk.route import Endpoint, Route, WebApiPath
from sgdesk.trace import ClockSource, Phase
from sgdesk.wire.acked import AckWatch
from sgdesk.wire.dial import dial
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.socket import StampedSocket, Tap
from sgdesk.wire.stream import PIECE_BYTES, WireStream
from tests.support.servers import Visit, serving

ROUTE = Route(path=WebApiPath())
THINK_S = 0.02


@contextmanager
def thinking_server(answered: list[tuple[int, int]]) -> Iterator[int]:
    """Answer each line after 20 ms, in a thread that no event loop can hold up.

    Notes when each answer began to leave, and when it had left.
    """
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        client, _ = listener.accept()
        with client:
            while client.recv(1000):
                time.sleep(THINK_S)
                began_ns = monotonic_ns()
                client.sendall(b"250 ok\r\n")
                answered.append((began_ns, monotonic_ns()))

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        thread.join()
        listener.close()


@pytest.mark.measures
async def test_a_loop_that_stalls_60_ms_does_not_enter_the_wait() -> None:
    answered: list[tuple[int, int]] = []
    with thinking_server(answered) as port:
        recorder = Recorder()
        stream = await WireStream.open(
            await dial(Endpoint(host="127.0.0.1", port=port), ROUTE, recorder)
        )
        recorder.begin(Phase.EHLO)
        stream.write(b"EHLO example.com\r\n")
        threading.Event().wait(0.06)  # the loop is deaf, the kernel is not
        await stream.read(100)
        recorder.end(Phase.EHLO)
        stream.abort()
        await asyncio.sleep(0)
    trace = recorder.finish()

    expected = ClockSource.KERNEL if sys.platform == "linux" else ClockSource.USER
    assert trace.clock is expected
    assert trace.lag_ns > 20_000_000
    if expected is ClockSource.KERNEL:
        ((began_ns, left_ns),) = answered
        assert recorder.last_heard_ns is not None
        assert recorder.last_sent_ns is not None
        assert began_ns - 100_000 < recorder.last_heard_ns < left_ns + 1_000_000
        assert trace.spans[-1].wire_ns == recorder.last_heard_ns - recorder.last_sent_ns


class SteppedClock:
    """Stands in for `time`, with a wall clock that somebody sets."""

    monotonic_ns = staticmethod(time.monotonic_ns)

    def __init__(self) -> None:
        self.ahead_ns = 0

    def time_ns(self) -> int:
        """Give the time as it is set."""
        return time.time_ns() + self.ahead_ns


@pytest.mark.parametrize("step_s", [-3600, 600, 3600])
async def test_a_wall_clock_that_is_set_before_an_answer_is_read_moves_no_time(
    monkeypatch: pytest.MonkeyPatch, step_s: int
) -> None:
    clock = SteppedClock()
    monkeypatch.setattr("sgdesk.clock.time", clock)

    with thinking_server([]) as port:
        recorder = Recorder()
        began_ns = monotonic_ns()
        stream = await WireStream.open(
            await dial(Endpoint(host="127.0.0.1", port=port), ROUTE, recorder)
        )
        recorder.begin(Phase.EHLO)
        stream.write(b"EHLO example.com\r\n")
        # The answer comes while the loop is deaf.
        select.select([stream.dialled.sock.fileno()], [], [], 5)
        clock.ahead_ns = step_s * 1_000_000_000
        await stream.read(100)
        recorder.end(Phase.EHLO)
        stream.abort()
        await asyncio.sleep(0)
    trace = recorder.finish()

    took_ns = monotonic_ns() - began_ns
    assert 0 <= trace.lag_ns <= took_ns
    assert all(0 <= span.wire_ns <= took_ns for span in trace.spans)
    assert 0 < trace.total_ns <= took_ns


async def test_bytes_and_peer_are_counted_at_the_socket() -> None:
    async def echo(visit: Visit) -> None:
        await visit.say(await visit.reader.readexactly(3 * PIECE_BYTES))

    async with serving(echo) as server:
        recorder = Recorder()
        stream = await WireStream.open(
            await dial(Endpoint(host="127.0.0.1", port=server.port), ROUTE, recorder)
        )
        recorder.begin(Phase.UPLOAD)
        for _ in range(3):
            await stream.room()
            stream.write(bytes(PIECE_BYTES))
        got = 0
        while got < 3 * PIECE_BYTES:
            got += len(await stream.read(1 << 20))
        stream.abort()
        await asyncio.sleep(0)

    trace = recorder.finish()
    assert (trace.bytes_sent, trace.bytes_received) == (3 * PIECE_BYTES, 3 * PIECE_BYTES)


async def test_a_full_kernel_shows_as_waiting_in_the_upload() -> None:
    async def slow(visit: Visit) -> None:
        await asyncio.sleep(0.1)
        await visit.wait_for_end()

    async with serving(slow) as server:
        recorder = Recorder()
        stream = await WireStream.open(
            await dial(Endpoint(host="127.0.0.1", port=server.port), ROUTE, recorder)
        )
        recorder.begin(Phase.UPLOAD)
        for _ in range(160):
            await stream.room()
            stream.write(bytes(PIECE_BYTES))
        await stream.room()
        recorder.end(Phase.UPLOAD, at_ns=recorder.last_sent_ns)
        stream.abort()
        await asyncio.sleep(0)

    upload = recorder.finish().spans[-1]
    assert upload.wire_ns > 50_000_000
    assert upload.round_trips == 0


@contextmanager
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Give both ends of a TCP connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
        with client, server:
            yield client, server


async def test_an_answer_just_before_a_reset_is_read_before_the_write_fails() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    client = StampedSocket(socket.AF_INET, Tap())
    loop = asyncio.get_running_loop()
    with listener, client:
        await loop.sock_connect(client, listener.getsockname())
        server, _ = listener.accept()
        client.send(b"unread")
        server.sendall(b"413 too large")
        server.close()  # with bytes unread: a reset right behind the answer

        # A hello is tried before asyncio has the socket, and again by asyncio before it reads.
        for _ in range(2):
            with pytest.raises(BlockingIOError):
                client.send(b"more")
        assert client.recv(100) == b"413 too large"
        with pytest.raises(ConnectionError):
            client.send(b"more")


async def test_a_write_that_met_a_closed_socket_provably_never_arrived() -> None:
    with pair() as (client, server):
        server.close()
        watch = AckWatch(client)
        client.send(b"message")
        client.close()

        assert await watch.proves_nothing_arrived()
        watch.close()


async def test_a_write_that_was_acknowledged_proves_nothing() -> None:
    with pair() as (client, server):
        watch = AckWatch(client)
        client.send(b"message")
        server.close()  # with our bytes unread: a reset, but they had arrived
        client.close()

        assert not await watch.proves_nothing_arrived()
        watch.close()


async def test_a_server_that_only_stopped_talking_may_have_it() -> None:
    with pair() as (client, server):
        server.shutdown(socket.SHUT_WR)
        watch = AckWatch(client)
        client.send(b"message")

        assert not await watch.proves_nothing_arrived()
        watch.close()


async def test_an_acknowledgement_that_may_still_come_proves_nothing() -> None:
    with pair() as (client, server):
        watch = AckWatch(client)
        server.shutdown(socket.SHUT_WR)

        assert not await watch.proves_nothing_arrived()
        watch.close()


async def test_a_watch_without_its_handle_proves_nothing() -> None:
    with pair() as (client, _):
        watch = AckWatch(client)
        watch.close()
        watch.close()

        assert not await watch.proves_nothing_arrived()


async def test_a_watch_for_which_no_file_can_be_opened_proves_nothing_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_fileno: int) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    with pair() as (client, server):
        monkeypatch.setattr(socket, "dup", refuse)
        server.close()
        watch = AckWatch(client)
        client.send(b"message")

        assert not await watch.proves_nothing_arrived()
        watch.close()
