"""What the log is narrowed to, and in which words the user says so."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from sgdesk.delivery import Accepted, Cancelled, Deferred, NotSent, Partial, Rejected, Unknown
from sgdesk.present.days import spans_in
from sgdesk.present.log import OVERLAPPED, REUSED, SIMULATED
from sgdesk.present.words import (
    MARKED,
    PHASE_TERMS,
    PHASE_WORDS,
    TLS_WORDS,
    OutcomeWords,
    doing_words,
    outcome_words,
)
from sgdesk.route import Tls
from sgdesk.trace import SILENT, Phase

if TYPE_CHECKING:
    from sgdesk.store.history import Word

ANY = ""
NOT_THE_MAIL = "What was written in the mails is not searched."
"""Their words would make each search read all that was ever sent."""

RESULTS: dict[str, OutcomeWords] = {
    "accepted": outcome_words(Accepted()),
    "captured": outcome_words(Accepted(), practice=True),
    "valid": outcome_words(Accepted(checked_only=True)),
    "partial": outcome_words(Partial()),
    "rejected": outcome_words(Rejected()),
    "deferred": outcome_words(Deferred()),
    "not_sent": outcome_words(NotSent()),
    "unknown": outcome_words(Unknown(after=Phase.UPLOAD)),
    "cancelled": outcome_words(Cancelled()),
    "marked_sent": MARKED["sent"],
    "marked_not_sent": MARKED["not_sent"],
}
"""The history's words for a result, and what the table calls it."""

FAILED = "failed"
FAILED_WORD = "All failures"
FAILURES = ("rejected", "partial", "deferred", "not_sent", "unknown", "marked_not_sent")
"""What did not go through, or not to everybody; who cancelled knows of it."""

PATHS: dict[str, str] = {"webapi": "Web API", "smtp": "SMTP"}


def unread_words(percent: int) -> str:
    """Say that a search does not find all of an older version's results yet."""
    return f"Older results are being made ready for searches: {percent} % are done."


_SENTENCES = ("accepted", "captured", "valid", "marked_sent", "marked_not_sent")
"""Their sentence is the result's own; the others' is that of what went wrong."""
_FAILED_SAID = ("failed", "failures")

_CALLED: tuple[tuple[str, str], ...] = (
    *(
        (f"{PHASE_WORDS[phase]} {PHASE_TERMS[phase]} {doing_words(phase)}", f"failed={phase.value}")
        for phase in Phase
    ),
    ("Timeout", SILENT),
    (TLS_WORDS[Tls.PLAIN], f"by={Tls.PLAIN.value}"),
    (REUSED, "how=warm"),
    (OVERLAPPED, "how=overlapped"),
    (f"{SIMULATED}:", "simulated="),
    ("simulated", "distance="),
)
"""The faces' words, each with the history's name for what they say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """What a row must be or hold to be shown; an empty field excludes nothing."""

    text: str = ""
    """Words in any order, each of which a row must hold."""
    result: str = ANY
    """A key of `RESULTS`, or `FAILED`."""
    path: str = ANY
    """A key of `PATHS`."""
    account: str = ANY

    @property
    def is_on(self) -> bool:
        """Say whether anything is left out."""
        return bool(self.text.strip() or self.result or self.path or self.account)

    @property
    def results(self) -> tuple[str, ...]:
        """Give the results that are shown; none: every one."""
        if self.result == FAILED:
            return FAILURES
        return (self.result,) if self.result else ()

    def words(self, now: datetime, zone: tzinfo | None = None) -> "tuple[Word, ...]":
        """Give each word with all by which it finds a row: results, a time, names of the history.

        A day, and a time after it, count as one word.
        """
        return tuple(
            (word, results_called(word), span, names_called(word))
            for word, span in spans_in(self.text, now, zone)
        )

    @property
    def shown(self) -> str:
        """Give the whole filter in the user's words, e.g. `grace, Refused, SMTP`."""
        result = result_word(self.result) if self.result else ""
        path = PATHS[self.path] if self.path else ""
        return ", ".join(filter(None, (self.text.strip(), result, path, self.account)))


def result_word(result: str) -> str:
    """Name a result, or all failures, as the menu does."""
    return FAILED_WORD if result == FAILED else RESULTS[result].word


def result_named(said: str) -> str:
    """Give the key of what the table calls so, in any case; other words stay as they came."""
    sought = said.replace("_", " ").casefold()
    keys = (*RESULTS, FAILED)
    called = (k for k in keys if sought in (k.replace("_", " "), result_word(k).casefold()))
    return next(called, said)


def results_called(word: str) -> tuple[str, ...]:
    """Name the results that say `word`: by their name in the table, or their sentence beside it."""
    sought = word.casefold()
    found = {key for key, said in RESULTS.items() if sought in said.word.casefold()}
    found |= {key for key in _SENTENCES if sought in _first_sentence(key).casefold()}
    if any(each.startswith(sought) for each in _FAILED_SAID):
        found.update(FAILURES)
    return tuple(key for key in RESULTS if key in found)


def names_called(word: str) -> tuple[str, ...]:
    """Give the history's names for what the faces call so: a step that failed, a tag, a port."""
    sought = word.casefold()
    return tuple(name for said, name in _CALLED if sought in said.casefold())


def _first_sentence(key: str) -> str:
    """Give what tells this result from others; that sending can fail is said of all mail."""
    return RESULTS[key].meaning.partition(". ")[0]
