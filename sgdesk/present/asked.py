"""Who is asked about a key, by name: SendGrid, or whoever stands in its place."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from sgdesk.account.account import Account
from sgdesk.account.findings import check_paths
from sgdesk.errors import InputError
from sgdesk.route import Endpoint, SmtpPath, dialled
from sgdesk.routing import parse_override
from sgdesk.sendgrid.hosts import API_URL, SMTP_HOST, Region, is_sendgrid_host

_PORTS = {"http": 80}
_HTTPS = 443


def asked_servers(settings: Mapping[str, object]) -> str:
    """Name who is asked about a key by an account's settings, e.g. `SendGrid`.

    It is who is dialled, whatever name is led there (`connect_to`). The settings may be half
    typed, and their path may be the SMTP port alone, as in the account's sheet.
    """
    led = settings.get("connect_to", ())
    words = led.replace(",", " ").split() if isinstance(led, str) else led
    overrides = []
    for word in words if isinstance(words, list | tuple) else ():
        with suppress(InputError):
            overrides.append(parse_override(str(word)))
    return named(dialled(endpoint, overrides).host for endpoint in _endpoints(settings))


def servers_of(account: Account) -> str:
    """Name who is asked about the key of an account."""
    return asked_servers(
        {
            "region": account.region,
            "path": account.path,
            "api_url": account.api_url,
            "smtp_host": account.smtp_host,
            "connect_to": account.connect_to,
        }
    )


def check_why(account: Account) -> str:
    """Say what a check of an account does."""
    return f"Ask {servers_of(account)} on both paths whether the key works; sends nothing"


def named(hosts: Iterable[str]) -> str:
    """Name servers, all of SendGrid's as one."""
    who = (host if host and not is_sendgrid_host(host) else "SendGrid" for host in hosts)
    return " and ".join(dict.fromkeys(who))


def _endpoints(settings: Mapping[str, object]) -> Iterator[Endpoint]:
    """Give the server of each path by the name it has."""
    region = Region.EU if settings.get("region") == Region.EU.value else Region.GLOBAL
    yield _api(str(settings.get("api_url", "")).strip() or API_URL[region])
    host = str(settings.get("smtp_host", "")).strip() or SMTP_HOST[region]
    yield Endpoint(host=host, port=_smtp_port(str(settings.get("path", "")).strip()))


def _api(url: str) -> Endpoint:
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        port = parts.port or _PORTS.get(parts.scheme, _HTTPS)
        return Endpoint(host=parts.hostname or "", port=port)
    except ValueError:
        return Endpoint(host="", port=_HTTPS)


def _smtp_port(path: str) -> int:
    own = f"smtp:{path}" if path[:1].isdigit() else path
    try:
        smtp = check_paths(own)[-1]
    except InputError:
        smtp = check_paths()[-1]
    return smtp.port if isinstance(smtp, SmtpPath) else 0
