"""Where the mail that is shown was saved, in a line whose room is there before."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.folder_button import folder_button
from sgdesk.ui.widgets.surface import row
from sgdesk.ui.widgets.tab_order import tab_as_laid_out


class SavedLine(QWidget):
    """Empty until the mail was saved; it gives way to what stands beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ElidedLabel("good")
        self._line = row(self._words)
        self._line.setStretch(0, 1)
        self.setLayout(self._line)

    def say(self, path: Path, words: str) -> None:
        """Say that a file was written, and what it is."""
        self.clear()
        saved = f"Saved as '{path.name}'."
        self._words.show_text(f"{saved} {words}", saved, "Saved.")
        self._words.setToolTip(f"{saved}\n{words}\n{path}")
        self._line.addWidget(folder_button(path, "link"))
        tab_as_laid_out(self)
        announce(self, f"{saved} {words}")

    def clear(self) -> None:
        """Say nothing: another mail is shown."""
        self._words.show_text("")
        while self._line.count() > 1:
            item = self._line.takeAt(1)
            shown = item.widget() if item is not None else None
            if shown is not None:
                shown.hide()
                shown.deleteLater()
