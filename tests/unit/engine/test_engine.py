"""Deliveries in, attempts out: order of records, cancel, limits, warm connections."""

import asyncio

import pytest

from sgdesk.delivery import (
    Accepted,
    Cancelled,
    Deferred,
    DeliveryId,
    NotSent,
    Outcome,
    Unknown,
)
from sgdesk.engine.connections import Limits
from sgdesk.engine.events import DeliveryFinished, DeliveryQueued, PhaseStarted
from sgdesk.errors import InputError
from sgdesk.secret import Secret
from sgdesk.trace import Phase
from sgdesk.transport.base import Job
from tests.support.engine import SECRET, a_delivery, engine_bench, until


class Gate:
    """A script that lets jobs in and holds them until it is opened."""

    def __init__(self) -> None:
        self.entered = asyncio.Event()
        self.opened = asyncio.Event()
        self.inside = 0
        self.most = 0

    async def __call__(self, job: Job) -> Outcome:
        self.inside += 1
        self.most = max(self.most, self.inside)
        self.entered.set()
        try:
            await self.opened.wait()
        finally:
            self.inside -= 1
        return Accepted()


async def test_record_mark_and_outcome_come_in_order() -> None:
    async with engine_bench() as bench:
        attempt = await bench.engine.deliver(a_delivery(), SECRET, reuse=False)

    assert bench.journal.steps == ["begin", "mark", "finish"]
    assert bench.journal.attempts[attempt.id] == attempt


async def test_history_is_written_before_the_event() -> None:
    written_when_told: list[list[str]] = []

    async with engine_bench() as bench:
        bench.engine._publish = lambda event: written_when_told.append(
            [type(event).__name__, *bench.journal.steps]
        )
        await bench.engine.deliver(a_delivery(), SECRET, reuse=False)

    assert written_when_told[0] == ["DeliveryQueued", "begin"]
    assert written_when_told[-1] == ["DeliveryFinished", "begin", "mark", "finish"]


async def test_events_tell_the_whole_way() -> None:
    delivery = a_delivery()
    async with engine_bench() as bench:
        attempt = await bench.engine.deliver(delivery, SECRET, reuse=False)

    assert bench.events == [
        DeliveryQueued(delivery=delivery),
        PhaseStarted(delivery_id=delivery.id, phase=Phase.CONNECT, fraction=0.0),
        DeliveryFinished(attempt=attempt),
    ]


async def test_upload_news_are_thinned_but_its_end_is_told() -> None:
    async def upload(job: Job) -> Outcome:
        for step in range(1001):
            job.progress(Phase.UPLOAD, step / 1000)
        return Accepted()

    async with engine_bench(upload) as bench:
        await bench.engine.deliver(a_delivery(), SECRET, reuse=False)

    told = [e.fraction for e in bench.events if isinstance(e, PhaseStarted)]
    assert len(told) < 30
    assert told[-1] == 1.0


async def test_cancel_before_the_mark_is_cancelled() -> None:
    gate = Gate()
    async with engine_bench(gate, limits=Limits(connections=1)) as bench, asyncio.TaskGroup() as tg:
        tg.create_task(bench.engine.deliver(a_delivery("first"), SECRET, reuse=False))
        await gate.entered.wait()
        waiting = tg.create_task(bench.engine.deliver(a_delivery("second"), SECRET, reuse=False))
        await until(lambda: ("begin", "second") in bench.journal.entries)
        assert bench.engine.cancel(DeliveryId("second"))
        attempt = await waiting
        gate.opened.set()

    assert attempt.outcome == Cancelled()
    assert ("finish", "second") in bench.journal.entries
    assert len(bench.dialler.made) == 1


async def test_cancel_while_the_record_is_made_sends_nothing() -> None:
    async with engine_bench() as bench, asyncio.TaskGroup() as tg:
        running = tg.create_task(bench.engine.deliver(a_delivery(), SECRET, reuse=False))
        await until(lambda: bench.engine.cancel(DeliveryId("d1")))
        attempt = await running

    assert attempt.outcome == Cancelled()
    assert bench.journal.steps == ["begin", "finish"]
    assert bench.dialler.made == []


async def test_cancel_right_behind_a_delivery_finds_it() -> None:
    delivery = a_delivery()
    async with engine_bench() as bench, asyncio.TaskGroup() as group:
        task = group.create_task(bench.engine.deliver(delivery, SECRET, reuse=False))
        await asyncio.sleep(0)
        found = bench.engine.cancel(delivery.id)
        attempt = await task

    assert found
    assert isinstance(attempt.outcome, Cancelled)
    assert not bench.engine.cancel(delivery.id)


async def test_cancel_after_the_mark_is_what_the_transport_says() -> None:
    gate = Gate()
    async with engine_bench(gate) as bench, asyncio.TaskGroup() as tg:
        running = tg.create_task(bench.engine.deliver(a_delivery(), SECRET, reuse=False))
        await gate.entered.wait()
        bench.engine.cancel(DeliveryId("d1"))
        attempt = await running

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)
    assert bench.journal.steps == ["begin", "mark", "finish"]


async def test_cancel_of_nothing_says_so() -> None:
    async with engine_bench() as bench:
        assert not bench.engine.cancel(DeliveryId("nobody"))


async def test_cancelled_caller_still_gets_the_outcome() -> None:
    gate = Gate()
    async with engine_bench(gate) as bench, asyncio.TaskGroup() as tg:
        caller = tg.create_task(bench.engine.deliver(a_delivery(), SECRET, reuse=False))
        await gate.entered.wait()
        caller.cancel()
        attempt = await caller

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)
    assert bench.journal.attempts[attempt.id] == attempt


