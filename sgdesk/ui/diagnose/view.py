"""The Diagnose view."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sgdesk.ui.diagnose.here import HerePart
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme


class DiagnoseView(QWidget):
    """Find out why mail does not go out."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("view")
        self.here = HerePart(theme, icons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.here)

    def focus_first(self) -> None:
        """Put the keyboard where the work begins."""
        self.here.focus_first()
