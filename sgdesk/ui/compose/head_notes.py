"""What is to be said of the recipients, in one line that has its place before."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sgdesk.ui.compose.head_lines import ReadingLine, RepeatsLine
from sgdesk.ui.compose.list_line import ListLine
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.surface import column


class HeadNotes(QWidget):
    """Say what matters most, one thing at a time.

    Signals: `read_cancelled(str)`, `join_wanted(str)`, `keep_wanted(str)`, `wrong_wanted(str)`
    and `correct_wanted(str)`, each with the place whose line asked; `repeats_unwanted()`.
    """

    read_cancelled = Signal(str)
    join_wanted = Signal(str)
    keep_wanted = Signal(str)
    correct_wanted = Signal(str)
    wrong_wanted = Signal(str)
    repeats_unwanted = Signal()

    def __init__(self, places: Sequence[str], icons: Icons) -> None:
        super().__init__()
        self.setObjectName("head-notes")
        self._reading = {place: ReadingLine(place) for place in places}
        self._found = {place: ListLine(place) for place in places}
        self._repeats = RepeatsLine(icons)
        self._latest = places[0]
        self._hint = ElidedLabel("hint")
        lines = (*self._reading.values(), *self._found.values(), self._repeats, self._hint)
        self.setLayout(column(*lines, spacing=0))
        self._connect()

    def _connect(self) -> None:
        for place, reading in self._reading.items():
            reading.cancel_wanted.connect(partial(self.read_cancelled.emit, place))
        for place, found in self._found.items():
            found.join_wanted.connect(partial(self.join_wanted.emit, place))
            found.keep_wanted.connect(partial(self.keep_wanted.emit, place))
            found.correct_wanted.connect(partial(self.correct_wanted.emit, place))
            found.wrong_wanted.connect(partial(self.wrong_wanted.emit, place))
        self._repeats.remove_wanted.connect(self.repeats_unwanted)

    def show_reading(self, place: str, words: str, *, can_cancel: bool) -> None:
        """Say that a long list is being read; no words take it back."""
        self._reading[place].show_words(words, can_cancel=can_cancel)
        self._fit()

    def show_found(self, place: str, words: str, *shorter: str, wrong: int, cut: int = 0) -> None:
        """Say what a field holds, where there is little room in fewer words.

        Of its people `wrong` cannot be read, and `cut` were one name each.
        """
        self._found[place].show_words(words, *shorter, wrong=wrong, cut=cut)
        self._fit()

    def show_count(self, place: str, words: str) -> None:
        """Say how many were pasted, unless there is something to mend; no words take it back."""
        self._found[place].show_words(words, wrong=0, gives_way=True)
        self._fit()

    def show_repeats(self, words: str, short: str, fix: str) -> None:
        """Say who is there more than once, with the button that mends it."""
        self._repeats.show_words(words, short, fix)
        self._fit()

    def show_hint(self, words: str, why: str) -> None:
        """Say this while there is nothing else to be said."""
        self._hint.show_text(words)
        self._hint.setToolTip(why)

    def look_at(self, place: str) -> None:
        """Speak of this place first: it was edited last."""
        self._latest = place
        self._fit()

    def buttons(self) -> tuple[QWidget, ...]:
        """Give what Tab goes through, in its order."""
        found: list[QWidget] = []
        for place, reading in self._reading.items():
            found += [reading.cancel, *self._found[place].buttons]
        return (*found, self._repeats.remove)

    def _fit(self) -> None:
        """Show the one line that matters most."""
        places = sorted(self._found, key=lambda place: place != self._latest)
        found = [self._found[place] for place in places]
        in_turn: tuple[ReadingLine | ListLine | RepeatsLine, ...] = (
            *(self._reading[place] for place in places),
            *(line for line in found if not line.gives_way),
            self._repeats,
            *(line for line in found if line.gives_way),
        )
        shown = next((line for line in in_turn if line.words), None)
        for line in in_turn:
            line.setVisible(line is shown)
        self._hint.setVisible(shown is None)
