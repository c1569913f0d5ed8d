"""The part "Another computer": lines to run there, and what they print judged as a run here."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sgdesk.ui.diagnose.outcome import OutcomePart
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.surface import GUTTER_PX


class AnotherPart(QWidget):
    """Give the lines, and take what they printed."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("diagnose-another")
        self.notice = Notice("another-notice", buttons_beside=True, closes=True)
        self.outcome = OutcomePart(theme, icons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GUTTER_PX)
        whole.addWidget(self.notice)
        whole.addWidget(self.outcome, 1)

    def focus_first(self) -> None:
        """Put the keyboard where the work begins."""
        self.outcome.verdict.focus_first()
