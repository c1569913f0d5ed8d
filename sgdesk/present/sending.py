"""A delivery that is on its way, as a row of the log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sgdesk.delivery import Delivery, DeliveryId
from sgdesk.message import Message
from sgdesk.present.log import recipients_text
from sgdesk.present.times import time_of_day
from sgdesk.present.words import path_words, progress_words
from sgdesk.trace import Phase

QUEUED = "Waiting its turn…"

HANDED_OVER = "The mail is already handed over. Stopping now leaves it unknown."


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingRow:
    """What the log shows of a delivery before it has a result."""

    delivery_id: DeliveryId
    group_id: str
    time: str
    path: str
    recipients: str
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
    )


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
    """Give every recipient of a mail, To first."""
    to = [recipient.address.email for recipient in message.to]
    return (*to, *(address.email for address in (*message.cc, *message.bcc)))


def with_phase(row: SendingRow, phase: Phase, fraction: float) -> SendingRow:
    """Move a row on to the step that has begun."""
    handed_over = row.is_handed_over or phase in (Phase.REPLY, Phase.DOWNLOAD, Phase.QUIT)
    return replace(row, step=progress_words(phase, fraction), is_handed_over=handed_over)