async def test_closing_cancels_records_and_closes() -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as tg:
        async with engine_bench(gate) as bench:
            running = tg.create_task(bench.engine.deliver(a_delivery(), SECRET, reuse=True))
            await gate.entered.wait()
        attempt = await running

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)
    assert bench.journal.steps == ["begin", "mark", "finish"]
    assert bench.open_count() == 0


async def test_closed_engine_takes_nothing() -> None:
    async with engine_bench() as bench:
        pass

    with pytest.raises(RuntimeError):
        await bench.engine.deliver(a_delivery(), SECRET, reuse=False)
    assert bench.journal.steps == []


async def test_error_of_the_program_past_the_mark_is_unknown_and_raised() -> None:
    async def broken(job: Job) -> Outcome:
        raise ZeroDivisionError

    async with engine_bench(broken) as bench:
        with pytest.raises(ZeroDivisionError):
            await bench.engine.deliver(a_delivery(), SECRET, reuse=True)
        after = await bench.engine.deliver_many([], SECRET)

    (attempt,) = bench.journal.attempts.values()
    assert attempt.outcome == Unknown(after=Phase.UPLOAD)
    assert bench.open_count() == 0
    assert after == ()


async def test_connections_stay_below_the_limit_and_every_message_gets_its_turn() -> None:
    gate = Gate()
    async with engine_bench(gate, limits=Limits(connections=3)) as bench:
        async with asyncio.TaskGroup() as tg:
            tasks = [
                tg.create_task(bench.engine.deliver(a_delivery(f"d{n}"), SECRET, reuse=n % 2 == 0))
                for n in range(20)
            ]
            await until(lambda: gate.inside == 3)
            gate.opened.set()
        outcomes = [task.result().outcome for task in tasks]

    assert outcomes == [Accepted()] * 20
    assert gate.most == 3


async def test_reused_connection_is_kept_and_taken_again() -> None:
    async with engine_bench() as bench:
        for name in ("a", "b", "c"):
            await bench.engine.deliver(a_delivery(name), SECRET, reuse=True)

        assert bench.open_count() == 1
        assert bench.dialler.made[0].messages_sent == 3
    assert bench.open_count() == 0


async def test_fresh_connection_is_asked_for_and_closed() -> None:
    async with engine_bench() as bench:
        await bench.engine.deliver(a_delivery("a"), SECRET, reuse=True)
        await bench.engine.deliver(a_delivery("b"), SECRET, reuse=False)

        await until(lambda: bench.open_count() == 1)
        assert [c.messages_sent for c in bench.dialler.made] == [1, 1]
        assert [c.is_closed for c in bench.dialler.made] == [False, True]


async def test_another_key_never_meets_a_kept_connection() -> None:
    async with engine_bench() as bench:
        await bench.engine.deliver(a_delivery("a"), SECRET, reuse=True)
        await bench.engine.deliver(a_delivery("b"), Secret("SG.other"), reuse=True)

    assert [c.secret for c in bench.dialler.made] == [SECRET, Secret("SG.other")]


async def test_dead_connection_is_replaced() -> None:
    async with engine_bench() as bench:
        await bench.engine.deliver(a_delivery("a"), SECRET, reuse=True)
        bench.dialler.made[0].is_warm = False
        await bench.engine.deliver(a_delivery("b"), SECRET, reuse=True)

    assert [c.messages_sent for c in bench.dialler.made] == [1, 1]


async def test_used_up_connection_is_replaced() -> None:
    async with engine_bench(limits=Limits(messages_per_connection=2)) as bench:
        for name in "abcde":
            await bench.engine.deliver(a_delivery(name), SECRET, reuse=True)

    assert [c.messages_sent for c in bench.dialler.made] == [2, 2, 1]


async def test_idle_connection_is_closed_after_its_time() -> None:
    async with engine_bench(limits=Limits(idle_s=0.01)) as bench:
        await bench.engine.deliver(a_delivery(), SECRET, reuse=True)
        await until(lambda: not bench.open_count())

        assert bench.dialler.made[0].is_closed


async def test_idle_connection_makes_room_for_another_key() -> None:
    async with engine_bench(limits=Limits(connections=1, idle_s=3600.0)) as bench:
        await bench.engine.deliver(a_delivery("a"), SECRET, reuse=True)
        await bench.engine.deliver(a_delivery("b"), Secret("SG.other"), reuse=True)

        assert [c.is_closed for c in bench.dialler.made] == [True, False]


async def test_connection_that_cannot_be_made_fails_its_own_delivery_alone() -> None:
    async with engine_bench() as bench:
        bench.dialler.refusal = InputError("no key")
        with pytest.raises(InputError):
            await bench.engine.deliver(a_delivery("a"), SECRET, reuse=True)
        bench.dialler.refusal = None
        attempt = await bench.engine.deliver(a_delivery("b"), SECRET, reuse=True)

    assert attempt.outcome == Accepted()
    assert {a.outcome for a in bench.journal.attempts.values()} == {NotSent(), Accepted()}


@pytest.mark.parametrize(
    "outcome",
    [NotSent(), Deferred(retry_after_s=0.0), Unknown(after=Phase.UPLOAD)],
    ids=lambda outcome: type(outcome).__name__,
)
async def test_nothing_is_tried_twice(outcome: Outcome) -> None:
    async def answer(job: Job) -> Outcome:
        return outcome

    async with engine_bench(answer) as bench:
        await bench.engine.deliver(a_delivery(), SECRET, reuse=False)

    assert bench.journal.steps == ["begin", "mark", "finish"]
