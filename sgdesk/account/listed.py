"""What SendGrid's do-not-send lists say of an address."""

from dataclasses import dataclass
from datetime import datetime

from sgdesk.delivery import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An address on one list."""

    list: str
    """E.g. `bounces`."""
    since: datetime | None = None
    """Aware; `None` where SendGrid does not say."""
    reason: str = ""
    """The words of whoever refused the mail, or the name of the group."""
    stops: bool = True
    """All later mail to it is not delivered; a block stops none, a group what is sent with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A list that could not be read."""

    list: str
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """What the lists say of one address."""

    listed: tuple[Listed, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def is_stopped(self) -> bool | None:
        """Say whether no mail to it is delivered; `None` where a list could not be read."""
        if any(each.stops for each in self.listed):
            return True
        return None if self.unread else False
