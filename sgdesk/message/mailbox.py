"""How an address with its name is written: what reads them back is `address`.

Apart from it, as checking an address takes a library that is dear to import.
"""

import re

from sgdesk.message.model import Address

PLAIN_NAME = re.compile(r"[^\x00-\x1f\x7f()<>\[\]:;@\\,\"]+")
"""A name that may stand beside an address without quotes."""


def format_address(address: Address) -> str:
    """Write an address so that `parse_addresses` reads it back, the name quoted if need be."""
    if not address.name:
        return address.email
    plain = PLAIN_NAME.fullmatch(address.name) and address.name == address.name.strip()
    name = address.name if plain else quote(address.name)
    return f"{name} <{address.email}>"


def quote(text: str) -> str:
    """Write a quoted string (RFC 5322 §3.2.4)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
