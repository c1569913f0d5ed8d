"""What other sends of a result's mail came to: one of them may have brought it.

It is the same mail whatever copies mode it had, and to whomever else it went: what is asked of
each send is whom of the result's people it reached.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sgdesk.delivery import Accepted, Attempt, AttemptId, Partial
from sgdesk.errors import in_sentences
from sgdesk.message import Message
from sgdesk.message.domain import email_key
from sgdesk.present.history_row import row_of
from sgdesk.present.log import LogRow
from sgdesk.present.risk import Reach, joined, left_of, of_the_rest, reach_by, since_words
from sgdesk.present.times import when_text
from sgdesk.present.words import people
from sgdesk.store.other_sends import Doubt

if TYPE_CHECKING:
    from sgdesk.store import HistoryRow, Others, OtherSend


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
    is_partly: bool = False
    """A later send was accepted for a part of its people."""
    may_rest_have: bool = False
    """Of the people who are left some may have it by a send of which that is not known."""
    may_have: bool = False
    """Somebody has the mail by another send, or may have it."""
    doubt: str = ""
    """Why another send may have brought it that is not known of; nothing where all are known."""
    is_on_its_way: bool = False
    """Another send of it has not ended."""
    some_gone: bool = False
    """Results were deleted, so the history knows of some sends no more."""

    @property
    def is_clear(self) -> bool:
        """Say whether no other send that the history knows of has brought it to anybody."""
        return not (self.doubt or self.may_have)


NOTHING_SINCE = Since()
_NOT_KNOWN = "Whether another send brought it is not known"
_DOUBTS = {
    Doubt.NOT_KEPT: "Its text was not kept, so other sends of it are not known.",
    Doubt.UNTOLD: f"{_NOT_KNOWN}: of one with the same subject the text is not at hand.",
    Doubt.TOO_MANY: f"{_NOT_KNOWN}: it went out too often to look at all.",
    Doubt.ON_ITS_WAY: "Another send of it is on its way, so somebody may have it soon.",
}


def doubt_text(doubt: Doubt | None) -> str:
    """Say why a send that is not known of may have brought a mail; nothing where none may."""
    return "" if doubt is None else _DOUBTS[doubt]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Send:
    """Another send, with whom of the result's people it reached."""

    row: "HistoryRow"
    reach: Reach

    @property
    def shown(self) -> LogRow:
        return row_of(self.row)

    def when(self, now: datetime) -> str:
        return f"at {when_text(self.shown.started_at, now)} by {self.shown.path}"


def since(attempt: Attempt, message: Message | None, others: "Others", now: datetime) -> Since:
    """Say what became of an attempt's mail since; `message` is `None` where it was not kept.

    Of one that was accepted for all it is what was tried before; what follows is on purpose.
    """
    return replace(
        _found(attempt, message, others, now),
        is_on_its_way=others.is_on_its_way,
        some_gone=others.some_gone,
    )


def _found(attempt: Attempt, message: Message | None, others: "Others", now: datetime) -> Since:
    took = isinstance(attempt.outcome, Accepted)
    if _is_check(attempt) or (took and message is None):
        return NOTHING_SINCE
    if message is None:
        # Its text may have gone after the others were looked for.
        return Since(doubt=doubt_text(others.doubt or Doubt.NOT_KEPT))
    doubt = doubt_text(others.doubt)
    own = frozenset(email_key(one.email) for one in message.everyone)
    before, later = _sends(others.before, own), _sends(others.since, own)
    if took:
        return _tried_before(before, own, now)
    if isinstance(attempt.outcome, Partial) and attempt.recipients:
        return _of_the_rest(attempt, message, (before, later), doubt, now)
    if any(one.reach.known for one in later):
        return _sent_since(before, later, own, doubt, now)
    may_have = any(one.reach.all for one in (*before, *later))
    if had := [one for one in reversed(before) if one.reach.all]:
        told = next((one for one in had if one.reach.known), had[0])
        words = f"Sent before, {told.when(now)}: {told.shown.result.word}."
    elif later:
        told = later[-1]
        word = told.shown.result.word
        words = f"Tried again {told.when(now)}: {word[0].lower()}{word[1:]}."
    else:
        return Since(doubt=doubt)
    return Since(words=words, newest=told.row.attempt.id, may_have=may_have, doubt=doubt)


def _sends(others: Sequence["OtherSend"], own: frozenset[str]) -> list[_Send]:
    return [
        _Send(row=one.row, reach=reach.among(own & one.people))
        for one in others
        if one.people & own and not _is_check(one.row.attempt)
        for reach in (reach_by(one.row.attempt, one.people, one.row.decided),)
    ]


def _sent_since(
    before: Sequence[_Send],
    later: Sequence[_Send],
    own: frozenset[str],
    doubt: str,
    now: datetime,
) -> Since:
    helped = [one for one in later if one.reach.known]
    told, got = helped[-1], joined(one.reach for one in helped).known
    words = f"Sent since, {told.when(now)}: {told.shown.result.word}."
    newest = told.row.attempt.id
    if got == own:
        return Since(words=words, newest=newest, is_settled=True, may_have=True)
    unsure = [one for one in (*before, *later) if one.reach.all & (own - got)]
    return Since(
        words=in_sentences(
            words,
            f"It was accepted for {len(got):,} of {people(len(own))} since.",
            _unsure_words(unsure, now) or doubt,
        ),
        newest=newest,
        is_partly=True,
        may_rest_have=bool(unsure or doubt),
        may_have=True,
    )


def _unsure_words(unsure: Sequence[_Send], now: datetime) -> str:
    if not unsure:
        return ""
    told = unsure[-1]
    if told.reach.unsure:
        return f"Of a send {told.when(now)} it is not known whether it brought it."
    return f"Others may have it by a send {told.when(now)}."


def _tried_before(before: Sequence[_Send], own: frozenset[str], now: datetime) -> Since:
    if not before or before[-1].reach.known == own:
        return NOTHING_SINCE
    told = before[-1]
    words = f"Tried before, {told.when(now)}: {told.shown.result.word}."
    return Since(words=words, newest=told.row.attempt.id)


def _of_the_rest(
    attempt: Attempt,
    message: Message,
    sides: tuple[Sequence[_Send], Sequence[_Send]],
    doubt: str,
    now: datetime,
) -> Since:
    before, later = sides
    every = (*before, *later)
    left_since = left_of(message, attempt, joined(one.reach for one in later))
    left = left_of(message, attempt, joined(one.reach for one in every))
    refused = left_of(message, attempt, Reach())
    lacking = {email_key(one.address) for one in attempt.recipients if not one.accepted}
    known = joined(one.reach for one in every).known
    helped = [one for one in every if left_of(message, attempt, one.reach) != refused]
    unsure = [one for one in every if one.reach.unsure & (lacking - known)]
    had = len(left_since) - len(left)
    words = (
        since_words(attempt, left_since),
        f"An earlier send was accepted for {of_the_rest(had, len(lacking))}." if had else "",
        _unsure_words(unsure, now) or (doubt if left else ""),
    )
    told = unsure or helped
    return Since(
        words=" ".join(filter(None, words)),
        newest=told[-1].row.attempt.id if told else None,
        left=left,
        is_settled=not left,
        may_have=bool(unsure),
        doubt=doubt if left else "",
    )


def _is_check(attempt: Attempt) -> bool:
    return isinstance(attempt.outcome, Accepted) and attempt.outcome.checked_only
