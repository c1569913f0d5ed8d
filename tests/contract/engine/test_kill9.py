"""Killed at many moments: nothing lost, nothing doubled, what is past its mark is Unknown."""

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sgdesk.delivery import OUTCOME_WORDS
from sgdesk.store import Store
from tests.support.counting import HTTP_STEPS, SMTP_STEPS, CountingServer, counting_server
from tests.support.mortal import Order, names, order_line

SENDS = 100
WAYS = ("bulk", "abreast", "webapi")
MOMENTS = int(os.environ.get("SGDESK_TEST_MOMENTS", "40"))
"""The whole run draws 40, for the sake of its time; 100 take two minutes on two cores."""
SHARES = 4
SEED = 20260101


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When to kill: at a step of the server's, and perhaps a little later."""

    way: str
    step: str
    number: int
    later_s: float


def moments() -> list[Moment]:
    """Draw the moments, every step of every way among them."""
    draw = random.Random(SEED)
    drawn = []
    for number in range(MOMENTS):
        way = WAYS[number % len(WAYS)]
        steps = HTTP_STEPS if way == "webapi" else SMTP_STEPS
        step = steps[number // len(WAYS) % len(steps)]
        first_only = step in ("connected", "ehlo")
        drawn.append(
            Moment(
                way=way,
                step=step,
                number=1 if first_only else draw.randint(1, SENDS - 4),
                later_s=draw.choice((0.0, draw.uniform(0.0, 0.003))),
            )
        )
    return drawn


class Nursery:
    """The program that forks the children."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def start(self, order: Order) -> int:
        """Start a child and give its pid."""
        assert self._process.stdin is not None
        self._process.stdin.write(order_line(order).encode())
        return await self._number()

    async def ended(self) -> int:
        """Wait for the child's end; a signal comes as its negative number."""
        return await self._number()

    async def _number(self) -> int:
        assert self._process.stdout is not None
        return int(await self._process.stdout.readline())


@asynccontextmanager
async def nursery() -> AsyncIterator[Nursery]:
    """Run it."""
    root = Path(__file__).parents[3]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.mortal",
        cwd=root,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Nursery(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def history(folder: Path) -> dict[str, Counter[str]]:
    """Open the history, which settles what died, and give each mail's outcomes."""
    store = await Store.open(folder)
    found: dict[str, Counter[str]] = {}
    for row in await store.list(10_000):
        word = OUTCOME_WORDS[type(row.attempt.outcome)]
        found.setdefault(row.subject, Counter())[word] += 1
    await store.aclose()
    return found


async def kill_once(
    moment: Moment, born: Nursery, server: CountingServer, folder: Path
) -> Counter[str]:
    """Kill one child, judge its history, let another finish the work, and judge again."""
    pid: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def strike() -> None:
        victim = await asyncio.shield(pid)
        # Part of the moment, not a wait for anything: most land where no server could look.
        await asyncio.sleep(moment.later_s)
        os.kill(victim, signal.SIGKILL)

    order = Order(
        data_dir=str(folder),
        smtp_port=server.smtp_port,
        http_port=server.http_port,
        way=moment.way,
        count=SENDS,
    )
    server.begun.clear()
    server.taken.clear()
    server.aim(moment.step, moment.number, strike)
    pid.set_result(await born.start(order))
    assert await born.ended() == -signal.SIGKILL
    server.rest()
    outcomes = await history(folder)
    _judge_the_killed(server, outcomes)

    await born.start(replace(order, way="abreast" if moment.way == "bulk" else moment.way))
    assert await born.ended() == 0
    _judge_the_whole(server, await history(folder))
    return Counter(word for words in outcomes.values() for word in words)


def _judge_the_killed(server: CountingServer, outcomes: dict[str, Counter[str]]) -> None:
    for name in names(SENDS):
        words = outcomes.get(name, Counter())
        assert sum(words.values()) <= 1, f"{name}: {words}"
        if server.begun[name]:
            assert words, f"{name} left and has no record"
        if server.taken[name]:
            assert words["accepted"] or words["unknown"], f"{name} was taken: {words}"
        if words["not_sent"]:
            assert not server.begun[name], f"{name} had begun to leave"
        if words["accepted"]:
            assert server.taken[name] == 1, f"{name} was never taken"
        assert set(words) <= {"accepted", "unknown", "not_sent"}


def _judge_the_whole(server: CountingServer, outcomes: dict[str, Counter[str]]) -> None:
    for name in names(SENDS):
        words = outcomes[name]
        assert server.taken[name] <= 1, f"{name} came {server.taken[name]} times"
        if not words["unknown"]:
            assert server.taken[name] == 1, f"{name} was lost: {words}"


@pytest.mark.parametrize("share", range(SHARES))
async def test_killed_at_any_moment_nothing_is_lost_or_doubled(share: int, tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    async with counting_server() as server, nursery() as born:
        for number, moment in enumerate(moments()[share::SHARES]):
            seen += await kill_once(moment, born, server, tmp_path / str(number))

    # The moments would prove little if they never fell between a mark and its outcome.
    assert seen["unknown"] >= MOMENTS / SHARES / 4
    assert seen["not_sent"] >= MOMENTS / SHARES / 4
    assert seen["accepted"] >= MOMENTS / SHARES
