"""Read a key together with the servers it is for, as a block of shell lines or JSON has them.

Both stand at the local SendGrid: the lines that its practice inbox copies, and the line that
`sgdesk sandbox` prints when it is ready.
"""

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from sgdesk.account.key import look_at_key
from sgdesk.routing import led_ports
from sgdesk.secret import Secret

_ASSIGNMENT = re.compile(r"^\s*(?:export\s+|set\s+|\$env:)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$")
_KEY_NAMES = ("SENDGRID_API_KEY",)
_NAMES: Mapping[str, tuple[str, ...]] = {
    "api_url": ("SGDESK_API_URL", "SENDGRID_API_URL"),
    "smtp_host": ("SGDESK_SMTP_HOST", "SMTP_HOST"),
    "path": ("SMTP_PORT",),
    "connect_to": ("SGDESK_CONNECT_TO",),
    "ca_file": ("SGDESK_CA_FILE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"),
    "smtpapi": ("SGDESK_SMTPAPI",),
}
"""By setting: the variables that may name it, the surest first."""
_SERVERS = ("api_url", "smtp_host")
"""Without one of them it is a key and no connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedAccount:
    """A complete key and where it is for."""

    key: Secret
    details: Mapping[str, str]
    """By setting, as its field takes it; of `path` the SMTP port."""


def read_pasted_account(text: str) -> PastedAccount | None:
    """Give what a text says of an account; nothing where it is no such block, or a key alone."""
    values = _of_json(text) or _of_lines(text)
    look = look_at_key(values.get("key", ""))
    details = {key: value for key, value in values.items() if key != "key" and value}
    if "connect_to" in details:
        # It leads the usual ports there; the one beside it is for programs that read no more.
        details.pop("path", None)
    if not look.is_complete or not any(key in details for key in _SERVERS):
        return None
    return PastedAccount(key=look.cleaned, details=details)


def _of_lines(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.splitlines():
        assigned = _ASSIGNMENT.match(line)
        if assigned is not None:
            found[assigned[1].upper()] = _unquoted(assigned[2])
    wanted = {"key": _KEY_NAMES, **_NAMES}
    return {
        key: next(found[name] for name in names if name in found)
        for key, names in wanted.items()
        if any(name in found for name in names)
    }


def _unquoted(value: str) -> str:
    """Take off a shell's quotes; what is no shell word stays as it is."""
    try:
        words = shlex.split(value)
    except ValueError:
        return value.strip()
    return " ".join(words)


def _of_json(text: str) -> dict[str, str]:
    """Read the ready line of `sgdesk sandbox`; nothing for any other text."""
    try:
        line = json.loads(text)
        host, ports = str(line["smtp_host"]), line["smtp_ports"]
        return {
            "key": str(line["key"]),
            "api_url": str(line["api_url"]),
            "smtp_host": host,
            "connect_to": led_ports(host, starttls=int(ports["starttls"]), tls=int(ports["tls"])),
            "ca_file": str(line["ca_file"]),
            "smtpapi": "on",
        }
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
