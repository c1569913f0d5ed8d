"""Many messages one after the other on one connection, recorded like any other.

Every message has its own record, mark and outcome. What makes it fast: all
records begin in a few commits, and the outcome of one message is written while
the next is on the wire, in the same commit as the next one's mark.
"""

import asyncio
import logging
from collections.abc import Sequence

from sgdesk.delivery import Attempt
from sgdesk.engine.connections import Connections, Key
from sgdesk.engine.flight import Flight, Stage
from sgdesk.errors import SgdeskError, StoreError
from sgdesk.secret import Secret
from sgdesk.transport.base import Connection

_log = logging.getLogger(__name__)


class BulkRun:
    """Fly many flights; each route's share keeps one connection busy."""

    def __init__(self, flights: Sequence[Flight], secret: Secret, connections: Connections) -> None:
        self._flights = flights
        self._secret = secret
        self._connections = connections

        self._held: tuple[Key, Connection] | None = None

    async def fly(self) -> tuple[Attempt, ...]:
        """Send them all and give the attempts in the order of the flights.

        A message that cannot be sent is an attempt that says so; the others go
        on. Raises `StoreError` when they cannot be recorded; then nothing was sent.
        """
        await self._begin()
        attempts: list[Attempt] = []
        async with asyncio.TaskGroup() as settling:
            try:
                for flight in self._flights:
                    attempt = await self._send(flight)
                    attempts.append(attempt)
                    settling.create_task(flight.settle(attempt))
            finally:
                self._let_go(keep=True)
        return tuple(attempts)

    async def _begin(self) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for flight in self._flights:
                    group.create_task(flight.begin())
        except* StoreError as errors:
            error = errors.exceptions[0]
            for flight in self._flights:
                # Some may have been recorded: none of them was sent.
                await flight.settle(flight.ended_by(error))
            raise error from None

    async def _send(self, flight: Flight) -> Attempt:
        try:
            flight.enter(Stage.WAITING)
            connection = await self._connection((flight.delivery.route, self._secret))
            flight.enter(Stage.SENDING)
            return await connection.send(flight.job)
        # What would be raised for one message must not stop the others; it is told by its attempt.
        except (asyncio.CancelledError, Exception) as error:
            self._let_go(keep=False)
            if not isinstance(error, asyncio.CancelledError | SgdeskError):
                _log.exception("a message of a bulk run failed")
            return flight.ended_by(error)
        finally:
            flight.stage = Stage.SETTLING

    async def _connection(self, key: Key) -> Connection:
        if self._held is not None:
            if self._held[0] == key and self._connections.is_good(*self._held):
                return self._held[1]
            self._let_go(keep=True)
        connection = await self._connections.lend(key, reuse=True)
        self._held = (key, connection)
        return connection

    def _let_go(self, *, keep: bool) -> None:
        if self._held is not None:
            self._connections.take_back(*self._held, keep=keep)
            self._held = None
