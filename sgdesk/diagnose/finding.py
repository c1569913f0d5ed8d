"""What a rule concludes, and what a run concludes from all of them."""

from dataclasses import dataclass
from enum import Enum

from sgdesk.diagnose.observation import Target

SETTLE_OTHERS = "Also test servers of others"
"""The test that tells a blocked port from a blocked SendGrid; only where the user allows it."""


class Severity(Enum):
    """How much it matters."""

    ERROR = "error"
    """No mail goes out this way."""
    WARNING = "warning"
    """Mail goes out, but."""
    INFO = "info"


class Certainty(Enum):
    """How far the evidence carries: over 90 %, about 70 %, under 50 %."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Layer(Enum):
    """Where it happens; a failure hides all that is above it."""

    NAMES = 1
    CONNECT = 2
    MAIL = 3
    """What a mail server says before encryption."""
    TLS = 4
    HTTP = 5
    KEY = 6
    """The key and the account behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One conclusion with its evidence."""

    id: str
    """As in the catalogue of failures, e.g. `D-TCP-1`."""
    layer: Layer
    severity: Severity
    certainty: Certainty
    title: str
    explanation: str
    remedy: str
    source: str
    evidence: tuple[str, ...]
    """Ids of observations."""
    targets: tuple[Target, ...] = ()
    """The ways it is about."""
    settled_by: str = ""
    """The test that would make it certain."""
