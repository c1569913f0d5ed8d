"""What a mail says of people, taken out of a server's words before they go into a ticket.

Addresses are hidden wherever they stand (`summary.py`); names and text only where a server
speaks, as words of our own may be spelt like somebody's name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sgdesk.content.plain import html_to_text
from sgdesk.delivery import Attempt, Problem
from sgdesk.message import Message

HIDDEN = "…"
_MARKS = re.compile(r"^(?:S: )?(?:\d{3}[ -])?", re.MULTILINE)
"""What stands before each line of a reply in a transcript, whose words go on in the next line."""
_BETWEEN = r"(?:\s|(?<=\n)S: |(?<=\n)\d{3}[ -]|(?<=\nS: )\d{3}[ -])+"
_LEAST_NAME, _LEAST_LINE = 3, 8
_URL = re.compile(r"https?://[^\s\"'<>]+")
_QUOTED = re.compile(r'".*"', re.DOTALL)
# fmt: off
_ROLES = frozenset({
    "abuse", "account", "accounts", "address", "admin", "api", "apikey", "bounce", "contact",
    "domain", "email", "from", "hello", "help", "host", "hostmaster", "info", "key", "mail",
    "mailbox", "mailer", "message", "name", "news", "noreply", "office", "postmaster",
    "recipient", "reply", "root", "sales", "sender", "server", "smtp", "support", "system",
    "team", "test", "the", "user", "webmaster", "you",
})
# fmt: on
"""As a name they name nobody, and a server's words would lose their sense without them."""


def private_words(message: Message) -> tuple[str, ...]:
    """Give names, subject and text of a mail, the longest first. Takes a while for a long one."""
    people = (
        message.sender,
        *(recipient.address for recipient in message.to),
        *message.cc,
        *message.bcc,
        *message.reply_to,
    )
    found = {message.subject.strip()} if len(message.subject.strip()) >= _LEAST_LINE else set()
    for address in people:
        found.update(_names(address.name, address.email.rpartition("@")[0]))
    written = "\n".join((message.text, html_to_text(message.html) if message.html else ""))
    found.update(line for line in map(str.strip, written.splitlines()) if len(line) >= _LEAST_LINE)
    found.update(_URL.findall(f"{message.text}\n{message.html}"))
    found.update(value for _, value in message.custom_args if len(value) >= _LEAST_LINE)
    return tuple(sorted(found - {""}, key=lambda word: (-len(word), word)))


def repeated_words(message: Message, attempt: Attempt) -> tuple[str, ...]:
    """Give those of them that the server repeats at an attempt: of a long mail a few.

    Takes a while for a long one.
    """
    problem = attempt.problem
    said = (
        attempt.reply,
        attempt.transcript,
        problem.explanation if problem is not None else "",
        *(error.message for error in attempt.errors),
        *(each.reply for each in attempt.recipients),
        *(span.detail for span in attempt.trace.spans),
    )
    whole = _spelt_alike("\n".join(said))
    return tuple(word for word in private_words(message) if _spelt_alike(word) in whole)


def veiled(attempt: Attempt, private: Sequence[str]) -> Attempt:
    """Take private words out of all that the server said at an attempt."""
    if not private:
        return attempt
    trace = attempt.trace
    spans = (replace(span, detail=veiled_text(span.detail, private)) for span in trace.spans)
    said = attempt.problem
    return replace(
        attempt,
        reply=veiled_text(attempt.reply, private),
        errors=tuple(
            replace(error, message=veiled_text(error.message, private)) for error in attempt.errors
        ),
        recipients=tuple(
            replace(each, reply=veiled_text(each.reply, private)) for each in attempt.recipients
        ),
        problem=_veiled_problem(said, private) if said is not None else None,
        trace=replace(trace, spans=tuple(spans)),
    )


def veiled_text(said: str, private: Sequence[str]) -> str:
    """Put an ellipsis in the place of each private word."""
    lower = _spelt_alike(said)
    for word in private:
        # Asked before an expression is made: most words stand in no line.
        if _spelt_alike(word) in lower:
            spelt = _BETWEEN.join(map(re.escape, word.split()))
            # Whole words; an address and the name of a host are hidden as such, or not at all.
            whole = rf"(?<![\w@.-]){spelt}(?![\w@]|[.-]\w)"
            said = re.sub(whole, HIDDEN, said, flags=re.IGNORECASE)
    return said


def _spelt_alike(text: str) -> str:
    return " ".join(_MARKS.sub("", text).lower().split())


def _veiled_problem(problem: Problem, private: Sequence[str]) -> Problem:
    def hidden(found: re.Match[str]) -> str:
        return veiled_text(found[0], private)

    explanation = _QUOTED.sub(hidden, problem.explanation)
    return replace(problem, explanation=explanation)


def _names(name: str, local: str) -> Iterator[str]:
    for word in (name.strip(), local, *name.split(), *re.split(r"[._+-]", local)):
        bare = word.strip("'\",;()")
        if len(bare) >= _LEAST_NAME and bare.lower() not in _ROLES and not bare.isdigit():
            yield bare
