"""What a pasted list held, and what can be done about those of it that cannot be read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.flow import FlowLayout
from sgdesk.ui.widgets.surface import button, label, restyle


class ListLine(QWidget):
    """Say it in one line under the field, however many are wrong.

    Signals: `correct_wanted()`, the first wrong one is to be edited; `wrong_wanted()`, all of
    them are to be listed; `keep_wanted()`, they are to go.
    """

    correct_wanted = Signal()
    wrong_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self, place: str) -> None:
        super().__init__()
        self.setObjectName(f"{place}-list")
        self._words = label("", "hint")
        self._acts = (
            button(
                "Keep the good ones",
                name=f"{place}-keep-good",
                why="Take out those that cannot be read; Ctrl+Z brings them back",
                kind="link",
            ),
            button(
                "Correct the first",
                name=f"{place}-correct",
                why="Turn the first one that cannot be read back to text, to correct it",
                kind="link",
            ),
            button(
                "Show them",
                name=f"{place}-show-wrong",
                why="List those that cannot be read, each with what is wrong with it",
                kind="link",
            ),
        )
        # In line with the words of the buttons.
        self._words.setContentsMargins(0, 3, 0, 3)
        flow = FlowLayout(spacing=2)
        flow.addWidget(self._words)
        wanted = (self.keep_wanted, self.correct_wanted, self.wrong_wanted)
        for act, signal in zip(self._acts, wanted, strict=True):
            act.clicked.connect(signal)
            flow.addWidget(act)
        self.setLayout(flow)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_words(self, words: str, *, has_wrong: bool) -> None:
        """Say it, with the buttons where some are wrong; no words hide the line."""
        if words != self._words.text():
            self._words.setText(words)
            announce(self, words)
        restyle(self._words, "role", "error" if has_wrong else "hint")
        for act in self._acts:
            act.setVisible(has_wrong)
        self.setVisible(bool(words))
        self.updateGeometry()

    @property
    def buttons(self) -> tuple[QWidget, ...]:
        """Give what Tab goes through."""
        return self._acts
