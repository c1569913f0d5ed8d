"""The button of a row whose mail is on its way."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from sgdesk.present.sending import SendingRow


class StopButton(QPushButton):
    """Cancel, or Stop waiting once the mail has been handed over.

    Signals: `pressed_for(str)`, the delivery id of the mail that is to be stopped.
    """

    pressed_for = Signal(str)

    def __init__(self, entry: SendingRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stop-send")
        self.setProperty("link", True)
        self.setAutoDefault(False)
        self._delivery_id = entry.delivery_id
        self.clicked.connect(self._stop)

    def show_for(self, entry: SendingRow) -> None:
        """Say what a press does to the mail as it stands now."""
        self.setText(entry.stop_text)
        self.setToolTip(entry.stop_why)
        self.setAccessibleName(f"{entry.stop_text}: {entry.path} to {entry.recipients}")
        self.setAccessibleDescription(entry.stop_why)

    def _stop(self) -> None:
        self.pressed_for.emit(self._delivery_id)
