"""Records of a bulk run that share commits: none is missing, and none spoils another."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from sgdesk.delivery import Accepted, Attempt, AttemptId, Outcome, Rejected
from sgdesk.engine.bulk_journal import MOMENT_S, BulkJournal
from sgdesk.errors import StoreError
from sgdesk.transport.base import Job
from tests.support.engine import (
    SECRET,
    MemoryJournal,
    ScriptedConnection,
    a_delivery,
    ended,
    engine_bench,
    until,
)
from tests.support.sending import Marks

MANY = [a_delivery(f"d{number}") for number in range(60)]


@dataclass(slots=True)
class SharingJournal(MemoryJournal):
    """Remember which records came together."""

    together: list[tuple[int, int]] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    """Deliveries whose outcome cannot be written."""

    async def record(self, ended: Sequence[Attempt], marked: Sequence[AttemptId]) -> None:
        """Record all, or nothing."""
        await asyncio.sleep(0)
        if any(attempt.delivery_id in self.refuses for attempt in ended):
            raise StoreError("cannot be written")
        self.together.append((len(ended), len(marked)))
        self.entries += [("mark", attempt_id) for attempt_id in marked]
        self.entries += [("finish", attempt.delivery_id) for attempt in ended]
        self.attempts |= {attempt.id: attempt for attempt in ended}

    async def finish(self, attempt: Attempt) -> None:
        """Record one."""
        if attempt.delivery_id in self.refuses:
            raise StoreError("cannot be written")
        self.entries.append(("finish", attempt.delivery_id))
        self.attempts[attempt.id] = attempt


async def test_each_mark_stands_before_its_message_leaves_and_few_stand_too_early() -> None:
    journal = SharingJournal()
    draw = random.Random(7)
    left: list[AttemptId] = []
    furthest = 0

    async def script(job: Job) -> Outcome:
        nonlocal furthest
        marked = [whose for what, whose in journal.entries if what == "mark"]
        assert job.attempt_id in marked
        left.append(job.attempt_id)
        furthest = max(furthest, len(marked) - len(left))
        for _ in range(draw.randrange(4)):
            await asyncio.sleep(0)
        return Accepted()

    async with engine_bench(script, journal=journal) as bench:
        attempts = await bench.engine.deliver_many(MANY, SECRET)

    marked = [whose for what, whose in journal.entries if what == "mark"]
    assert marked == left == [attempt.id for attempt in attempts]
    assert 2 <= furthest <= 32
    # What the script asserts would end as the outcome of its message.
    assert {attempt.outcome for attempt in attempts} == {Accepted()}
    assert sorted(journal.steps) == sorted(["begin", "mark", "finish"] * len(MANY))


@pytest.mark.parametrize(("landed", "ahead"), [(0, 0), (3, 6), (16, 32), (40, 32)])
async def test_twice_what_has_landed_is_marked_ahead_and_never_more_than_32(
    landed: int, ahead: int
) -> None:
    journal = SharingJournal()
    mails = [AttemptId(f"a{number}") for number in range(100)]
    async with asyncio.TaskGroup() as group:
        bulk = BulkJournal(journal, mails, group)
        for gone, delivery in zip(mails[:landed], MANY, strict=False):
            made = Job(attempt_id=gone, delivery=delivery, mark=Marks())
            bulk.land(ended(made, Accepted()), lambda _failure: None)
        await bulk.mark(mails[landed])

    marked = [whose for what, whose in journal.entries if what == "mark"]
    assert marked == mails[landed : landed + 1 + ahead]


async def test_refused_envelopes_do_not_use_the_marks_up() -> None:
    journal = SharingJournal()

    class Refusing(ScriptedConnection):
        """Refuse the first twenty and each second message before its body."""

        async def send(self, job: Job) -> Attempt:
            number = int(job.delivery.id[1:])
            if number == 20:
                # The outcomes of those before are written meanwhile, with marks ahead.
                await asyncio.sleep(3 * MOMENT_S)
            if number % 2 or number < 20:
                return ended(job, Rejected())
            return await ScriptedConnection.send(self, job)

    async with engine_bench(journal=journal) as bench:
        bench.dialler.kind = Refusing
        await bench.engine.deliver_many([a_delivery(f"d{n}") for n in range(200)], SECRET)

    assert len(journal.together) < 200 / 3


async def test_quick_sends_share_commits() -> None:
    journal = SharingJournal()
    async with engine_bench(journal=journal) as bench:
        await bench.engine.deliver_many(MANY, SECRET)

    assert len(journal.together) < len(MANY) / 3


async def test_slow_sends_are_marked_at_most_two_ahead_and_written_before_the_next_ends() -> None:
    journal = SharingJournal()
    sent = 0

    async def script(_job: Job) -> Outcome:
        nonlocal sent
        await until(lambda: journal.steps.count("finish") == sent)
        assert journal.steps.count("mark") - sent <= 3
        sent += 1
        return Accepted()

    async with engine_bench(script, journal=journal) as bench:
        attempts = await bench.engine.deliver_many(MANY[:6], SECRET)

    assert {attempt.outcome for attempt in attempts} == {Accepted()}


@pytest.mark.parametrize("seed", range(3))
async def test_outcome_that_cannot_be_written_spoils_no_other(seed: int) -> None:
    refused = {delivery.id for delivery in random.Random(seed).sample(MANY, 3)}
    journal = SharingJournal(refuses=set(refused))
    async with engine_bench(journal=journal) as bench:
        attempts = await bench.engine.deliver_many(MANY, SECRET)

    assert {attempt.outcome for attempt in attempts} == {Accepted()}
    kept = {attempt.delivery_id for attempt in journal.attempts.values()}
    assert kept == {delivery.id for delivery in MANY} - refused
    assert journal.steps.count("mark") == len(MANY)
