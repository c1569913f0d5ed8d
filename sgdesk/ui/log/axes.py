"""The time axes of the log's bars: one for live times and one for practice, which share none."""

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject

from sgdesk.present.bars import Axis, axis_for, shared_axis
from sgdesk.present.log import LogRow
from sgdesk.ui.log.cells import Entry
from sgdesk.ui.log.model import PAGE_ROWS, LogModel

_NONE = axis_for(())


class Axes(QObject):
    """Fit them to the newest rows that are listed, whichever of all are in sight.

    Bars that changed their lengths while they are scrolled could not be compared.
    """

    def __init__(self, log: LogModel, parent: QObject) -> None:
        super().__init__(parent)
        self.is_practice = False
        """Which of them is that of the row which is looked at."""
        self._log = log
        self._found: dict[bool, Axis] = {}
        self._is_due = True
        for change in (log.rowsInserted, log.rowsMoved, log.rowsRemoved, log.modelReset):
            change.connect(self._note)
        log.dataChanged.connect(self._note_change)

    @property
    def own(self) -> Axis:
        """Give the one of the row which is looked at."""
        return self._found.get(self.is_practice, _NONE)

    @property
    def other(self) -> Axis:
        """Give that of the other kind."""
        return self._found.get(not self.is_practice, _NONE)

    def fit(self, in_sight: Sequence[LogRow], chosen: Entry | None) -> bool:
        """Look again at what is listed; say whether an axis has changed.

        A kind that is not among the newest gets its own from those that are seen first.
        """
        before = self.is_practice, self._found
        newest = list(itertools.islice(self._log.read_results(), PAGE_ROWS))
        leading = chosen if isinstance(chosen, LogRow) else next(iter(newest), None)
        self.is_practice = leading is not None and bool(leading.practice)
        if self._is_due:
            self._found = _axes_of(newest)
            self._is_due = False
        self._found = _axes_of(in_sight) | self._found
        return before != (self.is_practice, self._found)

    def _note(self) -> None:
        self._is_due = True

    def _note_change(self, first: QModelIndex) -> None:
        # Pages further down come as they are scrolled to.
        self._is_due |= first.row() < PAGE_ROWS


def _axes_of(rows: Sequence[LogRow]) -> dict[bool, Axis]:
    bars = {kind: [row.bar for row in rows if bool(row.practice) is kind] for kind in (True, False)}
    return {kind: shared_axis(each) for kind, each in bars.items() if each}
