"""Whether a mail may come twice if it is sent again, in one sentence.

It is called safe only where neither its own send nor another one, before or since, has brought
it to somebody or may have.
"""

import re

from sgdesk.delivery import Accepted, Attempt, NotSent, Partial, Unknown
from sgdesk.present.advice import remedy_text
from sgdesk.present.remedy_acts import is_of_account
from sgdesk.present.since import MAY_COME_TWICE, Since
from sgdesk.present.words import all_of, people

_SAFE = "sending again is safe."
_SAYS_SAFE = re.compile(
    r", so sending again is safe|; that is safe|(?<=\.) Sending again is safe\."
)
"""As explanations and remedies say it, which know of their own send alone."""
_NOBODY = "Nobody has it"
_CAN_GO = " and it can be sent again."
_ALL_HAVE_IT = "Everybody has it; sent again, they would get it twice."
_ALL_CAPTURED = "It was captured for everybody; sent again, it would be captured twice."
_TO_THE_REST = "Send it to the others alone: Send again asks, and can leave out who has it."


def safe_text(attempt: Attempt, since: Since) -> str:
    """Say of a mail that was not sent, then or since, that nobody gets it twice.

    Of one that a part of its people have, that it is not to go to all of them.
    """
    if isinstance(attempt.outcome, Partial):
        return "" if since.is_settled else _part_text(attempt)
    problem = attempt.problem
    if problem is None or not since.is_clear or not isinstance(attempt.outcome, NotSent):
        return ""
    # Where the key or the server is in doubt, it would sound like advice.
    is_in_doubt = problem.id.startswith("D-TLS") or is_of_account(problem.id)
    return "" if is_in_doubt or _SAFE in problem.explanation else f"{_NOBODY}: {_SAFE}"


def again_text(attempt: Attempt, since: Since, decided: str | None = None) -> str:
    """Say of any result what comes of sending its mail again; nothing where it stands there.

    `decided` is the history's word for what the user said of an unknown.
    """
    match attempt.outcome:
        case Accepted(checked_only=True):
            return ""
        case Accepted():
            return MAY_COME_TWICE
        case _ if since.is_settled:
            return _ALL_CAPTURED if attempt.practice else _ALL_HAVE_IT
        case Partial():
            return safe_text(attempt, since)
        case Unknown() if decided != "not_sent":
            return "" if decided is None and _says_twice(attempt) else MAY_COME_TWICE
        case _ if since.may_have:
            return "" if MAY_COME_TWICE in since.words else MAY_COME_TWICE
        case Unknown():
            by_that = f"By that, {_NOBODY[0].lower()}{_NOBODY[1:]}"
            return (
                f"{by_that} by this send. {since.doubt}" if since.doubt else f"{by_that}{_CAN_GO}"
            )
    if since.doubt:
        return f"{_NOBODY} by this send. {since.doubt}"
    is_said = attempt.problem is not None and _SAFE in attempt.problem.explanation
    return "" if is_said else safe_text(attempt, since) or f"{_NOBODY}, so nobody gets it twice."


def to_do_text(attempt: Attempt, since: Since, simulating: str | None) -> str:
    """Say what to do about a result, as `remedy_text` does; of what some have, to mind those."""
    text = remedy_text(attempt, simulating)
    if text and since.is_partly and not isinstance(attempt.outcome, Unknown):
        return _TO_THE_REST
    return without_safe(text, since)


def without_safe(words: str, since: Since) -> str:
    """Leave out of words that sending again is safe, where another send may say otherwise."""
    return words if since.is_clear else _SAYS_SAFE.sub("", words)


def _part_text(attempt: Attempt) -> str:
    count = len(attempt.recipients)
    took = sum(result.accepted is not False for result in attempt.recipients)
    if not count:
        return "Do not send it to all again: some would get it twice."
    some = f"{took:,} of {people(count)}"
    return f"Do not send it to {all_of(count)} again: {some} would get it twice."


def _says_twice(attempt: Attempt) -> bool:
    return attempt.problem is not None and "twice" in attempt.problem.explanation
