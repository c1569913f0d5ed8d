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
from sgdesk.errors import NotNotedError, SgdeskError, StoreError, in_sentences, out_of_files
from sgdesk.trace import Phase, Trace
from sgdesk.transport.base import Job
from sgdesk.transport.circumstances import Circumstances
from sgdesk.transport.classify import classify_exception
from sgdesk.wire.recorder import no_progress

PROGRESS_EVERY_NS = 50_000_000
"""A window shows no more than 20 news a second."""
LONG_MARK_NS = 250_000_000
"""A mark takes far below a millisecond; one that is cut off after this long is what was late."""


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
        try:
            await self._journal.begin(self.delivery, self.attempt_id)
        except StoreError as error:
            raise nothing_sent(error) from error
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
        own = None if self._is_marked else _own_words(error)
        return self.ended(verdict.outcome, own or verdict.problem)

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
        started_ns = monotonic_ns()
        try:
            await self._journal.mark(self.attempt_id)
        except StoreError as error:
            raise nothing_sent(error) from error
        except asyncio.CancelledError as cut:
            if self.is_cancelled or monotonic_ns() - started_ns < LONG_MARK_NS:
                raise
            # The attempt's time ran out here: the server, which waits for us, is not to blame.
            raise nothing_sent(self._late_history()) from cut
        self._is_marked = True

    def _late_history(self) -> StoreError:
        return StoreError(
            "The history did not become free.",
            why="Most likely another program has it locked; it was waited for until the "
            f"{self.delivery.route.total_timeout:g} s that a send may take were over.",
            remedy="Close the program that has the history open, such as a database browser or "
            "a backup, and send again.",
        )

    def _progress(self, phase: Phase, fraction: float) -> None:
        now = monotonic_ns()
        if phase is self._phase and fraction < 1 and now - self._told_ns < PROGRESS_EVERY_NS:
            return
        self._phase = phase
        self._told_ns = now
        self._publish(PhaseStarted(delivery_id=self.delivery.id, phase=phase, fraction=fraction))


def nothing_sent(error: StoreError) -> NotNotedError:
    """Say with a failure of the history what it means for the mail."""
    return NotNotedError(
        error.happened,
        why=in_sentences(
            "Nothing was sent: a send is noted in the history before its message leaves, so that "
            "none goes out twice.",
            error.why,
        ),
        remedy=error.remedy,
    )


def _own_words(error: BaseException) -> Problem | None:
    """Give the words of an error that carries some, such as a message nobody can render."""
    error = out_of_files(error) or error
    if not isinstance(error, SgdeskError):
        return None
    return Problem(
        id=type(error).__name__,
        title=error.happened.removesuffix("."),
        explanation=error.why,
        remedy=error.remedy,
        source="This program",
    )
