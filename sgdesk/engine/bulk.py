"""Many messages one after the other on one connection, recorded like any other.

Every message has its own record, mark and outcome. What makes it fast: all
records begin in a few commits, the outcome of one message is written while the
next is on the wire, and a transport that can (SMTP) writes each envelope behind
the body before it.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import aclosing
from itertools import groupby
from typing import Protocol, runtime_checkable

from sgdesk.delivery import Attempt, AttemptId
from sgdesk.engine.bulk_journal import BulkJournal
from sgdesk.engine.connections import Connections
from sgdesk.engine.flight import Flight, Stage, nothing_sent
from sgdesk.errors import InputError, SgdeskError, StoreError
from sgdesk.secret import Secret
from sgdesk.transport.base import Connection, Job
from sgdesk.wire.together import together

PORTION = 256
"""Records that begin in one commit: none waits long, and other sends get in between."""

_log = logging.getLogger(__name__)


@runtime_checkable
class SendsMany(Protocol):
    """A connection that overlaps one message with the next."""

    def send_many(self, jobs: Iterable[Job]) -> AsyncGenerator[Attempt, None]:
        """Make one attempt after another; pulls one job ahead."""


class BulkRun:
    """Fly many flights; each route's share keeps one connection busy."""

    def __init__(
        self,
        flights: Sequence[Flight],
        secret: Secret,
        connections: Connections,
        journal: BulkJournal,
    ) -> None:
        self._flights = flights
        self._secret = secret
        self._connections = connections
        self._journal = journal
        self._attempts: dict[AttemptId, Attempt] = {}

    async def fly(self) -> tuple[Attempt, ...]:
        """Send them all and give the attempts in the order of the flights.

        A message that cannot be sent is an attempt that says so; the others go
        on. Raises `StoreError` when they cannot be recorded; then nothing was sent.
        """
        await self._begin()
        async with together() as settling:
            try:
                for _, share in groupby(self._flights, key=lambda flight: flight.delivery.route):
                    left = deque(share)
                    while left:
                        await self._fly_on_one_connection(left, settling)
            finally:
                # Whatever ended it: what has landed is told while there is a group for the rest.
                await self._journal.all_landed()
        return tuple(self._attempts[flight.attempt_id] for flight in self._flights)

    async def _begin(self) -> None:
        try:
            for first in range(0, len(self._flights), PORTION):
                portion = self._flights[first : first + PORTION]
                await self._journal.begin_many([(f.delivery, f.attempt_id) for f in portion])
                for flight in portion:
                    flight.tell_queued()
        except StoreError as failure:
            error = nothing_sent(failure)
            async with asyncio.TaskGroup() as group:
                for flight in self._flights:
                    # Some may have been recorded: none of them was sent.
                    group.create_task(flight.settle(flight.ended_by(error)))
            raise error from failure

    async def _fly_on_one_connection(
        self, left: deque[Flight], settling: asyncio.TaskGroup
    ) -> None:
        """Send until all have flown or the connection is used up; those left stay in `left`."""
        turn = _Turn(left)
        key = (left[0].delivery.route, self._secret)
        connection: Connection | None = None
        try:
            turn.take_off()
            connection = await self._connections.lend(key, reuse=True)
            async with aclosing(_attempts(connection, turn)) as attempts:
                async for attempt in attempts:
                    self._land(left.popleft(), attempt, settling)
                    turn.take_off()
                    if not self._connections.is_good(key, connection):
                        break
        # What would be raised for one message must not stop the others; its attempt tells it.
        except (asyncio.CancelledError, Exception) as error:
            if not isinstance(error, asyncio.CancelledError | SgdeskError):
                _log.exception("a message of a bulk run failed")
            guilty = turn.guilty(error)
            left.remove(guilty)
            self._land(guilty, guilty.ended_by(error), settling)
            while left and isinstance(error, StoreError):
                # Each would cost a new connection, and its record would fail the same way.
                flight = left.popleft()
                self._land(flight, flight.ended_by(error), settling)
            if connection is not None:
                self._connections.take_back(key, connection, keep=False)
            return
        self._connections.take_back(key, connection, keep=True)

    def _land(self, flight: Flight, attempt: Attempt, settling: asyncio.TaskGroup) -> None:
        flight.stage = Stage.SETTLING
        self._attempts[flight.attempt_id] = attempt

        def landed(failure: Exception | None) -> None:
            if failure is None:
                flight.tell_finished(attempt)
            else:
                # What failed may have been another's record: it asks again for itself.
                settling.create_task(flight.settle(attempt))

        self._journal.land(attempt, landed)


class _Turn:
    """The flights of one connection, in the order in which the transport pulls them."""

    def __init__(self, left: deque[Flight]) -> None:
        self._left = left
        self._pulled: Flight | None = None

    def take_off(self) -> None:
        """Make the first flight the one that a cancel interrupts; raises when it is cancelled."""
        if self._left:
            self._left[0].enter(Stage.SENDING)

    def jobs(self) -> Iterator[Job]:
        """Give every flight's job; one that is cancelled later stops at its mark."""
        for flight in tuple(self._left):
            self._pulled = flight
            yield flight.job

    def guilty(self, error: BaseException) -> Flight:
        """Name the flight that an error belongs to: the rendered one, or the one in the air."""
        if isinstance(error, InputError) and self._pulled is not None:
            return self._pulled
        return self._left[0]


async def _attempts(connection: Connection, turn: _Turn) -> AsyncGenerator[Attempt, None]:
    if isinstance(connection, SendsMany):
        async with aclosing(connection.send_many(turn.jobs())) as attempts:
            async for attempt in attempts:
                yield attempt
        return
    for job in turn.jobs():
        yield await connection.send(job)
