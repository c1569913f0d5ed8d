"""Who mail is sent as: a saved profile and what is known of it, never the key itself."""

from dataclasses import dataclass

from sgdesk.account.facts import Credits, Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of the window's picker, and one `--profile` of the command line."""

    name: str
    """The profile's name; `Practice` for the local SendGrid."""
    is_practice: bool = False
    """Its mail stays on this computer."""
    sender: str = ""
    """From of new mail: an address, with or without a name."""
    test_address: str = ""
    """Where "Send test to me" goes; empty: not set yet."""
    may_mail: tuple[str, ...] = ()
    """The only addresses and `@domains` it may mail; empty: anyone."""
    masked_key: str = ""
    """What may be shown of the key, see `Secret.masked`."""
    senders: tuple[Sender, ...] | None = None
    """What SendGrid knows as senders; `None` while nobody asked, or when the key may not list."""
    credits: Credits | None = None


PRACTICE = Account(
    name="Practice",
    is_practice=True,
    sender="Grace Hopper <sender@example.com>",
    test_address="you@example.com",
)
"""The local SendGrid, which knows this sender as verified."""
