"""The guards that watch every test, watched."""

import asyncio
import subprocess
import sys
import threading

import pytest

from tests.support import leftovers


def test_thread_that_runs_on_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "GRACE_S", 0.01)
    before = leftovers.look()
    done = threading.Event()
    thread = threading.Thread(target=done.wait, name="stuck")
    thread.start()

    left = leftovers.left_since(before)

    done.set()
    thread.join()
    assert left == ["thread stuck"]


def test_child_that_runs_on_is_named() -> None:
    before = leftovers.look()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        left = leftovers.left_since(before)

    assert len(left) == 1
    assert left[0].startswith(f"child process {child.pid}: ")


def test_what_ended_is_not_named() -> None:
    before = leftovers.look()
    thread = threading.Thread(target=lambda: None)
    thread.start()
    subprocess.run([sys.executable, "-c", ""], check=True)

    assert leftovers.left_since(before) == []


def test_task_left_on_the_loop_fails() -> None:
    owned = []

    async def careless() -> None:
        owned.append(asyncio.create_task(asyncio.Event().wait(), name="forgotten"))

    with pytest.raises(AssertionError, match="forgotten"):
        leftovers.run_async(careless())


def test_async_test_that_waits_in_vain_fails() -> None:
    async def waits() -> None:
        await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        leftovers.run_async(waits(), limit_s=0.01)


@pytest.mark.timeout(90)
def test_mark_says_how_long_a_test_may_take(request: pytest.FixtureRequest) -> None:
    assert leftovers.limit_of(request.node) == 90


async def test_async_test_runs_on_a_plain_loop() -> None:
    assert isinstance(asyncio.get_running_loop(), asyncio.SelectorEventLoop)
