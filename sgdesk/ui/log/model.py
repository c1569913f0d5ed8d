"""The rows of the log: on their way, finished since the start, and the history below.

The history is not read whole. The model knows how many rows there are and asks
for a page when one of its rows is looked at; pages looked at longest ago are
let go. Rows are inserted and changed, never reset, but for a new filter.
"""

import itertools
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from sgdesk.delivery import AttemptId, DeliveryId
from sgdesk.present.log import NO_PAIR, LogRow, Pair, kin_words, row_pair
from sgdesk.present.sending import SendingRow
from sgdesk.ui.log.cells import HEADINGS, TOLD, Column, Entry, cell_text, spoken_text, tool_tip

PAGE_ROWS = 64
PAGES_KEPT = 48

Index = QModelIndex | QPersistentModelIndex
EntryRole = Qt.ItemDataRole.UserRole + 1


class LogModel(QAbstractTableModel):
    """Serve the log to any number of tables.

    Signals: `page_wanted(int)`, the number of a history page that is looked at
    and not here yet; answer with `put_page`.
    """

    page_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sending: list[SendingRow] = []
        self._live: list[LogRow] = []
        self._history_count = 0
        self._pages: OrderedDict[int, Sequence[LogRow]] = OrderedDict()
        self._asked: set[int] = set()
        self._generation = 0

    @property
    def generation(self) -> int:
        """Count the times it started over, so that a late page of an old filter is known."""
        return self._generation

    @property
    def is_read(self) -> bool:
        """Say whether it is known what there is: before the first reading no rows mean nothing."""
        return self._generation > 0

    @property
    def live_count(self) -> int:
        """Count the rows that finished after the history was counted."""
        return len(self._live)

    @property
    def sending_count(self) -> int:
        """Count the rows that are on their way; they stand on top."""
        return len(self._sending)

    def entry(self, row: int) -> Entry | None:
        """Give a row; `None` while its page is being read."""
        if row < len(self._sending):
            return self._sending[row]
        row -= len(self._sending)
        if row < len(self._live):
            return self._live[row]
        return self._from_history(row - len(self._live))

    def read_entries(self) -> Iterator[Entry]:
        """Give the rows that are here, the newest first, and read no more of them."""
        return itertools.chain(self._sending, self._live, self.read_history())

    def read_history(self) -> Iterator[LogRow]:
        """Give the rows of the history that are here."""
        return itertools.chain.from_iterable(rows for _, rows in sorted(self._pages.items()))

    def read_results(self) -> Iterator[LogRow]:
        """Give those of them that have ended."""
        return (entry for entry in self.read_entries() if isinstance(entry, LogRow))

    def sister_row(self, row: int) -> int | None:
        """Give the neighbouring row of the same message by another path, if there is one.

        Of two neighbours it is the one that went at about the same time, and it has this row
        for its own.
        """
        sister = self._nearest(row)
        return sister if sister is not None and self._nearest(sister) == row else None

    def is_beside_pair(self, row: int) -> bool:
        """Say whether a row without a sister stands with a pair of the same mail."""
        if not any(self.kin(row)) or self.sister_row(row) is not None:
            return False
        group = self._group(row)
        up = itertools.takewhile(lambda at: self._group(at) == group, range(row - 1, -1, -1))
        down = itertools.takewhile(
            lambda at: self._group(at) == group, range(row + 1, self.rowCount())
        )
        return any(self.sister_row(at) is not None for at in itertools.chain(up, down))

    def _nearest(self, row: int) -> int | None:
        entry = self.entry(row)
        if not isinstance(entry, LogRow) or not entry.group_id:
            return None
        apart: dict[int, timedelta] = {}
        for other_row in (row - 1, row + 1):
            other = self.entry(other_row) if 0 <= other_row < self.rowCount() else None
            if not isinstance(other, LogRow) or other.group_id != entry.group_id:
                continue
            if other.path != entry.path:
                apart[other_row] = abs(other.started_at - entry.started_at)
        return min(apart, key=lambda at: apart[at], default=None)

    def kin(self, row: int) -> tuple[bool, bool]:
        """Say whether the row above and the one below are sends of the same mail."""
        group = self._group(row) or None
        return self._group(row - 1) == group, self._group(row + 1) == group

    def _group(self, row: int) -> str:
        entry = self.entry(row) if 0 <= row < self.rowCount() else None
        return entry.group_id if isinstance(entry, LogRow) else ""

    def pair(self, row: int) -> Pair:
        """Set a row against its sister; empty for a row that has none."""
        entry, other_row = self.entry(row), self.sister_row(row)
        other = None if other_row is None else self.entry(other_row)
        if isinstance(entry, LogRow) and isinstance(other, LogRow):
            return row_pair(entry, other)
        return NO_PAIR

    def start_over(self, history_count: int) -> None:
        """Show the history anew under a new filter; rows on their way stay."""
        self.beginResetModel()
        self._live.clear()
        self._pages.clear()
        self._asked.clear()
        self._history_count = history_count
        self._generation += 1
        self.endResetModel()

    def put_page(self, page: int, rows: Sequence[LogRow]) -> None:
        """Take a page that was asked for."""
        self._asked.discard(page)
        self._pages[page] = rows
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first = len(self._sending) + len(self._live) + page * PAGE_ROWS
        last = min(first + len(rows), self.rowCount()) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    def add_sending(self, rows: Sequence[SendingRow]) -> None:
        """Put rows that have just started on top, the newest first."""
        if rows:
            self.beginInsertRows(QModelIndex(), 0, len(rows) - 1)
            self._sending[:0] = reversed(rows)
            self.endInsertRows()

    def change_sending(self, row: SendingRow) -> None:
        """Show another step of a row on its way."""
        at = self.sending_row_of(row.delivery_id)
        if at is not None and self._sending[at] != row:
            self._sending[at] = row
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(Column) - 1))

    def finish(self, rows: Sequence[LogRow], *, only_shown: bool = False) -> None:
        """Turn rows on their way into results, and insert those never shown on their way.

        `only_shown` leaves the others out: a filter is on, and may not want them. What the
        history gave already, written before it was read and heard of after, is not doubled.
        """
        known = {row.attempt_id for page in self._pages.values() for row in page}
        for row in rows:
            if row.attempt_id in known:
                self._drop_sending(row.delivery_id)
        new = [row for row in rows if row.attempt_id not in known]
        unseen = [row for row in new if not self._finish_shown(row)]
        if unseen and not only_shown:
            first = len(self._sending)
            self.beginInsertRows(QModelIndex(), first, first + len(unseen) - 1)
            self._live[:0] = sorted(unseen, key=_begun, reverse=True)
            self.endInsertRows()

    def row_of(self, attempt_id: AttemptId) -> int | None:
        """Give the row of a result, if it is in the memory."""
        first = len(self._sending)
        for at, row in enumerate(self._live):
            if row.attempt_id == attempt_id:
                return first + at
        first += len(self._live)
        for page, rows in self._pages.items():
            for place, row in enumerate(rows):
                if row.attempt_id == attempt_id:
                    return first + page * PAGE_ROWS + place
        return None

    def sending_row_of(self, delivery_id: DeliveryId) -> int | None:
        """Give the row of a delivery that is on its way and shown."""
        for at, row in enumerate(self._sending):
            if row.delivery_id == delivery_id:
                return at
        return None

    def replace(self, rows: Iterable[LogRow]) -> None:
        """Show results anew, after something was said of them."""
        new = {row.attempt_id: row for row in rows}
        first = len(self._sending)
        self._live, changed = _exchanged(self._live, new)
        at_rows = [first + at for at in changed]
        for page, shown in self._pages.items():
            self._pages[page], changed = _exchanged(shown, new)
            at_rows += (first + len(self._live) + page * PAGE_ROWS + at for at in changed)
        for at in at_rows:
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(Column) - 1))

    def _drop_sending(self, delivery_id: DeliveryId) -> None:
        at = self.sending_row_of(delivery_id)
        if at is not None:
            self.beginRemoveRows(QModelIndex(), at, at)
            del self._sending[at]
            self.endRemoveRows()

    def _finish_shown(self, row: LogRow) -> bool:
        at = self.sending_row_of(row.delivery_id)
        if at is None:
            return False
        last = len(self._sending) - 1
        if at == last:
            del self._sending[at]
            self._live.insert(0, row)
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(Column) - 1))
            return True
        self.beginMoveRows(QModelIndex(), at, at, QModelIndex(), last + 1)
        del self._sending[at]
        self._live.insert(0, row)
        self.endMoveRows()
        self.dataChanged.emit(self.index(last, 0), self.index(last, len(Column) - 1))
        return True

    def _from_history(self, offset: int) -> LogRow | None:
        page, place = divmod(offset, PAGE_ROWS)
        rows = self._pages.get(page)
        if rows is not None:
            self._pages.move_to_end(page)
            return rows[place] if place < len(rows) else None
        if page not in self._asked:
            self._asked.add(page)
            self.page_wanted.emit(page)
        return None

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802  # Qt's name
        """Count the rows of all three kinds."""
        if parent is not None and parent.isValid():
            return 0
        return len(self._sending) + len(self._live) + self._history_count

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802  # Qt's name
        """Count the columns."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Give a heading and what it means."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        text, why = HEADINGS[Column(section)]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return why
            case Qt.ItemDataRole.TextAlignmentRole:
                right = Column(section) in (Column.CODE, Column.TOTAL)
                side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
            case _:
                return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell's text, its words for a screen reader, or the whole row."""
        entry = self.entry(index.row())
        if role == EntryRole:
            return entry
        if entry is None:
            return None
        column = Column(index.column())
        kin = kin_words(*self.kin(index.row())) if column is Column.TIME else ""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "" if column is Column.BAR else cell_text(entry, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                spoken = spoken_text(entry, column) or HEADINGS[column][0]
                return ", ".join(filter(None, (spoken, kin[:1].lower() + kin[1:])))
            case Qt.ItemDataRole.ToolTipRole:
                tied = f"{kin}: the bar at the left ties them together." if kin else ""
                return "\n".join(filter(None, (tool_tip(entry, column), tied)))
            case Qt.ItemDataRole.AccessibleDescriptionRole if column in TOLD:
                return tool_tip(entry, column)
            case _:
                return None


def _exchanged(
    rows: Sequence[LogRow], new: Mapping[AttemptId, LogRow]
) -> tuple[list[LogRow], list[int]]:
    """Put new rows in the place of old ones; give all of them, and where the new ones are."""
    changed = [at for at, row in enumerate(rows) if row.attempt_id in new]
    return [new.get(row.attempt_id, row) for row in rows], changed


def _begun(row: LogRow) -> tuple[int, datetime]:
    return row.begun_ns, row.started_at
