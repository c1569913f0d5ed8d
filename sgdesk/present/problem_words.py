"""What went wrong with a mail, as the window says it where the work is."""

from collections.abc import Sequence
from dataclasses import dataclass

from sgdesk.account.facts import Credits
from sgdesk.clock import wall_utc
from sgdesk.delivery import Accepted, Attempt, Partial, Problem, Unknown
from sgdesk.errors import in_sentences
from sgdesk.present.advice import advice
from sgdesk.present.refusals import refusal_lines, unanswered_text
from sgdesk.present.remedies import Remedy
from sgdesk.present.since import NOTHING_SINCE, Since
from sgdesk.present.times import time_of_day, written_day
from sgdesk.present.twice import again_text, safe_text
from sgdesk.present.words import (
    Tone,
    outcome_words,
    path_sentence,
    path_words,
    place_words,
    server_name,
)
from sgdesk.sendgrid.sources import page_of

NOBODY_LEFT = "It was accepted since for everybody who was left. Nothing is left to send."
NOT_KEPT = (
    "The text of this mail was not kept, so it can be neither edited nor sent from here. "
    "It never is of a mail in which a SendGrid key stands."
)
CREDITS = "D-ACC-2"
_QUESTIONS = frozenset({"D-TLS-4"})
"""Nothing failed: the user is asked whether to go on."""


