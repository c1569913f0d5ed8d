"""The part "Open a report": what somebody else's sgdesk has seen, to look at only."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sgdesk.ui.diagnose.outcome import OutcomePart
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.surface import GUTTER_PX, button

EMPTY_REPORT = (
    "A report is what sgdesk saves after a test, without keys, addresses or mail. Open one that "
    "was sent to you: it shows what was seen there, and can be played again here."
)
_SENTENCE_PX = 420


class OpenedPart(QWidget):
    """Show a report. Signals: `file_wanted()`, to be asked for one."""

    file_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("diagnose-opened")
        self.notice = Notice("report-notice", buttons_beside=True, closes=True)
        self.outcome = OutcomePart(theme, icons)
        self.outcome.hide()
        self.open = button(
            "Open a report…", name="report-open", why="Choose the .zip file", kind="primary"
        )
        self.open.clicked.connect(self.file_wanted)
        self._empty = EmptyState(
            "report-empty", "file-text", EMPTY_REPORT, icons, self.open, width_px=_SENTENCE_PX
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GUTTER_PX)
        whole.addWidget(self.notice)
        whole.addWidget(self._empty, 1)
        whole.addWidget(self.outcome, 1)

    def focus_first(self) -> None:
        """Put the keyboard where the work begins."""
        self.open.setFocus()
