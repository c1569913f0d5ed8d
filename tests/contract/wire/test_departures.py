"""The kernel's stamps of what we send; our own guess is spoiled on purpose."""

import asyncio
import select
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from sgdesk.clock import monotonic_ns
from sgdesk.wire import socket as stamped
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.socket import StampedSocket, Tap

STAMPED = sys.platform == "linux"
"""Elsewhere the guess is all there is."""
WRONG_BY_NS = 40_000_000


@contextmanager
def connected(*, receives: int = 0) -> Iterator[tuple[StampedSocket, socket.socket]]:
    """Give a stamped socket and its peer, which may hold no more than `receives` bytes unread."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        StampedSocket(socket.AF_INET, Tap()) as ours,
    ):
        if receives:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
        with suppress(BlockingIOError):
            ours.connect(listener.getsockname())
        select.select([], [ours], [], 5)
        peer, _ = listener.accept()
        with peer:
            peer.settimeout(5)
            yield ours, peer


def answered(ours: StampedSocket, peer: socket.socket) -> None:
    """Let the peer answer, and read it."""
    assert peer.recv(1000)
    peer.send(b"250 ok\r\n")
    select.select([ours], [], [], 5)
    while True:
        try:
            assert ours.recv(1000)
        except BlockingIOError:
            # The stamp came before the answer.
            select.select([ours], [], [], 5)
            continue
        return


@pytest.fixture
def wrong_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guess as if the interpreter had been taken from us in the middle of each send."""
    monkeypatch.setattr(stamped, "_within", lambda began_ns, _ended_ns: began_ns - WRONG_BY_NS)


@pytest.mark.usefixtures("wrong_guess")
def test_the_kernel_s_stamp_takes_the_place_of_a_wrong_guess() -> None:
    with connected() as (ours, peer):
        recorder = ours.tap.recorder = Recorder(warm=True)
        for line in (b"one\r\n", b"longer than one\r\n"):
            before = monotonic_ns()
            ours.send(line)
            after = monotonic_ns()
            answered(ours, peer)

            assert recorder.last_sent_ns is not None
            is_right = before - 1_000_000 < recorder.last_sent_ns < after + 1_000_000
            assert is_right is STAMPED
            wait = recorder._waits[-1]
            assert wait.start_ns == recorder.last_sent_ns
            assert (wait.ns < WRONG_BY_NS) is STAMPED


@pytest.mark.usefixtures("wrong_guess")
def test_overlapped_mails_ask_for_no_stamps() -> None:
    with connected() as (ours, peer):
        recorder = ours.tap.recorder = Recorder(warm=True, overlapped=True)
        before = monotonic_ns()
        ours.send(b"one\r\n")
        assert not select.select([ours], [], [], 0.05)[0]
        answered(ours, peer)

        assert recorder.last_sent_ns is not None
        assert recorder.last_sent_ns < before - WRONG_BY_NS / 2


@pytest.mark.usefixtures("wrong_guess")
def test_a_stamp_of_older_bytes_is_not_taken_for_the_newest() -> None:
    with connected() as (ours, peer):
        ours.tap.recorder = Recorder(warm=True)
        ours.send(b"stamped\r\n")
        recorder = ours.tap.recorder = Recorder(warm=True, overlapped=True)
        before = monotonic_ns()
        ours.send(b"not stamped\r\n")
        answered(ours, peer)

        assert recorder.last_sent_ns is not None
        assert recorder.last_sent_ns < before - WRONG_BY_NS / 2


def stamped_once(ours: StampedSocket) -> None:
    """Leave one stamp behind that is awaited."""
    ours.tap.recorder = Recorder(warm=True)
    ours.send(b"anyone there?\r\n")


def stamped_often(ours: StampedSocket) -> None:
    """Leave many."""
    for _ in range(200):
        stamped_once(ours)


def stamped_and_forgotten(ours: StampedSocket) -> None:
    """Leave one that nobody awaits, as a packet does that was sent twice."""
    stamped_once(ours)
    ours.tap.recorder = Recorder(warm=True, overlapped=True)
    ours.send(b"still there?\r\n")


@pytest.mark.parametrize("leave", [stamped_once, stamped_often, stamped_and_forgotten])
async def test_stamps_wake_a_loop_once_and_not_again_and_again(
    leave: Callable[[StampedSocket], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected() as (ours, peer):
        leave(ours)
        reads: list[int] = []
        read = StampedSocket.recv

        def counted(sock: StampedSocket, size: int) -> bytes:
            reads.append(size)
            return read(sock, size)

        monkeypatch.setattr(StampedSocket, "recv", counted)
        reading = asyncio.create_task(asyncio.get_running_loop().sock_recv(ours, 100))
        await asyncio.sleep(0.1)
        assert len(reads) <= 3

        peer.send(b"yes")
        assert await asyncio.wait_for(reading, 5) == b"yes"


def test_bytes_that_wait_for_room_on_the_network_are_waited_for() -> None:
    with connected(receives=4096) as (ours, peer):
        recorder = ours.tap.recorder = Recorder(warm=True)
        ours.send(b"x" * 60_000)
        returned = monotonic_ns()
        time.sleep(0.05)
        while recorder.bytes_received == 0:
            with suppress(TimeoutError, BlockingIOError):
                peer.settimeout(0.05)
                if not peer.recv(100_000):
                    break
                continue
            peer.send(b"250 ok\r\n")
            select.select([ours], [], [], 0.1)
            with suppress(BlockingIOError):
                ours.recv(1000)

        assert recorder.last_sent_ns is not None
        assert recorder.last_sent_ns <= returned
        (wait,) = recorder._waits
        assert wait.start_ns <= returned
        assert wait.ns > 40_000_000
