"""What a mail says of people, taken out of a server's words before they go into a ticket.

Addresses are hidden wherever they stand (`summary.py`); names and text only where a server
speaks, as words of our own may be spelt like somebody's name.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sgdesk.content.plain import html_to_text
from sgdesk.content.readings import Reading, by_lines, by_meaning, wrapped
from sgdesk.delivery import Attempt, Problem, ServerError
from sgdesk.message import Message, Recipient
from sgdesk.message.model import Pairs
from sgdesk.present.echoes import Echoes, is_usual

HIDDEN = "…"
_READINGS = (wrapped, by_meaning, by_lines)
"""What takes out the most comes first: of a word that is gone in part the rest is not found."""
_LEAST_NAME, _LEAST_NUMBER, _LEAST_LINE = 3, 6, 8
_NAME_WORDS = 3
"""With more, what is personal to somebody is a text."""
_RUNS_ON = r"\u0e00-\u0eff\u2e80-\ud7ff\uf900-\ufaff"
"""Letters of scripts that put no space between words, such as Thai, Chinese and Japanese."""
_PARTED = rf"[^\W_{_RUNS_ON}]"
"""A letter of any other."""
_URL = re.compile(r"https?://[^\s\"'<>]+")
_ANSWERS = re.compile(r"(?:^S: .*\n?)+", re.MULTILINE)
_QUOTED = re.compile(r'".*"(?: \(field .*\))?', re.DOTALL)
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
    found: set[str] = set()
    for address in (message.sender, *message.everyone, *message.reply_to):
        found.update(_names(address.name, address.email.rpartition("@")[0]))
    personal = _personal_texts(message)
    for value in personal:
        found.update(_names(value) if len(value.split()) <= _NAME_WORDS else ())
    lines = map(str.strip, _written(message, personal))
    found.update(line for line in lines if len(line) >= _LEAST_LINE and not is_usual(line))
    return _longest_first(found)


def _longest_first(words: set[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _written(message: Message, personal: Sequence[str]) -> tuple[str, ...]:
    """Give all that somebody wrote, line by line."""
    text, html = message.text, message.html
    return (
        message.subject,
        *text.splitlines(),
        *(html_to_text(html).splitlines() if html else ()),
        *personal,
        *_URL.findall(f"{text}\n{html}"),
        *_values(message.custom_args),
        *_values(message.headers),
        *_strings(message.options.template_data_json),
        *(attachment.filename for attachment in message.attachments),
    )


def repeated_words(message: Message, attempt: Attempt) -> tuple[str, ...]:
    """Give those of them that the server repeats at an attempt, and what it repeats of others.

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
    whole = tuple(_spelt_alike(read("\n".join(said)).plain) for read in _READINGS)
    words = ((word, _spelt_alike(word)) for word in private_words(message))
    found = {word for word, spelt in words if any(spelt in each for each in whole)}
    written = "\n".join(_written(message, _personal_texts(message)))
    names = (each.filename.rpartition(".")[0] for each in message.attachments)
    # In words: a name with its ending looks like that of a host.
    echoes = Echoes("\n".join((written, *(re.sub(r"[._-]+", " ", name) for name in names))))
    for answer in dict.fromkeys((attempt.reply, *_ANSWERS.findall(attempt.transcript), *said[3:])):
        left = veiled_text(answer, _longest_first(found))
        parts = (part for read in _READINGS for part in read(left).plain.split(HIDDEN))
        found.update(run for part in parts for run in echoes.runs(part))
    return _longest_first(found)


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
        errors=tuple(_veiled_error(error, private) for error in attempt.errors),
        recipients=tuple(
            replace(each, reply=veiled_text(each.reply, private)) for each in attempt.recipients
        ),
        problem=_veiled_problem(said, private) if said is not None else None,
        trace=replace(trace, spans=tuple(spans)),
    )


def veiled_text(said: str, private: Sequence[str]) -> str:
    """Put an ellipsis in the place of each private word."""
    for read in _READINGS:
        reading = read(said)
        alike = _spelt_alike(reading.plain)
        # Asked before an expression is made: most words stand in no line.
        sought = (_whole(word, reading) for word in private if _spelt_alike(word) in alike)
        said = reading.replaced(
            (first, last, HIDDEN) for each in sought for first, last, _ in reading.found(each)
        )
    return said


def _whole(word: str, reading: Reading) -> re.Pattern[str]:
    """Find it as a whole word, where its script parts words.

    An address and the name of a host, which is one word, are hidden as such, or not at all;
    but an address that a line's end parts is none any more.
    """
    begins, ends = (re.match(_PARTED, letter) for letter in (word[0], word[-1]))
    before = rf"(?<!{_PARTED})" if begins else ""
    after = rf"(?!{_PARTED})" if ends else ""
    if len(parts := word.split()) == 1:
        before += r"(?<![^\W_][.-])(?<!\S@)" if begins else ""
        after += r"(?![.-][^\W_])" if ends else ""
    after += "" if reading.is_wrapped else r"(?!@[\w\[])"
    spelt = r"[\s_]+".join(map(re.escape, parts))
    return re.compile(f"{before}{spelt}{after}", re.IGNORECASE)


def _spelt_alike(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").split())


def _veiled_error(error: ServerError, private: Sequence[str]) -> ServerError:
    return ServerError(
        message=veiled_text(error.message, private),
        field=veiled_text(error.field, private),
        help=veiled_text(error.help, private),
    )


def _veiled_problem(problem: Problem, private: Sequence[str]) -> Problem:
    def hidden(found: re.Match[str]) -> str:
        return veiled_text(found[0], private)

    explanation = _QUOTED.sub(hidden, problem.explanation)
    return replace(problem, explanation=explanation)


def _names(name: str, local: str = "") -> Iterator[str]:
    for word in (name.strip(), local, *name.split(), *re.split(r"[._+-]", local)):
        bare = word.strip("'\",;()")
        least = (
            _LEAST_NUMBER
            if bare.isdigit()
            else 2
            if re.match(f"[{_RUNS_ON}]", bare)
            else _LEAST_NAME
        )
        if len(bare) >= least and bare.lower() not in _ROLES:
            yield bare


def _personal_texts(message: Message) -> tuple[str, ...]:
    return tuple(value for each in message.to for value in _personal(each))


def _personal(recipient: Recipient) -> Iterator[str]:
    yield from _values(recipient.substitutions)
    yield from _strings(recipient.template_data_json)


def _values(pairs: Pairs) -> Iterator[str]:
    return (value for _, value in pairs)


def _strings(data: str) -> Iterator[str]:
    """Give the strings of template data, which may be anything."""
    try:
        waiting = [json.loads(data)]
    except ValueError:
        return
    while waiting:
        match waiting.pop():
            case str(value):
                yield value
            case dict(values):
                waiting += values.values()
            case list(values):
                waiting += values
