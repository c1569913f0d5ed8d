"""What was sent before the window was opened: from the history, as far as its text was kept."""

from typing import TYPE_CHECKING

from sgdesk.account.account import PRACTICE, Account
from sgdesk.delivery import Accepted, Cancelled
from sgdesk.errors import SgdeskError
from sgdesk.ui.compose.sendbar import SEND
from sgdesk.ui.compose.sent import MOST_REMEMBERED, Sent
from sgdesk.ui.session import Session

if TYPE_CHECKING:
    from sgdesk.store import HistoryRow

NEWEST = 50
"""Results that are looked through, besides those that wait for a decision."""


async def sent_before(session: Session) -> list[Sent]:
    """Give the sends that went wrong, the oldest first; none where the history cannot be read."""
    try:
        rows = await session.history.list(NEWEST)
        undecided = await session.history.unknowns()
        found = {row.attempt.id: row for row in (*rows, *undecided) if _went_wrong(row)}
        newest = sorted(found.values(), key=lambda row: row.seq)[-MOST_REMEMBERED:]
        sends = [await _sent(session, row, rows) for row in newest]
    except SgdeskError:
        return []
    return [sent for sent in sends if sent is not None]


def _went_wrong(row: "HistoryRow") -> bool:
    return not isinstance(row.attempt.outcome, Accepted | Cancelled) and row.decided is None


async def _sent(session: Session, row: "HistoryRow", rows: "tuple[HistoryRow, ...]") -> Sent | None:
    """Read a mail again, unless the same one went out after it."""
    kept = await session.history.message(row.attempt.id) if row.has_message else None
    if kept is None or kept.missing_files:
        return None
    for later in rows:
        if _may_be_it(later, row) and await session.history.message(later.attempt.id) == kept:
            return None
    return Sent(
        message=kept.message,
        account=PRACTICE if row.attempt.practice else Account(name=row.account),
        attempts=(row.attempt,),
        mail=None,
        how_again=SEND,
    )


def _may_be_it(later: "HistoryRow", row: "HistoryRow") -> bool:
    """Say whether a later result is one of a mail that went out, and looks the same."""
    went_out = later.seq > row.seq and isinstance(later.attempt.outcome, Accepted)
    return (
        went_out
        and (later.subject, later.recipients) == (row.subject, row.recipients)
        and later.attempt.practice == row.attempt.practice
    )
