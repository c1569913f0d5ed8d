"""Make the route of an attempt from settings and a path.

What the settings say becomes one `Route`, the rules that need the path (which host,
which proxy, whether X-SMTPAPI is understood, whether it is practice) are applied here
once for both faces.
"""

import re
import ssl
from dataclasses import dataclass, replace
from ipaddress import ip_address, ip_network
from pathlib import Path as FilePath
from urllib.parse import urlsplit

from sgdesk.errors import InputError
from sgdesk.route import (
    Endpoint,
    Family,
    Override,
    Path,
    Route,
    SmtpPath,
    Tls,
    WebApiPath,
    overridden,
    parse_proxy,
)
from sgdesk.secret import without_secrets
from sgdesk.sendgrid.hosts import API_URL, SMTP_HOST, Region, is_sendgrid_host
from sgdesk.settings import Settings, Source

LOCAL_AUTHORITY = "sgdesk local SendGrid"
"""Whom the throwaway certificate of each local SendGrid names as its organisation."""
LOCAL_FOLDER = "sgdesk-sandbox-"
"""How the folder begins in which it lies."""
_HOST_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticePorts:
    """Where the local SendGrid listens."""

    api_url: str
    smtp_host: str
    starttls: int
    tls: int
    plain: int
    ca_file: str


def make_route(settings: Settings, path: Path) -> Route:
    """Give the route of `path`: practice where it leads to a local SendGrid, else live.

    Raises `InputError` for an address, override or proxy that cannot be read.
    """
    region = Region(settings.text("region"))
    api_url = settings.text("api_url") or API_URL[region]
    smtp_host = settings.text("smtp_host") or SMTP_HOST[region]
    if isinstance(path, SmtpPath):
        host = smtp_host = _smtp_host(smtp_host)
    else:
        host = _api_host(api_url)
    route = Route(
        path=path,
        api_url=api_url.rstrip("/"),
        smtp_host=smtp_host,
        overrides=tuple(parse_override(text) for text in settings.texts("connect_to")),
        proxy=_proxy_for(settings, host),
        ca_file=settings.text("ca_file") or None,
        family=Family(settings.text("family")),
        pipelining=settings.flag("pipelining"),
        authenticate=settings.flag("authenticate"),
        username=settings.text("username"),
        allow_plaintext_auth=settings.flag("allow_plaintext_auth"),
        smtpapi=reads_smtpapi(settings),
        connect_timeout=settings.number("connect_timeout"),
        total_timeout=settings.number("timeout"),
        may_mail=settings.texts("may_mail"),
    )
    if not leads_to_local_sendgrid(route):
        return route
    return replace(route, practice=True, smtpapi=practice_reads_smtpapi(settings))


def leads_to_local_sendgrid(route: Route) -> bool:
    """Say whether nobody but a local SendGrid can answer, so that its mail is practice.

    It names and dials this computer, encrypted, and its certificate file is that of a local
    SendGrid. A practice route trusts that file alone, and the key to its certificate never
    leaves the process that made it: where anybody else listens, the connection ends before
    key or mail was sent. Without encryption nothing proves who listens, and a server of one's
    own may pass mail on: such a route stays live. So does one that names SendGrid's hosts and
    has them dialled here (`--connect-to`): it rehearses live mail.
    """
    path = route.path
    if isinstance(path, SmtpPath):
        is_encrypted = path.tls is not Tls.PLAIN
    else:
        is_encrypted = route.api_url.startswith("https:")
    is_here = is_encrypted and is_loopback(route.endpoint.host) and stays_here(route)
    return is_here and route.ca_file is not None and _is_of_local_sendgrid(FilePath(route.ca_file))


def refuse_gone(route: Route) -> None:
    """Raise `InputError` where the local SendGrid of a practice route has taken its file along."""
    if route.practice and route.ca_file is not None and _has_ended(FilePath(route.ca_file)):
        raise InputError(
            "The practice inbox that was to be asked is gone, so nothing was sent.",
            why="It ended with the window or the command that ran it.",
            remedy="Choose Practice (--sandbox), or copy key and servers anew from one that runs.",
            setting="ca_file",
        )


def _has_ended(ca_file: FilePath) -> bool:
    """Say whether a local SendGrid took its file along; its folder's name tells whose it was."""
    return goes_with_its_server(ca_file) and not ca_file.exists()


