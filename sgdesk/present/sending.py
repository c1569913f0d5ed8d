"""A delivery that is on its way, as a row of the log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from sgdesk.delivery import Delivery, DeliveryId
from sgdesk.message import Message
from sgdesk.present.log import recipients_text
from sgdesk.present.times import time_of_day
from sgdesk.present.words import doing_words, path_words, percent_words, progress_words
from sgdesk.route import Path, Route, SmtpPath
from sgdesk.secret import without_keys
from sgdesk.trace import Phase

QUEUED = "Waiting its turn…"
PATIENCE_S = 3.0
"""After this long a send says what it waits for and how much longer."""

_CONNECTING = frozenset({Phase.RESOLVE, Phase.CONNECT, Phase.PROXY, Phase.TLS, Phase.STARTTLS})
"""What has to be over within the time limit of a connection; the rest within that of a send."""
STOPPING_LEAVES_UNKNOWN = "Stopping now leaves it unknown."
HANDED_OVER = f"The mail is already handed over. {STOPPING_LEAVES_UNKNOWN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingRow:
    """What the log shows of a delivery before it has a result."""

    delivery_id: DeliveryId
    group_id: str
    time: str
    path: str
    recipients: str
    subject: str = ""
    step: str = QUEUED
    is_handed_over: bool = False
    """Past the commit point: stopping now cannot take the mail back."""

    @property
    def stop_text(self) -> str:
        """Name the button that ends it."""
        return "Stop waiting" if self.is_handed_over else "Cancel"

    @property
    def stop_why(self) -> str:
        """Say what that button does to the mail."""
        return HANDED_OVER if self.is_handed_over else "Stop this send. Nothing goes out."


def sending_row(delivery: Delivery) -> SendingRow:
    """Make the row of a delivery that was just queued."""
    return SendingRow(
        delivery_id=delivery.id,
        group_id=delivery.group_id,
        time=time_of_day(delivery.created_at),
        path=path_words(delivery.route.path),
        recipients=recipients_text(addresses_of(delivery.message)),
        subject=without_keys(delivery.message.subject),
    )


def waiting_words(route: Route, phase: Phase, fraction: float, spent_s: float) -> str:
    """Say what a send waits for and when it gives up.

    `spent_s` is the time since its first step began.
    """
    words = doing_words(phase)
    if phase is Phase.CONNECT:
        words += f" to {_door(route.path)}"
    words += percent_words(phase, fraction)
    limit_s = route.total_timeout
    if phase in _CONNECTING:
        limit_s = min(limit_s, route.connect_timeout)
    return f"{words}, gives up in {max(0, ceil(limit_s - spent_s))} s"


def timed_words(step: str, age_ms: int) -> str:
    """Say after a step how long the send has taken so far."""
    # Two numbers beside each other are taken for one.
    gap = ", " if step.endswith("%") else " "
    return f"{step}{gap}{age_ms / 1000:.1f} s"


def _door(path: Path) -> str:
    return f"port {path.port}" if isinstance(path, SmtpPath) else "the Web API"


def stop_words(rows: Sequence[SendingRow]) -> tuple[str, str]:
    """Ask whether to stop these: the question, and what comes of it."""
    one = len(rows) == 1
    mails = "this mail" if one else f"{len(rows)} mails"
    handed = sum(row.is_handed_over for row in rows)
    if not handed:
        return f"Stop sending {mails}?", "Nothing goes out."
    if one:
        return "Stop waiting for the answer?", HANDED_OVER
    rest = "" if handed == len(rows) else " Of the others nothing goes out."
    text = f"{handed} of them are already handed over; stopping leaves them unknown.{rest}"
    return f"Stop sending {mails}?", text


def addresses_of(message: Message) -> tuple[str, ...]:
    """Give the address of everybody who gets a mail."""
    return tuple(address.email for address in message.everyone)


def with_phase(row: SendingRow, phase: Phase, fraction: float) -> SendingRow:
    """Move a row on to the step that has begun."""
    handed_over = row.is_handed_over or phase in (Phase.REPLY, Phase.DOWNLOAD)
    return replace(row, step=progress_words(phase, fraction), is_handed_over=handed_over)
