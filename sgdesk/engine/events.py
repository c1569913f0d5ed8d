"""What travels back up while messages travel down."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from sgdesk.delivery import Attempt, Delivery, DeliveryId
from sgdesk.trace import Phase

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryQueued:
    """A delivery stands in the journal and waits for its turn."""

    delivery: Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseStarted:
    """An attempt has come to its next step, or further with its upload.

    Upload news come at most 20 times a second, bulk attempts send none.
    """

    delivery_id: DeliveryId
    phase: Phase
    fraction: float
    """Of the upload, 0.0 to 1.0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFinished:
    """An attempt has ended; it stands in the history unless `HistoryFailed` came before."""

    attempt: Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFailed:
    """An outcome is known and could not be written; the attempt itself is as it says."""

    attempt: Attempt
    reason: str


Event = DeliveryQueued | PhaseStarted | DeliveryFinished | HistoryFailed
Subscriber = Callable[[Event], None]


class Hub:
    """Hand events to whoever listens, in the thread where they happen: the wire thread.

    Subscribing and unsubscribing may come from any thread.
    """

    def __init__(self) -> None:
        # Replaced whole, never changed in place: another thread may be walking it.
        self._subscribers: tuple[Subscriber, ...] = ()
        self._changing = threading.Lock()

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Add a listener; gives the call that removes it."""
        with self._changing:
            self._subscribers = (*self._subscribers, subscriber)

        def unsubscribe() -> None:
            with self._changing:
                self._subscribers = tuple(s for s in self._subscribers if s is not subscriber)

        return unsubscribe

    def publish(self, event: Event) -> None:
        """Tell every listener; one that fails spoils neither the others nor the send."""
        for subscriber in self._subscribers:
            try:
                subscriber(event)
            except Exception:
                _log.exception("a listener failed on %s", type(event).__name__)
