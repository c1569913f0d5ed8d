"""What the probes of a run saw, as values: what rules judge and reports hold.

An observation says how one step ended on one way, and carries what was seen
there. A step that was never tried has none.
"""

from dataclasses import dataclass
from enum import Enum

from sgdesk.delivery import Problem
from sgdesk.route import Endpoint, SmtpPath, Tls, WebApiPath
from sgdesk.route import Path as SendPath
from sgdesk.trace import TlsFacts

SHOWN_BYTES = 512
"""What is kept of the first bytes of an answer."""


class Role(Enum):
    """What a server is asked for."""

    API = "api"
    SMTP = "smtp"
    WEB = "web"
    """The Web API's host without encryption, where a network's sign-in page answers."""
    CONTROL = "control"
    """Somebody else's well-known server: tells "this port" from "this host"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One way to one server: what a row of the matrix shows."""

    role: Role
    host: str
    port: int
    tls: Tls
    means_sendgrid: bool = True
    """SendGrid, or the local one that stands in for it, is expected at the other end."""
    signs_in: bool = True
    """Mail by SMTP needs a sign-in; not with `--no-auth`."""

    @property
    def path(self) -> SendPath:
        """Give the path that uses it."""
        if self.role in (Role.API, Role.WEB):
            return WebApiPath()
        return SmtpPath(port=self.port, tls=self.tls)

    @property
    def text(self) -> str:
        """Give it as a person writes it, e.g. `smtp.sendgrid.net:587`."""
        return Endpoint(host=self.host, port=self.port).text

    @property
    def name(self) -> str:
        """Give a name that no other way of a run has."""
        if self.role is not Role.SMTP:
            return self.text
        usual = Tls.IMPLICIT if self.port == 465 else Tls.STARTTLS
        return self.text if self.tls is usual else f"{self.text}:{self.tls.value}"


class Probe(Enum):
    """One step on a way, in the order in which they are tried."""

    LOOK_UP = "look_up"
    CONNECT = "connect"
    PROXY = "proxy"
    GREETING = "greeting"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    TLS = "tls"
    EHLO_TLS = "ehlo_tls"
    """The list once more, when nobody in between can change it."""
    AUTH = "auth"
    SCOPES = "scopes"
    """`GET /v3/scopes`, with the key where there is one."""
    PORTAL = "portal"
    """`GET /` in plain text, which a sign-in page answers."""
    AGAIN = "again"
    """Port 25 connected to several times more: it is often limited, not closed."""
    LARGE = "large"
    """A question too large for one packet, where the user asked for it."""
    PLAIN = "plain"
    """Listening without encryption, where it was to come first and failed."""
    TLS_FIRST = "tls_first"
    """Encrypting at once, where a greeting was to come first and did not."""
    OTHER_NAME = "other_name"
    """The handshake once more for another name: a filter of names lets that pass."""
    OTHER_STORE = "other_store"
    """The handshake once more with the public issuers that this program brings along."""
    PROXY_FOUND = "proxy_found"
    """A proxy that this computer's settings name, where none was used."""
    KEY = "key"
    """The user's key, tried where they asked for it; nothing is sent by it."""
    WALK = "walk"
    """The test of a way itself; seen only where this program failed at it."""


class Result(Enum):
    """How a step ended."""

    OK = "ok"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    """A reset in answer to the connect; or the server's own no."""
    UNREACHABLE = "unreachable"
    """The network said that there is no way, or that it is forbidden."""
    FORBIDDEN = "forbidden"
    """This computer's own system did not allow it."""
    CUT_OFF = "cut_off"
    """The connection ended where an answer was due."""
    CHANGED = "changed"
    """Something answered as SendGrid does not."""
    NOT_VERIFIED = "not_verified"
    """The certificate is not the server's, or nobody trusted signed it."""
    NOT_FOUND = "not_found"
    """The name has no address."""
    NEEDS_KEY = "needs_key"
    """As far as one comes without a key."""
    LATER = "later"
    """The server is there and asks to come back later."""
    FAULT = "fault"
    """The server, or this program where it is `Probe.WALK`, has a fault of its own."""
    NOT_TESTED = "not_tested"
    """The computer has no tool for it; says nothing of the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """The addresses of one family."""

    family: str
    """`ipv4` or `ipv6`."""
    addresses: tuple[str, ...] = ()
    error: str = ""
    """The resolver's own name of its failure, e.g. `EAI_AGAIN`; empty without one."""
    is_literal: bool = False
    """The host is written as a number: nothing was looked up."""
    is_elsewhere: bool = False
    """The user dials somewhere else in its place: the name and address are the user's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """One connect to one address, or through a proxy."""

    address: str
    family: str
    error: str = ""
    """The system's name of its failure, e.g. `ECONNREFUSED`; empty without one."""
    rtt_ms: float | None = None
    """The round trip of SYN and SYN-ACK, where the kernel measures it."""
    tries: int = 1
    proxied: bool = False
    """Through a proxy, so that its times are those of the proxy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """What came back to one command, or unasked."""

    first_bytes: bytes = b""
    code: int | None = None
    """`None` where no reply could be read."""
    lines: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encrypted:
    """One handshake."""

    facts: TlsFacts | None = None
    verify_code: int | None = None
    """OpenSSL's number for what is wrong with the certificate."""
    error: str = ""
    """OpenSSL's or the system's name of the failure; empty without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswered:
    """One HTTP answer."""

    status: int | None = None
    """`None` where it was not HTTP."""
    headers: tuple[tuple[str, str], ...] = ()
    """Those of `KEPT_HEADERS`, names in lower case."""
    first_bytes: bytes = b""
    """Of the body; of everything where it was not HTTP."""
    error: str = ""
    skew_s: float | None = None
    """How far the answer's `Date` is ahead of this computer's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """What a server said to a key; never the key."""

    code: int | None = None
    reply: str = ""
    """The server's own words."""
    problem: Problem | None = None
    """What they mean, or what is wrong with the key's form."""
    region: str = ""
    """Where the key works, if that is another region than was asked for."""
    may_send: bool | None = None
    verified_senders: int | None = None
    sends_left: int | None = None
    next_reset: str = ""
    """When the plan's sends begin anew, as SendGrid writes it."""


KEPT_HEADERS = frozenset(
    ("content-type", "server", "via", "location", "date", "retry-after", "proxy-authenticate")
)

Seen = LookedUp | Connected | Replied | Encrypted | HttpAnswered | Keyed


def family_of(address: str) -> str:
    """Give the family of an address, as a look-up names it."""
    return "ipv6" if ":" in address else "ipv4"


def id_of(probe: Probe, target: Target, where: str) -> str:
    """Name a step on a way, from that address."""
    return " ".join(filter(None, (probe.value, target.name, where)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """How one step on one way ended."""

    id: str
    """Unique in its run; findings name their evidence by it."""
    probe: Probe
    target: Target
    result: Result
    ms: float | None
    """From the step's first act to its end; `None` where nothing there could measure it."""
    seen: Seen
    where: str = ""
    """What tells it from the same step elsewhere: the family of a look-up, else the address."""
    is_cut: bool = False
    """The run's deadline ended it, not a limit of its own."""

    @property
    def least_ms(self) -> float:
        """Give the time for a comparison with a limit: what was not measured passes none."""
        return self.ms or 0.0
