"""What the engine's tests need: a scripted connection, a journal in memory, an engine that runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sgdesk.delivery import (
    Accepted,
    Attempt,
    AttemptId,
    Cancelled,
    Delivery,
    DeliveryId,
    Outcome,
    Unknown,
)
from sgdesk.engine.connections import Limits
from sgdesk.engine.engine import Engine
from sgdesk.engine.events import Event
from sgdesk.message import Address, Message, Recipient
from sgdesk.route import Route, SmtpPath, Tls
from sgdesk.secret import Secret
from sgdesk.trace import Phase, Trace
from sgdesk.transport.base import Job

ROUTE = Route(path=SmtpPath(port=587, tls=Tls.STARTTLS), smtp_host="smtp.example.net")
SECRET = Secret("SG.test")


def a_message(subject: str = "Hello") -> Message:
    """Make a message to one person."""
    return Message(
        sender=Address(email="news@example.com"),
        to=(Recipient(address=Address(email="one@example.net")),),
        subject=subject,
        text="Text",
    )


def a_delivery(name: str = "d1", route: Route = ROUTE, message: Message | None = None) -> Delivery:
    """Make a delivery."""
    return Delivery(
        id=DeliveryId(name),
        message=message or a_message(),
        route=route,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def ended(job: Job, outcome: Outcome) -> Attempt:
    """Make the attempt that a job ended in."""
    path = job.delivery.route.path
    return Attempt(
        id=job.attempt_id,
        delivery_id=job.delivery.id,
        path=path,
        host="smtp.example.net",
        port=587,
        outcome=outcome,
        trace=Trace(started_at=datetime(2026, 1, 1, tzinfo=UTC)),
    )


async def accept(_job: Job) -> Outcome:
    """Take any message."""
    return Accepted()


@dataclass(slots=True)
class ScriptedConnection:
    """Do with each job what the script says, within the contract of `Connection`."""

    route: Route
    secret: Secret
    script: Callable[[Job], Awaitable[Outcome]]
    is_warm: bool = False
    messages_sent: int = 0
    is_closed: bool = False
    stays_open: bool = True

    async def send(self, job: Job) -> Attempt:
        """Run the script between the marks; a cancel becomes the outcome."""
        job.progress(Phase.CONNECT, 0.0)
        marked = False
        try:
            await job.mark()
            marked = True
            outcome = await self.script(job)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()
            outcome = Unknown(after=Phase.UPLOAD) if marked else Cancelled()
        self.messages_sent += 1
        self.is_warm = self.stays_open
        return ended(job, outcome)

    async def aclose(self) -> None:
        """Close."""
        self.is_closed = True
        self.is_warm = False


@dataclass(slots=True)
class Dialler:
    """Hand out scripted connections and remember them."""

    script: Callable[[Job], Awaitable[Outcome]] = accept
    made: list[ScriptedConnection] = field(default_factory=list)
    stays_open: bool = True
    refusal: Exception | None = None
    kind: Callable[..., ScriptedConnection] = ScriptedConnection

    def __call__(self, route: Route, secret: Secret) -> ScriptedConnection:
        """Make a connection, or refuse to."""
        if self.refusal is not None:
            raise self.refusal
        connection = self.kind(route, secret, self.script, stays_open=self.stays_open)
        self.made.append(connection)
        return connection


@dataclass(slots=True)
class MemoryJournal:
    """Remember what was recorded, in order."""

    entries: list[tuple[str, str]] = field(default_factory=list)
    attempts: dict[AttemptId, Attempt] = field(default_factory=dict)
    failure: Exception | None = None
    fails_at: str = ""

    async def begin(self, delivery: Delivery, attempt_id: AttemptId) -> None:
        """Record an attempt."""
        await self._record("begin", delivery.id)

    async def begin_many(self, starts: Sequence[tuple[Delivery, AttemptId]]) -> None:
        """Record several attempts."""
        for delivery, attempt_id in starts:
            await self.begin(delivery, attempt_id)

    async def mark(self, attempt_id: AttemptId) -> None:
        """Record a mark."""
        await self._record("mark", attempt_id)

    async def finish(self, attempt: Attempt) -> None:
        """Record an outcome."""
        await self._record("finish", attempt.delivery_id)
        self.attempts[attempt.id] = attempt

    async def record(self, ended: Sequence[Attempt], marked: Sequence[AttemptId]) -> None:
        """Record several."""
        for attempt_id in marked:
            await self.mark(attempt_id)
        for attempt in ended:
            await self.finish(attempt)

    async def _record(self, what: str, whose: str) -> None:
        await asyncio.sleep(0)
        if self.failure is not None and self.fails_at == what:
            raise self.failure
        self.entries.append((what, whose))

    @property
    def steps(self) -> list[str]:
        """Give the kinds of records in order."""
        return [what for what, _ in self.entries]


@dataclass(slots=True)
class Bench:
    """An engine that runs, with everything around it."""

    engine: Engine
    dialler: Dialler
    journal: MemoryJournal
    events: list[Event]

    def open_count(self) -> int:
        """Count the connections that are not closed."""
        return sum(not connection.is_closed for connection in self.dialler.made)


async def until(happened: Callable[[], object]) -> None:
    """Give the loop turns until something has happened; the test's own limit ends a wait."""
    while not happened():  # noqa: ASYNC110  # what is watched has no event of its own
        await asyncio.sleep(0)


@asynccontextmanager
async def engine_bench(
    script: Callable[[Job], Awaitable[Outcome]] = accept,
    *,
    limits: Limits | None = None,
    journal: MemoryJournal | None = None,
    stays_open: bool = True,
) -> AsyncIterator[Bench]:
    """Run an engine over scripted connections on this loop."""
    dialler = Dialler(script, stays_open=stays_open)
    events: list[Event] = []
    kept = journal or MemoryJournal()
    engine = Engine(dialler, kept, events.append, limits=limits)
    async with asyncio.TaskGroup() as group:
        group.create_task(engine.serve())
        # As in the wire thread: what comes after `serve` runs after its first step.
        await asyncio.sleep(0)
        try:
            yield Bench(engine, dialler, kept, events)
        finally:
            await engine.aclose()
