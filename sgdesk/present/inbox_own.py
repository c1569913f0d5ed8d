"""Which mail of the practice inbox this window sent, and when; other programs sent the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sgdesk.delivery import Attempt
from sgdesk.present.inbox import InboxRow
from sgdesk.present.log_filter import PATHS
from sgdesk.present.times import time_of_day
from sgdesk.route import SmtpPath


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unanswered:
    """A send of which nobody said under which id its mail was taken, if it was."""

    path: str
    """As a row has it."""
    began_at: datetime
    ended_at: datetime


class OwnSends:
    """Remember the sends of a window, to know their mail."""

    def __init__(self) -> None:
        self._began: dict[str, datetime] = {}
        """By the id of the mail."""
        self._unanswered: list[_Unanswered] = []

    def note(self, attempts: Iterable[Attempt]) -> None:
        """Take attempts that ended."""
        for attempt in attempts:
            trace = attempt.trace
            if attempt.message_id:
                self._began[attempt.message_id] = trace.started_at
            else:
                path = PATHS["smtp" if isinstance(attempt.path, SmtpPath) else "webapi"]
                self._unanswered.append(
                    _Unanswered(path=path, began_at=trace.started_at, ended_at=trace.ended_at)
                )

    def marked(self, rows: Sequence[InboxRow], *, is_sending: bool) -> tuple[InboxRow, ...]:
        """Give mail of these sends the time at which they began, as Results has it.

        What else came is another program's, unless this window `is_sending`: then it may be that.
        """
        return tuple(self._marked(row, is_sending) for row in rows)

    def _marked(self, row: InboxRow, is_sending: bool) -> InboxRow:
        if row.id in self._began:
            return replace(row, time=time_of_day(self._began[row.id]))
        # A check of a key may be refused as well, which is no send.
        is_open = (
            row.is_call or is_sending or any(self._may_be(row, one) for one in self._unanswered)
        )
        return row if is_open else replace(row, is_others=True)

    @staticmethod
    def _may_be(row: InboxRow, sent: _Unanswered) -> bool:
        return sent.path == row.path and sent.began_at <= row.received_at <= sent.ended_at
