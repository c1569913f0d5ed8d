"""The engine: deliveries in, attempts out, each on a connection of its own for the while.

Lives in the wire thread. Every delivery is a task of the engine's own group, so
that neither a caller who stops waiting nor one who is cancelled loses an
outcome: a cancel of the caller becomes a cancel of the delivery, and the
attempt still comes back.
"""

import asyncio
import secrets
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any, TypeVar, cast

from sgdesk.delivery import Attempt, AttemptId, Delivery, DeliveryId, NotSent, Problem
from sgdesk.engine.bulk import BulkRun
from sgdesk.engine.bulk_journal import BulkJournal
from sgdesk.engine.connections import Connections, Limits, OpenConnection
from sgdesk.engine.events import Event
from sgdesk.engine.flight import Flight, Stage
from sgdesk.engine.journal import Journal
from sgdesk.errors import StoreError, out_of_files
from sgdesk.message.allowed import refuse_strangers
from sgdesk.secret import Secret

T = TypeVar("T")


def new_attempt_id() -> AttemptId:
    """Give an id that no other attempt has, on this computer or another."""
    return AttemptId(secrets.token_hex(8))


class Engine:
    """Queue, send, record and tell.

    `serve` runs in the wire thread for as long as the engine is in use; every
    other method is called there too.
    """

    def __init__(
        self,
        open_connection: OpenConnection,
        journal: Journal,
        publish: Callable[[Event], None],
        *,
        limits: Limits | None = None,
    ) -> None:
        self._journal = journal
        self._publish = publish
        self._limits = limits or Limits()
        self._group = asyncio.TaskGroup()
        self._connections = Connections(open_connection, self._limits, self._group)
        self._flights: dict[DeliveryId, Flight] = {}
        self._closing = asyncio.Event()
        self._closed = asyncio.Event()

    async def serve(self) -> None:
        """Own the tasks of every delivery until `aclose`.

        At the end cancels what still runs, records every outcome and closes
        every connection.
        """
        try:
            async with self._group:
                try:
                    await self._closing.wait()
                finally:
                    self._closing.set()
                    for flight in tuple(self._flights.values()):
                        flight.cancel()
                    self._connections.shut()
        finally:
            self._closed.set()

    async def aclose(self) -> None:
        """End `serve` and wait for its end."""
        self._closing.set()
        await self._closed.wait()

    async def deliver(self, delivery: Delivery, secret: Secret, *, reuse: bool) -> Attempt:
        """Send one message, once, and say how it ended.

        `reuse` takes a warm connection where there is one and keeps it after.
        Raises `StoreError` when no record can be made before it (then nothing was sent)
        and `MessageError` when the message cannot be rendered for this path or
        the route may not mail one of its recipients.
        """
        _refuse_strangers((delivery,))
        # Known from the first step on, so that a cancel right behind it finds it.
        flight = self._enlist(
            Flight(delivery, new_attempt_id(), self._journal, self._publish, overlapped=False)
        )
        try:
            return await self._outcome(self._fly(flight, secret, reuse=reuse), (delivery.id,))
        finally:
            self._flights.pop(delivery.id, None)

    async def deliver_many(
        self, deliveries: Sequence[Delivery], secret: Secret
    ) -> tuple[Attempt, ...]:
        """Send many messages one after the other, each route's on one connection.

        Attempts come back in the order given and count as overlapped: they give
        throughput, never latency. Raises `MessageError`, and sends none, when a
        route may not mail one of its recipients.
        """
        _refuse_strangers(deliveries)
        ids = [new_attempt_id() for _ in deliveries]
        journal = BulkJournal(self._journal, ids, self._group)
        flights = [
            self._enlist(Flight(delivery, attempt_id, journal, self._publish, overlapped=True))
            for delivery, attempt_id in zip(deliveries, ids, strict=True)
        ]
        run = BulkRun(flights, secret, self._connections, journal)
        try:
            return await self._outcome(run.fly(), tuple(delivery.id for delivery in deliveries))
        finally:
            for delivery in deliveries:
                self._flights.pop(delivery.id, None)

    async def note_not_sent(self, delivery: Delivery, problem: Problem) -> Attempt:
        """Record and tell a delivery for which no connection was opened, and why.

        Raises `StoreError` when no record can be made.
        """
        flight = Flight(delivery, new_attempt_id(), self._journal, self._publish, overlapped=False)
        await flight.begin()
        attempt = flight.ended(NotSent(), problem)
        await flight.settle(attempt)
        return attempt

    def cancel(self, delivery_id: DeliveryId) -> bool:
        """Stop a delivery; its attempt still comes, `Cancelled` or, too late, `Unknown`.

        Says whether there was such a delivery on its way.
        """
        flight = self._flights.get(delivery_id)
        if flight is not None:
            flight.cancel()
        return flight is not None

    async def _fly(self, flight: Flight, secret: Secret, *, reuse: bool) -> Attempt:
        await flight.begin()
        key = (flight.delivery.route, secret)
        failure: BaseException | None = None
        try:
            flight.enter(Stage.WAITING)
            connection = await self._connections.lend(key, reuse=reuse)
            try:
                flight.enter(Stage.SENDING)
                attempt = await connection.send(flight.job)
            except BaseException:
                self._connections.take_back(key, connection, keep=False)
                raise
            self._connections.take_back(key, connection, keep=reuse)
        # Everything else that ends a send: a cancel, a message that cannot be rendered, a
        # mark that cannot be recorded, an error of the program. Each is an outcome first.
        except BaseException as error:
            failure = error
            attempt = flight.ended_by(error)
        await flight.settle(attempt)
        if failure is not None and not _is_told(failure):
            raise failure
        return attempt

    async def _outcome(self, work: Coroutine[Any, Any, T], ids: Sequence[DeliveryId]) -> T:
        """Run work as a task of the engine's own; a caller's cancel becomes its deliveries'."""
        if self._closing.is_set():
            work.close()
            msg = "the engine is closing"
            raise RuntimeError(msg)
        task = self._group.create_task(_caught(work))
        while not task.done():
            try:
                await asyncio.shield(task)
            except asyncio.CancelledError:
                for delivery_id in ids:
                    self.cancel(delivery_id)
        result, failure = task.result()
        if failure is not None:
            raise failure
        return cast(T, result)

    def _enlist(self, flight: Flight) -> Flight:
        self._flights[flight.delivery.id] = flight
        return flight


def _is_told(failure: BaseException) -> bool:
    """Say whether the attempt tells all of it: a cancel, no mark, no file that can be opened."""
    told = isinstance(failure, asyncio.CancelledError | StoreError)
    return told or out_of_files(failure) is not None


def _refuse_strangers(deliveries: Iterable[Delivery]) -> None:
    """Hold the guard of every route below both faces, before anything is recorded."""
    for delivery in deliveries:
        refuse_strangers(delivery.message, delivery.route.may_mail)


async def _caught(work: Coroutine[Any, Any, T]) -> tuple[T | None, BaseException | None]:
    """Carry a failure as a value: raised in a task it would end every other delivery."""
    try:
        return await work, None
    except Exception as error:
        return None, error
