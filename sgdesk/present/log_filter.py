"""What the log is narrowed to, and in which words the user says so."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sgdesk.delivery import Accepted, Cancelled, Deferred, NotSent, Partial, Rejected, Unknown
from sgdesk.present.days import spans_in
from sgdesk.present.words import MARKED, OutcomeWords, outcome_words
from sgdesk.trace import Phase

ANY = ""

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

    def words(
        self, now: datetime, zone: tzinfo | None = None
    ) -> tuple[tuple[str, tuple[str, ...], tuple[datetime, datetime] | None], ...]:
        """Give each word with the results whose name holds it, and the time that it names.

        A day, and a time after it, count as one word.
        """
        return tuple(
            (word, results_called(word), span) for word, span in spans_in(self.text, now, zone)
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
    """Name the results whose name in the table has `word` in it."""
    sought = word.casefold()
    return tuple(key for key, words in RESULTS.items() if sought in words.word.casefold())
