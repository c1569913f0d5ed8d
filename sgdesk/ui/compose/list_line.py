"""What a pasted list held, and what can be done about those of it that cannot be read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.surface import button, restyle, row


class ListLine(QWidget):
    """Say it in one line, however many are wrong.

    Signals: `join_wanted()`, names that a comma cut in two are to be one each;
    `correct_wanted()`, the wrong one is to be edited; `wrong_wanted()`, all of them are to be
    listed; `keep_wanted()`, they are to go.
    """

    join_wanted = Signal()
    correct_wanted = Signal()
    wrong_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self, place: str) -> None:
        super().__init__()
        self.setObjectName(f"{place}-list")
        self._words = ElidedLabel("hint")
        self.gives_way = False
        """Whether something else may be said in its place."""
        self._join = button(
            "Make it one name",
            name=f"{place}-join",
            why="Put together what a comma in a name has cut; Ctrl+Z takes it back",
            kind="link",
        )
        self._correct = button(
            "Correct it",
            name=f"{place}-correct",
            why="Turn the one that cannot be read back to text, to correct it",
            kind="link",
        )
        self._show = button(
            "Correct…",
            name=f"{place}-show-wrong",
            why="List those that cannot be read, each with what is wrong with it, to correct them",
            kind="link",
        )
        self._keep = button(
            "Remove",
            name=f"{place}-keep-good",
            why="Remove those that cannot be read; Ctrl+Z brings them back",
            kind="link",
        )
        self._join.clicked.connect(self.join_wanted)
        self._correct.clicked.connect(self.correct_wanted)
        self._show.clicked.connect(self.wrong_wanted)
        self._keep.clicked.connect(self.keep_wanted)
        self.setLayout(row(self._words, *self.buttons, None, spacing=2))
        self.hide()

    @property
    def words(self) -> str:
        """Give what it says; nothing for a line that is not to be seen."""
        return self._words.text()

    def show_words(
        self, words: str, *shorter: str, wrong: int, cut: int = 0, gives_way: bool = False
    ) -> None:
        """Say it, with the buttons for as many as are wrong, beside `cut` names."""
        self.gives_way = gives_way
        is_new = words != self._words.text()
        self._words.show_text(words, *shorter)
        if is_new:
            announce(self, words)
        restyle(self._words, "role", "error" if wrong or cut else "hint")
        self._join.setText("Make it one name" if cut == 1 and not wrong else "Join the names")
        self._join.setAccessibleName(self._join.text())
        self._join.setVisible(cut > 0)
        self._correct.setVisible(wrong == 1)
        self._show.setVisible(wrong > 1)
        self._keep.setVisible(wrong > 1 and not cut)

    @property
    def buttons(self) -> tuple[QWidget, ...]:
        """Give what Tab goes through."""
        return (self._join, self._correct, self._show, self._keep)
