"""One result as a text to paste into a ticket; it names neither people nor what was written."""

import platform
import re
from collections.abc import Sequence
from datetime import UTC

from sgdesk import __version__
from sgdesk.content.readings import by_meaning
from sgdesk.delivery import Attempt, short_id
from sgdesk.message.domain import email_key
from sgdesk.present.answer import error_facts
from sgdesk.present.certificate import certificate_line
from sgdesk.present.log import SIMULATED, simulated_text
from sgdesk.present.problem_words import details_lines, page_text, rule_text, why_parts
from sgdesk.present.refusals import stop_text
from sgdesk.present.since import NOTHING_SINCE, Since
from sgdesk.present.steps import facts, step_rows, stopped_at
from sgdesk.present.times import day_and_time
from sgdesk.present.twice import to_do_text
from sgdesk.present.veil import veiled
from sgdesk.present.words import (
    outcome_words,
    path_sentence,
    people,
    place_words,
    server_name,
)
from sgdesk.route import SmtpPath

WHOLE_WORDS = "Holds the whole mail with its addresses: not for a ticket."
SAFE_WORDS = (
    "For a ticket, without key and whole addresses; read the server's words before you pass it "
    "on, as they may repeat a name or text of the mail."
)

_BY_WHOM = "by the sender. Its answer never came."
_GAP = "\n"
_MESSAGE_ID = re.compile(r"^C: Message-ID: <([0-9a-f]{32}\.\d+)@", re.MULTILINE)
"""As it is made here, in the head of a mail."""
_SIGN = r"[^\s<>\"'(),;:@\[\]]"
_APOSTROPHE = r"(?<=\w)'(?=\w)"
_ADDRESS = re.compile(
    # Begun at the beginning of a word alone: a long text without an @ takes no time.
    rf"""(?:"(?:[^"\\\n]|\\[^\n]){{1,128}}"|(?<!{_SIGN})(?<!\w'(?=\w))"""
    rf"{_SIGN}+(?:{_APOSTROPHE}{_SIGN}+)*)"
    r"@([\w-]+(?:\.[\w-]+)*|\[[^\]\s]*\])"
)
"""Its local part may hold an apostrophe, or be quoted; its domain may be a number in brackets."""


def summary_text(
    attempt: Attempt,
    recipient_count: int,
    decided: str | None = None,
    *,
    private: Sequence[str] = (),
    found: str = "",
    since: Since = NOTHING_SINCE,
    simulating: str | None = None,
) -> str:
    """Give the summary; addresses keep their domain alone.

    `decided` is the history's word for what the user said of an unknown, `private` are words of
    the mail that the server may repeat, `found` is what was found out at the result afterwards,
    `since` what later sends of the mail came to, `simulating` what is simulated now that its next
    send would meet; `None`: that is not known.
    """
    attempt = veiled(attempt, private)
    problem = attempt.problem
    where = stopped_at(attempt.trace)
    broke_off = stop_text(attempt)
    answer = "; ".join(details_lines(attempt)) or ("" if broke_off else "none")
    certificate = certificate_line(attempt.trace.tls)
    lines = [
        *_told(attempt, decided, since, simulating),
        f"Found afterwards: {found}" if found else "",
        _GAP,
        f"Time: {day_and_time(attempt.trace.started_at, UTC)} UTC",
        f"Path: {path_sentence(attempt.path)}, {place_words(attempt)}",
        f"To: {people(recipient_count)}" if recipient_count else "",
        f"Stopped at: {', '.join(filter(None, (where, broke_off)))}" if where else "",
        f"Answer: {answer}" if answer else "",
        *(f"{name}: {value}" for name, value, _ in error_facts(attempt)),
        f"Certificate: {certificate}" if certificate else "",
        f"Described in: {rule_text(problem)}" if problem else "",
        f"Page: {page_text(problem)}" if page_text(problem) else "",
        *_ids(attempt),
        f"Result: {short_id(attempt.id)} (sgdesk history show --summary {short_id(attempt.id)})",
        _GAP,
        *(_step_line(row.step, row.time, row.detail) for row in step_rows(attempt)),
        _GAP,
        *(f"{fact.name}: {fact.value}" for fact in facts(attempt)),
        f"sgdesk {__version__}, Python {platform.python_version()}, {_system()}",
    ]
    return without_addresses(_joined([*_where(attempt), *lines]), everyone_of(attempt))


def _told(
    attempt: Attempt, decided: str | None, since: Since, simulating: str | None
) -> tuple[str, ...]:
    """Say what it came to, why, whether sending again is safe, and what to do."""
    outcome = outcome_words(
        attempt.outcome, practice=attempt.practice, decided=decided, server=server_name(attempt)
    )
    problem = attempt.problem
    # What the user has said of an unknown stands before why it was one.
    title = problem.title if problem else outcome.meaning
    to_do = to_do_text(attempt, since, simulating) if decided is None else ""
    return (
        f"{outcome.word}: {title}" if decided is None else f"{outcome.word} {_BY_WHOM}",
        *why_parts(attempt, since, decided),
        f"What to do: {to_do}" if to_do else "",
    )


def _ids(attempt: Attempt) -> tuple[str, ...]:
    """Give by what the mail is searched for: the server's name for it, and on SMTP its own.

    Of the Message-ID the domain is hidden, which is the sender's. One that came with the mail is
    left out: it may hold a name.
    """
    label = "Queued as" if isinstance(attempt.path, SmtpPath) else "X-Message-Id"
    found = _MESSAGE_ID.findall(attempt.transcript)
    more = f" and {len(found) - 1:,} more" if len(found) > 1 else ""
    return (
        f"{label}: {attempt.message_id}" if attempt.message_id else "",
        f"Message-ID: <{found[0]}@…>{more}" if found else "",
    )


def _where(attempt: Attempt) -> tuple[str, ...]:
    """Say that it was practice, and what was simulated there."""
    if not attempt.practice:
        return ()
    simulated = simulated_text(attempt)
    return (
        "Practice: tried with the practice inbox of this computer.",
        f"{SIMULATED.capitalize()}: {simulated}." if simulated else "",
    )


def everyone_of(attempt: Attempt) -> tuple[str, ...]:
    """Give whom `without_addresses` tells apart: the people, where they are several."""
    several = tuple(result.address for result in attempt.recipients)
    return several if len(several) > 1 else ()


def without_addresses(text: str, everyone: Sequence[str] = ()) -> str:
    """Hide the local part of every address; `everyone` is told apart by their numbers."""
    numbers = {email_key(address): at for at, address in enumerate(everyone, start=1)}

    def hidden(found: re.Match[str]) -> str:
        number = numbers.get(email_key(found[0]))
        return f"person {number} (…@{found[1]})" if number else f"…@{found[1]}"

    reading = by_meaning(_ADDRESS.sub(hidden, text))
    spans = reading.found(_ADDRESS)
    return reading.replaced((first, last, hidden(each)) for first, last, each in spans)


def _system() -> str:
    # Of Linux it is a kernel's build: that says who made it, and nothing of a mail.
    is_linux = platform.system() == "Linux"
    return "Linux" if is_linux else f"{platform.system()} {platform.release()}"


def _step_line(step: str, time: str, detail: str) -> str:
    return f"  {step:<20}{time:>9}  {detail}".rstrip()


def _joined(lines: list[str]) -> str:
    """Join lines without the empty ones; of gaps that meet, one stays."""
    kept = "\n".join("" if line == _GAP else line for line in lines if line)
    return re.sub(r"\n{3,}", "\n\n", kept).strip() + "\n"
