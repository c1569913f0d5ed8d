"""What a run does beside walking every way, where the user asks for it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sgdesk.diagnose.observation import Keyed, Result
from sgdesk.route import Route

Tried = tuple[Result, Keyed, int]
"""How it went by one route, what was said to the key, and the nanoseconds that it took."""
TryKey = Callable[[Sequence[Route]], Awaitable[Sequence[Tried]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Also:
    """The wishes of one run."""

    is_large: bool = False
    """Ask a question, too, that is larger than a packet."""
    try_key: TryKey | None = None
    """Gives what the servers at these routes say to the user's key, in their order."""
    found_proxy: str = ""
    """`host:port` of a proxy that this computer's settings name, whether it is used or not."""
