"""The wire thread: outcomes survive, and nothing is left after it."""

import asyncio
import subprocess
import sys
import threading

import pytest

from sgdesk.wire.heartbeat import Heartbeat
from sgdesk.wire.thread import WireThread


async def name_of_thread() -> str:
    return threading.current_thread().name


async def test_work_runs_in_its_own_thread() -> None:
    wire = WireThread("wire-test")
    wire.start()

    assert await wire.run(name_of_thread()) == "wire-test"
    assert wire.stop()


async def test_a_failure_comes_back_and_the_thread_goes_on() -> None:
    async def fail() -> None:
        raise OSError("as told")

    wire = WireThread()
    wire.start()
    try:
        with pytest.raises(OSError, match="as told"):
            await wire.run(fail())

        assert await wire.run(name_of_thread()) == "wire"
    finally:
        wire.stop()


async def test_cancelling_the_awaiting_side_still_gives_the_outcome() -> None:
    begun = threading.Event()

    async def absorb() -> str:
        try:
            begun.set()
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0.02)
            return "outcome"
        return "never"

    wire = WireThread()
    wire.start()
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(wire.run(absorb()))
            await asyncio.to_thread(begun.wait)
            task.cancel()
            await asyncio.sleep(0)
            task.cancel()

        assert task.result() == "outcome"
    finally:
        wire.stop()


async def test_work_that_does_not_absorb_its_cancel_is_cancelled() -> None:
    wire = WireThread()
    wire.start()
    try:
        future = wire.submit(asyncio.Event().wait())
        wire.cancel(future)

        with pytest.raises(asyncio.CancelledError):
            await asyncio.wrap_future(future)
    finally:
        wire.stop()


async def test_stop_waits_for_what_cleans_up() -> None:
    seen: list[str] = []
    begun = threading.Event()

    async def tidy() -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.02)
            seen.append("tidied")

    wire = WireThread()
    wire.start()
    future = wire.submit(tidy())
    begun.wait()

    assert wire.stop()
    assert seen == ["tidied"]
    assert future.done()


async def test_a_stopped_thread_takes_no_work() -> None:
    wire = WireThread()
    wire.start()
    wire.stop()

    with pytest.raises(RuntimeError):
        wire.submit(name_of_thread())


def test_a_thread_that_never_started_stops() -> None:
    assert WireThread().stop()


async def test_a_stalled_loop_shows_as_lag() -> None:
    loop = asyncio.get_running_loop()
    with Heartbeat(loop).installed():
        heartbeat = Heartbeat.current()
        assert heartbeat is not None
        calm, watch = heartbeat.watch(), heartbeat.watch()
        await asyncio.sleep(0.02)
        assert heartbeat.unwatch(calm) < 20_000_000
        threading.Event().wait(0.06)
        lag = heartbeat.unwatch(watch)

    assert 40_000_000 < lag < 200_000_000
    assert Heartbeat.current() is None


STUCK = """
import asyncio, socket, threading
socket.getaddrinfo = lambda *a, **k: threading.Event().wait()
from sgdesk.route import Endpoint, Route, WebApiPath
from sgdesk.wire.dial import dial
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.thread import WireThread
wire = WireThread()
wire.start()
wire.submit(dial(Endpoint(host="example.com", port=1), Route(path=WebApiPath()), Recorder()))
print("stopped", wire.stop(2))
"""


def test_a_stuck_resolver_never_holds_up_quitting() -> None:
    done = subprocess.run([sys.executable, "-c", STUCK], capture_output=True, timeout=20)

    assert done.stdout == b"stopped True\n"
    assert done.returncode == 0
    assert done.stderr == b""


FEW_FILES = """
import os, resource
from sgdesk.errors import StartError
from sgdesk.wire.thread import WireThread
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
taken = []
try:
    while True:
        taken.append(os.dup(2))
except OSError:
    for number in taken[:{left}]:
        os.close(number)
wire = WireThread()
try:
    wire.start()
except StartError as error:
    print(error.why, wire.stop(2))
"""


@pytest.mark.parametrize("left", [0, 1, 2])
def test_a_thread_without_files_for_its_loop_says_so_and_ends(left: int) -> None:
    program = FEW_FILES.format(left=left)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=20)

    assert done.stdout == b"Too many open files. True\n"
    assert done.stderr == b""
