"""What a path cannot carry, as a value."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One thing that arrives differently from what was composed."""

    id: str
    """Stable, e.g. `check_only`."""
    place: str
    """A dotted path into the message, as in `Finding.place`."""
    effect: Literal["lost", "changed"]
    what: str
    """One sentence: what happens to it, and why."""
