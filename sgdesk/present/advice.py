"""What is to be done about a result, in words that fit who answered and what is offered."""

from collections.abc import Sequence

from sgdesk.delivery import Attempt, Unknown
from sgdesk.present.log import simulated_text
from sgdesk.present.remedies import Remedy
from sgdesk.present.remedy_acts import SAYS_LITTLE, is_of_account, is_of_mail, is_of_way
from sgdesk.present.remedy_words import Act

_AGAIN = "Send again."
_SENDER = "D-ACC-1"
_ENDED = "Practice no longer simulates this, so sending again works here."
_WITHOUT = "First try it without the simulation."
_STOPPED = "What was simulated has stopped: first send it again."
"""Never that it ends with that: another cause may have come first."""
_PRACTICE_SENDER = "Change From to an address at example.com, example.org or example.net."


def remedy_text(attempt: Attempt, simulating: str | None = None) -> str:
    """Say what to do; practice has no account, so there it is said what would help with one.

    `simulating` says what is simulated now that its next send would meet; `None`: that is not
    known, and neither whether what it met itself has ended.
    """
    has_ended = bool(attempt.simulated) and simulating == ""
    problem = attempt.problem
    if problem is None or not problem.remedy:
        return ""
    if not attempt.practice:
        return problem.remedy
    if problem.id == _SENDER:
        return _PRACTICE_SENDER
    remedy = f"{problem.remedy[0].lower()}{problem.remedy[1:]}"
    # An unknown is looked up first, whatever was simulated.
    is_first = not isinstance(attempt.outcome, Unknown) and not is_of_mail(problem.id)
    # What it met itself stands beside it already.
    if is_first and simulating and simulating != attempt.simulated:
        return f"Now {simulating} is simulated: stop that first, then send again."
    if is_of_account(problem.id):
        with_account = f"With an account at SendGrid: {remedy}"
        return f"{_ENDED} {with_account}" if has_ended else with_account
    if is_first and simulated_text(attempt):
        return f"{_STOPPED if has_ended else _WITHOUT} With live mail: {remedy}"
    return problem.remedy


def lasting_text(attempt: Attempt) -> str:
    """Say what to do about a way that failed, though its mail went another one."""
    problem = attempt.problem
    if problem is None or not problem.remedy or not is_of_way(problem.id):
        return ""
    mail = "live mail" if attempt.practice else "the next mail"
    return f"For {mail}: {problem.remedy[0].lower()}{problem.remedy[1:]}"


def advice(attempt: Attempt, offered: Sequence[Remedy], simulating: str = "") -> str:
    """Say what to do where no button beside it says so already."""
    if not all(one.act in SAYS_LITTLE for one in offered):
        return ""
    # That is what the button says.
    text = remedy_text(attempt, simulating or None).removeprefix(_AGAIN).strip()
    problem = attempt.problem
    sends = any(one.act is Act.SEND_AGAIN for one in offered)
    if problem is not None and attempt.practice and sends and is_of_account(problem.id):
        # The same mail would be refused again, were it not that the cause is gone.
        return f"{_ENDED} {text}"
    return text
