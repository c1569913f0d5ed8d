"""Rules about servers, ports and encryption. Each takes settings and gives what is wrong."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from sgdesk.diagnose.finding import Certainty
from sgdesk.explain.finding import Cause
from sgdesk.explain.settings import faults
from sgdesk.explain.settings.given import Given, MailSettings, Tls
from sgdesk.sendgrid.hosts import API_URL, SMTP_HOST, is_sendgrid_host

CERTAIN, LIKELY, POSSIBLE = Certainty.CERTAIN, Certainty.LIKELY, Certainty.POSSIBLE
_PORTS = (25, 465, 587, 2525)
_NAMES = (*SMTP_HOST.values(), *(url.removeprefix("https://") for url in API_URL.values()))
_LOCAL = ("localhost", "127.0.0.1", "0.0.0.0")  # noqa: S104  # a name to compare with, not one to listen at
_SWAPPED = {".com": ".net", ".net": ".com"}
_ALIKE = 0.85
_SHORTEST_S = 2


class Fault(NamedTuple):
    """What is wrong, how surely, and what shows it."""

    cause: Cause
    certainty: Certainty
    given: tuple[Given | None, ...]


def host_name(mail: MailSettings) -> Iterator[Fault]:
    """A number, a misspelt name, a name of another kind of server."""
    host = mail.host
    if host is None:
        return
    name = host.value.lower().rstrip(".")
    if re.fullmatch(r"\d+(?:\.\d+){3}", name):
        if name not in _LOCAL:
            yield Fault(faults.ADDRESS, CERTAIN, (host,))
    elif (
        (name.startswith(("api.", "app.")) and is_sendgrid_host(name))
        or name in ("sendgrid.com", "sendgrid.net")
    ) or (mail.given.get("webhost") and "sendgrid" in name):
        yield Fault(faults.HOST_KIND.filled({"host": name}), CERTAIN, (host,))
    elif name not in SMTP_HOST.values() and is_like_sendgrids(name):
        yield Fault(faults.NAME.filled({"host": name}), CERTAIN, (host,))


def is_like_sendgrids(name: str) -> bool:
    """Say whether a name is meant to be one of SendGrid's, and is none."""
    if name in _NAMES:
        return False
    if f"{name[:-4]}{_SWAPPED.get(name[-4:], '')}" in _NAMES:
        return True
    near = max(SequenceMatcher(None, name, each).ratio() for each in _NAMES)
    return near >= _ALIKE and "." in name


def other_service(mail: MailSettings) -> Iterator[Fault]:
    """Another server than SendGrid's."""
    host = mail.host
    if host is None or is_sendgrid_host(host.value) or re.fullmatch(r"\d+(?:\.\d+){3}", host.value):
        return
    if not is_like_sendgrids(host.value.lower()):
        yield Fault(faults.OTHER_SERVICE.filled({"host": host.value}), CERTAIN, (host,))


def port(mail: MailSettings) -> Iterator[Fault]:
    """A port at which SendGrid does not listen, or that is blocked."""
    number = mail.number
    if number is None or not mail.is_sendgrids:
        return
    if number == 25:
        yield Fault(faults.PORT_25, LIKELY, (mail.port,))
    elif number not in _PORTS:
        yield Fault(faults.PORT.filled({"port": f"port {number}"}), CERTAIN, (mail.port,))


