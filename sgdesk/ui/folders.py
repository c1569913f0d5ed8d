"""Where the dialogs for files begin: in the folder that was used last for such files."""

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QFileDialog

_Place = QStandardPaths.StandardLocation


class Kind(Enum):
    """Files that are kept together, and the place of the user's where one looks for them first."""

    MAIL = "mail"
    FILES = "files"
    IMAGES = "images"
    RESULTS = "results"
    CERTIFICATES = "certificates"
    DIAGNOSES = "diagnoses"
    """Reports, logs and what was printed on another computer."""

    @property
    def first(self) -> _Place:
        """Give where the first dialog begins."""
        return _Place.PicturesLocation if self is Kind.IMAGES else _Place.DocumentsLocation


class Folders:
    """Remember the folders, each kind of files its own."""

    def __init__(self, state: QSettings) -> None:
        self._state = state

    def begin(self, dialog: QFileDialog, kind: Kind, name: str = "") -> None:
        """Begin a dialog there, the first time in a place of the user's; note what is taken.

        `name` is what a file that is to be saved is called.
        """
        dialog.setDirectory(self._folder(kind))
        if name:
            dialog.selectFile(name)

        def note(paths: list[str]) -> None:
            self._state.setValue(_key(kind), str(Path(paths[0]).parent))

        dialog.filesSelected.connect(note)

    def _folder(self, kind: Kind) -> str:
        places = (kind.first, _Place.DocumentsLocation, _Place.HomeLocation)
        known = (QStandardPaths.writableLocation(place) for place in places)
        wanted = (str(self._state.value(_key(kind), "")), *known)
        return next((folder for folder in wanted if folder and Path(folder).is_dir()), "")


def _key(kind: Kind) -> str:
    return f"folder-of-{kind.value}"
