"""The Files tab: what goes along with the mail."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sgdesk.present.files import HEADINGS, file_row, total_words
from sgdesk.present.form import FormFile
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.surface import Inset, button, row, rule
from sgdesk.ui.widgets.texttable import TextModel, TextTable

_PLACE = HEADINGS.index("Place")
_ADD_WHY = "Attach files to this mail (Ctrl+Shift+A)"


class FilesTab(QWidget):
    """List attached files; add and remove them.

    Signals: `files_changed()`; `add_requested()`;
    `removal_requested(int)`, the number of the file; `undo_requested()`, of a removal;
    `place_requested(int)`, the number of the image that is to be seen in the mail.
    """

    files_changed = Signal()
    add_requested = Signal()
    removal_requested = Signal(int)
    undo_requested = Signal()
    place_requested = Signal(int)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("files")
        self._files: list[FormFile] = []
        self._shown: frozenset[str] = frozenset()
        self._model = TextModel(HEADINGS, self, right=(2,))
        self._table = _FileTable("files-list", "Attached files", self._model, stretch=0)
        self._table.setToolTip("Delete takes the selected file off the mail")
        self._table.removal_requested.connect(self._ask_to_remove)
        self._table.selectionModel().selectionChanged.connect(self._fit_buttons)
        self._total = ElidedLabel("hint")
        add = self._adding("files-add", icons)
        self._first = first = self._adding("files-first", icons)
        self._place = button(
            "Show in the mail",
            name="files-place",
            why="Put the selected image into the mail, where the cursor is",
        )
        self._place.clicked.connect(self._ask_to_place)
        self._remove = button(
            "Remove", name="files-remove", why="Take the selected file off this mail (Delete)"
        )
        self._remove.clicked.connect(self._ask_to_remove)
        fitted = QHeaderView.ResizeMode.ResizeToContents
        self._table.horizontalHeader().setSectionResizeMode(_PLACE, fitted)
        # A name's ending says what it is.
        self._table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        filled = QWidget()
        inside = QVBoxLayout(filled)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._table, 1)
        inside.addWidget(rule())
        foot = row(add, self._place, self._remove, self._total, margins=(14, 5, 14, 5))
        foot.setStretch(3, 1)
        self._total.setAlignment(Qt.AlignmentFlag.AlignRight)
        inside.addLayout(foot)
        self._empty = EmptyState(
            "files-empty", "paperclip", "No files yet. Add some, or drop them here.", icons, first
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(filled)
        self._notice = Notice("files-notice", buttons_beside=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Inset(self._notice, (14, 8, 14, 8)))
        whole.addWidget(self._pages, 1)
        self._fit_buttons()

    @property
    def files(self) -> tuple[FormFile, ...]:
        """Give the files in the order in which they were added."""
        return tuple(self._files)

    def set_files(self, files: tuple[FormFile, ...]) -> None:
        """Replace all of them."""
        self._files = list(files)
        self._show_rows()
        self._pages.setCurrentIndex(1 if files else 0)
        self._total.show_text(total_words(files))
        self._fit_buttons()
        self.files_changed.emit()

    def take_shown(self, names: frozenset[str]) -> None:
        """Take note of which images the text shows, by Content-ID."""
        if names != self._shown:
            self._shown = names
            chosen = self._table.currentIndex().row()
            self._show_rows()
            if chosen >= 0:
                self._table.selectRow(chosen)

    def place(self, content_id: str) -> None:
        """Ask for the image of that Content-ID to be seen in the text."""
        for number, file in enumerate(self._files):
            if file.content_id == content_id:
                self._table.selectRow(number)
                self.place_requested.emit(number)
                return

    def add(self, files: tuple[FormFile, ...]) -> None:
        """Add to what is there."""
        self.set_files((*self._files, *files))

    def take_out(self, number: int) -> None:
        """Take a file off, and select the next; the keyboard stays with the files."""
        focus = QApplication.focusWidget()
        had_keyboard = focus is not None and self.isAncestorOf(focus)
        self.set_files((*self._files[:number], *self._files[number + 1 :]))
        if self._files:
            self._table.selectRow(min(number, len(self._files) - 1))
            if had_keyboard:
                # The button that was pressed was grey for a moment, and lost it.
                self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._pages.isVisible():
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_back(self, file: FormFile, number: int) -> None:
        """Have a file again where it stood."""
        self.set_files((*self._files[:number], file, *self._files[number:]))

    def say_removed(self, words: str) -> None:
        """Say what was taken off, with the way back; no words put that away."""
        if not words:
            self._notice.clear()
            return
        undo = button("Undo", name="files-undo", why="Put it back where it was (Ctrl+Z)")
        undo.clicked.connect(self.undo_requested)
        self._notice.say("note", words, buttons=(undo,))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Undo a removal by the key for it; nothing else here can be undone."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_requested.emit()
            return
        super().keyPressEvent(event)

    def _show_rows(self) -> None:
        self._model.show(
            [file_row(file, is_shown=file.content_id in self._shown) for file in self._files]
        )

    def _adding(self, name: str, icons: Icons) -> QPushButton:
        widget = button("Add files…", name=name, why=_ADD_WHY)
        icons.put(widget, "paperclip")
        widget.clicked.connect(self.add_requested)
        return widget

    def _ask_to_remove(self) -> None:
        position = self._table.currentIndex().row()
        if 0 <= position < len(self._files):
            self.removal_requested.emit(position)

    def _ask_to_place(self) -> None:
        self.place_requested.emit(self._table.currentIndex().row())

    def _fit_buttons(self) -> None:
        at = self._table.currentIndex().row()
        chosen = self._files[at] if 0 <= at < len(self._files) else None
        self._remove.setEnabled(chosen is not None)
        is_image = chosen is not None and chosen.type.startswith("image/")
        self._place.setEnabled(is_image)


class _FileTable(TextTable):
    """Signals: `removal_requested()`, by the key."""

    removal_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_requested.emit()
            return
        super().keyPressEvent(event)