def encryption_kind(mail: MailSettings) -> Iterator[Fault]:
    """A kind of encryption that does not fit the port."""
    if any(True for _ in both_kinds(mail)):
        return
    number, because = mail.number, mail.tls_from
    shown = (mail.port, because)
    if number == 465:
        is_dotnet = any(each.is_on for each in mail.all("dotnetssl"))
        is_off = any(each.is_off for each in mail.all("secure"))
        if mail.tls is Tls.STARTTLS:
            # Laravel's "tls" at 465 is TLS from the start since version 9, and was not before.
            is_laravels = because is not None and because.key in ("MAIL_ENCRYPTION", "WPMS_SSL")
            is_prose = (because is not None and " " in because.key) or _is_bare(because)
            sure = (
                POSSIBLE if is_laravels or (is_prose and not _says_starttls(because)) else CERTAIN
            )
            yield Fault(faults.TLS_LATE, sure, shown)
        elif mail.tls is Tls.NONE or is_dotnet or (mail.tls is Tls.UNKNOWN and is_off):
            off = next(iter(mail.all("secure")), None)
            yield Fault(faults.TLS_LATE, CERTAIN, (mail.port, because or off))
    elif number in _PORTS and mail.tls is Tls.IMPLICIT:
        words = because is not None and because.value.strip().lower() in (
            "ssl",
            "ssl/tls",
            "ssltls",
        )
        # Some programs say SSL for any encryption, in windows above all.
        loose = words and because is not None and (_is_bare(because) or because.key.isupper())
        told = faults.TLS_EARLY.filled({"Port": f"Port {number}", "port": f"port {number}"})
        yield Fault(told, LIKELY if loose else CERTAIN, shown)


def _is_bare(given: Given | None) -> bool:
    return given is not None and given.key.lower() in (
        "encryption",
        "security",
        "type of encryption",
    )


def _says_starttls(given: Given | None) -> bool:
    return given is not None and "starttls" in given.value.lower()


def no_encryption(mail: MailSettings) -> Iterator[Fault]:
    """Nothing encrypts the key."""
    because = mail.tls_from
    if not mail.is_sendgrids or mail.number == 465:
        return
    if mail.tls is Tls.NONE:
        is_lax = because is not None and because.key.upper() in ("MAIL_ENCRYPTION", "MAIL_SCHEME")
        cause = faults.NO_TLS_TOLD if is_lax else faults.NO_TLS
        yield Fault(cause, LIKELY if is_lax else CERTAIN, (because or mail.host,))
    elif mail.tls is Tls.UNKNOWN and mail.host is not None and _is_silent(mail.host):
        yield Fault(faults.NO_TLS, LIKELY, (mail.host,))


def _is_silent(host: Given) -> bool:
    """Say whether the program sends in clear text where nothing else is set."""
    return host.key in ("EMAIL_HOST", "spring.mail.host", "mail.smtp.host")


def both_kinds(mail: MailSettings) -> Iterator[Fault]:
    """STARTTLS and TLS from the start at once."""
    tls = next((each for each in mail.all("starttls") if each.is_on), None)
    ssl = next((each for each in mail.all("ssl") if each.is_on), None)
    if tls is not None and ssl is not None and tls.key.isupper() and ssl.key.isupper():
        yield Fault(faults.TLS_TWICE, CERTAIN, (tls, ssl))


def old_versions(mail: MailSettings) -> Iterator[Fault]:
    """Versions of TLS that are refused."""
    for each in mail.all("protocols"):
        word = each.value.lower().replace("_", ".")
        named = re.findall(r"(?<![!\w])(?:tlsv?1(?:\.[0-3])?|ssl(?:v?[23])?)(?![\w.])", word)
        modern = re.search(r"tlsv?1\.?[23]|\btls1[23]|\btls$|systemdefault", word)
        if named and not modern:
            yield Fault(faults.OLD_TLS, CERTAIN, (each,))


def verify_off(mail: MailSettings) -> Iterator[Fault]:
    """The certificate is not checked."""
    off = [
        each for each in mail.all("verify") if each.is_off or "verify_none" in each.value.lower()
    ]
    on = [
        each
        for each in mail.all("insecure")
        if each.is_on
        or each.value.strip() == "*"
        or re.search(r"=>\s*true|return true", each.value)
    ]
    if off or on:
        yield Fault(faults.VERIFY_OFF, CERTAIN, tuple(off + on)[:3])


def time_limit(mail: MailSettings) -> Iterator[Fault]:
    """A time limit that no answer can meet."""
    for each in mail.all("timeout"):
        number = re.fullmatch(r"(\d+)(ms|s)?", each.value.strip())
        if number and (int(number[1]) == 0 or (number[2] == "s" and int(number[1]) < _SHORTEST_S)):
            yield Fault(faults.TIMEOUT, CERTAIN, (each,))


RULES = (
    host_name,
    port,
    encryption_kind,
    both_kinds,
    no_encryption,
    old_versions,
    verify_off,
    time_limit,
    other_service,
)
