"""A button that opens the folder in which a file stands."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from sgdesk.ui.widgets.surface import button


def folder_button(path: Path) -> QPushButton:
    """Give a button that shows where a file is."""
    shown = button("Show file", name="show-file", why=f"Open the folder {path.parent}")

    def show() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    shown.clicked.connect(show)
    return shown