def goes_with_its_server(ca_file: FilePath) -> bool:
    """Say whether a certificate file is one that a local SendGrid takes along when it ends."""
    return ca_file.parent.name.startswith(LOCAL_FOLDER)


def _is_of_local_sendgrid(ca_file: FilePath) -> bool:
    """Say whether a certificate file is that of a local SendGrid, also of one that has ended."""
    if not ca_file.exists():
        return _has_ended(ca_file)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(ca_file)
    except OSError:
        return False
    named = (("organizationName", LOCAL_AUTHORITY),)
    subjects = [each["subject"] for each in context.get_ca_certs()]
    return bool(subjects) and all(named in subject for subject in subjects)


def carries_key_in_plain(settings: Settings, path: Path) -> bool:
    """Say whether a path would send the key without encryption, and nobody has allowed that."""
    if settings.flag("allow_plaintext_auth") or not settings.flag("authenticate"):
        return False
    return isinstance(path, SmtpPath) and path.tls is Tls.PLAIN


def stays_here(route: Route) -> bool:
    """Say whether what the route sends in plain text never leaves this computer."""
    return route.proxy is None and is_loopback(overridden(route.endpoint, route).host)


def web_route(settings: Settings, origin: str) -> Route:
    """Give the route to another web server, to which no key goes.

    `origin` is an address without its path, e.g. `https://img.example.com`. Raises
    `InputError` as `make_route` does.
    """
    return Route(
        path=WebApiPath(),
        api_url=origin,
        overrides=tuple(parse_override(text) for text in settings.texts("connect_to")),
        proxy=_proxy_for(settings, urlsplit(origin).hostname or ""),
        ca_file=settings.text("ca_file") or None,
        family=Family(settings.text("family")),
        # What it keeps from going unencrypted is a key, and there is none.
        allow_plaintext_auth=True,
        connect_timeout=settings.number("connect_timeout"),
        total_timeout=settings.number("timeout"),
    )


def practice_route(
    settings: Settings,
    path: Path,
    ports: PracticePorts,
    simulated_ms: float | None = None,
    simulated: str = "",
) -> Route:
    """Give the route of `path` to the local SendGrid.

    The path keeps the port that the user named and an override leads to the
    port on which the local SendGrid really listens, so that results read as
    they would live. No proxy: practice mail stays on this computer.
    `simulated_ms` is the distance that it pretends to have there, `simulated` what else is to
    go wrong.
    """
    listening = {Tls.STARTTLS: ports.starttls, Tls.IMPLICIT: ports.tls, Tls.PLAIN: ports.plain}
    overrides: tuple[Override, ...] = ()
    if isinstance(path, SmtpPath):
        overrides = (
            Override(
                target=Endpoint(host=ports.smtp_host, port=path.port),
                address=Endpoint(host=ports.smtp_host, port=listening[path.tls]),
            ),
        )
    return Route(
        path=path,
        api_url=ports.api_url.rstrip("/"),
        smtp_host=ports.smtp_host,
        overrides=overrides,
        ca_file=ports.ca_file,
        pipelining=settings.flag("pipelining"),
        authenticate=settings.flag("authenticate"),
        username=settings.text("username"),
        # The local SendGrid's key is no secret and never leaves this computer.
        allow_plaintext_auth=True,
        smtpapi=practice_reads_smtpapi(settings),
        connect_timeout=settings.number("connect_timeout"),
        total_timeout=settings.number("timeout"),
        practice=True,
        simulated_ms=simulated_ms,
        simulated=simulated,
    )


def led_ports(host: str, *, starttls: int, tls: int) -> str:
    """Lead every usual SMTP port of a local SendGrid to where it listens, as `connect_to` reads it.

    Port 25 goes to STARTTLS as well: encrypted is how the paths mean it that name no other way.
    """
    there = {587: starttls, 2525: starttls, 465: tls, 25: starttls}
    return " ".join(
        f"{Endpoint(host=host, port=port).text}={Endpoint(host=host, port=listening).text}"
        for port, listening in there.items()
    )


def parse_override(text: str) -> Override:
    """Read `HOST:PORT=ADDR:PORT`; an IPv6 address stands in brackets.

    Raises `InputError`.
    """
    target, equals, address = text.partition("=")
    if not equals:
        raise _bad_override(text)
    return Override(target=_endpoint(target, text), address=_endpoint(address, text))


