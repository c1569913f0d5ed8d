"""Results come in while the log is read and looked through: each has one row in the end."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from sgdesk.delivery import Accepted, Attempt, AttemptId, Delivery
from sgdesk.engine.events import DeliveryFinished, DeliveryQueued
from sgdesk.message.sample import sample
from sgdesk.route import WebApiPath, parse_path
from sgdesk.ui.life import Life
from sgdesk.ui.log.model import PAGE_ROWS, LogModel
from tests.support.attempts import an_attempt
from tests.support.engine import a_delivery
from tests.support.qt import aio, make_life, running, turns, until

BEFORE = 3 * PAGE_ROWS + 7
"""Results that are there when the window opens the log."""
MAILS = 2 * PAGE_ROWS


HOUR_NS = 3_600_000_000_000


class SetClock:
    """Stands in for `time` and `datetime`: a wall clock that is set back and forth by an hour."""

    monotonic_ns = staticmethod(time.monotonic_ns)

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)

    def time_ns(self) -> int:
        """Give the time as it is set just now."""
        return time.time_ns() + self._dice.choice((-1, 0, 1)) * HOUR_NS

    def now(self, zone: tzinfo) -> datetime:
        """Give the same as a date."""
        return datetime.fromtimestamp(self.time_ns() / 1e9, zone)


def attempts_named(prefix: str, count: int) -> list[tuple[Delivery, Attempt]]:
    """Make deliveries and how they end."""
    named = [f"{prefix}{number:04}" for number in range(count)]
    return [
        (
            a_delivery(name),
            replace(an_attempt(), id=AttemptId(name), delivery_id=a_delivery(name).id),
        )
        for name in named
    ]


async def keep(life: Life, sends: Sequence[tuple[Delivery, Attempt]]) -> None:
    """Have results in the history without a word to the window."""
    await life.session.history.begin_many([(delivery, ended.id) for delivery, ended in sends])
    await life.session.history.record([ended for _, ended in sends], [])


def ids_in(model: LogModel) -> list[str | None]:
    """Give the attempt of each row, `None` while its page is being read."""
    entries = [model.entry(row) for row in range(model.rowCount())]
    return [getattr(entry, "attempt_id", None) for entry in entries]


class Rush:
    """Mails that begin one after the other and end in any order."""

    def __init__(self, life: Life, seed: int) -> None:
        self.life = life
        self.sends = attempts_named("mail", MAILS)
        self._waiting = list(self.sends)
        self._under_way: list[Attempt] = []
        self._untold: list[Attempt] = []
        self._dice = random.Random(seed)

    async def run(self) -> None:
        """Let it all happen, each step at a moment of its own."""
        steps = (self._begin, self._write, self._tell, self._look, self._read)
        while self._waiting or self._under_way or self._untold:
            await self._dice.choices(steps, (5, 4, 4, 2, 0.2))[0]()
            await asyncio.sleep(self._dice.choice((0, 0, 0, 0.004)))

    async def _begin(self) -> None:
        if self._waiting:
            delivery, ended = self._waiting.pop(0)
            await self.life.session.history.begin(delivery, ended.id)
            self.life.bridge.take(DeliveryQueued(delivery=delivery))
            self._under_way.append(ended)

    async def _write(self) -> None:
        if self._under_way:
            ended = self._under_way.pop(self._dice.randrange(len(self._under_way)))
            await self.life.session.history.finish(ended)
            self._untold.append(ended)

    async def _tell(self) -> None:
        if self._untold:
            ended = self._untold.pop(self._dice.randrange(len(self._untold)))
            self.life.bridge.take(DeliveryFinished(attempt=ended))

    async def _look(self) -> None:
        model = self.life.rooms.log
        model.entry(self._dice.randrange(model.rowCount()))

    async def _read(self) -> None:
        # Not when all have begun: what is read after the last of them has ended is right anyway.
        if self._waiting:
            self.life.log.load()


@pytest.mark.parametrize("seed", range(3))
@aio()
async def test_each_result_has_one_row_in_the_end_however_they_came_in(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("sgdesk.ui.log.desk.LATER_MS", 50)
    async with running(make_life(qapp, tmp_path)) as life:
        before = attempts_named("before", BEFORE)
        await keep(life, before)
        life.log.load()
        await life.tasks.wait_for("history")
        rush = Rush(life, seed)
        await rush.run()

        every = sorted(ended.id for _, ended in (*before, *rush.sends))

        def is_once() -> bool:
            found = ids_in(life.rooms.log)
            return None not in found and sorted(filter(None, found)) == every

        await until(is_once)


@pytest.mark.parametrize(("looks_on", "more"), [(False, 0), (True, 1)])
@aio()
async def test_the_log_is_read_once_more_only_where_it_was_read_while_a_mail_was_on_its_way(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looks_on: bool, more: int
) -> None:
    monkeypatch.setattr("sgdesk.ui.log.desk.LATER_MS", 50)
    async with running(make_life(qapp, tmp_path)) as life:
        await keep(life, attempts_named("before", BEFORE))
        life.log.load()
        await life.tasks.wait_for("history")
        begun = life.rooms.log.generation
        ((delivery, ended),) = attempts_named("mail", 1)
        await life.session.history.begin(delivery, ended.id)
        life.bridge.take(DeliveryQueued(delivery=delivery))
        await until(lambda: life.log.flights)
        if looks_on:
            await until(lambda: None not in ids_in(life.rooms.log))
        await life.session.history.finish(ended)
        life.bridge.take(DeliveryFinished(attempt=ended))
        await until(lambda: not life.log.flights)
        await until(lambda: life.rooms.log.generation == begun + more)
        await asyncio.sleep(0.2)
        await life.tasks.wait_for("history")

        assert life.rooms.log.generation == begun + more


@aio()
async def test_reading_the_log_once_more_moves_neither_what_is_seen_nor_the_selection(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await keep(life, attempts_named("before", BEFORE))
        life.log.load()
        await life.tasks.wait_for("history")
        life.window.show_view("results")
        table = life.rooms.results.table
        table.selectRow(3)
        table.verticalScrollBar().setValue(150)
        await until(lambda: life.rooms.log.entry(150) is not None)
        chosen = table.current_entry()
        life.log.load()
        await life.tasks.wait_for("history")
        await turns()

        assert table.verticalScrollBar().value() == 150
        assert table.current_entry() == chosen


@aio(timeout=60)
async def test_200_sends_at_once_stand_in_the_log_as_in_the_history_whatever_the_clock_does(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sgdesk.ui.log.desk.LATER_MS", 50)
    async with running(make_life(qapp, tmp_path)) as life:
        paths = (WebApiPath(), parse_path("smtp:587"), parse_path("smtp:465"))
        clock = SetClock(seed=1)
        monkeypatch.setattr("sgdesk.clock.time", clock)
        monkeypatch.setattr("sgdesk.clock.datetime", clock)
        sends = (
            life.session.deliver(sample(), paths[number % 3], group_id=str(number))
            for number in range(200)
        )
        ended = await asyncio.gather(*sends)
        await until(lambda: not life.log.flights)

        assert {type(attempt.outcome) for attempt in ended} == {Accepted}
        for attempt in ended:
            assert 0 < attempt.trace.total_ns < HOUR_NS
            assert 0 <= attempt.trace.lag_ns < HOUR_NS
            assert all(0 <= span.wire_ns < HOUR_NS for span in attempt.trace.spans)
        life.log.load()
        await life.tasks.wait_for("history")
        kept = [row.attempt.id for row in await life.session.history.list(300)]
        assert len(kept) == 200
        await until(lambda: ids_in(life.rooms.log) == kept)
