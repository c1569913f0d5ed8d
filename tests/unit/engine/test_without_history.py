"""What stops a send on this side: no history to write, no file to open. No server is blamed."""

import asyncio
import errno
from dataclasses import dataclass

import pytest

from sgdesk.delivery import (
    Accepted,
    Attempt,
    AttemptId,
    Cancelled,
    DeliveryId,
    NotSent,
    Outcome,
    Unknown,
)
from sgdesk.engine import flight
from sgdesk.engine.events import DeliveryFinished, HistoryFailed
from sgdesk.errors import StoreError
from sgdesk.transport.base import Job
from tests.support.engine import (
    SECRET,
    MemoryJournal,
    ScriptedConnection,
    a_delivery,
    engine_bench,
    until,
)


@dataclass(slots=True, kw_only=True)
class Limited(ScriptedConnection):
    """Hold an attempt to a time limit, as every transport does."""

    async def send(self, job: Job) -> Attempt:
        """Send within a tenth of a second."""
        async with asyncio.timeout(0.1):
            return await ScriptedConnection.send(self, job)


@dataclass(slots=True, kw_only=True)
class StuckJournal(MemoryJournal):
    """Wait at the mark for a lock that nobody gives back."""

    is_asked: bool = False

    async def mark(self, attempt_id: AttemptId) -> None:
        """Never come to the record."""
        self.is_asked = True
        await asyncio.Event().wait()


async def test_without_a_record_nothing_is_sent() -> None:
    journal = MemoryJournal(
        failure=StoreError("It is full.", remedy="Make room."), fails_at="begin"
    )
    async with engine_bench(journal=journal) as bench:
        with pytest.raises(StoreError) as raised:
            await bench.engine.deliver(a_delivery(), SECRET, reuse=False)

    assert bench.dialler.made == []
    assert not bench.engine.cancel(DeliveryId("d1"))
    assert raised.value.why.startswith("Nothing was sent")
    assert (raised.value.happened, raised.value.remedy) == ("It is full.", "Make room.")


async def test_without_records_of_many_nothing_is_sent() -> None:
    journal = MemoryJournal(failure=StoreError("full"), fails_at="begin")
    async with engine_bench(journal=journal) as bench:
        with pytest.raises(StoreError, match="Nothing was sent"):
            await bench.engine.deliver_many([a_delivery()], SECRET)


async def test_without_a_mark_the_attempt_is_not_sent_and_says_why() -> None:
    failure = StoreError("It is locked.", why="By somebody.", remedy="Close it.")
    journal = MemoryJournal(failure=failure, fails_at="mark")
    async with engine_bench(journal=journal) as bench:
        attempt = await bench.engine.deliver(a_delivery(), SECRET, reuse=True)

    assert list(journal.attempts.values()) == [attempt]
    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.title == "It is locked"
    assert attempt.problem.explanation.startswith("Nothing was sent")
    assert attempt.problem.explanation.endswith("By somebody.")
    assert attempt.problem.remedy == "Close it."
    assert bench.open_count() == 0


async def test_time_that_runs_out_at_the_mark_is_the_historys_and_not_the_servers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(flight, "LONG_MARK_NS", 50_000_000)
    async with engine_bench(journal=StuckJournal()) as bench:
        bench.dialler.kind = Limited
        attempt = await bench.engine.deliver(a_delivery(), SECRET, reuse=False)

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert "history" in attempt.problem.title
    assert "another program has it locked" in attempt.problem.explanation
    assert "Close the program" in attempt.problem.remedy


async def test_time_that_runs_out_just_after_the_mark_was_asked_for_is_not_the_historys(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(flight, "LONG_MARK_NS", 3_600_000_000_000)
    async with engine_bench(journal=StuckJournal()) as bench:
        bench.dialler.kind = Limited
        attempt = await bench.engine.deliver(a_delivery(), SECRET, reuse=False)

    assert attempt.problem is None


async def test_cancel_while_the_mark_is_waited_for_is_cancelled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(flight, "LONG_MARK_NS", 0)
    journal = StuckJournal()
    async with engine_bench(journal=journal) as bench, asyncio.TaskGroup() as group:
        running = group.create_task(bench.engine.deliver(a_delivery(), SECRET, reuse=False))
        await until(lambda: journal.is_asked)
        bench.engine.cancel(DeliveryId("d1"))
        attempt = await running

    assert attempt.outcome == Cancelled()


async def test_outcome_that_cannot_be_written_is_told_and_given() -> None:
    journal = MemoryJournal(failure=StoreError("full"), fails_at="finish")
    async with engine_bench(journal=journal) as bench:
        attempt = await bench.engine.deliver(a_delivery(), SECRET, reuse=False)

    assert attempt.outcome == Accepted()
    assert bench.events[-2:] == [
        HistoryFailed(attempt=attempt, reason="full"),
        DeliveryFinished(attempt=attempt),
    ]


async def test_without_a_file_to_open_the_attempt_is_not_sent_and_says_why() -> None:
    async with engine_bench() as bench:
        bench.dialler.refusal = OSError(errno.EMFILE, "Too many open files")
        attempt = await bench.engine.deliver(a_delivery(), SECRET, reuse=False)

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert "ulimit -n" in attempt.problem.remedy


async def test_without_a_file_to_open_past_the_mark_it_is_unknown() -> None:
    async def broken(job: Job) -> Outcome:
        raise OSError(errno.EMFILE, "Too many open files")

    async with engine_bench(broken) as bench:
        attempt = await bench.engine.deliver(a_delivery(), SECRET, reuse=False)

    assert isinstance(attempt.outcome, Unknown)
    assert attempt.problem is not None
    assert attempt.problem.explanation.endswith("It may have been accepted.")
