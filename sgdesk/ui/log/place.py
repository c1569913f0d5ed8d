"""What is chosen and what is looked at in the log, kept while its rows are read anew."""

from sgdesk.present.log import LogRow
from sgdesk.present.sending import SendingRow
from sgdesk.ui.log.cells import Entry
from sgdesk.ui.log.model import PAGE_ROWS, LogModel
from sgdesk.ui.log.table import LogTable


class Place:
    """Remember where a reader is; `take_up` after the rows have been put in place."""

    def __init__(self, table: LogTable, log: LogModel) -> None:
        self._table = table
        self._log = log
        self._chosen = table.current_entry()
        self._was_shown = table.shows(table.currentIndex().row())
        top = table.rowAt(0)
        self._top = log.entry(top) if top > 0 else None
        seen = (table.currentIndex().row(), top, table.rowAt(table.viewport().height() - 1))
        # What has just finished is the history's then, and no page of its own is needed for it.
        found = {(row - log.sending_count) // PAGE_ROWS for row in seen if row >= 0}
        self.pages = tuple(sorted(page for page in found if page > 0))
        """The pages of the history beside the first that are to be there again."""

    def take_up(self, *, is_filtered: bool, is_new: bool) -> None:
        """Choose the row again, or nothing where it is filtered away.

        A filter that leaves a single row has found what was looked for. Where the filter
        `is_new`, what was looked at is of no matter any more.
        """
        row = self._row_of(self._chosen)
        if row is None and is_filtered and self._log.rowCount() == 1:
            row = 0
        if row is None:
            self._table.entry_chosen.emit(None)
        else:
            self._table.selectRow(row)
        if not is_new:
            self._table.verticalScrollBar().setValue(self._row_of(self._top) or 0)
        if row is not None and (is_new or self._was_shown):
            # Its detail is shown.
            self._table.scrollTo(self._log.index(row, 0))

    def _row_of(self, entry: Entry | None) -> int | None:
        match entry:
            case LogRow():
                return self._log.row_of(entry.attempt_id)
            case SendingRow():
                return self._log.sending_row_of(entry.delivery_id)
            case None:
                return None
