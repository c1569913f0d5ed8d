"""Read the certificates that a server showed, for somebody who asks who is at the other end."""

import hashlib
import ssl
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sgdesk.trace import Certificate

LONGEST_CHAIN = 8
NAMES_KEPT = 12
TEXT_CHARACTERS = 200
"""What is kept of a chain: whoever is in between writes what they like into it."""

_SHORT = {"commonName": "CN", "organizationName": "O", "organizationalUnitName": "OU"}


def shown_chain(tls: ssl.SSLObject) -> tuple[Certificate, ...]:
    """Give the chain as the server showed it, its own certificate first; trusted or not.

    Empty where it cannot be read. The handshake may have been refused: this
    only reads what lies there. Private before Python 3.13, hence the guard.
    """
    try:
        shown = tls._sslobj.get_unverified_chain() or ()  # type: ignore[attr-defined]  # see above
        return tuple(_read(shown[:LONGEST_CHAIN]))
    except (AttributeError, TypeError, ValueError, ssl.SSLError):
        return ()


def name_of(certificate: Any, role: str) -> str:
    """Write a distinguished name as `CN=…, O=…`, from what `getpeercert` gives."""
    pairs = [pair for part in (certificate or {}).get(role, ()) for pair in part]
    return ", ".join(
        f"{_SHORT[key]}={_plain(value)}" for key, value in reversed(pairs) if key in _SHORT
    )


def _read(shown: Sequence[Any]) -> Iterator[Certificate]:
    for each in shown:
        info = each.get_info()
        # 2 is `_ssl.ENCODING_DER`, which has no public name.
        digest = hashlib.sha256(each.public_bytes(2)).hexdigest()
        yield Certificate(
            subject=name_of(info, "subject"),
            issuer=name_of(info, "issuer"),
            names=tuple(_plain(str(name)) for _, name in info.get("subjectAltName", ()))[
                :NAMES_KEPT
            ],
            valid_from=_time(info["notBefore"]),
            valid_until=_time(info["notAfter"]),
            sha256=digest,
        )


def _time(text: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC)


def _plain(text: str) -> str:
    """Take out what would break a line or a picture."""
    line = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
    return line if len(line) <= TEXT_CHARACTERS else line[: TEXT_CHARACTERS - 1] + "…"
