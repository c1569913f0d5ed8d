"""Lines of the mail's head: who sees whom, what is there twice, what is still being read."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QRadioButton, QWidget

from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.icon_label import IconLabel
from sgdesk.ui.widgets.surface import button, label, row
from sgdesk.ui.widgets.tab_order import tab_to_chosen

FROM_TWO_ON = "From two people on, choose here whether they see each other."
ONE_FOR_ALL = "With Cc or Bcc it is one mail for all."
WHO_SEES = "They see the To and Cc addresses."
COPIES_PX = 26
LABELS_PX = 62
"""The column of names before the fields, as wide as the longest of More."""
LABEL_GAP_PX = 10


class CopiesChoice(QWidget):
    """One mail each, or one mail that all see.

    It has its place before it is a choice, so that nothing moves under who types addresses.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("copies")
        self.each = QRadioButton("One mail each")
        self.each.setObjectName("copies-each")
        self.each.setToolTip("Everyone gets a mail of their own and sees nobody else")
        self.together = QRadioButton("One mail, all see each other")
        self.together.setObjectName("copies-together")
        self.together.setToolTip("Everyone gets the same mail with all the addresses in it")
        for choice in (self.each, self.together):
            choice.setAccessibleName(choice.text())
            choice.setAccessibleDescription(choice.toolTip())
        self.each.setChecked(True)
        self.each.toggled.connect(self._fit_tab)
        self._fit_tab()
        self._chosen_each = True
        self._note = ElidedLabel("hint")
        whole = row(self.each, self.together, self._note, spacing=10)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.setFixedHeight(COPIES_PX)
        self.offer(shown=False, forced=False)

    @property
    def wants_each(self) -> bool:
        """Give what the user chose, also while Cc or Bcc decide otherwise."""
        return self.each.isChecked() if self.each.isEnabled() else self._chosen_each

    def choose(self, *, each: bool) -> None:
        """Take the choice of another mail."""
        self._chosen_each = each
        if self.each.isEnabled():
            (self.each if each else self.together).setChecked(True)

    def offer(self, *, shown: bool, forced: bool) -> None:
        """Show the choice; with Cc or Bcc it is settled and says why, and comes back after."""
        for choice in (self.each, self.together):
            choice.setVisible(shown)
        if forced:
            # Beside the choice there is room for the first sentence alone.
            words = ONE_FOR_ALL if shown else f"{ONE_FOR_ALL} {WHO_SEES}"
        else:
            words = "" if shown else FROM_TWO_ON
        self._note.show_text(words)
        self._note.setToolTip(WHO_SEES if forced else "")
        was_forced = not self.each.isEnabled()
        if forced == was_forced:
            return
        # First, because choosing asks for this once more.
        self.each.setEnabled(not forced)
        if forced:
            self._chosen_each = self.each.isChecked()
            self.together.setChecked(True)
        else:
            self.each.setChecked(self._chosen_each)

    def _fit_tab(self) -> None:
        tab_to_chosen((self.each, self.together))


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

    def show_words(self, words: str, fix: str) -> None:
        """Say it; no words hide the line."""
        self._words.show_text(words)
        if fix:
            self.remove.setText(fix)
            self.remove.setAccessibleName(fix)
        self.setVisible(bool(words))

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

    def show_words(self, words: str, *, can_cancel: bool) -> None:
        """Say what is being read; no words hide the line."""
        self._words.setText(words)
        self.cancel.setVisible(can_cancel)
        self.setVisible(bool(words))

    def _report(self) -> None:
        self.cancel_wanted.emit()


def error_label() -> QLabel:
    """Give the line under a field that says what is wrong with it."""
    words = label("", "error")
    words.setWordWrap(True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    words.hide()
    return words
