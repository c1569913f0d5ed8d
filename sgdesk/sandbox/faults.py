"""Faults on request: what goes wrong, where, and how often. Counted, never random.

A fault is posted as `{"at": POINT, "action": ACTION, "when": {...}}`.

`action` is one action or a list of them, done in order; each is a word
(`"close"`) or an object with one key:

    {"delay_ms": N}        think that long, right before the answer is written
    close                  FIN, after what was already answered
    reset                  RST (SO_LINGER 0), after what was already answered
    silence                never answer, keep the connection open
    refuse                 at `connect`: nobody listens until the fault is cleared
    drop                   at `connect`: no connection and no answer, as behind a firewall,
                           until the fault is cleared; not on Windows
    {"reply": TEXT}        these characters in place of the real reply (CRLF included)
    {"reply": {"status", "headers", "body"}}   this HTTP answer in place of the real one;
                           a fault with it strikes on the Web API alone
    {"raw": BASE64}        these bytes in place of the real reply, on either path
    strip_starttls         at `ehlo`: STARTTLS is missing from the list
    {"wrong_certificate": KIND}    at `tls`: `host`, `ca` or `expired`
    accept_then_close      at `reply`: keep the message, close instead of answering
    {"distance_ms": RTT}   at `connect`: half of it in each direction from then on

`when` narrows: `path` (`smtp`, `webapi`), `listener`, `recipient` (at `rcpt`),
`nth` (from the n-th time on, default 1), `count` (for how many times, default
for ever), `bytes` (at `body`: after how many of them, default 1).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

Path = Literal["smtp", "webapi"]
WrongCertificateKind = Literal["host", "ca", "expired"]


class Point(StrEnum):
    """Where a fault can strike; one vocabulary for both paths."""

    CONNECT = "connect"
    TLS = "tls"
    GREETING = "greeting"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    REQUEST = "request"
    """HTTP: before the request's body is read."""
    BODY = "body"
    """While the message is being uploaded."""
    REPLY = "reply"
    """After the final dot, or after the whole request was read."""
    IDLE = "idle"
    """Right after that answer, on the connection that was kept."""
    QUIT = "quit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """Think for a while, then go on."""

    ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Send FIN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset:
    """Send RST."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Say nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """Listen no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Answer no packet of a connection that is to be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawReply:
    """Bytes in place of the real reply."""

    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpReply:
    """An HTTP answer in place of the real one."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str | None
    """`None`: SendGrid's own body for that status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StripStarttls:
    """Leave STARTTLS out of the EHLO list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongCertificate:
    """Show a certificate that must not be believed."""

    kind: WrongCertificateKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptThenClose:
    """Keep the message and say nothing about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """Delay bytes in each direction by half of `rtt_ms`."""

    rtt_ms: float


Action = (
    Delay
    | Close
    | Reset
    | Silence
    | Refuse
    | Drop
    | RawReply
    | HttpReply
    | StripStarttls
    | WrongCertificate
    | AcceptThenClose
    | Distance
)

ONLY_AT: Mapping[type, frozenset[Point]] = {
    Refuse: frozenset({Point.CONNECT}),
    Drop: frozenset({Point.CONNECT}),
    Distance: frozenset({Point.CONNECT}),
    StripStarttls: frozenset({Point.EHLO}),
    WrongCertificate: frozenset({Point.TLS}),
    AcceptThenClose: frozenset({Point.REPLY}),
    HttpReply: frozenset({Point.REQUEST, Point.BODY, Point.REPLY}),
}

ONLY_BY: Mapping[Point | type, Path] = {
    **dict.fromkeys((Point.GREETING, Point.EHLO, Point.STARTTLS, Point.AUTH), "smtp"),
    **dict.fromkeys((Point.MAIL, Point.RCPT, Point.DATA, Point.QUIT), "smtp"),
    Point.REQUEST: "webapi",
    HttpReply: "webapi",
}
"""The points and actions of one path; a fault with one of them strikes on no other."""


def path_of(listener: str) -> Path:
    """Say which path leads through a listener."""
    return "webapi" if listener in {"https", "http"} else "smtp"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Which of the occasions at a point are meant."""

    path: Path | None = None
    listener: str | None = None
    recipient: str | None = None
    nth: int = 1
    count: int | None = None
    bytes: int = 1


@dataclass(slots=True, kw_only=True)
class Fault:
    """One posted fault and how often its occasion has come."""

    number: int
    at: Point
    actions: tuple[Action, ...]
    when: When
    posted: Mapping[str, Any]
    seen: int = field(default=0)

    def to_json(self) -> dict[str, Any]:
        """Give the fault as it was posted, with its id and its count."""
        return {"id": self.number, "seen": self.seen, **self.posted}

    def is_due(self) -> bool:
        """Count one more occasion and say whether this one is meant."""
        self.seen += 1
        first, count = self.when.nth, self.when.count
        return self.seen >= first and (count is None or self.seen < first + count)
