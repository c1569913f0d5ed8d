"""Say at a row that its mail was sent since, soon after the later send has ended."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from itertools import chain, islice

from PySide6.QtCore import QObject, QTimer

from sgdesk.delivery import AttemptId
from sgdesk.present.log import LogRow
from sgdesk.present.words import MARKED, Tone
from sgdesk.ui.log.model import LogModel
from sgdesk.ui.log.records import Records
from sgdesk.ui.tasks import Tasks

SOON_MS = 300
"""In a bulk send many end in that time, and are looked at together."""

MOST_ASKED = 1_000
"""The newest: in a bulk send more of one subject may fail than can be looked at each time."""
MOST_KEPT = 10 * MOST_ASKED
"""Of this window's failures, the newest: a window may be open for weeks."""


class SentSince(QObject):
    """Keep that true of the rows in the memory; those read later bring it along."""

    def __init__(
        self, models: Sequence[LogModel], records: Records, tasks: Tasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._records = records
        self._tasks = tasks
        self._taken: set[str] = set()
        """Subjects: whether it is the same mail, and went to the same people, the history says."""
        self.kept: dict[AttemptId, str] = {}
        """Subjects of this window's: a hundred thousand rows of a bulk send are not read."""
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._look)

    def note(self, rows: Iterable[LogRow]) -> None:
        """Take the rows of sends that have just ended."""
        for row in rows:
            if row.result.tone is not Tone.GOOD:
                self.kept[row.attempt_id] = row.subject
            # What was partly accepted, too, and what its sender says was sent.
            if row.result.tone in (Tone.GOOD, Tone.WARN) or row.result == MARKED["sent"]:
                self._taken.add(row.subject)
        for oldest in [*islice(self.kept, max(0, len(self.kept) - MOST_KEPT))]:
            del self.kept[oldest]
        if self._taken and not self._soon.isActive():
            self._soon.start()

    def _look(self) -> None:
        self._tasks.start("sent since", self._ask(), if_running="ignore")

    async def _ask(self) -> None:
        while self._taken:
            taken, self._taken = self._taken, set()
            rows = chain.from_iterable(each.read_history() for each in self._models)
            failed = [each for each, subject in self.kept.items() if subject in taken]
            asked = {*failed[-MOST_ASKED:]}
            listed = (row.attempt_id for row in rows if _is_open(row) and row.subject in taken)
            asked.update(islice(listed, MOST_ASKED))
            if asked and (found := await self._records.sent_since(asked)):
                self._mark(found)

    def _mark(self, ids: Set[AttemptId]) -> None:
        for each in ids & self.kept.keys():
            del self.kept[each]
        for model in self._models:
            found = [row for row in model.read_results() if row.attempt_id in ids]
            model.replace(replace(row, is_sent_since=True) for row in found)


def _is_open(row: LogRow) -> bool:
    return not row.is_sent_since and row.result.tone is not Tone.GOOD
