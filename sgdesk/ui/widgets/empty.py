"""An empty state: what will stand here, and the buttons that bring it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.surface import column, label, row

SENTENCE_PX = 320


class EmptyState(QWidget):
    """A picture, a sentence and a button or two, in the middle of the room there is."""

    def __init__(
        self,
        name: str,
        icon: str,
        text: str,
        icons: Icons,
        *actions: QPushButton,
        width_px: int = SENTENCE_PX,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._icons = icons
        self._icon = icon
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence = label(text, "muted")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setFixedWidth(width_px)
        layout = column(
            None,
            self._picture,
            row(None, self.sentence, None),
            spacing=10,
            margins=(20, 12, 20, 12),
        )
        if actions:
            layout.addSpacing(4)
            layout.addLayout(row(None, *actions, None))
        layout.addStretch(1)
        self.setLayout(layout)
        icons.changed.connect(self.tint)
        self.tint()

    def tint(self) -> None:
        """Draw the picture again, after the scheme changed."""
        self._picture.setPixmap(self._icons.pixmap(self._icon, "line_strong", 30))

    def set_text(self, text: str) -> None:
        """Say something else."""
        self.sentence.setText(text)
