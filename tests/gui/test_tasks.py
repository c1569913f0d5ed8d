"""The window's task owner: nothing starts twice, nothing is lost, nothing stays."""

import asyncio
import inspect

from sgdesk.ui.tasks import Tasks


def _owner() -> tuple[Tasks, list[str]]:
    errors: list[str] = []
    return Tasks(lambda name, error: errors.append(f"{name}: {error}")), errors


async def test_a_name_that_runs_is_refused_or_replaced() -> None:
    tasks, _ = _owner()
    done: list[str] = []
    gate = asyncio.Event()

    async def work(word: str) -> None:
        await gate.wait()
        done.append(word)

    async with tasks:
        assert tasks.start("send", work("first"), if_running="ignore")
        await asyncio.sleep(0)
        assert not tasks.start("send", work("second"), if_running="ignore")
        assert tasks.start("send", work("third"), if_running="replace")
        gate.set()
        await tasks.wait_for("send")

    assert done == ["third"]


async def test_things_of_one_name_run_side_by_side_and_each_of_them_once() -> None:
    tasks, _ = _owner()
    done: list[str] = []
    gate = asyncio.Event()

    async def work(word: str) -> None:
        await gate.wait()
        done.append(word)

    async with tasks:
        assert tasks.start("send", work("one"), if_running="ignore", of=1)
        assert tasks.start("send", work("two"), if_running="ignore", of=2)
        assert not tasks.start("send", work("one again"), if_running="ignore", of=1)
        gate.set()
        await tasks.wait_for("send")
        assert not tasks.is_running("send")

    assert sorted(done) == ["one", "two"]


async def test_an_error_reaches_the_handler_with_its_name() -> None:
    tasks, errors = _owner()

    async def work() -> None:
        raise ValueError("what happened")

    async with tasks:
        tasks.start("load", work(), if_running="ignore")
        await tasks.wait_for("load")

    assert errors == ["load: what happened"]


async def test_closing_waits_for_what_was_replaced_too() -> None:
    tasks, _ = _owner()
    ended: list[str] = []

    async def slow_to_end(word: str, steps: int) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            for _ in range(steps):
                await asyncio.sleep(0)
            ended.append(word)

    tasks.start("view", slow_to_end("old", 50), if_running="ignore")
    await asyncio.sleep(0)
    tasks.start("view", slow_to_end("new", 1), if_running="replace")
    await asyncio.sleep(0)
    await tasks.aclose()

    assert ended == ["new", "old"]


async def test_a_task_replaced_before_its_first_step_is_closed_all_the_same() -> None:
    tasks, _ = _owner()

    async def work() -> None:
        await asyncio.sleep(0)

    never_begun = work()
    tasks.start("detail", never_begun, if_running="replace")
    tasks.start("detail", work(), if_running="replace")
    await tasks.aclose()

    assert inspect.getcoroutinestate(never_begun) == inspect.CORO_CLOSED


async def test_nothing_starts_after_closing() -> None:
    tasks, _ = _owner()
    await tasks.aclose()

    async def work() -> None:
        raise AssertionError("it ran")

    assert not tasks.start("late", work(), if_running="ignore")
