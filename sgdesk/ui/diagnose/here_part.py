"""The part "This computer": every way to SendGrid tested from here, the verdict first."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sgdesk.present.diagnosis_run import EMPTY_WORDS, PRACTICE_WORDS
from sgdesk.ui.diagnose.outcome import OutcomePart
from sgdesk.ui.diagnose.report_sheet import ReportSheet
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.surface import GUTTER_PX, button

_SENTENCE_PX = 420


class HerePart(QWidget):
    """Show a run: nothing yet, going on, or what it came to.

    Signals: those of `outcome`; `start_requested()`, for the servers of the chosen account;
    `sendgrid_requested()`, for SendGrid's own.
    """

    start_requested = Signal()
    sendgrid_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("diagnose-here")
        self._icons = icons
        self.notice = Notice("diagnose-notice", buttons_beside=True, closes=True)
        self.outcome = OutcomePart(theme, icons)
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
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.outcome)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GUTTER_PX)
        outer.addWidget(self.notice)
        outer.addWidget(self._pages, 1)
        self.show_practice(is_chosen=False)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was run yet."""
        return self._pages.currentIndex() == 0

    def show_practice(self, *, is_chosen: bool) -> None:
        """Say before the first run whose servers it tests."""
        self._empty.set_text(PRACTICE_WORDS if is_chosen else EMPTY_WORDS)
        self._sendgrid.setVisible(is_chosen)

    def show_outcome(self) -> None:
        """Bring a run to the front, in place of the words that stand here before the first."""
        self.notice.clear()
        self._pages.setCurrentIndex(1)

    def report_sheet(self, texts: Mapping[str, str]) -> ReportSheet:
        """Give the sheet that shows what a report will hold."""
        return ReportSheet(self.window(), texts, self._icons)

    def focus_first(self) -> None:
        """Put the keyboard where the work begins."""
        if self.is_empty:
            self.start.setFocus()
        else:
            self.outcome.verdict.focus_first()
