"""What SendGrid says became of a mail that it accepted."""

from dataclasses import dataclass
from datetime import datetime

from sgdesk.delivery import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """A mail to one of its recipients."""

    to: str
    status: str
    """`processed`, `delivered` or `not_delivered`."""
    at: datetime | None = None
    """When the last thing happened, aware; `None` where SendGrid does not say."""
    event: str = ""
    """What stopped it, e.g. `bounced`; empty where nothing did, or nobody asked."""
    reason: str = ""
    """The words of whoever refused it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Everything that is known of one mail."""

    happened: tuple[Happened, ...] = ()
    has_more: bool = False
    """It went to more recipients than were asked about."""
    unread: Problem | None = None
    """Why it could not be asked for, or not to the end."""
