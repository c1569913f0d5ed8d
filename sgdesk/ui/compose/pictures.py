"""The images that the writing shows, made small as soon as one of them is to be drawn."""

from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from sgdesk.present.form import FormFile
from sgdesk.ui.compose.thumbnails import Thumbnail

MOST_BYTES = 64_000_000
"""Of all images of one mail, made small; a mail with more is too large to be sent."""
_CID = "cid:"


class Pictures(QObject):
    """Know which images of a mail can be drawn; one that is only linked is never loaded.

    Signals: `wanted()`, when one is to be made small; `changed()`, when another can be drawn.
    """

    wanted = Signal()
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._files: dict[str, FormFile] = {}
        self._made: dict[str, Thumbnail] = {}
        self._wanted: dict[str, None] = {}
        """In the order in which they were asked for."""
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self.wanted)

    def set_files(self, files: tuple[FormFile, ...]) -> None:
        """Take note of the files that go along."""
        known = self._files
        self._files = {file.content_id: file for file in files if file.content_id}
        kept = {name for name, file in self._files.items() if known.get(name) == file}
        self._made = {name: made for name, made in self._made.items() if name in kept}
        self._wanted = {name: None for name in self._wanted if name in self._files}
        if self._files != known:
            self.changed.emit()

    def small(self, address: str) -> Thumbnail | None:
        """Give the image of an address, made small; `None` while it is not, or is none of ours."""
        name = address.removeprefix(_CID)
        if name == address or name not in self._files:
            return None
        if name not in self._made:
            self._wanted[name] = None
            self._asking.start()
        return self._made.get(name)

    def words(self, address: str) -> str:
        """Say why there is nothing to be drawn of an address; empty while one waits for it."""
        name = address.removeprefix(_CID)
        if name == address:
            host = _host(address)
            return f"Image from {host}, not loaded" if host else "Linked image, not loaded"
        if name not in self._files:
            return "The file of this image is missing"
        is_made = name in self._made
        return f"{self._files[name].filename}, not drawn here" if is_made else ""

    def next_wanted(self) -> FormFile | None:
        """Give the file that is to be made small next; the same one until it is."""
        name = next(iter(self._wanted), None)
        return None if name is None else self._files[name]

    def take(self, file: FormFile, made: Thumbnail) -> None:
        """Take what a file was made into."""
        if self._files.get(file.content_id) != file:
            return
        self._wanted.pop(file.content_id, None)
        held = sum(each.image.sizeInBytes() for each in self._made.values())
        is_too_much = held + made.image.sizeInBytes() > MOST_BYTES
        self._made[file.content_id] = Thumbnail(image=QImage()) if is_too_much else made
        self.changed.emit()


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
