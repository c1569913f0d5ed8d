"""What became of the mail that was just sent, where the eyes are."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.surface import button, paragraph, restyle, row


class DoneLine(QWidget):
    """Say it in plain words until something else is typed.

    Signals: `results_wanted()`; `stop_told(bool)`, whether it says why nothing was sent.
    """

    results_wanted = Signal()
    stop_told = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("done-line")
        self._words = paragraph("", "hint")
        see = button(
            "See Results",
            name="done-results",
            why="The mail, who got it, each step with its time, and the answer",
            kind="link",
        )
        see.clicked.connect(self.results_wanted)
        self._see = see
        line = row(self._words, see, spacing=6)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()

    def show_words(self, words: str, *, has_result: bool = True) -> None:
        """Say it; no words hide the line."""
        self._words.setText(words)
        restyle(self._words, "role", "hint" if has_result else "warning")
        self._see.setVisible(has_result)
        self.setVisible(bool(words))
        announce(self, words)
        self.stop_told.emit(bool(words) and not has_result)
