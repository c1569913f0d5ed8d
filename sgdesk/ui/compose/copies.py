"""Who sees whom: the choice under To, in a line that is always there."""

from PySide6.QtWidgets import QRadioButton, QWidget

from sgdesk.ui.compose.head_notes import HeadNotes
from sgdesk.ui.widgets.surface import row
from sgdesk.ui.widgets.tab_order import tab_to_chosen

FROM_TWO_ON = "With two or more people, choose here whether they see each other."
ONE_FOR_ALL = "With Cc or Bcc it is one mail for all."
WHO_SEES = "They see the To and Cc addresses."
TOGETHER = "One mail, all see each other"
SETTLED = "One mail for all, because of Cc or Bcc"
"""What it says where nothing is left to choose."""
COPIES_PX = 26


class CopiesChoice(QWidget):
    """One mail each, or one mail that all see.

    It has its place before it is a choice, so that nothing moves under who types addresses;
    what is to be said of them has the rest of the line.
    """

    def __init__(self, notes: HeadNotes) -> None:
        super().__init__()
        self.setObjectName("copies")
        self.each = QRadioButton("One mail each")
        self.each.setObjectName("copies-each")
        self.each.setToolTip("Everyone gets a mail of their own and sees nobody else")
        self.together = QRadioButton(TOGETHER)
        self.together.setObjectName("copies-together")
        self.together.setToolTip("Everyone gets the same mail with all the addresses in it")
        for choice in (self.each, self.together):
            choice.setAccessibleName(choice.text())
            choice.setAccessibleDescription(choice.toolTip())
        self.each.setChecked(True)
        self.each.toggled.connect(self._fit_tab)
        self._fit_tab()
        self._chosen_each = True
        self._notes = notes
        whole = row(self.each, self.together, notes, spacing=10)
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

    def offer(self, *, shown: bool, forced: bool, is_empty: bool = True) -> None:
        """Show the choice; with Cc or Bcc it is settled and says why, and comes back after.

        Who has named nobody yet is told of it; for one person there is nothing to choose.
        """
        self.each.setVisible(shown and not forced)
        self.together.setVisible(shown)
        self.together.setText(SETTLED if forced else TOGETHER)
        self.together.setAccessibleName(self.together.text())
        if forced:
            words = WHO_SEES if shown else f"{ONE_FOR_ALL} {WHO_SEES}"
        else:
            words = FROM_TWO_ON if is_empty else ""
        self._notes.show_hint(words, WHO_SEES if forced else "")
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
