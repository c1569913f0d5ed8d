"""Where the time of one attempt went.

One vocabulary serves both paths, so that comparing them is honest. Spans tile
the attempt: each starts where the last ended, and a phase that did not happen
is absent. All offsets are nanoseconds since the trace began.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

_PART = re.compile(r"(\w+)=(.+?)(?=, \w+=|$)")
"""One part of a name such as `CN=Proxy CA, O=Example, Inc.`"""


class Phase(Enum):
    """A step of an attempt, in the order in which a connection meets them."""

    RESOLVE = "resolve"
    CONNECT = "connect"
    PROXY = "proxy"
    TLS = "tls"
    GREETING = "greeting"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    ENVELOPE = "envelope"
    """MAIL, RCPT, DATA up to 354."""
    UPLOAD = "upload"
    """Ends when the last byte of the body or request has reached the kernel."""
    REPLY = "reply"
    DOWNLOAD = "download"


DOING: Mapping[Phase, str] = {
    Phase.RESOLVE: "looking up the server",
    Phase.CONNECT: "connecting",
    Phase.PROXY: "asking the proxy",
    Phase.TLS: "encrypting",
    Phase.GREETING: "waiting for the greeting",
    Phase.EHLO: "greeting the server",
    Phase.STARTTLS: "asking for encryption",
    Phase.AUTH: "signing in",
    Phase.ENVELOPE: "announcing the mail",
    Phase.UPLOAD: "handing over",
    Phase.REPLY: "waiting for the answer",
    Phase.DOWNLOAD: "reading the answer",
}
"""What is done in each step, in the words of an explanation, of a row on its way and of a wait."""


class ClockSource(Enum):
    """Whose stamps the arrival times are."""

    KERNEL = "kernel"
    USER = "user"
    MIXED = "mixed"


class RttSource(Enum):
    """Where the round-trip time was read."""

    TCP_INFO = "tcp_info"
    CONNECT = "connect"
    EXCHANGE = "exchange"
    """The fastest trivial wait; used behind a proxy or a relay, where the others mislead."""


STOPPED = "cancelled"
"""The detail of a span that the user ended."""
SILENT = "no answer in time"
"""The detail of a span in which the server said nothing until the time was up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One phase of one attempt."""

    phase: Phase
    start_ns: int
    end_ns: int
    round_trips: int = 0
    """Dialogue waits that lie in this phase; a name look-up counts one."""
    wire_ns: int = 0
    """The part of the phase spent waiting for network and server."""
    failed: bool = False
    detail: str = ""
    """A fact in the server's words, e.g. `250 Ok: queued as …`; never a secret."""

    @property
    def is_stopped(self) -> bool:
        """Say whether the user ended it, which is no failure of anything on the way."""
        return self.failed and self.detail == STOPPED


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate, as far as a person asks about it."""

    subject: str
    """Written `CN=…, O=…`; empty where it names nobody."""
    issuer: str
    names: tuple[str, ...] = ()
    """The first of the servers for which it is good."""
    valid_from: datetime
    """Aware, as `valid_until`."""
    valid_until: datetime
    sha256: str
    """The fingerprint of the whole certificate, in hexadecimal digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsFacts:
    """What the handshake agreed on and whom the certificate names."""

    version: str
    cipher: str
    issuer: str | None
    subject: str | None
    verified: bool
    chain: tuple[Certificate, ...] = ()
    """What the server showed, its own certificate first; kept where no public issuer vouches."""
    private_issuer: str = ""
    """SHA-256 of the root where only this computer's own store vouches; whoever has its key can
    read the connection. Empty: a public issuer, or not judged."""

    @property
    def good_for(self) -> tuple[str, ...]:
        """Give whom the certificate names: its servers, as many a one names them alone."""
        names = self.chain[0].names if self.chain else ()
        return names or ((self.subject,) if self.subject else ())

    @property
    def issuer_name(self) -> str | None:
        """Give the issuer as people call it: its organisation, else its name, else all of it."""
        parts = dict(_PART.findall(self.issuer or ""))
        return parts.get("O") or parts.get("CN") or self.issuer


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The times and counts of one attempt."""

    started_at: datetime
    spans: tuple[Span, ...] = ()
    total_ns: int = 0
    """From the first act to the answer that decides the outcome; closing comes after it."""
    wire_ns: int = 0
    lag_ns: int = 0
    """The largest delay seen in our own loop during the attempt."""
    clock: ClockSource = ClockSource.USER
    warm: bool = False
    pipelined: bool = False
    overlapped: bool = False
    """Shared its connection's time with another attempt: gives throughput, never latency."""
    round_trips: int = 0
    rtt_ns: int | None = None
    rtt_source: RttSource | None = None
    server_ns: int | None = None
    """Sum of (wait - RTT) over an established connection's waits; `None` when unknowable."""
    bytes_sent: int = 0
    bytes_received: int = 0
    tls: TlsFacts | None = None
    peer: str | None = None
    """`address:port` that was dialled; behind a proxy, the proxy's."""

    @property
    def ended_at(self) -> datetime:
        """Give when the answer that decided was there, aware as `started_at`."""
        return self.started_at + timedelta(microseconds=self.total_ns / 1000)

    @property
    def is_measured(self) -> bool:
        """Say whether anything was timed; not where the program died, or nothing was begun."""
        return bool(self.spans)

    @property
    def client_ns(self) -> int:
        """Our own processing: all of the total that was not waiting."""
        return self.total_ns - self.wire_ns
