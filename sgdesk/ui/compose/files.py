"""The Files tab: what goes along with the mail."""

from collections.abc import Callable
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedLayout, QVBoxLayout, QWidget

from sgdesk.present.form import FormFile
from sgdesk.present.times import size_text
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.surface import button, label, row


class FilesTab(QWidget):
    """List attached files; add and remove them.

    Signals: `files_changed(int)`, how many there are now; `add_requested()`.
    """

    files_changed = Signal(int)
    add_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("files")
        self._icons = icons
        self._files: list[FormFile] = []
        self._list = _FileList(self.remove_current)
        self._total = label("", "hint")
        add = button("Add files…", name="files-add", why="Attach files to this mail (Ctrl+Shift+A)")
        icons.put(add, "paperclip")
        add.clicked.connect(self._ask)
        first = button(
            "Add files…", name="files-first", why="Attach files to this mail (Ctrl+Shift+A)"
        )
        icons.put(first, "paperclip")
        first.clicked.connect(self._ask)
        self._remove = button(
            "Remove", name="files-remove", why="Take the selected file off this mail"
        )
        self._remove.clicked.connect(self.remove_current)
        filled = QWidget()
        inside = QVBoxLayout(filled)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._list)
        inside.addLayout(row(add, self._remove, None, self._total, margins=(10, 4, 10, 6)))
        self._empty = EmptyState(
            "files-empty", "paperclip", "No files yet. Add one, or drop it here.", icons, first
        )
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(filled)

    @property
    def files(self) -> tuple[FormFile, ...]:
        """Give the files in the order in which they were added."""
        return tuple(self._files)

    def set_files(self, files: tuple[FormFile, ...]) -> None:
        """Replace all of them."""
        self._files = list(files)
        self._list.clear()
        for file in files:
            self._list.addItem(self._item(file))
        self._show()

    def add(self, files: tuple[FormFile, ...]) -> None:
        """Add to what is there."""
        self.set_files((*self._files, *files))

    def remove_current(self) -> None:
        """Take the selected file off."""
        position = self._list.currentRow()
        if 0 <= position < len(self._files):
            del self._files[position]
            self.set_files(tuple(self._files))

    def _ask(self) -> None:
        self.add_requested.emit()

    def _item(self, file: FormFile) -> QListWidgetItem:
        text = f"{PurePath(file.filename).name}   {size_text(len(file.content))}"
        item = QListWidgetItem(text)
        item.setIcon(
            self._icons.pixmap("image" if file.type.startswith("image/") else "file", "muted")
        )
        item.setToolTip(f"{file.filename}, {file.type}")
        return item

    def _show(self) -> None:
        self._pages.setCurrentIndex(1 if self._files else 0)
        total = sum(len(file.content) for file in self._files)
        self._total.setText(f"{size_text(total)} in all; about a third more when mailed")
        self.files_changed.emit(len(self._files))


class _FileList(QListWidget):
    def __init__(self, remove: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("files-list")
        self.setAccessibleName("Attached files")
        self.setToolTip("Delete removes the selected file")
        self._remove = remove

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.key() == Qt.Key.Key_Delete:
            self._remove()
            return
        super().keyPressEvent(event)
