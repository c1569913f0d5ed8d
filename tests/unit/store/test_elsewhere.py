"""What another process did to the history is told once, and nothing of one's own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from sgdesk.delivery import AttemptId
from sgdesk.store import Store
from sgdesk.store.elsewhere import News
from tests.support.attempts import an_attempt
from tests.support.engine import ROUTE, a_delivery, a_message


@asynccontextmanager
async def two(folder: Path) -> AsyncIterator[tuple[Store, Store]]:
    """Open one history twice, as two processes do."""
    mine, other = await Store.open(folder), await Store.open(folder)
    try:
        yield mine, other
    finally:
        await other.aclose()
        await mine.aclose()


async def begin(store: Store, name: str) -> None:
    delivery = a_delivery(name, ROUTE, a_message("Hello"))
    await store.begin(delivery, AttemptId(name))


async def finish(store: Store, name: str) -> None:
    await store.finish(replace(an_attempt(), id=AttemptId(name)))


async def test_result_of_another_is_told_once(tmp_path: Path) -> None:
    async with two(tmp_path) as (mine, other):
        await begin(other, "old")
        await finish(other, "old")
        assert await mine.elsewhere.news() == News()
        await begin(other, "a")
        assert await mine.elsewhere.news() == News(is_any=True)
        await finish(other, "a")

        assert await mine.elsewhere.news() == News(is_any=True, finished=(AttemptId("a"),))
        assert await mine.elsewhere.news() == News()


async def test_result_of_another_that_began_before_ones_own_is_told(tmp_path: Path) -> None:
    async with two(tmp_path) as (mine, other):
        await mine.elsewhere.news()
        await begin(other, "slow")
        await begin(mine, "own")
        await mine.elsewhere.news()
        await finish(mine, "own")
        await finish(other, "slow")

        assert await mine.elsewhere.news() == News(is_any=True, finished=(AttemptId("slow"),))


async def test_ones_own_results_are_no_news(tmp_path: Path) -> None:
    async with two(tmp_path) as (mine, other):
        await mine.elsewhere.news()
        for name in ("a", "b"):
            await begin(mine, name)
            await finish(mine, name)
        assert await mine.elsewhere.news() == News()
        await begin(other, "c")

        assert await mine.elsewhere.news() == News(is_any=True)


async def test_what_another_deletes_is_told(tmp_path: Path) -> None:
    async with two(tmp_path) as (mine, other):
        await begin(mine, "a")
        await finish(mine, "a")
        await mine.elsewhere.news()
        await begin(other, "b")
        await finish(other, "b")
        await mine.elsewhere.news()
        await other.delete([AttemptId("a")])

        assert await mine.elsewhere.news() == News(is_any=True, some_gone=True)


async def test_nothing_is_missed_while_another_writes_without_a_pause(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(300)]
    told: list[AttemptId] = []

    async with two(tmp_path) as (mine, other):
        await mine.elsewhere.news()

        async def write() -> None:
            for name in names:
                await begin(other, name)
                await finish(other, name)

        async with asyncio.TaskGroup() as group:
            writing = group.create_task(write())
            while not writing.done():
                told += (await mine.elsewhere.news()).finished
        told += (await mine.elsewhere.news()).finished

    assert sorted(told) == sorted(names)
