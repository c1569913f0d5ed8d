"""What went wrong with the mail at hand: title, reason, buttons, the server's own words."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from sgdesk.present.problem_words import ProblemWords
from sgdesk.present.remedies import Act, Remedy
from sgdesk.present.words import Tone
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.capped import MOST_LOW_PX, MOST_PX, CappedWords
from sgdesk.ui.widgets.remedy_row import RemedyRow
from sgdesk.ui.widgets.surface import button, column, paragraph, restyle, row


class ProblemCard(QFrame):
    """Say what went wrong where the work is; hidden while nothing is.

    In a low window it takes less height.
    Signals: `chosen(object)`, the `Remedy` that was pressed; `dismissed()`; `told(bool)`,
    whether it says something now; `left()`, when it is put away with the keyboard in it.
    """

    chosen = Signal(object)
    dismissed = Signal()
    told = Signal(bool)
    left = Signal()

    def __init__(self, name: str, icons: Icons) -> None:
        super().__init__()
        self.setObjectName(name)
        # With a frame from the start, or the words move by its width the second time.
        self.setProperty("notice", "bad")
        self._is_low = False
        self._title = paragraph("", "title")
        self._text = paragraph("")
        self._details = paragraph("", "hint")
        self._words = CappedWords(
            f"{name}-words", column(self._text, self._details, None, spacing=4)
        )
        self._status = paragraph("")
        self._row = RemedyRow(f"{name}-row")
        self._row.chosen.connect(self.chosen)
        self._more = button(
            "Details",
            name=f"{name}-details",
            why="The server's own words, or what came in their place",
            kind="link",
        )
        self._more.setCheckable(True)
        self._more.toggled.connect(self._fit)
        close = button("", name=f"{name}-close", why="Put this message away (Esc)", kind="quiet")
        close.setAccessibleName("Put this message away")
        icons.put(close, "x", "muted")
        close.clicked.connect(self.dismiss)
        head = row(self._title, self._more, close, spacing=8)
        head.setStretch(0, 1)
        words = column(
            *(self._words, self._status, self._row),
            margins=(0, 0, 6, 0),
            spacing=7,
        )
        self.setLayout(column(head, words, spacing=0, margins=(12, 3, 6, 8)))
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
        self._details.setText(words.details)
        self._more.setChecked(False)
        self.show_status("")
        self._row.show_remedies(remedies, first_is_strong=True)
        self._fit()
        self.show()
        self.told.emit(True)

    def offers(self, act: Act) -> bool:
        """Say whether this can be pressed now."""
        return self._row.offers(act)

    def show_remedies(self, remedies: Sequence[Remedy]) -> None:
        """Offer other things that can be done."""
        self._row.show_remedies(remedies, first_is_strong=True)

    def show_status(self, words: str) -> None:
        """Say how an act goes, e.g. a countdown; nothing takes the line away."""
        self._status.setText(words)
        self._status.setVisible(bool(words))

    def set_low(self, low: bool) -> None:  # a slot
        """Take as little height as can be, or say the whole reason at once."""
        if low != self._is_low:
            self._is_low = low
            self._fit()

    def focus_first(self) -> None:
        """Put the keyboard on the first thing that can be done."""
        self._row.focus_first()

    def clear(self) -> None:
        """Say nothing and take no room."""
        focused = self.window().focusWidget()
        had_keyboard = focused is not None and self.isAncestorOf(focused)
        self.hide()
        self.told.emit(False)
        if had_keyboard:
            self.left.emit()

    def dismiss(self) -> None:
        """Put the message away, as its cross does."""
        self.clear()
        self.dismissed.emit()

    def _fit(self) -> None:
        is_open = self._more.isChecked()
        self._details.setVisible(is_open and bool(self._details.text()))
        self._more.setVisible(bool(self._details.text()))
        self._words.set_most(MOST_LOW_PX if self._is_low else MOST_PX)
