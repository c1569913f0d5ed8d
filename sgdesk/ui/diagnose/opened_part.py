"""The part "Open a report": what somebody else's sgdesk has seen, to look at only."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sgdesk.present.report import EMPTY_REPORT, OF_A_REPORT, OPEN_REPORT
from sgdesk.ui.diagnose.file_part import FilePart
from sgdesk.ui.diagnose.outcome import OutcomePart
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.icon_label import IconLabel
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.surface import GUTTER_PX, button, label, row

_SENTENCE_PX, _PICTURE_PX = 420, 15


class OpenedPart(FilePart):
    """Show a report.

    Signals: those of `outcome` and of `FilePart`; `replay_requested()`; `record_requested()`, to
    show again what was recorded.
    """

    replay_requested = Signal()
    record_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__("diagnose-opened")
        self.notice = Notice("report-notice", buttons_beside=True, closes=True)
        self.outcome = OutcomePart(theme, icons)
        self.first = button(
            OPEN_REPORT,
            name="report-open",
            why="Choose the .zip file; it can be dropped here, too",
            kind="primary",
        )
        self.first.clicked.connect(self.file_wanted)
        self._replay = button(
            "Replay here",
            name="report-replay",
            why="Let the local SendGrid play the servers of this report, and test those",
        )
        icons.put(self._replay, "refresh-cw")
        self._replay.clicked.connect(self.replay_requested)
        self._record = button(
            "Show the record", name="report-record", why="Show again what was recorded there"
        )
        self._record.clicked.connect(self.record_requested)
        self._another = button(
            "Open another…",
            name="report-open-another",
            why="Choose another .zip file",
            kind="quiet",
        )
        self._another.clicked.connect(self.file_wanted)
        self._pages = QStackedWidget()
        self._lay_out(icons)

    @property
    def has_report(self) -> bool:
        """Say whether one is open."""
        return self._pages.currentIndex() == 1

    def show_report(self) -> None:
        """Bring a report to the front."""
        self.notice.clear()
        self._pages.setCurrentIndex(1)

    def show_state(self, *, is_playing: bool, is_played: bool) -> None:
        """Offer what can be done now: nothing while it plays, the record once it has played."""
        self._replay.setVisible(not is_played)
        self._replay.setEnabled(not is_playing)
        self._record.setVisible(is_played)
        self._another.setEnabled(not is_playing)

    def focus_first(self) -> None:
        """Put the keyboard where the work begins."""
        first = self.first if not self.has_report else self._replay
        if first.isEnabled() and not first.isHidden():
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.outcome.verdict.focus_first()

    def _lay_out(self, icons: Icons) -> None:
        empty = EmptyState(
            "report-empty", "file-text", EMPTY_REPORT, icons, self.first, width_px=_SENTENCE_PX
        )
        mark = QWidget()
        picture = IconLabel(icons, "file-text", "warn", _PICTURE_PX)
        mark.setLayout(row(picture, label(OF_A_REPORT, "warning"), spacing=6))
        self.outcome.verdict.add_marked(mark, self._replay, self._record, self._another)
        self._pages.addWidget(empty)
        self._pages.addWidget(self.outcome)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GUTTER_PX)
        outer.addWidget(self.notice)
        outer.addWidget(self._pages, 1)
