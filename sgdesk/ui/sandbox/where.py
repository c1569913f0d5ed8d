"""Where the practice inbox of this window is found by other programs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where one's own programs reach the local SendGrid."""

    words: str
    environment: str
    sets_key: str
    """The line for a shell that sets the key alone."""
    ca_file: str
    followed: tuple[str, ...] = ()
    """The accounts that were led there just now, from where it was before."""
    missed: str = ""
    """Why it has other ports than the settings name; empty when it has them."""
