"""A button that opens the folder in which a file stands."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from sgdesk.ui.widgets.surface import button


def folder_button(path: Path, kind: str = "") -> QPushButton:
    """Give a button that shows where a file is; `kind` is that of any button."""
    shown = button("Show file", name="show-file", why=f"Open the folder {path.parent}", kind=kind)

    def show() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    shown.clicked.connect(show)
    return shown
