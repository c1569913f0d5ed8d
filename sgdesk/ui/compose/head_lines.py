"""Lines of the mail's head: what is there twice, what is still being read, what was refused."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.icon_label import IconLabel
from sgdesk.ui.widgets.surface import button, label, row

LABELS_PX = 62
"""The column of names before the fields, as wide as the longest of More."""
LABEL_GAP_PX = 10


class RepeatsLine(QWidget):
    """Say that addresses are there more than once, with the button that removes them.

    Signals: `remove_wanted()`.
    """

    remove_wanted = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("repeats")
        picture = IconLabel(icons, "triangle-alert", "warn", 13)
        self._words = ElidedLabel("warning")
        self.remove = button(
            "Remove the repeats",
            name="remove-repeats",
            why="Keep the first of each; SendGrid refuses a mail that names an address twice",
            kind="link",
        )
        self.remove.clicked.connect(self._report)
        self.setLayout(row(picture, self._words, self.remove, None, spacing=6))
        self.hide()

    @property
    def words(self) -> str:
        """Give what it says; nothing for a line that is not to be seen."""
        return self._words.text()

    def show_words(self, words: str, short: str, fix: str) -> None:
        """Take what is to be said, and how where there is little room; none where nothing is."""
        self._words.show_text(words, short)
        if fix:
            self.remove.setText(fix)
            self.remove.setAccessibleName(fix)

    def _report(self) -> None:
        self.remove_wanted.emit()


class ReadingLine(QWidget):
    """Say that a long list is being read, with the button that stops it.

    Signals: `cancel_wanted()`.
    """

    cancel_wanted = Signal()

    def __init__(self, place: str) -> None:
        super().__init__()
        self.setObjectName(f"{place}-reading")
        self._words = label("", "hint")
        self.cancel = button(
            "Cancel",
            name=f"{place}-reading-cancel",
            why="Stop reading and leave the field as it was",
            kind="link",
        )
        self.cancel.clicked.connect(self._report)
        self.setLayout(row(self._words, self.cancel, None, spacing=6))
        self.hide()

    @property
    def words(self) -> str:
        """Give what it says; nothing for a line that is not to be seen."""
        return self._words.text()

    def show_words(self, words: str, *, can_cancel: bool) -> None:
        """Take what is being read; nothing once it is."""
        self._words.setText(words)
        self.cancel.setVisible(can_cancel)

    def _report(self) -> None:
        self.cancel_wanted.emit()


def error_label() -> QLabel:
    """Give the line under a field that says what is wrong with it."""
    words = label("", "error")
    words.setWordWrap(True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    words.hide()
    return words
