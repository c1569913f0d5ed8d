"""A test that was run on another computer, with what follows from it."""

from dataclasses import dataclass
from datetime import datetime

from sgdesk.diagnose.elsewhere.lines import Shell
from sgdesk.diagnose.verdict import Diagnosis


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The last whole test of a paste."""

    diagnosis: Diagnosis
    tested_at: datetime
    """By the clock of that computer; aware."""
    shell: Shell
    tests: int
    """How many the paste held."""
