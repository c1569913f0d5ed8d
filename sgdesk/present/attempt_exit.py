"""The exit code of one attempt."""

from sgdesk.delivery import (
    Accepted,
    Attempt,
    Cancelled,
    Deferred,
    NotSent,
    Partial,
    Rejected,
    Unknown,
)
from sgdesk.present.exit_codes import ExitCode
from sgdesk.route import WebApiPath
from sgdesk.trace import Phase

_PERMISSION_PROBLEMS = ("D-KEY-", "D-ACC-1", "D-ACC-2", "D-ACC-3", "D-ACC-4", "D-ACC-5")
"""Key, sender, credits and account restrictions: the path works, the account does not."""
_PERMISSION_STATUSES = frozenset({401, 403})


def exit_code_of(attempt: Attempt) -> ExitCode:
    """Give the code of one attempt."""
    match attempt.outcome:
        case Accepted():
            return ExitCode.OK
        case Cancelled():
            return ExitCode.CANCELLED
        case Unknown():
            return ExitCode.UNKNOWN
        case Partial():
            return ExitCode.REFUSED
        case Rejected() | Deferred():
            return ExitCode.PERMISSION if is_permission(attempt) else ExitCode.REFUSED
        case NotSent():
            return ExitCode.PERMISSION if is_permission(attempt) else ExitCode.NOT_SENT


def is_permission(attempt: Attempt) -> bool:
    """Say whether the server answered, and its answer was about who we are.

    A connection that broke during AUTH gave no answer: that is the path, not the key.
    """
    if attempt.code is None or attempt.code < 400:
        return False
    if isinstance(attempt.path, WebApiPath) and attempt.code in _PERMISSION_STATUSES:
        return True
    failed = [span.phase for span in attempt.trace.spans if span.failed]
    if failed and failed[-1] is Phase.AUTH:
        return True
    problem = attempt.problem
    # `D-ACC-1` must not match a later `D-ACC-10`.
    return problem is not None and any(
        problem.id.startswith(known) if known.endswith("-") else problem.id == known
        for known in _PERMISSION_PROBLEMS
    )
