"""What SendGrid adds to the mail when it sends: said here and in the preview, as the mail
does not hold it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sgdesk.ui.widgets.surface import LINK_PX, PADDING_PX, button, paragraph, row

WORDS = (
    "SendGrid puts an unsubscribe link at the foot; the preview shows where. "
    "Practice mail comes without it."
)


class UnsubscribeLine(QWidget):
    """Say that SendGrid puts an unsubscribe link under the mail.

    Signals: `left_out()`, when the user does not want it any more.
    """

    left_out = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("unsubscribe-line")
        words = paragraph(WORDS, "hint")
        words.setToolTip("It is also under More, Tracking.")
        leave = button(
            "Leave it out",
            name="unsubscribe-leave-out",
            why="Send without SendGrid's unsubscribe link",
            kind="link",
        )
        leave.clicked.connect(self.left_out)
        whole = row(words, leave, margins=(14, 4, PADDING_PX - LINK_PX, 0))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.hide()