def files_missing(names: Sequence[str]) -> str:
    """Say why a mail whose files were too large to keep is not sent as it was."""
    return (
        f"Too large to keep, so it would go out without: {', '.join(names)}. "
        "Use Edit as new and add what is missing."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemWords:
    """A title, what is true of the mail and why, and what there is to know beyond that."""

    title: str
    text: str
    tone: Tone
    details: str = ""
    """Code and reply as they came, or what came in their place."""


def problem_words(
    attempt: Attempt,
    credits_left: Credits | None = None,
    offered: Sequence[Remedy] = (),
    decided: str | None = None,
    simulating: str = "",
    since: Since = NOTHING_SINCE,
) -> ProblemWords | None:
    """Word an attempt that did not end well; `None` for one that did.

    `credits_left` is what is known of the account, for when its sends return; `offered` the
    buttons below, which may say already what is to be done; `decided` the history's word for
    what the user said of an unknown, which stands before why it was one; `simulating` what
    is simulated now that its next send would meet; `since` what its other sends came to.
    """
    words = outcome_words(attempt.outcome, practice=attempt.practice, decided=decided)
    problem = attempt.problem
    if decided is not None:
        text = in_sentences(words.meaning, why_text(attempt, since, decided))
        return ProblemWords(title=words.word, text=text, tone=words.tone, details=_details(attempt))
    if problem is None:
        return None
    told = "" if since.is_settled else advice(attempt, offered, simulating)
    text = in_sentences(problem.explanation, _again_here(attempt, since), told)
    if problem.id == CREDITS:
        text = in_sentences(
            problem.explanation,
            return_text(attempt, credits_left),
            "The message is kept as a draft.",
        )
    tone = Tone.WARN if problem.id in _QUESTIONS else words.tone
    return ProblemWords(title=problem.title, text=text, tone=tone, details=_details(attempt))


def _again_here(attempt: Attempt, since: Since) -> str:
    """Say what comes of sending again where the mail stands still: what is known for certain."""
    match attempt.outcome:
        case Partial():
            return safe_text(attempt, NOTHING_SINCE)
        case Unknown():
            return again_text(attempt, since)
        case _ if since.is_settled:
            return in_sentences(since.words, again_text(attempt, since))
        case _:
            return safe_text(attempt, since)


def _details(attempt: Attempt) -> str:
    if said := "\n".join(details_lines(attempt)):
        return f"The server's own words: {said}"
    none = unanswered_text(attempt)
    where = f"{path_sentence(attempt.path)}, {place_words(attempt)}"
    return f"{none[0].upper()}{none[1:]}. {where}. {rule_text(attempt.problem)}" if none else ""


def return_text(attempt: Attempt, credits_left: Credits | None) -> str:
    """Say of a mail for which no sends were left when they return, as far as that is known."""
    is_of_credits = attempt.problem is not None and attempt.problem.id == CREDITS
    if not is_of_credits or credits_left is None or not credits_left.next_reset:
        return ""
    if credits_left.next_reset[:10] <= wall_utc().date().isoformat():
        # Found out long ago: they have returned since, and may be used up again.
        return ""
    return f"They return on {written_day(credits_left.next_reset)}."


def reason_text(problem: Problem, word: str, decided: str | None = None) -> str:
    """Give why, beside the word for the result, with which it need not begin.

    Beside what the user said of an unknown it is why it was one.
    """
    why = problem.explanation.replace(
        f"{word}, and the key was not sent.", "The key was not sent.", 1
    ).removeprefix(f"{word}. ")
    return f"Before that: {why}" if decided else why


def why_text(attempt: Attempt, since: Since, decided: str | None = None, returns: str = "") -> str:
    """Say of a result `why_parts`; of one that was accepted for all what was tried before."""
    if isinstance(attempt.outcome, Accepted):
        return since.words
    return in_sentences(*why_parts(attempt, since, decided, returns))


def why_parts(
    attempt: Attempt, since: Since, decided: str | None = None, returns: str = ""
) -> tuple[str, ...]:
    """Say of any result why, what other sends came to, and what comes of sending again.

    `decided` is the history's word for what the user said of an unknown, from which that follows;
    `returns` says when the sends return of which none were left. Some are empty.
    """
    word = outcome_words(attempt.outcome, practice=attempt.practice, decided=decided).word
    reason = reason_text(attempt.problem, word, decided) if attempt.problem else ""
    told = (since.words, again_text(attempt, since, decided))
    return (reason, returns, *told) if decided is None else (*told, reason)


def rule_text(problem: Problem | None) -> str:
    """Give where it is written down."""
    return problem.source if problem else ""


def page_text(problem: Problem | None) -> str:
    """Give the address of the page on which it is written down, where it is on the web."""
    return page_of(problem.source) if problem else ""


def details_lines(attempt: Attempt) -> tuple[str, ...]:
    """Give the server's own words with the code: to those whom it refused alone, to the mail."""
    return tuple(filter(None, (*refusal_lines(attempt), answer_text(attempt))))


def answer_text(attempt: Attempt) -> str:
    """Give the server's answer to the mail, its code first; nothing where none came."""
    code = "" if attempt.code is None else str(attempt.code)
    return " ".join(filter(None, (code, attempt.reply)))


def look_up_text(attempt: Attempt, recipient: str) -> str:
    """Say how to find a mail at SendGrid."""
    what = f"Search for {recipient}" if recipient else "Search"
    when = time_of_day(attempt.trace.started_at)
    known = f" Its message id is {attempt.message_id}." if attempt.message_id else ""
    return f"SendGrid's Email Activity shows it. {what} at {when}. It can take some minutes.{known}"


def never_came_text(attempt: Attempt, subject: str, decided: str | None, since: Since) -> str:
    """Say which practice send never came, what that means, and what became of its mail since."""
    mail = f'"{subject}"' if subject else "The mail without a subject"
    sent = f"sent at {time_of_day(attempt.trace.started_at)} by {path_words(attempt.path)}"
    so = ". You marked it as not sent." if decided == "not_sent" else ", so it was not sent."
    return in_sentences(f"{mail}, {sent}, did not arrive in the practice inbox{so}", since.words)


def accepted_text(attempt: Attempt) -> str:
    """Say what is true of a live mail that was accepted; of others nothing."""
    outcome = attempt.outcome
    if not isinstance(outcome, Accepted) or outcome.checked_only or attempt.practice:
        return ""
    at = time_of_day(attempt.trace.started_at)[:5]
    return (
        f"{server_name(attempt)} took the mail at {at}. Delivery happens afterwards and can fail."
    )


def no_sender_text(account: str) -> str:
    """Say why a mail cannot be sent again from here, and what works."""
    who = (
        f"The account {account}, as which it was sent, is not here any more"
        if account
        else "It was sent with a key that no account here has"
    )
    return (
        f"{who}: enter the key, or use Edit as new and send as another. The command line takes "
        "the key from SENDGRID_API_KEY."
    )
