"""Where the dialogs for files begin: in the folder that was used last for such files."""

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QFileDialog

_Place = QStandardPaths.StandardLocation


class Folders:
    """Remember the folders, each kind of files its own."""

    def __init__(self, state: QSettings) -> None:
        self._state = state

    def begin(self, dialog: QFileDialog, kind: str, first: _Place) -> None:
        """Begin a dialog there, the first time in a place of the user's; note what is taken."""
        dialog.setDirectory(self._folder(kind, first))

        def note(paths: list[str]) -> None:
            self._state.setValue(_key(kind), str(Path(paths[0]).parent))

        dialog.filesSelected.connect(note)

    def _folder(self, kind: str, first: _Place) -> str:
        places = (first, _Place.DocumentsLocation, _Place.HomeLocation)
        known = (QStandardPaths.writableLocation(place) for place in places)
        wanted = (str(self._state.value(_key(kind), "")), *known)
        return next((folder for folder in wanted if folder and Path(folder).is_dir()), "")


def _key(kind: str) -> str:
    return f"folder-of-{kind}"
