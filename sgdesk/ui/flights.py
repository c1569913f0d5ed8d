"""What is on its way, as the window sees it."""

from dataclasses import dataclass, replace

from sgdesk.clock import monotonic_ns
from sgdesk.delivery import Delivery, DeliveryId
from sgdesk.engine.events import PhaseStarted
from sgdesk.present.sending import (
    PATIENCE_S,
    SendingRow,
    sending_row,
    timed_words,
    waiting_words,
    with_phase,
)
from sgdesk.route import Route
from sgdesk.trace import Phase

SHOW_AFTER_MS = 500


@dataclass(slots=True, kw_only=True)
class Flight:
    """One delivery without a result."""

    row: SendingRow
    route: Route
    since_ns: int
    addresses: tuple[str, ...]
    is_shown: bool = False
    phase: Phase | None = None
    fraction: float = 0.0
    began_ns: int = 0
    """When the first step of the try began that is under way."""

    @property
    def age_ms(self) -> int:
        """Say how long it has been under way."""
        return (monotonic_ns() - self.since_ns) // 1_000_000

    @property
    def timed_row(self) -> SendingRow:
        """Give the row with the time it has taken so far, or that it has left."""
        spent_s = (monotonic_ns() - self.began_ns) / 1e9
        waits = ""
        if self.phase is not None and spent_s >= PATIENCE_S:
            waits = waiting_words(self.route, self.phase, self.fraction, spent_s)
        return replace(self.row, step=waits or timed_words(self.row.step, self.age_ms))

    def step(self, phase: Phase, fraction: float) -> None:
        """Go on to a step; one that looks the server up anew begins another try."""
        if self.phase is None or (phase is Phase.RESOLVE and self.phase is not phase):
            self.began_ns = monotonic_ns()
        self.phase, self.fraction = phase, fraction
        self.row = with_phase(self.row, phase, fraction)


class Flights:
    """Keep count of the deliveries on their way."""

    def __init__(self) -> None:
        self._by_id: dict[DeliveryId, Flight] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def ids(self) -> tuple[DeliveryId, ...]:
        """Give the ids, the oldest first."""
        return tuple(self._by_id)

    def begin(self, delivery: Delivery, addresses: tuple[str, ...]) -> None:
        """Note a delivery that was queued."""
        self._by_id[delivery.id] = Flight(
            row=sending_row(delivery),
            route=delivery.route,
            since_ns=monotonic_ns(),
            addresses=addresses,
        )

    def step(self, event: PhaseStarted) -> None:
        """Note the step to which a delivery has come."""
        flight = self._by_id.get(event.delivery_id)
        if flight is not None:
            flight.step(event.phase, event.fraction)

    def end(self, delivery_id: DeliveryId) -> Flight | None:
        """Forget one that has a result."""
        return self._by_id.pop(delivery_id, None)

    def newly_slow(self) -> list[Flight]:
        """Give those that have just become worth showing, and note that they are shown."""
        slow = [
            flight
            for flight in self._by_id.values()
            if not flight.is_shown and flight.age_ms >= SHOW_AFTER_MS
        ]
        for flight in slow:
            flight.is_shown = True
        return slow

    def shown(self) -> list[Flight]:
        """Give those that the log shows."""
        return [flight for flight in self._by_id.values() if flight.is_shown]
