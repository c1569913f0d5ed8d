"""A key in the environment: offered to the user, and used by nobody before the click."""

from collections.abc import Mapping
from dataclasses import dataclass

from sgdesk.account.key import look_at_key
from sgdesk.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundKey:
    """A key that a variable holds."""

    variable: str
    key: Secret
    account: str = ""
    """The account here that had this key and has lost it; empty where none did."""


def find_key(environ: Mapping[str, str], variable: str) -> FoundKey | None:
    """Give what the variable holds if it has a key's form; no network, no store, no trace."""
    look = look_at_key(environ.get(variable, ""))
    return FoundKey(variable=variable, key=look.cleaned) if look.is_complete else None
