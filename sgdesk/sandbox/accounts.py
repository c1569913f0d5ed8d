"""The account behind the keys: who may send, and from which addresses."""

import base64
import enum
import hashlib
import re
import secrets
from dataclasses import dataclass

from sgdesk.secret import PRACTICE_KEY

VERIFIED_DOMAINS = ("example.com", "example.org", "example.net", "example.test")
"""Authenticated, so any address at them may stand in From, and at their subdomains."""
UNVERIFIED_DOMAIN = "unverified.example.com"
"""The exception: a subdomain at which nothing is verified."""

_KEY_SHAPE = re.compile(r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}")

SCOPES = (
    "mail.send",
    "mail.batch.create",
    "mail.batch.read",
    "messages.read",
    "sender_verification_eligible",
    "templates.read",
    "stats.read",
    "suppression.read",
    "asm.groups.suppressions.read",
    "asm.suppressions.global.read",
    "user.account.read",
    "user.credits.read",
    "user.email.read",
    "user.profile.read",
    "user.username.read",
    "user.scheduled_sends.read",
    "user.scheduled_sends.create",
    "whitelabel.read",
)


class Standing(enum.StrEnum):
    """What SendGrid thinks of a key."""

    GOOD = "good"
    MALFORMED = "malformed"
    """Not the shape of a key."""
    UNKNOWN = "unknown"
    """The right shape, and nobody's (any more)."""
    READ_ONLY = "read_only"
    """Alive, without the scope `mail.send`."""
    NO_CREDITS = "no_credits"
    """Alive, the plan is used up."""
    NOT_ALLOWED_HERE = "not_allowed_here"
    """Alive, and this address is not on the account's allow list."""
    DISABLED = "disabled"
    """The account is suspended."""


LESSER_STANDINGS = (
    Standing.READ_ONLY,
    Standing.NO_CREDITS,
    Standing.NOT_ALLOWED_HERE,
    Standing.DISABLED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account with its keys."""

    keys: dict[str, Standing]
    verified_senders: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key that may do everything."""
        return next(key for key, standing in self.keys.items() if standing is Standing.GOOD)

    @property
    def other_keys(self) -> dict[str, str]:
        """The keys that may not, by their standing."""
        return {
            str(standing): key
            for key, standing in self.keys.items()
            if standing is not Standing.GOOD
        }

    def standing(self, key: str) -> Standing:
        """Judge a presented key."""
        if not _KEY_SHAPE.fullmatch(key):
            return Standing.MALFORMED
        return self.keys.get(key, Standing.UNKNOWN)

    def scopes(self, key: str) -> tuple[str, ...]:
        """Name what a living key may do."""
        if self.standing(key) is Standing.READ_ONLY:
            return tuple(scope for scope in SCOPES if scope != "mail.send")
        return SCOPES

    def may_send_from(self, address: str) -> bool:
        """Say whether an address is a verified sender or lies in an authenticated domain."""
        _, at, domain = address.lower().rpartition("@")
        if not at:
            return False
        listed = {sender.lower() for sender in self.verified_senders}
        if address.lower() in listed or domain in listed:
            return True
        if domain == UNVERIFIED_DOMAIN or domain.endswith("." + UNVERIFIED_DOMAIN):
            return False
        return any(domain == own or domain.endswith("." + own) for own in VERIFIED_DOMAINS)


def make_key(seed: str = "") -> str:
    """Make a key of SendGrid's shape: 3 + 22 + 1 + 43 = 69 characters; a seed always gives its own.

    How it begins tells everybody that it is for practice alone. One that comes from a seed is
    known to everybody, and no secret.
    """
    random = hashlib.sha256(seed.encode()).digest() if seed else secrets.token_bytes(32)
    rest = _url_safe(random)
    key_id = _url_safe(hashlib.sha256(random).digest())
    return f"{PRACTICE_KEY}{key_id[: 25 - len(PRACTICE_KEY)]}.{rest}"


def _url_safe(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def open_account(verified_senders: tuple[str, ...] = (), *, seed: str = "") -> Account:
    """Open an account with one good key and one of each lesser standing, from the seed if any."""
    keys = {
        make_key(f"{standing} {seed}" if seed else ""): standing
        for standing in (Standing.GOOD, *LESSER_STANDINGS)
    }
    return Account(keys=keys, verified_senders=verified_senders)
