"""A result of the history as both faces list it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sgdesk.clock import wall_utc
from sgdesk.present.log import LogRow, log_row

if TYPE_CHECKING:
    from sgdesk.store import HistoryRow


def row_of(row: "HistoryRow") -> LogRow:
    """Make the log's row of one in the history."""
    shown: Sequence[str] = row.recipients
    if row.recipient_count > len(shown):
        # The history keeps the first addresses only; the number of people is what is shown.
        shown = (*shown, *("" for _ in range(row.recipient_count - len(shown))))
    return log_row(
        row.attempt,
        addresses=shown,
        group_id=row.group_id,
        account=row.account,
        subject=row.subject,
        decided=row.decided,
        is_sent_since=row.is_sent_since,
        now=wall_utc(),
    )
