"""How one local SendGrid is set up."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from sgdesk.errors import InputError

LISTENERS = ("starttls", "tls", "plain", "https", "http", "control")
"""Every door, in the order in which `port_base` numbers them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxOptions:
    """What `sgdesk sandbox` may be told."""

    host: str = "127.0.0.1"
    """Address to listen on; anything but loopback needs `expose`."""
    expose: bool = False
    port_base: int | None = None
    """First of six consecutive ports; `None` takes free ones."""
    until_eof: bool = False
    verified_senders: tuple[str, ...] = ()
    """Addresses, or whole domains without an `@`, allowed in From besides the built-in ones."""
    messages_per_connection: int = 5_000
    """SMTP; one message more is answered with 421."""
    replay: Path | None = None
    """A report, whose ways are played on ports of their own."""

    def __post_init__(self) -> None:
        """Raise `InputError` for an address, a port or a limit that cannot be used."""
        try:
            address = ipaddress.ip_address(self.host)
        except ValueError as exc:
            raise InputError(
                f"{self.host!r} is not an IP address.",
                remedy="Give one such as 127.0.0.1 or ::1.",
            ) from exc
        if not address.is_loopback and not self.expose:
            raise InputError(
                f"The local SendGrid will not listen on {self.host}.",
                why="Every computer that reaches this address could read the captured mail.",
                remedy="Add --expose if that is wanted.",
            )
        if self.port_base is not None and not 1 <= self.port_base <= 65535 - len(LISTENERS) + 1:
            raise InputError(
                f"Port base {self.port_base} is out of range.",
                remedy=f"{len(LISTENERS)} ports from it on must lie between 1 and 65535.",
            )
        if self.messages_per_connection < 1:
            raise InputError(
                f"{self.messages_per_connection} messages per connection are too few.",
                remedy="Give 1 or more; SendGrid's own limits are 100 and 5000.",
            )

    @property
    def key_seed(self) -> str:
        """What the keys are made from: ports that stay the same have keys that do, too.

        None where other computers reach it: such a key can be worked out by anybody.
        """
        return "" if self.port_base is None or self.expose else str(self.port_base)

    @property
    def advertised_host(self) -> str:
        """The address clients on this computer should dial."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
