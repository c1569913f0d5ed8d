"""Where and how to talk to a mail service: the path of one attempt."""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal
from urllib.parse import unquote, urlsplit

from sgdesk.errors import InputError
from sgdesk.sendgrid.hosts import API_URL, SMTP_HOST, SMTP_USERNAME, Region


class Tls(Enum):
    """When encryption starts on an SMTP connection."""

    STARTTLS = "starttls"
    """After the greeting, and required: without it nothing is sent."""
    IMPLICIT = "tls"
    PLAIN = "plain"


class Family(Enum):
    """Which address families a connection may use."""

    ANY = "any"
    IPV4 = "ipv4"
    IPV6 = "ipv6"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebApiPath:
    """The Web API: one HTTPS POST."""

    @property
    def text(self) -> str:
        """Give the path as the command line writes it."""
        return "webapi"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpPath:
    """One SMTP port with its kind of encryption."""

    port: int
    tls: Tls

    @property
    def text(self) -> str:
        """Give the path as the command line writes it, e.g. `smtp:587:starttls`."""
        return f"smtp:{self.port}:{self.tls.value}"


Path = WebApiPath | SmtpPath

_SMTP = re.compile(r"smtp:(?P<port>[0-9]{1,5})(?::(?P<tls>starttls|tls|plain))?")


