"""What a test came to, wherever it was made: the verdict, the matrix, what was found and seen."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from sgdesk.diagnose.finding import Finding
from sgdesk.diagnose.observation import Observation
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.present.diagnosis import Row, matrix
from sgdesk.present.diagnosis_run import (
    CHOOSE_WORDS,
    HEALTHY_WORDS,
    NOT_REACHED_WORDS,
    STOPPED_FOUND,
    WAITING_WORDS,
    NextStep,
    VerdictWords,
)
from sgdesk.present.evidence import evidence
from sgdesk.present.words import Tone
from sgdesk.ui.diagnose.evidence import EvidencePane
from sgdesk.ui.diagnose.findings import FindingsList
from sgdesk.ui.diagnose.matrix import MatrixTable, Place
from sgdesk.ui.diagnose.verdict import VerdictCard
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.surface import GUTTER_PX, card, column

FOUND, SEEN = "found", "seen"
_LOW_PX = 560


class OutcomePart(QWidget):
    """Show it; each cell and each finding opens what was seen there.

    Signals: those of `verdict` and `findings`.
    """

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.verdict = VerdictCard(icons)
        self.matrix = MatrixTable(theme, icons)
        self.findings = FindingsList(icons)
        self.evidence = EvidencePane(icons)
        self.tabs = ChoiceRow(
            "diagnose-tabs",
            "Part of the diagnosis",
            (
                Choice(id=FOUND, text="What was found", why="Causes, and what to do about them"),
                Choice(id=SEEN, text="What was seen", why="Bytes, certificate, error name, time"),
            ),
            icons,
            look="tabs",
        )
        self._lower = QStackedWidget()
        self._count = 0
        """Of findings."""
        self._first: Finding | None = None
        """The one that leads."""
        self._wrong: Place | None = None
        """The first cell that went wrong."""
        self._observations: list[Observation] = []
        self._seen_at: datetime | None = None
        """When it was tested: certificates run out against that."""
        self._lay_out()
        self.tabs.chosen.connect(self.show_tab)
        self.matrix.cell_opened.connect(self.open_cell)
        self.matrix.cell_chosen.connect(self._follow_cell)
        self.findings.evidence_requested.connect(self._show_behind)
        self.verdict.why_requested.connect(self._go_to_why)
        self._forget_evidence()

    @property
    def tab(self) -> str:
        """Give the tab in front."""
        return self.tabs.current

    def show_running(self, words: str, tested: str, rows: Sequence[Row]) -> None:
        """Begin to show a run."""
        self._observations = []
        self.verdict.show_running(words, tested)
        self.matrix.begin(rows)
        self.findings.say(WAITING_WORDS)
        self._forget_evidence()
        self.show_tab(FOUND)

    def show_so_far(
        self, rows: Sequence[Row], observations: Sequence[Observation], now: datetime
    ) -> None:
        """Fill the rows with what was seen until now."""
        self._observations, self._seen_at = list(observations), now
        self.matrix.show_rows(rows)
        if self.tab == SEEN:
            self._fill_seen()

    def show_ended(self, words: str, step: NextStep, rows: Sequence[Row]) -> None:
        """Say that a run has ended without a verdict."""
        self.verdict.show_ended(words, step)
        self.matrix.show_rows(rows)
        self.findings.say(STOPPED_FOUND)

    def show_result(
        self,
        diagnosis: Diagnosis,
        words: VerdictWords,
        tested_at: datetime,
        *,
        can_ask_others: bool,
    ) -> None:
        """Show what a test came to, and the first of its cells that went wrong."""
        self._observations, self._seen_at = list(diagnosis.observations), tested_at
        rows = matrix(diagnosis)
        self.matrix.show_rows(rows)
        if diagnosis.findings:
            self.findings.show_findings(diagnosis.findings, can_ask_others=can_ask_others)
        else:
            self.findings.say(HEALTHY_WORDS)
        self.verdict.show_verdict(words)
        self._count = len(diagnosis.findings)
        self._first = next(iter(diagnosis.findings), None)
        self._say_count()
        self._wrong = next(_wrong_places(rows), None)
        if self.tab == SEEN:
            self._fill_seen()

    def show_tab(self, tab: str) -> None:
        """Bring a tab to the front."""
        self.tabs.choose(tab)
        self._lower.setCurrentIndex((FOUND, SEEN).index(tab))
        if tab == SEEN:
            if self.matrix.place is None and self._wrong is not None:
                self.matrix.choose(self._wrong)
            self._fill_seen()

    def open_cell(self) -> None:
        """Show what was seen at the cell that the keyboard is at."""
        self.show_tab(SEEN)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Take lower rows in a low window: what was found needs the room."""
        super().resizeEvent(event)
        self.matrix.set_low(low=self.height() < _LOW_PX)

    def _follow_cell(self) -> None:
        if self.tab == SEEN:
            self._fill_seen()

    def _fill_seen(self) -> None:
        place = self.matrix.place
        if place is None or self._seen_at is None:
            self._show_no_cell()
            return
        cell = self.matrix.cell_at(place)
        wanted = set(cell.evidence) if cell is not None else set()
        found = [o for o in self._observations if o.id in wanted]
        shown = evidence(found, self._seen_at)
        self.evidence.show_evidence(self.matrix.title_of(place), shown, NOT_REACHED_WORDS)

    def _show_behind(self, finding: Finding) -> None:
        """Show what a finding follows from."""
        assert self._seen_at is not None
        behind = set(finding.evidence)
        found = [o for o in self._observations if o.id in behind]
        if (place := self.matrix.place_of(behind)) is not None:
            self.matrix.choose(place)
        self.show_tab(SEEN)
        self.evidence.show_evidence(finding.title, evidence(found, self._seen_at))
        self.evidence.setFocus()

    def _go_to_why(self) -> None:
        """Go from the verdict to its reason: what was seen, or what was found if that is shown."""
        if self.tab == FOUND and self._first is not None:
            self._show_behind(self._first)
        else:
            self.show_tab(FOUND)
            self.findings.focus_first()

    def _forget_evidence(self) -> None:
        """Show nothing of a cell: none was chosen, or it was another run's."""
        self._count, self._first, self._wrong = 0, None, None
        self._say_count()
        self._show_no_cell()

    def _show_no_cell(self) -> None:
        self.evidence.show_evidence("", (), CHOOSE_WORDS)

    def _say_count(self) -> None:
        count = f" ({self._count})" if self._count else ""
        self.tabs.set_text(FOUND, f"What was found{count}")

    def _lay_out(self) -> None:
        table = card("diagnose-matrix-card", "Ways and steps")
        table.setLayout(column(self.matrix, margins=(3, 1, 3, 1)))
        self.below = lower = card("diagnose-lower", "What was found and seen")
        self._lower.addWidget(self.findings)
        self._lower.addWidget(self.evidence)
        # Rather than the last way, what was found gives way in a low window: it scrolls.
        self._lower.setMinimumHeight(1)
        lower.setLayout(column(self.tabs, self._lower, margins=(1, 1, 1, 1), spacing=0))
        whole = column(self.verdict, table, spacing=GUTTER_PX)
        whole.addWidget(lower, 1)
        self.setLayout(whole)


def _wrong_places(rows: Sequence[Row]) -> Iterator[Place]:
    return (
        Place(row=at, step=step)
        for at, row in enumerate(rows)
        for step, cell in enumerate(row.cells)
        if cell.tone is Tone.BAD
    )
