"""Open a report that somebody sent, and let the local SendGrid play what was recorded in it."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from sgdesk.clock import wall_utc
from sgdesk.diagnose.observation import Observation
from sgdesk.diagnose.report import Report
from sgdesk.doors import play_report, read_report, replay
from sgdesk.errors import InputError, SgdeskError
from sgdesk.present.diagnosis import CERTAINTY_WORDS
from sgdesk.present.diagnosis_run import (
    replaying_words,
    rows_so_far,
    verdict_elsewhere,
)
from sgdesk.present.report import (
    recorded_words,
    replayed_words,
    summary_text,
    tested_words,
)
from sgdesk.ui.bridge import Batch, Bridge, StepSeen
from sgdesk.ui.diagnose.files import ask_for_file
from sgdesk.ui.diagnose.opened_part import OpenedPart
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.window import MainWindow

_OPEN, _PLAY = "report-open", "report-replay"
_TICK_MS = 250
_RUN = -1
"""By what number the steps of a replay are told from those of a run here."""


class OpenedDesk(QObject):
    """Let the part and the file meet."""

    def __init__(
        self,
        window: MainWindow,
        part: OpenedPart,
        session: Session,
        tasks: Tasks,
        bridge: Bridge,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._part = part
        self._session = session
        self._tasks = tasks
        self._bridge = bridge
        self._report: Report | None = None
        self._path = Path()
        self._said = ""
        """What a replay came to, while that is shown."""
        self._seen: list[Observation] = []
        self._since = QElapsedTimer()
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._tick)
        bridge.drained.connect(self._take)
        part.file_wanted.connect(self.ask)
        part.file_dropped.connect(self.open_file)
        part.replay_requested.connect(self.replay)
        part.record_requested.connect(self._show_record)
        part.outcome.verdict.stop_requested.connect(self.stop)
        part.outcome.verdict.copy_requested.connect(self.copy_summary)

    def ask(self) -> None:
        """Ask for a file."""
        ask_for_file(
            self._window,
            "choose-report",
            "Open a report",
            self.open_file,
            filter_="Report (*.zip);;All files (*)",
        )

    def open_file(self, path: str) -> None:
        """Show a report in place of the one that is open."""
        self.stop()
        self._tasks.start(_OPEN, self._open(Path(path)), if_running="replace")

    def replay(self) -> None:
        """Test what is played of the report, as if it were real."""
        if self._report is not None:
            work = self._play(self._report, self._path)
            self._tasks.start(_PLAY, work, if_running="ignore")

    def stop(self) -> bool:
        """Stop playing, and show the record again; say whether anything was played."""
        if not self._clock.isActive():
            return False
        self._clock.stop()
        self._tasks.cancel(_PLAY)
        self._show_record()
        return True

    def copy_summary(self) -> bool:
        """Copy the text of the report for a ticket; say whether there is one."""
        if self._report is None or self._clock.isActive():
            return False
        about = " ".join(filter(None, (self._said, recorded_words(self._report))))
        self._part.outcome.verdict.copy.take(summary_text(self._report, tested=about))
        return True

    async def _open(self, path: Path) -> None:
        try:
            report = await asyncio.to_thread(read_report, path)
        except InputError as error:
            # The one that is open stays.
            self._part.notice.say("bad", error.happened, error.more)
            return
        self._report, self._path = report, path
        self._part.show_report()
        self._show_record()
        self._part.focus_first()
        verdict = report.diagnosis.verdict
        announce(self._part, f"{verdict.headline} {CERTAINTY_WORDS[verdict.certainty]}.")

    def _show_record(self) -> None:
        report = self._report
        if report is None:
            return
        self._part.notice.clear()
        self._said = ""
        found = report.diagnosis
        self._part.show_state(is_playing=False, is_played=False)
        self._part.outcome.show_result(
            found,
            verdict_elsewhere(found, _about(report)),
            report.made_at,
            can_ask_others=False,
        )

    async def _play(self, report: Report, path: Path) -> None:
        self._seen = []
        self._part.notice.clear()
        words, rows = replaying_words(0, report.max_seconds), rows_so_far(report.targets, ())
        self._part.outcome.show_running(words, _about(report), rows)
        # Before its button cannot be pressed: Qt would take the keyboard out of the part.
        self._part.outcome.verdict.focus_first()
        self._part.show_state(is_playing=True, is_played=False)
        self._since.start()
        self._clock.start()
        announce(self._part, words)

        def tell(observation: Observation) -> None:
            self._bridge.take(StepSeen(run=_RUN, observation=observation))

        try:
            async with await play_report(path) as player:
                again = await self._session.run(replay(report, player.info, tell))
        except Exception as error:
            self._clock.stop()
            self._show_record()
            if not isinstance(error, SgdeskError):
                raise
            self._part.notice.say("bad", error.happened, error.more)
            return
        if self._report is not report or not self._clock.isActive():
            return
        self._clock.stop()
        said = self._said = " ".join(replayed_words(again))
        self._part.show_state(is_playing=False, is_played=True)
        self._part.outcome.show_result(
            again.diagnosis,
            verdict_elsewhere(again.diagnosis, f"{said} {_about(report)}"),
            wall_utc(),
            can_ask_others=False,
        )
        announce(self._part, said)

    def _tick(self) -> None:
        if self._report is not None:
            passed_s = self._since.elapsed() / 1000
            words = replaying_words(passed_s, self._report.max_seconds)
            self._part.outcome.verdict.retitle(words)

    def _take(self, batch: Batch) -> None:
        came = [each.observation for each in batch.seen if each.run == _RUN]
        if came and self._report is not None and self._clock.isActive():
            self._seen += came
            rows = rows_so_far(self._report.targets, self._seen)
            self._part.outcome.show_so_far(rows, self._seen, wall_utc())


def _about(report: Report) -> str:
    return f"{recorded_words(report)} {tested_words(report)}"