def parse_path(text: str) -> Path:
    """Read `webapi` or `smtp:PORT[:starttls|tls|plain]`; 465 means `tls`, other ports `starttls`.

    Raises `InputError` for anything else.
    """
    word = text.strip().lower()
    if word == "webapi":
        return WebApiPath()
    match = _SMTP.fullmatch(word)
    port = int(match["port"]) if match else 0
    if match is None or not 1 <= port <= 65535:
        raise InputError(
            f"{text!r} is not a path.",
            remedy="Use webapi, smtp:587:starttls, smtp:465:tls or smtp:25:plain.",
        )
    default = Tls.IMPLICIT if port == 465 else Tls.STARTTLS
    return SmtpPath(port=port, tls=Tls(match["tls"]) if match["tls"] else default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A host name or address, and a port."""

    host: str
    port: int

    @property
    def text(self) -> str:
        """Give `host:port`, an IPv6 address in brackets (RFC 3986 section 3.2.2)."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Dial `address` wherever the name and port of `target` are meant (`--connect-to`)."""

    target: Endpoint
    address: Endpoint


ProxyScheme = Literal["http", "socks5", "socks5h"]
_PROXY_LOGIN_REMEDY = "Write it as UTF-8; a SOCKS5 proxy takes at most 255 bytes each."
_PROXY_PORTS: dict[str, int] = {"http": 8080, "socks5": 1080, "socks5h": 1080}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """One proxy, read from its URL."""

    scheme: ProxyScheme
    endpoint: Endpoint
    username: str = ""
    secret: str = field(default="", repr=False)

    @property
    def login(self) -> str:
        """Give the login as HTTP carries it (RFC 7617)."""
        return base64.b64encode(f"{self.username}:{self.secret}".encode()).decode()

    @property
    def resolves(self) -> bool:
        """Say whether the proxy looks the server's name up; `socks5` leaves it to us."""
        return self.scheme != "socks5"


def parse_proxy(url: str) -> Proxy:
    """Read `http://`, `socks5://` or `socks5h://[user:password@]host[:port]`.

    Without a scheme it is http, as curl reads it. Raises `InputError` for any
    other kind; the message never shows the login.
    """
    remedy = "Use http://host:port, socks5://host:port or socks5h://host:port."
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host, port = parts.hostname, parts.port
    except ValueError as error:
        # The error's own words may hold a part of the login.
        raise InputError("The proxy is not a URL.", remedy=remedy) from error
    scheme = parts.scheme.lower()
    if scheme not in ("http", "socks5", "socks5h"):
        raise InputError(f"A proxy of the kind {scheme}:// cannot be used.", remedy=remedy)
    if not host:
        raise InputError("The proxy names no host.", remedy=remedy)
    if parts.path.strip("/") or parts.query or parts.fragment:
        # `http:/user:password@host` reads as a host named http with a path.
        raise InputError("The proxy's address goes on after host and port.", remedy=remedy)
    login = (unquote(parts.username or ""), unquote(parts.password or ""))
    if not all(_fits_a_proxy(word, scheme) for word in login):
        raise InputError("The proxy's login cannot be sent.", remedy=_PROXY_LOGIN_REMEDY)
    return Proxy(
        scheme=scheme,  # type: ignore[arg-type]  # narrowed by the test above
        endpoint=Endpoint(host=host, port=port or _PROXY_PORTS[scheme]),
        username=login[0],
        secret=login[1],
    )


def without_login(url: str) -> str:
    """Give a proxy's URL without the login that it may hold; raises `InputError`."""
    proxy = parse_proxy(url)
    return f"{proxy.scheme}://{proxy.endpoint.text}"


def _fits_a_proxy(word: str, scheme: str) -> bool:
    """Say whether a part of a login is text, and for SOCKS5 short enough (RFC 1929 section 2)."""
    try:
        size = len(word.encode())
    except UnicodeEncodeError:
        return False
    return scheme == "http" or size <= 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Everything about a connection but the credentials: two equal routes may share one."""

    path: Path
    api_url: str = API_URL[Region.GLOBAL]
    smtp_host: str = SMTP_HOST[Region.GLOBAL]
    overrides: tuple[Override, ...] = ()
    proxy: str | None = field(default=None, repr=False)
    """`http://`, `socks5://` or `socks5h://`; may hold a login, so it is never printed whole."""
    ca_file: str | None = None
    """Trusted besides the system's own roots."""
    family: Family = Family.ANY
    pipelining: bool = True
    """Used only when the server offers it."""
    authenticate: bool = True
    """Whether to sign in by SMTP; the Web API always takes the key."""
    username: str = SMTP_USERNAME
    allow_plaintext_auth: bool = False
    smtpapi: bool = True
    """Whether the SMTP server understands X-SMTPAPI; already decided, never `auto`."""
    connect_timeout: float = 10.0
    """Look-up, connect, proxy and TLS together, in seconds."""
    total_timeout: float = 60.0
    """One whole attempt, in seconds."""
    practice: bool = False
    """The local SendGrid; its key is no secret and its times say nothing of the network."""
    simulated_ms: float | None = None
    """The distance that the local SendGrid pretends to have, there and back."""
    simulated: str = ""
    """What else it was asked to let go wrong on this path, in words."""
    known_issuers: tuple[str, ...] | None = None
    """The roots, by SHA-256, that may read the connection though they are not public ones; any
    other ends it before the key is sent. `None`: all may."""
    may_mail: tuple[str, ...] = ()
    """The only addresses and `@domains` that may be mailed by it; empty: anyone."""

    @property
    def endpoint(self) -> Endpoint:
        """Give the host and port that the path means, before overrides and proxies."""
        if isinstance(self.path, SmtpPath):
            return Endpoint(host=self.smtp_host, port=self.path.port)
        return self.api_endpoint

    @property
    def api_endpoint(self) -> Endpoint:
        """Give the host and port of the Web API, whatever the path."""
        parts = urlsplit(self.api_url)
        default = 80 if parts.scheme == "http" else 443
        return Endpoint(host=parts.hostname or "", port=parts.port or default)


def overridden(endpoint: Endpoint, route: Route) -> Endpoint:
    """Give what is dialled where `endpoint` is meant (`--connect-to`)."""
    return dialled(endpoint, route.overrides)


def dialled(endpoint: Endpoint, overrides: Iterable[Override]) -> Endpoint:
    """Give what is dialled where `endpoint` is meant and these are all that leads elsewhere."""
    for override in overrides:
        if is_same(override.target, endpoint):
            return override.address
    return endpoint


def is_same(one: Endpoint, other: Endpoint) -> bool:
    """Say whether two names of a server and their ports are one; a last dot changes nothing."""
    names = (each.host.lower().rstrip(".") for each in (one, other))
    return len(set(names)) == 1 and one.port == other.port
