"""What SendGrid adds to the mail when it sends: said here, as the mail itself does not show it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sgdesk.ui.widgets.surface import button, label, row


class UnsubscribeLine(QWidget):
    """Say that SendGrid puts an unsubscribe link under the mail.

    Signals: `left_out()`, when the user does not want it any more.
    """

    left_out = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("unsubscribe-line")
        words = label("SendGrid puts an unsubscribe link at the foot when it sends.", "hint")
        words.setToolTip("The preview does not show it. It is also under More, Tracking.")
        leave = button(
            "Leave it out",
            name="unsubscribe-leave-out",
            why="Send without SendGrid's unsubscribe link",
            kind="link",
        )
        leave.clicked.connect(self._report)
        self.setLayout(row(words, leave, None, margins=(14, 4, 10, 0)))
        self.hide()

    def _report(self) -> None:
        self.left_out.emit()
