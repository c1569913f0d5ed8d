"""Say at a row that its mail was sent since, soon after the later send has ended."""

import itertools
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from sgdesk.delivery import AttemptId
from sgdesk.present.log import LogRow
from sgdesk.present.words import Tone
from sgdesk.ui.log.model import LogModel
from sgdesk.ui.log.records import Records
from sgdesk.ui.tasks import Tasks

SOON_MS = 300
"""In a bulk send many end in that time, and are looked at together."""

MOST_ASKED = 1_000
"""The newest: in a bulk send more of one subject may fail than can be looked at each time."""


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
        self._failed: dict[str, dict[AttemptId, None]] = {}
        """Of this window's sends: a hundred thousand rows of a bulk send are not looked through."""
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._look)

    def note(self, rows: Iterable[LogRow]) -> None:
        """Take the rows of sends that have just ended."""
        for row in rows:
            if row.result.tone is not Tone.GOOD:
                self._failed.setdefault(row.subject, {})[row.attempt_id] = None
            # What was partly accepted, too.
            if row.result.tone is Tone.GOOD or row.result.tone is Tone.WARN:
                self._taken.add(row.subject)
        if self._taken and not self._soon.isActive():
            self._soon.start()

    def _look(self) -> None:
        self._tasks.start("sent since", self._ask(), if_running="ignore")

    async def _ask(self) -> None:
        while self._taken:
            taken, self._taken = self._taken, set()
            rows = itertools.chain.from_iterable(each.read_history() for each in self._models)
            failed = [each for subject in taken for each in self._failed.get(subject, ())]
            asked = {*failed[-MOST_ASKED:]}
            listed = (row.attempt_id for row in rows if _is_open(row) and row.subject in taken)
            asked.update(itertools.islice(listed, MOST_ASKED))
            if asked and (found := await self._records.sent_since(asked)):
                self._mark(found)

    def _mark(self, ids: Set[AttemptId]) -> None:
        for failed in self._failed.values():
            for each in ids & failed.keys():
                del failed[each]
        for model in self._models:
            found = [row for row in model.read_results() if row.attempt_id in ids]
            model.replace(replace(row, is_sent_since=True) for row in found)


def _is_open(row: LogRow) -> bool:
    return not row.is_sent_since and row.result.tone is not Tone.GOOD
