"""What other sends of a result's mail came to: one of them may have brought it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sgdesk.delivery import Accepted, Attempt, AttemptId, Partial, Unknown
from sgdesk.message import Message
from sgdesk.present.history_row import row_of
from sgdesk.present.risk import left_of, reach_of, since_words, went
from sgdesk.present.times import when_text

if TYPE_CHECKING:
    from sgdesk.store import HistoryRow, LaterSend


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What other sends came to."""

    words: str = ""
    newest: AttemptId | None = None
    """The send that `words` tell of."""
    left: tuple[str, ...] | None = None
    """Who did not get it then nor since, of a mail that was accepted for a part; else `None`."""
    is_settled: bool = False
    """Everybody is accounted for, so there is nothing to do about the result any more."""
    may_have: bool = False
    """Somebody has the mail by another send, or may have it."""
    is_known: bool = True
    """Other sends can be told of: its text was kept, by which they are found."""

    @property
    def is_clear(self) -> bool:
        """Say whether it is known that no other send has brought it to anybody."""
        return self.is_known and not self.may_have


NOTHING_SINCE = Since()
MAY_COME_TWICE = "Sent again, it may come twice."


def since(
    attempt: Attempt,
    message: Message | None,
    later: Sequence["LaterSend"],
    now: datetime,
    earlier: Sequence["HistoryRow"] = (),
) -> Since:
    """Say what became of an attempt's mail since; `message` is `None` where it was not kept.

    `earlier` are the sends before it from which somebody has the mail, or may have it, the
    newest first: those would get it twice. One that was accepted for all is repeated on purpose: of
    that nothing is said.
    """
    if isinstance(attempt.outcome, Accepted):
        return NOTHING_SINCE
    if message is None:
        return Since(is_known=False)
    if isinstance(attempt.outcome, Partial):
        return _of_the_rest(attempt, message, later)
    sends = [one.row for one in later if not _is_check(one.row.attempt)]
    took = [row for row in sends if isinstance(row.attempt.outcome, Accepted)]
    had = [one for one in earlier if _may_have(one)]
    if had and not took:
        accepted = (one for one in had if isinstance(one.attempt.outcome, Accepted))
        row = row_of(next(accepted, had[0]))
        before = (
            f"Sent before, at {when_text(row.started_at, now)} by {row.path}: {row.result.word}."
        )
        return Since(words=f"{before} {MAY_COME_TWICE}", newest=row.attempt_id, may_have=True)
    if not sends:
        return NOTHING_SINCE
    told = (took or sends)[-1]
    row = row_of(told)
    at = when_text(row.started_at, now)
    word = row.result.word
    how = f"Sent since, at {at} by {row.path}: {word}."
    again = f"Tried again at {at} by {row.path}: {word[0].lower()}{word[1:]}."
    return Since(
        words=how if took else again,
        newest=row.attempt_id,
        is_settled=bool(took),
        may_have=any(map(_may_have, (*sends, *had))),
    )


def _of_the_rest(attempt: Attempt, message: Message, later: Sequence["LaterSend"]) -> Since:
    decisions = {str(one.row.attempt.id): str(one.row.decided or "") for one in later}
    sends = [went(one.message, (one.row.attempt,), practice=attempt.practice) for one in later]
    reached = [
        (one, reach_of(message, [one], decisions, practice=attempt.practice)) for one in sends
    ]
    left = left_of(message, attempt, reach_of(message, sends, decisions, practice=attempt.practice))
    refused = left_of(message, attempt, reach_of(message, (), {}, practice=attempt.practice))
    helped = [one for one, reach in reached if left_of(message, attempt, reach) != refused]
    return Since(
        words=since_words(attempt, left),
        newest=helped[-1].attempts[0].id if helped else None,
        left=left,
        is_settled=not left,
    )


def _may_have(row: "HistoryRow") -> bool:
    went = isinstance(row.attempt.outcome, Accepted | Partial | Unknown)
    return went and not _is_check(row.attempt) and row.decided != "not_sent"


def _is_check(attempt: Attempt) -> bool:
    return isinstance(attempt.outcome, Accepted) and attempt.outcome.checked_only
