"""Carry the core's events from the wire thread to the window, in batches.

The core calls `take` in the wire thread, as often as it likes. The window gets
one batch at most every 50 ms: of several steps of one delivery the last one,
of results every one.
"""

import threading
from dataclasses import dataclass, field

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from sgdesk.clock import monotonic_ns
from sgdesk.delivery import Attempt, Delivery, DeliveryId
from sgdesk.diagnose.observation import Observation
from sgdesk.engine.events import (
    DeliveryFinished,
    DeliveryQueued,
    Event,
    HistoryFailed,
    PhaseStarted,
)

DRAIN_MS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSeen:
    """What a diagnosis saw at one step."""

    run: int
    """The number of the run; one that was stopped may still tell of something."""
    observation: Observation


@dataclass(slots=True, kw_only=True)
class Batch:
    """What happened since the last batch."""

    queued: list[tuple[Delivery, int]] = field(default_factory=list)
    """Each with the nanosecond of the monotonic clock at which it was told."""
    phases: dict[DeliveryId, PhaseStarted] = field(default_factory=dict)
    """The newest step of each delivery."""
    finished: list[Attempt] = field(default_factory=list)
    unwritten: list[HistoryFailed] = field(default_factory=list)
    """Results that the history could not take; they come among the finished too."""
    seen: list[StepSeen] = field(default_factory=list)

    def add(self, event: Event | StepSeen) -> None:
        """Take one more event."""
        match event:
            case DeliveryQueued(delivery=delivery):
                self.queued.append((delivery, monotonic_ns()))
            case PhaseStarted(delivery_id=delivery_id):
                self.phases[delivery_id] = event
            case DeliveryFinished(attempt=attempt):
                self.phases.pop(attempt.delivery_id, None)
                self.finished.append(attempt)
            case HistoryFailed():
                self.unwritten.append(event)
            case StepSeen():
                self.seen.append(event)


class Bridge(QObject):
    """Queue between the threads.

    Signals: `drained(object)`, a `Batch`, in the window's thread.
    """

    drained = Signal(object)
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._batch: Batch | None = None
        self._since_last = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.drain)
        self._woken.connect(self._wait_for_turn, Qt.ConnectionType.QueuedConnection)

    def drain(self) -> None:
        """Hand over what has come."""
        with self._lock:
            batch, self._batch = self._batch, None
        self._since_last.restart()
        if batch is not None:
            self.drained.emit(batch)

    def take(self, event: Event | StepSeen) -> None:
        """Note an event, in whichever thread it is told."""
        with self._lock:
            is_first = self._batch is None
            if self._batch is None:
                self._batch = Batch()
            self._batch.add(event)
        if is_first:
            self._woken.emit()

    def _wait_for_turn(self) -> None:
        passed = self._since_last.elapsed() if self._since_last.isValid() else DRAIN_MS
        self._timer.start(max(0, DRAIN_MS - passed))