def _endpoint(part: str, whole: str) -> Endpoint:
    host, _, port = part.strip().rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    is_port = port.isascii() and port.isdigit() and 1 <= int(port) <= 65535
    if not is_port or not _is_host(host):
        raise _bad_override(whole)
    return Endpoint(host=host, port=int(port))


def _bad_override(text: str) -> InputError:
    return InputError(
        f"{without_secrets(text)!r} does not say where to dial.",
        remedy="Use HOST:PORT=ADDR:PORT, e.g. smtp.sendgrid.net:587=192.0.2.1:2525.",
        setting="connect_to",
    )


def _is_host(text: str) -> bool:
    """Say whether DNS and TLS can name it: an address, or a name with labels of their length."""
    try:
        name = text.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    return (bool(_HOST_NAME.fullmatch(name)) and len(name) <= 253) or _is_address(text)


def _smtp_host(text: str) -> str:
    if not _is_host(text):
        raise InputError(
            f"{without_secrets(text)!r} is no name of an SMTP server.",
            remedy="Use a name such as smtp.sendgrid.net, without a port. Another port: in "
            "Other address (--connect-to), e.g. 127.0.0.1:587=127.0.0.1:41017.",
            setting="smtp_host",
        )
    # Brackets belong into a URL; the dialler and certificates know the address without them.
    return text.removeprefix("[").removesuffix("]")


def _is_address(text: str) -> bool:
    try:
        ip_address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _api_host(api_url: str) -> str:
    remedy = "Use an address such as https://api.sendgrid.com."
    if "@" in api_url:
        # What stands before the @ may be a password, so it is not repeated.
        raise InputError(
            "The address of the Web API holds a login.", remedy=remedy, setting="api_url"
        )
    # Programs read a backslash or a line break in a URL each in their own way; the host that
    # was judged must be the one that is dialled.
    is_plain = all("!" <= c <= "~" and c not in "\\?#" for c in api_url)
    try:
        parts = urlsplit(api_url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, 0
    if (
        not host
        or not _is_host(host)
        or port == 0
        or parts.scheme not in ("https", "http")
        or not is_plain
    ):
        raise InputError(
            f"{api_url!r} is no address of a Web API.", remedy=remedy, setting="api_url"
        )
    return host


def reads_smtpapi(settings: Settings) -> bool:
    """Settle `auto`: SendGrid's own hosts read X-SMTPAPI, any other server ignores it."""
    choice, own_host = settings.text("smtpapi"), settings.text("smtp_host")
    if choice != "auto":
        return choice == "on"
    return not own_host or is_sendgrid_host(own_host)


def practice_reads_smtpapi(settings: Settings) -> bool:
    """Say whether X-SMTPAPI goes to the local SendGrid, which reads it unless told not to."""
    return settings.text("smtpapi") != "off"


def _proxy_for(settings: Settings, host: str) -> str | None:
    resolved = settings.source("proxy")
    proxy = settings.text("proxy")
    if not proxy:
        return None
    if resolved.source is Source.ENVIRONMENT and is_loopback(host):
        # A proxy meant for the internet would look for the address on its own machine.
        return None
    if _is_exempt(host, settings.texts("no_proxy")):
        return None
    try:
        parse_proxy(proxy)
    except InputError as error:
        # The address may hold a login, so it is not repeated.
        raise InputError(
            f"The proxy from {resolved.where or 'the settings'} cannot be used.",
            why=error.happened,
            remedy="For example --proxy http://proxy.example.org:3128.",
            setting="proxy",
        ) from error
    return proxy


def is_loopback(host: str) -> bool:
    """Say whether a host name or address is this computer (RFC 6761 section 6.3)."""
    name = host.strip("[]").rstrip(".").lower()
    if f".{name}".endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _is_exempt(host: str, exempt: tuple[str, ...]) -> bool:
    """Say whether NO_PROXY names the host: itself, a parent domain, its network, or `*`."""
    name = host.strip("[]").rstrip(".").lower()
    return any(_names(entry.strip().lower(), name) for entry in exempt)


def _names(entry: str, name: str) -> bool:
    if entry == "*":
        return True
    try:
        return ip_address(name) in ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        domain = entry.partition(":")[0].lstrip("*").strip(".")
        return bool(domain) and (name == domain or name.endswith(f".{domain}"))
