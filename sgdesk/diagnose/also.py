"""What a run does beside walking every way, where the user asks for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Also:
    """The wishes of one run."""

    is_large: bool = False
    """Ask a question, too, that is larger than a packet."""
    found_proxy: str = ""
    """`host:port` of a proxy that this computer's settings name, whether it is used or not."""
