"""What an account check finds out, as values."""

from dataclasses import dataclass
from enum import Enum

from sgdesk.account.key import KeyLook
from sgdesk.delivery import Problem
from sgdesk.route import Path

SEND_SCOPE = "mail.send"


class Standing(Enum):
    """How a path took the key."""

    WORKS = "works"
    REFUSED = "refused"
    """The server was reached and said no."""
    FAILED = "failed"
    """The path failed before the key was judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathCheck:
    """One path, tried with the key and nothing else."""

    path: Path
    host: str
    port: int
    standing: Standing
    total_ns: int
    code: int | None = None
    reply: str = ""
    """The server's own words."""
    problem: Problem | None = None
    transcript: str = ""
    reader: str = ""
    """Who can read the connection: the issuer where no public one vouches for it."""
    elsewhere: str = ""
    """`host:port` that was dialled, where that is not SendGrid's own."""
    practice: bool = False
    """A local SendGrid answered, so that mail by it stays on this computer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A From address that SendGrid knows."""

    email: str
    name: str
    is_verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """What is left of the plan's sends."""

    remaining: int
    total: int
    next_reset: str
    """A date as SendGrid writes it; empty when it named none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCheck:
    """What is known of a key; `None` where the key may not look, which is no failure."""

    key: KeyLook
    paths: tuple[PathCheck, ...] = ()
    """Empty when the key itself was not worth asking about."""
    scopes: tuple[str, ...] | None = None
    senders: tuple[Sender, ...] | None = None
    credits: Credits | None = None

    @property
    def may_send(self) -> bool | None:
        """Say whether the key has the scope `mail.send`; `None` when the scopes are unknown."""
        return None if self.scopes is None else SEND_SCOPE in self.scopes
