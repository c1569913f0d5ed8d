"""What is on its way, as the window sees it."""

from dataclasses import dataclass, replace

from sgdesk.clock import monotonic_ns
from sgdesk.delivery import Delivery, DeliveryId
from sgdesk.engine.events import PhaseStarted
from sgdesk.present.sending import SendingRow, sending_row, with_phase

SHOW_AFTER_MS = 500


@dataclass(slots=True, kw_only=True)
class Flight:
    """One delivery without a result."""

    row: SendingRow
    since_ns: int
    addresses: tuple[str, ...]
    is_shown: bool = False

    @property
    def age_ms(self) -> int:
        """Say how long it has been under way."""
        return (monotonic_ns() - self.since_ns) // 1_000_000

    @property
    def timed_row(self) -> SendingRow:
        """Give the row with the time it has taken so far."""
        return replace(self.row, step=f"{self.row.step}  {self.age_ms / 1000:.1f} s")


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
            row=sending_row(delivery), since_ns=monotonic_ns(), addresses=addresses
        )

    def step(self, event: PhaseStarted) -> None:
        """Note the step to which a delivery has come."""
        flight = self._by_id.get(event.delivery_id)
        if flight is not None:
            flight.row = with_phase(flight.row, event.phase, event.fraction)

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
