"""What a refused mail tells of the account behind it: its key, or its plan, was said no to."""

from dataclasses import dataclass
from datetime import datetime

from sgdesk.delivery import Attempt
from sgdesk.sendgrid.catalogue_http import MAY_NOT_SEND, REGION
from sgdesk.sendgrid.catalogue_smtp import BAD_LOGIN, CREDITS, DISABLED, UNKNOWN_KEY

_OF_THE_ACCOUNT = frozenset(
    entry.id for entry in (UNKNOWN_KEY, REGION, BAD_LOGIN, MAY_NOT_SEND, CREDITS, DISABLED)
)
"""Each would be said of the next mail, too, whatever stands in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A mail that was refused for what its account is."""

    problem_id: str
    title: str
    """What happened, as it was said of the mail."""
    at: datetime
    """Aware."""


def refusal_of(attempt: Attempt, at: datetime) -> Refusal | None:
    """Give what an attempt tells of its account, if that was refused."""
    problem = attempt.problem
    if problem is None or problem.id not in _OF_THE_ACCOUNT:
        return None
    return Refusal(problem_id=problem.id, title=problem.title, at=at)
