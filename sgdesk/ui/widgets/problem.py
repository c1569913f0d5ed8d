"""What went wrong with the mail at hand: title, reason, buttons, the server's own words."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from sgdesk.present.problem_words import ProblemWords
from sgdesk.present.remedies import Remedy
from sgdesk.present.words import Tone
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.remedy_row import RemedyRow
from sgdesk.ui.widgets.surface import button, column, paragraph, restyle, row


class ProblemCard(QFrame):
    """Say what went wrong where the work is; hidden while nothing is.

    Signals: `chosen(object)`, the `Remedy` that was pressed; `dismissed()`.
    """

    chosen = Signal(object)
    dismissed = Signal()

    def __init__(self, name: str, icons: Icons) -> None:
        super().__init__()
        self.setObjectName(name)
        self._title = paragraph("", "title")
        self._text = paragraph("")
        self._status = paragraph("", "hint")
        self._details = paragraph("", "hint")
        self._row = RemedyRow(f"{name}-row")
        self._row.chosen.connect(self.chosen)
        self._more = button(
            "Details", name=f"{name}-details", why="The server's own words", kind="link"
        )
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_details)
        close = button("", name=f"{name}-close", why="Put this message away (Esc)", kind="quiet")
        close.setAccessibleName("Put this message away")
        icons.put(close, "x", "muted")
        close.clicked.connect(self._dismiss)
        head = row(self._title, self._more, close, spacing=8)
        head.setStretch(0, 1)
        self.setLayout(
            column(
                head,
                self._text,
                self._status,
                self._row,
                self._details,
                spacing=4,
                margins=(12, 5, 6, 9),
            )
        )
        self._status.hide()
        self.hide()

    @property
    def text(self) -> str:
        """Give everything it says."""
        return "\n".join((self._title.text(), self._text.text(), self._details.text()))

    def show_problem(self, words: ProblemWords, remedies: Sequence[Remedy]) -> None:
        """Say it, and offer what can be done."""
        restyle(self, "notice", "bad" if words.tone is Tone.BAD else "warn")
        self.setAccessibleName(f"{words.title}. {words.text}")
        self._title.setText(words.title)
        self._text.setText(words.text)
        self._details.setText(f"The server's own words: {words.details}")
        self._more.setVisible(bool(words.details))
        self._more.setChecked(False)
        self._show_details(shown=False)
        self.show_status("")
        self._row.show_remedies(remedies, first_is_strong=True)
        self.show()

    def show_remedies(self, remedies: Sequence[Remedy]) -> None:
        """Offer other things that can be done."""
        self._row.show_remedies(remedies, first_is_strong=True)

    def show_status(self, words: str) -> None:
        """Say how an act goes, e.g. a countdown; nothing takes the line away."""
        self._status.setText(words)
        self._status.setVisible(bool(words))

    def clear(self) -> None:
        """Say nothing and take no room."""
        self.hide()

    def _show_details(self, shown: bool) -> None:  # a slot
        self._details.setVisible(shown)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
