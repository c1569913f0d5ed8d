"""SendGrid's host names, ports and published limits.

Source: SendGrid documentation, "Integrating with the SMTP API" and "API
reference, base URLs"; the per-connection limits are published in two versions.
"""

from contextlib import suppress
from enum import Enum


class Region(Enum):
    """Where an account's mail is handled."""

    GLOBAL = "global"
    EU = "eu"


API_URL = {
    Region.GLOBAL: "https://api.sendgrid.com",
    Region.EU: "https://api.eu.sendgrid.com",
}
SMTP_HOST = {
    Region.GLOBAL: "smtp.sendgrid.net",
    # In wide use; read on no page of SendGrid's.
    Region.EU: "smtp.eu.sendgrid.net",
}
SMTP_USERNAME = "apikey"
MESSAGES_PER_CONNECTION = 100
"""The older of two published figures (the newer is 5,000): safe under both."""
MESSAGES_PER_CONNECTION_AT_MOST = 5000
"""The newer figure: whatever is configured, no connection carries more."""
CONNECTIONS = 10
"""The older of two published figures (the newer is 10,000), still what support recommends."""
CONNECTIONS_AT_MOST = 10_000
"""The newer figure."""
MESSAGE_BYTES = 30 * 1024 * 1024
"""30 MB on the page; its SMTP server says `SIZE 31457280`."""
RECIPIENTS_PER_REQUEST = 1000


def is_known_host(host: str) -> bool:
    """Say whether a name is one of those above, so that it exists for sure."""
    name = _dialled(host)
    return name in SMTP_HOST.values() or f"https://{name}" in API_URL.values()


def is_sendgrid_host(host: str) -> bool:
    """Say whether a host name is SendGrid's own, of any region and service."""
    return f".{_dialled(host)}".endswith((".sendgrid.net", ".sendgrid.com"))


def who_answers(host: str, *, practice: bool) -> dict[str, str]:
    """Name who answers at a host, for the texts of a catalogue's entry."""
    other = "global" if ".eu.sendgrid." in _dialled(host) else "EU"
    or_key = {"or_key": f"It may also belong to the {other} region."}
    if practice:
        who = "the practice inbox"
        found = {"there": f"in {who}", "other_region": other}
        return {"who": who, "Who": "The practice inbox", **found, **or_key}
    if not host:
        return {}
    if is_sendgrid_host(host):
        found = {"there": "in SendGrid's Email Activity", "other_region": other}
        return {"who": "SendGrid", "Who": "SendGrid", **found, **or_key}
    there = f"at {host} (in its log, or ask whoever runs it)"
    own_key = {
        "or_key": "If it is a practice inbox, it knows only the keys that it names itself.",
        "mend_key": f"Use a key that {host} gave out; of a practice inbox, the one it names.",
    }
    return {"who": host, "Who": host, "there": there, **own_key}


def _dialled(host: str) -> str:
    """Give a name as it is looked up: written in wide letters it is the same."""
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii")
    return host.lower().rstrip(".")
