"""The message as nouns: what a person wrote, free of either transport's form.

Pairs of strings (headers, custom args, substitutions) are tuples of `(key,
value)`, so that a message is hashable and keeps its order.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from hashlib import blake2b

Pairs = tuple[tuple[str, str], ...]


class Copies(Enum):
    """Who sees whom."""

    EACH = "each"
    """One mail for each To recipient, who sees nobody else."""
    TOGETHER = "together"
    """One mail that all recipients see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A mailbox with its display name."""

    email: str
    """As the user wrote it: Unicode domains and local parts stay Unicode here."""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One To recipient with what is personal to them; used with `Copies.EACH` only."""

    address: Address
    substitutions: Pairs = ()
    """Tag to value; inline content and legacy templates."""
    template_data_json: str = ""
    """Dynamic template data, a JSON object as text; empty when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file, or an image shown in the HTML by its Content-ID."""

    filename: str
    content: bytes
    type: str = "application/octet-stream"
    content_id: str = ""
    """Without angle brackets; not empty means inline."""
    _digest: bytes = field(default=b"", init=False, repr=False, compare=False)

    @property
    def digest(self) -> bytes:
        """Tell its content from any other.

        Found out once: of a large file that takes longer than a frame, so first where nobody waits.
        """
        if not self._digest:
            found = blake2b(self.content, digest_size=16).digest()
            object.__setattr__(self, "_digest", found)
        return self._digest

    @property
    def is_inline(self) -> bool:
        """Say whether the HTML refers to it by `cid:`."""
        return bool(self.content_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """Tracking switches; `None` leaves the account's own setting."""

    opens: bool | None = None
    clicks: bool | None = None
    subscription: bool | None = None
    google_analytics: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOptions:
    """What SendGrid is asked to do besides carrying the mail."""

    template_id: str = ""
    template_data_json: str = ""
    """Dynamic data for every recipient, a JSON object as text."""
    send_at: datetime | None = None
    """Aware; at most 72 hours ahead."""
    batch_id: str = ""
    asm_group_id: int | None = None
    asm_groups_to_display: tuple[int, ...] = ()
    ip_pool: str = ""
    tracking: Tracking = Tracking()
    check_only: bool = False
    """SendGrid's own sandbox mode; the Web API has it, SMTP does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One mail, as composed."""

    sender: Address
    to: tuple[Recipient, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    copies: Copies = Copies.TOGETHER
    subject: str = ""
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    headers: Pairs = ()
    categories: tuple[str, ...] = ()
    custom_args: Pairs = ()
    options: SendOptions = SendOptions()

    @property
    def everyone(self) -> tuple[Address, ...]:
        """Give everybody who gets it: To, then Cc, then Bcc."""
        return (*(recipient.address for recipient in self.to), *self.cc, *self.bcc)

    @property
    def has_private_copies(self) -> bool:
        """Say whether each To recipient gets a mail of their own and sees nobody else."""
        return self.copies is Copies.EACH and len(self.to) > 1
