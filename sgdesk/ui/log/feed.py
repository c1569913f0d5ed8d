"""Keep one log model true to the history: what it is narrowed to, and what is read for it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sgdesk.clock import monotonic_ns
from sgdesk.present.log import LogRow
from sgdesk.present.log_filter import LogFilter
from sgdesk.ui.log.model import PAGE_ROWS, LogModel
from sgdesk.ui.log.records import Records

if TYPE_CHECKING:
    from sgdesk.store.elsewhere import News

Pages = dict[int, Sequence[LogRow]]
"""Pages of the history by their numbers."""
MOST_ROUNDS = 10
"""Some catch up with a hurry; a bulk send can bring something in each of them till it is over."""


class Feed:
    """Fill a model with what matches `wanted`; with `most`, with so many of the newest alone."""

    def __init__(self, model: LogModel, records: Records, *, most: int | None = None) -> None:
        self.model = model
        self.wanted = LogFilter()
        self.shown: LogFilter | None = None
        """What was wanted of the rows that are there."""
        self._records = records
        self._most = most
        self._came = 0
        """Counts what came in besides what was read."""
        self.is_behind = False
        """Whether something came in even while it was read for the last time."""
        self.read_ns = 0
        """When the history was last read for it."""

    async def read(self, more: Sequence[int] = ()) -> tuple[int, Pages]:
        """Read how many rows there are, and the first page of them and `more`.

        What is heard of meanwhile may be in them or not, so all is read once more;
        where it goes on and on, the feed `is_behind` and is to be read again later.
        What is in them and heard of later is known by its row, so the two must agree.
        """
        for _ in range(MOST_ROUNDS):
            came = self._came
            count, first = await self._records.newest(self.wanted, PAGE_ROWS)
            pages: Pages = {0: first}
            for page in more:
                pages[page] = await self._page(page * PAGE_ROWS)
            self.is_behind = came != self._came
            if not self.is_behind:
                break
        self.read_ns = monotonic_ns()
        return count if self._most is None else min(count, self._most), pages

    def show(self, count: int, pages: Pages) -> None:
        """Show what was read in place of what is there; rows on their way stay."""
        self.shown = self.wanted
        self.model.start_over(count)
        for page, rows in pages.items():
            self.model.put_page(page, rows)

    async def load_page(self, page: int) -> None:
        """Read a page that is looked at."""
        generation = self.model.generation
        rows: Sequence[LogRow] = ()
        for _ in range(MOST_ROUNDS):
            came = self._came
            # Rows that finished since the count stand above the history's first row.
            rows = await self._page(page * PAGE_ROWS + self.model.live_count)
            if came == self._came or generation != self.model.generation:
                break
        else:
            self.is_behind = True
        self.read_ns = monotonic_ns()
        if generation == self.model.generation:
            self.model.put_page(page, rows)

    async def _page(self, offset: int) -> Sequence[LogRow]:
        return await self._records.rows(self.wanted, limit=PAGE_ROWS, offset=offset)

    async def take_news(self, news: "News") -> bool:
        """Insert what other processes finished; `False` where all is to be read anew."""
        found = await self._page(0)
        rows = [row for row in found if row.attempt_id in news.finished]
        is_all = len(rows) == len(news.finished) or self.wanted.is_on
        # Above the rows of the history: what began long ago stands further down in it.
        newest = found[: self.model.live_count + len(rows)]
        is_all = is_all and all(row in newest for row in rows)
        if news.some_gone or len(news.finished) > PAGE_ROWS or not is_all:
            return False
        self._came += len(rows)
        self.model.finish(rows)
        return True

    def finish(self, rows: Sequence[LogRow]) -> None:
        """Show results of this window; whether a new row matches is the history's to say."""
        self._came += len(rows)
        self.model.finish(rows, only_shown=self.wanted.is_on)
