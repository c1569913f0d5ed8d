"""Ask for a file that somebody sent, and read what is in it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from sgdesk.diagnose.given_text import read_given
from sgdesk.errors import InputError
from sgdesk.sizes import size_text
from sgdesk.ui.folders import Kind
from sgdesk.ui.window import MainWindow


def ask_for_file(
    window: MainWindow, name: str, title: str, take: Callable[[str], None], *, filter_: str = ""
) -> None:
    """Open a dialog; `take` gets the path that was chosen."""
    dialog = QFileDialog(window, title, filter=filter_)
    dialog.setObjectName(name)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    window.folders.begin(dialog, Kind.DIAGNOSES)
    dialog.fileSelected.connect(take)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def read_text(path: str, longest: int) -> str:
    """Give the text of a file; raises `InputError`. Reads the disk."""
    try:
        with Path(path).open("rb") as file:
            text = read_given(file, longest)
    except OSError as error:
        raise InputError("The file cannot be read.", why=f"{error.strerror or error}.") from error
    if len(text) > longest:
        raise too_long(longest)
    return text


def too_long(longest: int) -> InputError:
    """Refuse a text that would hold up the window."""
    return InputError(
        "This is too much text.",
        why=f"At most {size_text(longest)} are read.",
        remedy="Take the part around the error, some hundred lines.",
    )
