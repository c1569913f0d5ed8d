"""What Write says of a send: before it where the mail goes, after it what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sgdesk.account.account import Account
from sgdesk.delivery import Accepted, Attempt, Cancelled
from sgdesk.errors import in_sentences
from sgdesk.message import Message
from sgdesk.message.findings import Finding
from sgdesk.present.compose import field_of
from sgdesk.present.sending import addresses_of
from sgdesk.present.times import time_of_day
from sgdesk.present.words import outcome_words, path_words, people, server_name


@dataclass(frozen=True, slots=True, kw_only=True)
class SendWords:
    """The button's text, and what it does in one sentence."""

    text: str
    why: str


def send_words(account: Account, count: int, wrong: int = 0) -> SendWords:
    """Word the button for an account and so many recipients, To, Cc and Bcc together.

    So many more are `wrong`: nothing is sent before they are corrected.
    """
    if account.is_practice:
        text = "Send to practice inbox"
        why = "The mail stays on this computer, whoever it is addressed to (Ctrl+Enter)"
    elif count:
        text = f"Send to {people(count)}"
        why = f"Send from {account.name} to {people(count)} by the chosen path (Ctrl+Enter)"
    else:
        text, why = "Send", f"Send from {account.name} by the chosen path (Ctrl+Enter)"
    return SendWords(text=text, why=in_sentences(why, _wrong_words(wrong)))


def _wrong_words(wrong: int) -> str:
    if not wrong:
        return ""
    those = "1 address cannot" if wrong == 1 else f"{wrong:,} addresses cannot"
    return f"{those} be read: correct {'it' if wrong == 1 else 'them'} first."


def done_words(message: Message, attempts: Sequence[Attempt], *, is_own_inbox: bool = True) -> str:
    """Say in a sentence or two how a send ended; nothing where its problem says so.

    What stayed on this computer may have gone to another local SendGrid than the window's own.
    """
    first = attempts[0]
    outcomes = {type(attempt.outcome) for attempt in attempts}
    if outcomes == {Cancelled} or (
        isinstance(first.outcome, Accepted) and first.outcome.checked_only
    ):
        words = outcome_words(first.outcome, server=server_name(first))
        # Whatever path is chosen: SMTP cannot check.
        began = "Checked" if outcomes == {Accepted} else "Begun"
        return f"{words.word}. {words.meaning} {began} {_when_and_how(attempts)}."
    if outcomes != {Accepted}:
        return ""
    to = addresses_of(message)
    who = to[0] if len(to) == 1 else people(len(to))
    whom = f"{who}, one mail each," if message.has_private_copies else who
    if first.practice:
        server = (
            "the practice inbox" if is_own_inbox else f"the local SendGrid at {first.trace.peer}"
        )
        return f"Sent to {server} for {whom} {_when_and_how(attempts)}."
    servers = " and ".join(dict.fromkeys(server_name(attempt) for attempt in attempts))
    return f"Accepted by {servers} for {whom} {_when_and_how(attempts)}."


def _when_and_how(attempts: Sequence[Attempt]) -> str:
    """Tell a send from the one before it, which may have ended in the same minute and words."""
    paths = "both paths" if len(attempts) > 1 else path_words(attempts[0].path)
    return f"at {time_of_day(attempts[0].trace.started_at)} by {paths}"


def not_sent_words(errors: Sequence[Finding], above: Collection[str] = ()) -> str:
    """Say in one line why nothing was sent: the first reason, and how many there are.

    Those of the fields of which is told right `above` the line are not said again.
    """
    if not errors:
        return "Not sent: the mail cannot be read."
    untold = (error.happened.rstrip(".") for error in errors if field_of(error.place) not in above)
    first = next(untold, "")
    if not first:
        return "Not sent."
    if first.startswith("The "):
        first = f"the{first[3:]}"
    more = len({str(error) for error in errors}) - 1
    things = f", and {more:,} more {'thing' if more == 1 else 'things'} to mend" if more > 0 else ""
    return f"Not sent: {first}{things}."


def again_words(message: Message, attempt: Attempt, *, is_own_inbox: bool = True) -> str:
    """Say at an earlier result how it ended when its mail was sent once more."""
    words = done_words(message, (attempt,), is_own_inbox=is_own_inbox)
    problem = attempt.problem
    if not words and problem is not None:
        words = f"{problem.title}. {problem.explanation}"
    return f"This time: {words}"
