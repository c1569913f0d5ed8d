"""What the history knows of a mail in Write: its sends, as far as its text was kept."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sgdesk.account.account import PRACTICE, Account
from sgdesk.clock import wall_utc
from sgdesk.delivery import Accepted, Attempt, Cancelled
from sgdesk.errors import SgdeskError
from sgdesk.message import Message
from sgdesk.present.since import Since, since
from sgdesk.ui.compose.sendbar import SEND
from sgdesk.ui.compose.sent import MOST_REMEMBERED, Sent
from sgdesk.ui.session import Session

if TYPE_CHECKING:
    from sgdesk.store import HistoryRow

NEWEST = 50
"""Results that are looked through, besides those that wait for a decision."""


async def sent_before(session: Session) -> list[Sent]:
    """Give the sends that went wrong, and those of the same mails by which somebody may have them.

    The oldest comes first; there are none where the history cannot be read.
    """
    try:
        rows = await session.history.list(NEWEST)
        undecided = await session.history.unknowns()
        found = {row.attempt.id: row for row in (*rows, *undecided) if _went_wrong(row)}
        newest = sorted(found.values(), key=lambda row: row.seq)[-MOST_REMEMBERED:]
        heads = {_head(row) for row in newest}
        beside = (row for row in rows if _went_well(row) and _head(row) in heads)
        listed = sorted((*newest, *beside), key=lambda row: row.seq)
        sends = [await _sent(session, row) for row in listed]
    except SgdeskError:
        return []
    return [sent for sent in sends if sent is not None]


async def since_of(
    session: Session, message: Message, attempts: Sequence[Attempt]
) -> dict[str, Since]:
    """Give what other sends of a mail that has just gone came to, for each that went wrong."""
    try:
        return {
            one.id: since(one, message, await session.history.others(one.id), wall_utc())
            for one in attempts
            if one.problem is not None
        }
    except SgdeskError:
        return {}


def _went_wrong(row: "HistoryRow") -> bool:
    is_fine = isinstance(row.attempt.outcome, Accepted | Cancelled)
    # That it was not sent is said of those alone for whom no answer came.
    some_have = any(one.accepted for one in row.attempt.recipients)
    return not is_fine and (some_have or row.decided != "not_sent")


def _went_well(row: "HistoryRow") -> bool:
    outcome = row.attempt.outcome
    return isinstance(outcome, Accepted) and not outcome.checked_only


def _head(row: "HistoryRow") -> tuple[str, str, bool]:
    """Give what tells at little cost that two results are not of the same mail."""
    return (row.sender, row.subject, row.attempt.practice)


def _sender(row: "HistoryRow") -> Account:
    if row.account == PRACTICE.name:
        return PRACTICE
    return Account(name=row.account, is_practice=row.attempt.practice)


async def _sent(session: Session, row: "HistoryRow") -> Sent | None:
    kept = await session.history.message(row.attempt.id) if row.has_message else None
    if kept is None or kept.missing_files:
        return None
    return Sent(
        message=kept.message,
        account=_sender(row),
        attempts=(row.attempt,),
        mail=None,
        how_again=SEND,
        decisions={row.attempt.id: row.decided} if row.decided else {},
    )
