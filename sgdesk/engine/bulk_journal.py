"""The journal of a bulk run: the records of several messages in one commit.

A commit and the way to the writing thread cost as much as sending a message to
a near server does. So outcomes wait a moment for each other, and a mark takes
those of the next few messages along. The faster messages go, the further ahead
it marks; a process that is killed leaves at most `FURTHEST` messages `Unknown`
that had not left yet, and at most a moment's outcomes unwritten, whose messages
are `Unknown` as well.
"""

import asyncio
from collections.abc import Callable, Sequence

from sgdesk.delivery import Attempt, AttemptId, Delivery
from sgdesk.engine.journal import Journal

Told = Callable[[Exception | None], None]
"""Hears that an outcome is recorded, or what failed."""
MOMENT_S = 0.02
"""How long an outcome waits for others; nobody sees it, and a near server takes several mails."""
FURTHEST = 32
"""Reached only beside a server that takes a thousand a second; over a real network, a few."""


class BulkJournal:
    """Fulfil `Journal` for the attempts of one run, in the order in which they are to leave."""

    def __init__(
        self, journal: Journal, attempts: Sequence[AttemptId], group: asyncio.TaskGroup
    ) -> None:
        """Write to `journal` in tasks of `group`."""
        self._journal = journal
        self._group = group
        self._attempts = attempts
        self._place = {attempt_id: place for place, attempt_id in enumerate(attempts)}
        self._reached = 0
        """Everything before this place has been marked, or needs no mark."""
        self._marking: dict[AttemptId, asyncio.Task[Exception | None]] = {}
        """Marks on their way or done, of messages that have not asked for theirs."""
        self._landed: list[Attempt] = []
        self._tell: list[Told] = []
        """Who hears of each of `_landed`, in the same order."""
        self._moment: asyncio.TimerHandle | None = None
        """Runs while something has landed and waits for others."""
        self._writing: set[asyncio.Task[Exception | None]] = set()

    async def begin(self, delivery: Delivery, attempt_id: AttemptId) -> None:
        """Record an attempt before its first byte."""
        await self._journal.begin(delivery, attempt_id)

    async def begin_many(self, starts: Sequence[tuple[Delivery, AttemptId]]) -> None:
        """Record several before the first byte of any."""
        await self._journal.begin_many(starts)

    async def mark(self, attempt_id: AttemptId) -> None:
        """Record that the body is about to leave, unless that was done ahead."""
        writing = self._marking.pop(attempt_id, None) or self._write(attempt_id)
        failure = writing.result() if writing.done() else await asyncio.shield(writing)
        if failure is not None:
            # What failed may have been another's record.
            await self._journal.mark(attempt_id)

    async def finish(self, attempt: Attempt) -> None:
        """Record how one attempt ended, by itself."""
        await self._journal.finish(attempt)

    def land(self, attempt: Attempt, told: Told) -> None:
        """Record how the attempt ended with the others of this moment; `told` hears of it."""
        # Refused before its body: it never asked for the mark that it has, and needs none now.
        self._marking.pop(attempt.id, None)
        self._reached = max(self._reached, self._place[attempt.id] + 1)
        self._landed.append(attempt)
        self._tell.append(told)
        if self._moment is None:
            loop = asyncio.get_running_loop()
            self._moment = loop.call_later(MOMENT_S, self._write, None)

    async def all_landed(self) -> None:
        """Wait until everybody who landed has heard."""
        if self._landed:
            self._write(None)
        while self._writing:
            await asyncio.wait(self._writing)

    async def record(self, ended: Sequence[Attempt], marked: Sequence[AttemptId]) -> None:
        """Record several at once."""
        await self._journal.record(ended, marked)

    def _write(self, wanted: AttemptId | None) -> "asyncio.Task[Exception | None]":
        """Begin a commit of all that has landed and of the next marks, `wanted` among them."""
        landed, self._landed = self._landed, []
        told, self._tell = self._tell, []
        if self._moment is not None:
            self._moment.cancel()
            self._moment = None
        # Twice what came since the last commit: enough until the next, and few on a slow path.
        ahead = self._next(wanted, 2 * len(landed))
        marks = ahead if wanted is None else [wanted, *ahead]
        writing = self._group.create_task(self._record(landed, marks, told))
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)
        self._marking.update(dict.fromkeys(ahead, writing))
        return writing

    def _next(self, wanted: AttemptId | None, count: int) -> Sequence[AttemptId]:
        """Take what comes after `wanted`, until `count` messages are marked ahead."""
        if wanted is not None:
            # Those between have ended without a mark, or will ask for themselves.
            self._reached = max(self._reached, self._place[wanted] + 1)
        first = self._reached
        room = max(0, min(count, FURTHEST) - len(self._marking))
        self._reached = min(first + room, len(self._attempts))
        return self._attempts[first : self._reached]

    async def _record(
        self,
        landed: Sequence[Attempt],
        marks: Sequence[AttemptId],
        told: Sequence[Told],
    ) -> Exception | None:
        failure = None
        try:
            await self._journal.record(landed, marks)
        # Whatever it is: each asks again for itself, and the one that is to blame hears it.
        except Exception as error:
            failure = error
        for tell in told:
            tell(failure)
        return failure
