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

Mail = tuple[str, str]
"""Subject and people: whether it is the same mail is the history's to say."""


class SentSince(QObject):
    """Keep that true of the rows in the memory; those read later bring it along."""

    def __init__(
        self, models: Sequence[LogModel], records: Records, tasks: Tasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._records = records
        self._tasks = tasks
        self._taken: set[Mail] = set()
        self._failed: dict[Mail, set[AttemptId]] = {}
        """Of this window's sends: a hundred thousand rows of a bulk send are not looked through."""
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._look)

    def note(self, rows: Iterable[LogRow]) -> None:
        """Take the rows of sends that have just ended."""
        for row in rows:
            if row.result.tone is Tone.GOOD:
                self._taken.add(_mail(row))
            else:
                self._failed.setdefault(_mail(row), set()).add(row.attempt_id)
        if self._taken and not self._soon.isActive():
            self._soon.start()

    def _look(self) -> None:
        self._tasks.start("sent since", self._ask(), if_running="ignore")

    async def _ask(self) -> None:
        while self._taken:
            taken, self._taken = self._taken, set()
            rows = itertools.chain.from_iterable(each.read_history() for each in self._models)
            failed = {row.attempt_id for row in rows if _is_open(row) and _mail(row) in taken}
            failed.update(*(self._failed.get(mail, ()) for mail in taken))
            if failed and (found := await self._records.sent_since(failed)):
                self._mark(found)

    def _mark(self, ids: Set[AttemptId]) -> None:
        for failed in self._failed.values():
            failed -= ids
        for model in self._models:
            found = [row for row in model.read_results() if row.attempt_id in ids]
            model.replace(replace(row, is_sent_since=True) for row in found)


def _mail(row: LogRow) -> Mail:
    return row.subject, row.first


def _is_open(row: LogRow) -> bool:
    return not row.is_sent_since and row.result.tone is not Tone.GOOD
