"""The history as the log needs it: filtered pages, single results, and what is done to them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from typing import TYPE_CHECKING

from sgdesk.account.facts import Credits
from sgdesk.clock import wall_utc
from sgdesk.delivery import AttemptId
from sgdesk.errors import InputError
from sgdesk.present.history_row import row_of
from sgdesk.present.log import LogRow
from sgdesk.present.log_filter import LogFilter
from sgdesk.ui.session import Session

if TYPE_CHECKING:
    from sgdesk.store import Decision, Filters, HistoryRow, KeptMessage


EXPORT_PAGE = 200
"""Results read at once for a file: some 20 ms, in which no page of the log can be read."""


class Records:
    """Ask the history; every method raises `StoreError` while the session is not open."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def count(self, wanted: LogFilter) -> int:
        """Count the results that match."""
        return await self._session.history.count(**filters_of(wanted))

    async def rows(self, wanted: LogFilter, *, limit: int, offset: int) -> tuple[LogRow, ...]:
        """Give a page of results, newest first."""
        listed = await self._session.history.list(limit, offset, **filters_of(wanted))
        return tuple(row_of(row) for row in listed)

    async def newest(self, wanted: LogFilter, limit: int) -> tuple[int, tuple[LogRow, ...]]:
        """Count the results that match and give the first page, both of one moment."""
        count, listed = await self._session.history.newest(limit, **filters_of(wanted))
        return count, tuple(row_of(row) for row in listed)

    async def pieces(
        self,
        wanted: LogFilter,
        make: Callable[[Sequence["HistoryRow"]], bytes],
        *,
        brief: bool = False,
    ) -> AsyncIterator[tuple[bytes, int]]:
        """Give what is made of every result that matches, newest first, and of how many each.

        It is made where they are read, so that nothing but bytes goes from thread to thread;
        `brief` results have their first step and the one that failed.
        """

        def made(page: Sequence["HistoryRow"]) -> tuple[bytes, int, int]:
            return (make(page), len(page), page[-1].seq) if page else (b"", 0, 0)

        before: int | None = None
        while True:
            piece, count, before = await self._session.history.pass_on(
                made, EXPORT_PAGE, before=before, brief=brief, **filters_of(wanted)
            )
            if not count:
                return
            yield piece, count

    async def delete_all(self) -> int:
        """Delete the whole history; give the number of results that there were."""
        return await self._session.history.delete_all()

    async def accounts(self) -> tuple[str, ...]:
        """Name the accounts that results stand under."""
        return await self._session.history.accounts()

    async def get(self, attempt_id: AttemptId) -> "HistoryRow | None":
        """Give one result with its conversation; `None` when it was deleted."""
        return await self._session.history.get(attempt_id)

    async def message(self, attempt_id: AttemptId) -> "KeptMessage | None":
        """Give the mail of a result; `None` when its text was not kept."""
        return await self._session.history.message(attempt_id)

    async def sent_since(self, ids: Collection[AttemptId]) -> frozenset[AttemptId]:
        """Give those of the results whose mail later sends brought to all who did not get it."""
        return await self._session.history.sent_since(ids)

    async def decide(self, attempt_id: AttemptId, decision: "Decision") -> None:
        """Keep what the user says of an unknown result."""
        await self._session.history.decide(attempt_id, decision)

    async def credits_of(self, account: str) -> Credits | None:
        """Give what the last check of an account found left; `None` where nothing is known."""
        try:
            return (await asyncio.to_thread(self._session.book.account, account)).credits
        except InputError:
            return None


def filters_of(wanted: LogFilter) -> "Filters":
    """Say to the history what the log is narrowed to."""
    return {
        "words": wanted.words(wall_utc()),
        "results": wanted.results,
        "path": wanted.path or None,
        "account": wanted.account or None,
    }
