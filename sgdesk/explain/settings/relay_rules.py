"""Rules about Postfix as the one that passes mail on, and about calls of the Web API."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from sgdesk.explain.settings import faults
from sgdesk.explain.settings.given import MailSettings
from sgdesk.explain.settings.rules import CERTAIN, LIKELY, Fault, is_like_sendgrids
from sgdesk.sendgrid.hosts import is_sendgrid_host

_URL = re.compile(r"https?://[\w.-]+[^\s\"'<>)]*")
_SCHEME = re.compile(
    r"^(?:authorization\s*:\s*)?(?P<scheme>bearer|basic)?\s*(?P<rest>.*)$", re.IGNORECASE
)


def postfix(mail: MailSettings) -> Iterator[Fault]:
    """How relayhost, the sign-in and the password file go together."""
    relay = mail.first("relayhost")
    if relay is None or relay.key.lower() != "relayhost" or "sendgrid" not in relay.value:
        return
    maps, sasl = mail.first("maps"), mail.first("sasl")
    if not relay.value.strip().startswith("["):
        yield Fault(faults.BRACKETS, LIKELY, (relay,))
    if sasl is None:
        yield Fault(faults.AUTH_OFF, CERTAIN, (relay,))
    if maps is None:
        yield Fault(faults.NO_MAP, CERTAIN, (relay,))
    elif maps.value.strip().endswith(".db") or ":" not in maps.value:
        yield Fault(faults.MAP_DB, CERTAIN, (maps,))
    options = mail.first("sasloptions")
    if options is None or "noplaintext" in options.value:
        yield Fault(faults.NOANONYMOUS, LIKELY, (options or maps or relay,))
    dest = mail.first("mapdest")
    if dest is not None and dest.value != relay.value.strip():
        yield Fault(faults.MAP_DIFFERS, CERTAIN, (relay, dest))


def api_address(mail: MailSettings) -> Iterator[Fault]:
    """The address of the Web API, and its version."""
    for each in mail.all("url", "weburl"):
        for found in _URL.findall(each.value):
            try:
                parts = urlsplit(found)
            except ValueError:
                continue
            host = (parts.hostname or "").lower()
            if is_sendgrid_host(host) and parts.path.startswith("/api/"):
                yield Fault(faults.API_V2, CERTAIN, (each,))
            elif host == "api.sendgrid.net" or (
                host.startswith("api.") and is_like_sendgrids(host)
            ):
                yield Fault(faults.NAME.filled({"host": host}), CERTAIN, (each,))
            elif parts.scheme == "http" and is_sendgrid_host(host):
                yield Fault(faults.API_PLAIN, CERTAIN, (each,))


def bearer(mail: MailSettings) -> Iterator[Fault]:
    """The form of the Authorization header."""
    if not any("sendgrid" in each.value for each in mail.all("url", "weburl")):
        return
    for each in mail.all("header"):
        told = each.value if each.key.lower() == "authorization" else ""
        if each.value.lower().startswith("authorization"):
            told = each.value
        found = _SCHEME.match(told.strip())
        if told and found and not found["scheme"] and found["rest"].strip():
            yield Fault(faults.BEARER, CERTAIN, (each,))


def regions(mail: MailSettings) -> Iterator[Fault]:
    """Servers of both regions."""
    named = [each for each in mail.all("host", "url", "weburl") if "sendgrid" in each.value.lower()]
    europe = [each for each in named if ".eu.sendgrid." in each.value.lower()]
    others = [each for each in named if each not in europe]
    if europe and others:
        yield Fault(faults.REGIONS, LIKELY, (europe[0], others[0]))


RULES = (postfix, api_address, bearer, regions)
