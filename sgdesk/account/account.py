"""Who mail is sent as: a saved profile and what is known of it, never the key itself."""

from dataclasses import dataclass
from datetime import datetime

from sgdesk.account.facts import Credits, Sender
from sgdesk.account.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStanding:
    """How one path took the key when it was last checked."""

    path: str
    """As the command line writes it, e.g. `smtp:587:starttls`."""
    works: bool
    reason: str = ""
    """Why not, as a title; empty when it works."""
    refused: bool | None = None
    """Whether the server was reached and said no; `None`: not known."""
    elsewhere: str = ""
    """`host:port` that was dialled, where that is not SendGrid's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the last check found, kept beside the settings and worth nothing without them."""

    masked_key: str = ""
    """What may be shown of the key, see `Secret.masked`."""
    key_place: str = ""
    """A `KeyPlace`; empty: not known."""
    checked_at: datetime | None = None
    """Aware; `None`: never, or not since the connection was changed."""
    changed: bool = False
    """The connection was changed, so that nothing is known of it any more."""
    failure: str = ""
    """Why a later check could not be made at all; empty when the last one was made."""
    failed_at: datetime | None = None
    """When that was, aware."""
    key_gone: bool = False
    """It could not be made because the key is not there any more."""
    paths: tuple[PathStanding, ...] = ()
    took: tuple[str, ...] = ()
    """Paths by which mail was accepted while no check had said anything of the connection."""
    refusal: Refusal | None = None
    """Why a mail was refused since, for what the account is; `None` once one was accepted."""
    may_send: bool | None = None
    senders: tuple[Sender, ...] | None = None
    """What SendGrid knows as senders; `None` while nobody asked, or when the key may not list."""
    credits: Credits | None = None
    follows: bool = False
    """It was given the key of the window's own practice inbox, and goes along where that moves."""
    allowed_issuers: tuple[str, ...] = ()
    """Roots, by SHA-256, that may read the account's connections, as its owner said."""

    @property
    def had_key(self) -> bool:
        """Say whether a key was ever kept or found; a profile written by hand may have none."""
        return bool(self.key_place or self.masked_key or self.checked_at or self.took)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of the window's picker, and one `--profile` of the command line."""

    name: str
    """The profile's name; `Practice` for the local SendGrid."""
    is_practice: bool = False
    """Its mail stays on this computer: Practice, or one whose servers are a local SendGrid."""
    sender: str = ""
    """From of new mail: an address, with or without a name."""
    test_address: str = ""
    """Where "Send test to me" goes; empty: not set yet."""
    may_mail: tuple[str, ...] = ()
    """The only addresses and `@domains` it may mail; empty: anyone."""
    region: str = "global"
    path: str = "webapi"
    """The path that new mail starts at."""
    api_url: str = ""
    smtp_host: str = ""
    """The servers that are asked; empty: SendGrid's own."""
    connect_to: tuple[str, ...] = ()
    """Where names of servers are led elsewhere, `HOST:PORT=ADDR:PORT`."""
    smtpapi: bool = True
    """Whether its SMTP server reads X-SMTPAPI, which carries tags and own data."""
    known: Known = Known()
    led_ports: tuple[int, ...] = ()
    """The ports of its SMTP server that are dialled elsewhere: these are there for certain."""
    trouble: str = ""
    """Why its settings cannot be used; empty when they can."""

    @property
    def is_built_in(self) -> bool:
        """Say whether it is Practice itself: no profile, and the key of the window's own inbox."""
        return self.name == PRACTICE.name

    @property
    def masked_key(self) -> str:
        """Give what may be shown of the key."""
        return self.known.masked_key

    @property
    def senders(self) -> tuple[Sender, ...] | None:
        """Give what SendGrid knows as senders; `None` when that is not known."""
        return self.known.senders

    @property
    def credits(self) -> Credits | None:
        """Give what is left of the plan's sends; `None` when that is not known."""
        return self.known.credits


PRACTICE = Account(
    name="Practice",
    is_practice=True,
    sender="Grace Hopper <sender@example.com>",
)
"""The local SendGrid, which knows this sender as verified."""
