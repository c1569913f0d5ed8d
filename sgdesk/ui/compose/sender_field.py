"""From: typed, or chosen among the senders that SendGrid knows as verified."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.button_menu import ButtonMenu
from sgdesk.ui.widgets.surface import button, label, row

EXAMPLE_WHY = "An example that practice accepts; change it to your own name and address if you like"


class SenderField(QWidget):
    """An address that can be typed, with a menu once the account's senders are known.

    Signals: `edited()`.
    """

    edited = Signal()

    def __init__(self, line: QLineEdit, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("sender-field")
        self.line = line
        self.menu_button: QPushButton = button(
            "", name="sender-choose", why="Choose among the account's verified senders"
        )
        self.menu_button.setAccessibleName("Verified senders")
        icons.put(self.menu_button, "chevron-down", "muted")
        self._menu = ButtonMenu(self.menu_button, "Verified senders")
        self._menu.triggered.connect(self._take)
        self.menu_button.setMenu(self._menu)
        self.menu_button.hide()
        self._example = ""
        self._note = label("Example sender", "hint", selectable=False)
        self._note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._note.hide()
        self._why = line.toolTip()
        # Inside the line, which ends where the other fields do.
        line.setLayout(row(None, self._note, margins=(0, 0, 10, 0)))
        line.textChanged.connect(self._show_note)
        self.setLayout(row(line, self.menu_button, spacing=6))

    def explain(self, why: str) -> None:
        """Say what the address is for."""
        self._why = why
        self.line.setAccessibleDescription(why)
        self._show_note()

    def note_example(self, sender: str) -> None:
        """Say beside it where this one stands there that it is an example; nothing says nothing."""
        self._example = sender
        self._show_note()

    def offer(self, senders: Sequence[str]) -> None:
        """Offer these; without any there is nothing to choose."""
        self._menu.clear()
        for sender in senders:
            self._menu.addAction(sender.replace("&", "&&")).setData(sender)
        self.menu_button.setVisible(bool(senders))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Open the menu with Alt+Down, as in any box with a choice."""
        if event.key() == Qt.Key.Key_Down and not self.menu_button.isHidden():
            self.menu_button.showMenu()
            return
        super().keyPressEvent(event)

    def _show_note(self) -> None:
        is_example = bool(self._example) and self.line.text() == self._example
        self._note.setVisible(is_example)
        self.line.setTextMargins(0, 0, self._note.sizeHint().width() + 10 if is_example else 0, 0)
        self.line.setToolTip(f"{self._why}. {EXAMPLE_WHY}" if is_example else self._why)

    def _take(self, action: QAction) -> None:
        self.line.setText(str(action.data()))
        self.edited.emit()
