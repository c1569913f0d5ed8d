"""Many messages on one connection, each with a record of its own."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, replace
from functools import partial

import pytest

from sgdesk.delivery import Accepted, Attempt, Cancelled, DeliveryId, NotSent, Outcome, Rejected
from sgdesk.engine.connections import Limits
from sgdesk.engine.events import DeliveryFinished, PhaseStarted
from sgdesk.errors import InputError, StoreError
from sgdesk.transport.base import Job
from tests.support.engine import (
    ROUTE,
    SECRET,
    MemoryJournal,
    ScriptedConnection,
    a_delivery,
    engine_bench,
)


@dataclass(slots=True, kw_only=True)
class AheadConnection(ScriptedConnection):
    """Render one message ahead, as SMTP does."""

    unrenderable: str = ""

    async def send_many(self, jobs: Iterable[Job]) -> AsyncGenerator[Attempt, None]:
        """Send each job after the next one was rendered."""
        waiting = iter(jobs)
        job = self._rendered(next(waiting, None))
        while job is not None:
            after = self._rendered(next(waiting, None))
            yield await self.send(job)
            job = after

    def _rendered(self, job: Job | None) -> Job | None:
        if job is not None and job.delivery.id == self.unrenderable:
            raise InputError("cannot be rendered")
        return job


MANY = [a_delivery(f"d{number}") for number in range(25)]


async def test_every_message_is_sent_once_in_order_on_one_connection() -> None:
    async with engine_bench() as bench:
        attempts = await bench.engine.deliver_many(MANY, SECRET)

    assert [a.delivery_id for a in attempts] == [d.id for d in MANY]
    assert [c.messages_sent for c in bench.dialler.made] == [25]
    assert bench.journal.steps.count("begin") == 25
    assert bench.journal.steps.count("mark") == 25
    assert set(bench.journal.attempts.values()) == set(attempts)


async def test_all_are_recorded_before_the_first_is_sent() -> None:
    async with engine_bench() as bench:
        await bench.engine.deliver_many(MANY, SECRET)

    assert bench.journal.steps[:25] == ["begin"] * 25


async def test_each_end_is_told_and_no_step_is() -> None:
    async with engine_bench() as bench:
        await bench.engine.deliver_many(MANY, SECRET)

    finished = [e for e in bench.events if isinstance(e, DeliveryFinished)]
    assert len(finished) == 25
    assert not [e for e in bench.events if isinstance(e, PhaseStarted)]


async def test_limit_of_messages_holds() -> None:
    async with engine_bench(limits=Limits(messages_per_connection=10)) as bench:
        await bench.engine.deliver_many(MANY, SECRET)

    assert [c.messages_sent for c in bench.dialler.made] == [10, 10, 5]


async def test_lost_connection_is_replaced() -> None:
    async with engine_bench(stays_open=False) as bench:
        attempts = await bench.engine.deliver_many(MANY[:3], SECRET)

    assert [a.outcome for a in attempts] == [Accepted()] * 3
    assert len(bench.dialler.made) == 3


async def test_each_route_has_its_own_connection() -> None:
    other = replace(ROUTE, smtp_host="other.example.net")
    mixed = [a_delivery("a"), a_delivery("b", other), a_delivery("c", other)]

    async with engine_bench() as bench:
        await bench.engine.deliver_many(mixed, SECRET)

    assert [c.route.smtp_host for c in bench.dialler.made] == [
        "smtp.example.net",
        "other.example.net",
    ]


async def test_one_refused_message_does_not_stop_the_others() -> None:
    async def script(job: Job) -> Outcome:
        if job.delivery.id == "d3":
            raise InputError("cannot be rendered")
        return Rejected() if job.delivery.id == "d4" else Accepted()

    async with engine_bench(script) as bench:
        attempts = await bench.engine.deliver_many(MANY, SECRET)

    assert [type(a.outcome).__name__ for a in attempts[3:6]] == ["Unknown", "Rejected", "Accepted"]
    assert len(attempts) == 25


@pytest.mark.parametrize("broken", ["d0", "d1", "d12", "d24"])
async def test_message_that_cannot_be_rendered_ahead_stops_nobody(broken: str) -> None:
    async with engine_bench() as bench:
        bench.dialler.kind = partial(AheadConnection, unrenderable=broken)
        attempts = await bench.engine.deliver_many(MANY, SECRET)

    assert [a.delivery_id for a in attempts] == [d.id for d in MANY]
    assert [a.delivery_id for a in attempts if a.outcome != Accepted()] == [broken]
    assert sum(c.messages_sent for c in bench.dialler.made) == 24


async def test_cancel_of_one_leaves_the_others() -> None:
    async def script(job: Job) -> Outcome:
        if job.delivery.id == "d0":
            bench.engine.cancel(DeliveryId("d5"))
        return Accepted()

    async with engine_bench(script) as bench:
        attempts = await bench.engine.deliver_many(MANY, SECRET)

    assert [a.delivery_id for a in attempts if a.outcome == Cancelled()] == ["d5"]


async def test_cancelled_caller_gets_every_outcome() -> None:
    reached = asyncio.Event()

    async def script(job: Job) -> Outcome:
        if job.delivery.id == "d2":
            reached.set()
            await asyncio.Event().wait()
        return Accepted()

    async with engine_bench(script) as bench, asyncio.TaskGroup() as tg:
        caller = tg.create_task(bench.engine.deliver_many(MANY, SECRET))
        await reached.wait()
        caller.cancel()
        attempts = await caller

    words = [type(a.outcome).__name__ for a in attempts]
    assert words == ["Accepted", "Accepted", "Unknown", *["Cancelled"] * 22]
    assert len(bench.journal.attempts) == 25


async def test_without_records_nothing_is_sent() -> None:
    journal = MemoryJournal(failure=StoreError("full"), fails_at="begin")
    async with engine_bench(journal=journal) as bench:
        with pytest.raises(StoreError):
            await bench.engine.deliver_many(MANY, SECRET)

    assert bench.dialler.made == []
    assert {a.outcome for a in journal.attempts.values()} == {NotSent()}
    assert not any(bench.engine.cancel(delivery.id) for delivery in MANY)


async def test_when_marks_cannot_be_recorded_the_run_ends_on_its_connection() -> None:
    journal = MemoryJournal(failure=StoreError("full"), fails_at="mark")
    async with engine_bench(journal=journal) as bench:
        attempts = await bench.engine.deliver_many(MANY, SECRET)

    assert {attempt.outcome for attempt in attempts} == {NotSent()}
    assert len(bench.dialler.made) == 1
    assert len(journal.attempts) == len(MANY)
