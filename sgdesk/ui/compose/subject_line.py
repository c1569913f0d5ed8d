"""Subject: from it Tab goes on into the text of the mail."""

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from sgdesk.ui.compose.typed import redoes


class SubjectLine(QLineEdit):
    """Take the subject, and let Tab pass by what stands between it and the text.

    So it is in mail programs. Shift+Tab goes back from the text through all of that.
    """

    go_on: Callable[[], bool] | None = None
    """Puts the keyboard into the text, and says whether there is one that takes it."""

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802  # Qt's name
        """Go on, or back as anywhere."""
        is_on = forward and self.go_on is not None and self.go_on()
        return is_on or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Redo by the keys by which the text does."""
        if redoes(event):
            self.redo()
            return
        super().keyPressEvent(event)
