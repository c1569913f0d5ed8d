"""One attempt from the journal's first record to its last."""

import asyncio
from collections.abc import Callable
from enum import Enum, auto
from typing import Any

from sgdesk.clock import monotonic_ns, wall_utc
from sgdesk.delivery import Attempt, AttemptId, Delivery, Outcome, Problem
from sgdesk.engine.events import (
    DeliveryFinished,
    DeliveryQueued,
    Event,
    HistoryFailed,
    PhaseStarted,
)
from sgdesk.engine.journal import Journal
from sgdesk.errors import SgdeskError, StoreError
from sgdesk.trace import Phase, Trace
from sgdesk.transport.base import Job
from sgdesk.transport.classify import Circumstances, classify_exception
from sgdesk.wire.recorder import no_progress

PROGRESS_EVERY_NS = 50_000_000
"""A window shows no more than 20 news a second."""


class Stage(Enum):
    """How far a flight has come; a cancel means something else in each."""

    RECORDING = auto()
    WAITING = auto()
    SENDING = auto()
    SETTLING = auto()


class Flight:
    """One attempt; knows whether its body may have left."""

    def __init__(
        self,
        delivery: Delivery,
        attempt_id: AttemptId,
        journal: Journal,
        publish: Callable[[Event], None],
        *,
        overlapped: bool,
    ) -> None:
        self.delivery = delivery
        self.attempt_id = attempt_id
        self.stage = Stage.RECORDING
        self.is_cancelled = False
        self.task: asyncio.Task[Any] | None = None
        self.overlapped = overlapped
        self._journal = journal
        self._publish = publish
        self._is_marked = False
        self._phase: Phase | None = None
        self._told_ns = 0

    @property
    def job(self) -> Job:
        """Give what the transport needs to know."""
        return Job(
            attempt_id=self.attempt_id,
            delivery=self.delivery,
            mark=self._mark,
            progress=no_progress if self.overlapped else self._progress,
            overlapped=self.overlapped,
        )

    async def begin(self) -> None:
        """Make the record that comes before the first byte, then tell."""
        await self._journal.begin(self.delivery, self.attempt_id)
        self.tell_queued()

    def tell_queued(self) -> None:
        """Tell that the record stands."""
        self._publish(DeliveryQueued(delivery=self.delivery))

    def enter(self, stage: Stage) -> None:
        """Go on to a stage in which a cancel interrupts; raises at once after one."""
        self.stage = stage
        self.task = asyncio.current_task()
        if self.is_cancelled:
            raise asyncio.CancelledError

    async def pause(self, seconds: float) -> bool:
        """Wait before another try; `False` when cancelled meanwhile."""
        try:
            self.enter(Stage.WAITING)
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            return False
        return True

    def cancel(self) -> None:
        """Stop as soon as may be; while something is being recorded, right after that."""
        self.is_cancelled = True
        if self.task is not None and self.stage in (Stage.WAITING, Stage.SENDING):
            self.task.cancel()

    def ended_by(self, error: BaseException) -> Attempt:
        """Give the attempt that a cancel or an error of the program made of this flight."""
        verdict = classify_exception(
            error,
            phase=self._phase or Phase.RESOLVE,
            committed=self._is_marked,
            about=Circumstances(route=self.delivery.route),
        )
        return self.ended(verdict.outcome, _own_words(error) or verdict.problem)

    def ended(self, outcome: Outcome, problem: Problem | None) -> Attempt:
        """Give the attempt of a flight that ended on this side of the network."""
        route = self.delivery.route
        endpoint = route.endpoint
        return Attempt(
            id=self.attempt_id,
            delivery_id=self.delivery.id,
            path=route.path,
            host=endpoint.host,
            port=endpoint.port,
            outcome=outcome,
            problem=problem,
            trace=Trace(started_at=wall_utc(), overlapped=self.overlapped),
            practice=route.practice,
            smtpapi=route.smtpapi,
            simulated_ms=route.simulated_ms,
            simulated=route.simulated,
        )

    async def settle(self, attempt: Attempt) -> None:
        """Write the outcome, then tell it; a history that fails is told too."""
        self.stage = Stage.SETTLING
        try:
            await self._journal.finish(attempt)
        except StoreError as error:
            self._publish(HistoryFailed(attempt=attempt, reason=str(error)))
        self.tell_finished(attempt)

    def tell_finished(self, attempt: Attempt) -> None:
        """Tell how it ended."""
        self._publish(DeliveryFinished(attempt=attempt))

    async def _mark(self) -> None:
        if self.is_cancelled:
            # Of a bulk run, already on its way behind another's body: this far and no further.
            raise asyncio.CancelledError
        await self._journal.mark(self.attempt_id)
        self._is_marked = True

    def _progress(self, phase: Phase, fraction: float) -> None:
        now = monotonic_ns()
        if phase is self._phase and fraction < 1 and now - self._told_ns < PROGRESS_EVERY_NS:
            return
        self._phase = phase
        self._told_ns = now
        self._publish(PhaseStarted(delivery_id=self.delivery.id, phase=phase, fraction=fraction))


def _own_words(error: BaseException) -> Problem | None:
    """Give the words of an error that carries some, such as a message nobody can render."""
    if not isinstance(error, SgdeskError):
        return None
    return Problem(
        id=type(error).__name__,
        title=error.happened,
        explanation=error.why,
        remedy=error.remedy,
        source="This program",
    )
