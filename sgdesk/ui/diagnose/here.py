"""The part "This computer": every way to SendGrid tested from here, the verdict first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sgdesk.diagnose.observation import Observation
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.present.diagnosis import Row
from sgdesk.present.diagnosis_run import (
    CHOOSE_WORDS,
    EMPTY_WORDS,
    HEALTHY_WORDS,
    NOT_REACHED_WORDS,
    PRACTICE_WORDS,
    WAITING_WORDS,
)
from sgdesk.present.evidence import Evidence
from sgdesk.ui.diagnose.evidence import EvidencePane
from sgdesk.ui.diagnose.findings import FindingsList
from sgdesk.ui.diagnose.matrix import MatrixTable, Place
from sgdesk.ui.diagnose.verdict import VerdictCard
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.surface import GUTTER_PX, button, card, column

FOUND, SEEN = "found", "seen"
_LOW_PX = 560
_SENTENCE_PX = 420


class HerePart(QWidget):
    """Show a run: nothing yet, going on, or what it came to.

    Signals: those of `verdict`, `matrix` and `findings`; `start_requested()`, for the servers of
    the chosen account; `sendgrid_requested()`, for SendGrid's own; `seen_wanted()`, when the
    evidence is to be filled in.
    """

    start_requested = Signal()
    sendgrid_requested = Signal()
    seen_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("diagnose-here")
        self.notice = Notice("diagnose-notice", buttons_beside=True, closes=True)
        self.verdict = VerdictCard(icons)
        self.matrix = MatrixTable(theme, icons)
        self.findings = FindingsList(icons)
        self.evidence = EvidencePane(icons)
        self.start = button(
            "Start", name="diagnose-start", why="Test every way now (F5)", kind="primary"
        )
        self.start.clicked.connect(self.start_requested)
        self._sendgrid = button(
            "Test SendGrid",
            name="diagnose-start-sendgrid",
            why="Test the ways to SendGrid's own servers; no key is used and nothing is sent",
        )
        self._sendgrid.clicked.connect(self.sendgrid_requested)
        self._empty = EmptyState(
            "diagnose-empty",
            "stethoscope",
            EMPTY_WORDS,
            icons,
            self.start,
            self._sendgrid,
            width_px=_SENTENCE_PX,
        )
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
        self.tabs.chosen.connect(self.show_tab)
        self._pages = QStackedWidget()
        self._lower = QStackedWidget()
        self._lay_out()
        self.show_practice(is_chosen=False)
        self.forget_evidence()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was run yet."""
        return self._pages.currentIndex() == 0

    @property
    def tab(self) -> str:
        """Give the tab in front."""
        return self.tabs.current

    def show_practice(self, *, is_chosen: bool) -> None:
        """Say before the first run whose servers it tests."""
        self._empty.set_text(PRACTICE_WORDS if is_chosen else EMPTY_WORDS)
        self._sendgrid.setVisible(is_chosen)

    def show_running(self, words: str, tested: str, rows: Sequence[Row]) -> None:
        """Begin to show a run."""
        self.notice.clear()
        self._pages.setCurrentIndex(1)
        self.verdict.show_running(words, tested)
        self.matrix.begin(rows)
        self.findings.say(WAITING_WORDS)
        self.forget_evidence()
        self.show_tab(FOUND)

    def show_findings(self, diagnosis: Diagnosis, *, can_ask_others: bool) -> None:
        """Show what was found."""
        if diagnosis.findings:
            self.findings.show_findings(diagnosis.findings, can_ask_others=can_ask_others)
        else:
            self.findings.say(HEALTHY_WORDS)
        count = len(diagnosis.findings)
        self.tabs.set_text(FOUND, f"What was found ({count})" if count else "What was found")

    def show_seen(self, of: str, seen: Sequence[Evidence]) -> None:
        """Show what was seen at a cell."""
        self.evidence.show_evidence(of, seen, NOT_REACHED_WORDS)

    def forget_evidence(self) -> None:
        """Show nothing of a cell: none was chosen, or it was another run's."""
        self.tabs.set_text(FOUND, "What was found")
        self.evidence.show_evidence("", (), CHOOSE_WORDS)

    def show_tab(self, tab: str) -> None:
        """Bring a tab to the front."""
        self.tabs.choose(tab)
        self._lower.setCurrentIndex((FOUND, SEEN).index(tab))
        if tab == SEEN:
            self.seen_wanted.emit()

    def focus_first(self) -> None:
        """Put the keyboard where the work begins."""
        if self.is_empty:
            self.start.setFocus()
        else:
            self.verdict.focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Take lower rows in a low window: what was found needs the room."""
        super().resizeEvent(event)
        self.matrix.set_low(low=self.height() < _LOW_PX)

    def _lay_out(self) -> None:
        table = card("diagnose-matrix-card", "Ways and steps")
        table.setLayout(column(self.matrix, margins=(3, 1, 3, 1)))
        self.below = lower = card("diagnose-lower", "What was found and seen")
        self._lower.addWidget(self.findings)
        self._lower.addWidget(self.evidence)
        # Rather than the last way, what was found gives way in a low window: it scrolls.
        self._lower.setMinimumHeight(1)
        lower.setLayout(column(self.tabs, self._lower, margins=(1, 1, 1, 1), spacing=0))
        result = QWidget()
        whole = column(self.verdict, table, spacing=GUTTER_PX)
        whole.addWidget(lower, 1)
        result.setLayout(whole)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(result)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GUTTER_PX, GUTTER_PX, GUTTER_PX, GUTTER_PX)
        outer.setSpacing(GUTTER_PX)
        outer.addWidget(self.notice)
        outer.addWidget(self._pages, 1)


def found_at(
    matrix: MatrixTable, place: Place | None, observations: Sequence[Observation]
) -> tuple[Observation, ...]:
    """Give the observations behind a cell, in the order in which they were made."""
    cell = matrix.cell_at(place) if place is not None else None
    wanted = set(cell.evidence) if cell is not None else set()
    return tuple(o for o in observations if o.id in wanted)
