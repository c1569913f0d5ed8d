"""Whether a mail may come twice if it is sent again, in one sentence.

It is called safe only where neither its own send nor another one, before or since, has brought
it to somebody or may have.
"""

from sgdesk.delivery import Accepted, Attempt, NotSent, Partial, Unknown
from sgdesk.present.advice import lasting_text, remedy_text
from sgdesk.present.remedy_acts import is_of_account
from sgdesk.present.since import Since
from sgdesk.present.words import all_of, people

MAY_COME_TWICE = "If it is sent again, it may come twice."
_ALL_HAVE_IT = "Everybody has it; sent again, they would get it twice."
_ALL_CAPTURED = "It was captured for everybody; sent again, it would be captured twice."
_TO_THE_REST = "Send it to the others alone: Send again asks, and can leave out who has it."
_WHO_HAS_IT = "Find out first which of the others have it, then send it to the rest alone."
_WAIT = "Wait for the result of the send that is on its way."


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
    return "" if is_in_doubt else f"{_nobody(since)}: sending again is safe."


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
        case _ if since.may_have or (
            isinstance(attempt.outcome, Unknown) and decided != "not_sent"
        ):
            return MAY_COME_TWICE
        case Unknown() if any(one.accepted for one in attempt.recipients):
            # Of one mail each some were answered; the user's word is of the others.
            return _part_text(attempt, has=(True,))
        case Unknown():
            nobody = _nobody(since)
            by_that = f"By that, {nobody[0].lower()}{nobody[1:]}"
            return (
                f"{by_that} by this send. {since.doubt}"
                if since.doubt
                else f"{by_that} and it can be sent again."
            )
    if since.doubt:
        return f"Nobody has it by this send. {since.doubt}"
    return safe_text(attempt, since) or f"{_nobody(since)}, so nobody gets it twice."


def to_do_text(attempt: Attempt, since: Since, simulating: str | None) -> str:
    """Say what to do about a result, as `remedy_text` does; of what some have, to mind those.

    Once everybody has the mail, what helps the next one by that way.
    """
    if since.is_settled:
        return lasting_text(attempt)
    text = remedy_text(attempt, simulating)
    if text and since.is_on_its_way:
        return _WAIT
    if text and since.is_partly and not isinstance(attempt.outcome, Unknown):
        return _WHO_HAS_IT if since.may_rest_have else _TO_THE_REST
    return text


def _nobody(since: Since) -> str:
    return "As far as this history knows, nobody has it" if since.some_gone else "Nobody has it"


def _part_text(attempt: Attempt, has: tuple[bool | None, ...] = (True, None)) -> str:
    count = len(attempt.recipients)
    took = sum(result.accepted in has for result in attempt.recipients)
    if not count:
        return "Do not send it to all again: some would get it twice."
    some = f"{took:,} of {people(count)}"
    return f"Do not send it to {all_of(count)} again: {some} would get it twice."
