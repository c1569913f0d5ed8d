"""See what a test left running: threads, child processes, asyncio tasks."""

import asyncio
import sys
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path

import pytest

GRACE_S = 3.0
"""How long a thread that is on its way out may take; a stuck one stays far longer."""

TEST_LIMIT_S = 60.0
"""Unless the test's own mark `timeout` gives it more, or less."""


@dataclass(frozen=True, slots=True)
class Running:
    """What runs in this process at one moment."""

    threads: frozenset[threading.Thread]
    children: frozenset[int]
    """Process ids, zombies included: an exit that nobody collected is a leftover too."""


def look() -> Running:
    """Take stock."""
    return Running(frozenset(threading.enumerate()), _children())


def left_since(before: Running) -> list[str]:
    """Name what started after `before` and still runs; empty is good.

    Threads get a moment to finish; a child process gets none, for whoever
    started it is to have waited for its end.
    """
    left = []
    for thread in look().threads - before.threads:
        thread.join(GRACE_S)
        if thread.is_alive():
            left.append(f"thread {thread.name}")
    children = {pid: _command(pid) for pid in _children() - before.children}
    left += [
        f"child process {pid}: {words}" for pid, words in children.items() if not _is_qts(words)
    ]
    return sorted(left)


def limit_of(test: pytest.Item) -> float:
    """Give how many seconds a test may take."""
    mark = test.get_closest_marker("timeout")
    return TEST_LIMIT_S if mark is None else float(mark.args[0])


def run_async(coroutine: Coroutine[object, object, None], *, limit_s: float = TEST_LIMIT_S) -> None:
    """Run a test's coroutine on a plain selector loop; a task it leaves behind fails it."""
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(_alone(coroutine, limit_s))


async def _alone(coroutine: Coroutine[object, object, None], limit_s: float) -> None:
    async with asyncio.timeout(limit_s):
        await coroutine
    # A task that was cancelled or has just been answered needs one turn to end.
    await asyncio.sleep(0)
    left = asyncio.all_tasks() - {asyncio.current_task()}
    assert not left, f"tasks left behind: {sorted(task.get_name() for task in left)}"


def _children() -> frozenset[int]:
    if sys.platform != "linux":
        return frozenset()
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        try:
            found.update(int(pid) for pid in (task / "children").read_text().split())
        except OSError:
            continue  # the thread ended while we looked
    return frozenset(found)


def _is_qts(words: str) -> bool:
    """Say whether it is the browser engine's: made for the first preview, it ends with Qt."""
    return Path(words.split(" ")[0]).name == "QtWebEngineProcess"


def _command(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return "gone"
    return b" ".join(words).decode(errors="replace").strip() or "ended, not waited for"
