"""What windows of tests borrow is empty each time, and each has one to itself."""

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QApplication

from sgdesk.sandbox.process import SandboxProcess
from tests.support.lent import Lender
from tests.support.qt import aio, make_life, running
from tests.support.window import fill, practice, send


@aio()
async def test_next_window_finds_nothing_of_the_last_one(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path / "first")) as life:
        fill(life)
        await send(life)
        practice(life).fault("reply", "silence")
        assert len(practice(life).inbox()) == 1
        place = life.session.practice.pid

    async with running(make_life(qapp, tmp_path / "second")) as life:
        assert life.session.practice.pid == place
        kept = practice(life)
        assert (kept.inbox(), kept.events(), kept.stamps(), kept.faults()) == ([], [], [], [])


def test_two_at_a_time_and_one_after_a_death_are_not_the_same() -> None:
    async def pids() -> tuple[int, ...]:
        async with await SandboxProcess.start() as process:
            lender = Lender(process)
            first, second = await lender.start(), await lender.start()
            await second.aclose()
            await first.aclose()
            again = await lender.start()
            await again.aclose()
            await process.aclose()
            later = await lender.start()
            await later.aclose()
            return tuple(each.info.pid for each in (process, first, second, again, later))

    lent, first, second, again, later = asyncio.run(pids())
    assert (first, again) == (lent, lent)
    assert len({lent, second, later}) == 3
