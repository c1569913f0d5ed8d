"""The sheet with every draft: open one, delete one and take that back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QWidget

from sgdesk.present.drafts import DraftLine
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.sheet import Sheet
from sgdesk.ui.widgets.surface import button, column, label, row
from sgdesk.ui.widgets.texttable import TextModel, TextTable

_OPEN, _TRIED = "open", "tried"
_KINDS = (
    Choice(id=_OPEN, text="Drafts", why="Mails that were not sent yet"),
    Choice(
        id=_TRIED,
        text="Sent to practice",
        why="Mails as they went to the practice inbox, to be sent to people or written on",
    ),
)
EMPTY_WORDS = "No drafts. What you write is kept until it is sent."
SIZE_PX = (800, 400)
PEOPLE_PX = 318
"""At most: what the addresses do not need is the subject's."""


class DraftsSheet(Sheet):
    """List the drafts.

    Signals: `open_requested(str)` and `delete_requested(str)`, a draft's id; `undo_requested()`;
    `new_requested()`.
    """

    open_requested = Signal(str)
    delete_requested = Signal(str)
    undo_requested = Signal()
    new_requested = Signal()

    def __init__(self, parent: QWidget, icons: Icons) -> None:
        super().__init__(parent)
        self.setObjectName("drafts")
        self.setWindowTitle("Drafts")
        self.setAccessibleName("Drafts")
        self.resize(*SIZE_PX)
        self._all: tuple[DraftLine, ...] = ()
        self._lines: tuple[DraftLine, ...] = ()
        self._kinds = ChoiceRow("drafts-kind", "Which mails", _KINDS, icons, look="segmented")
        self._kinds.chosen.connect(self._show_kind)
        self._model = TextModel(("Subject", "To", "Saved", ""), self)
        self.table = _DraftTable("drafts-table", "Drafts", self._model, 0)
        self.table.setAccessibleDescription("Enter opens the selected one, Delete deletes it")
        header = self.table.horizontalHeader()
        for narrow in (2, 3):
            header.setSectionResizeMode(narrow, QHeaderView.ResizeMode.ResizeToContents)
        self.notice = Notice("drafts-notice")
        self._open = button("Open", name="drafts-open", why="Go on with this draft", kind="primary")
        self._delete = button(
            "Delete", name="drafts-delete", why="Delete this draft; it can be taken back (Del)"
        )
        close = button("Close", name="drafts-close", why="Back to the window (Esc)")
        self._new = button(
            "New mail", name="drafts-new", why="Begin a new mail; the present one stays as a draft"
        )
        self._new.clicked.connect(self.new_requested)
        self._open.clicked.connect(self.open_current)
        self._delete.clicked.connect(self.delete_current)
        close.clicked.connect(self.reject)
        self.table.doubleClicked.connect(self.open_current)
        self.table.opened.connect(self.open_current)
        self.table.deleted.connect(self.delete_current)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(EmptyState("drafts-empty", "square-pen", EMPTY_WORDS, icons))
        self.setLayout(
            column(
                row(label("Drafts", "heading"), None, self._kinds),
                self.notice,
                self._pages,
                row(self._delete, self._new, None, close, self._open),
                margins=(20, 16, 20, 16),
                spacing=10,
            )
        )

    def show_lines(self, lines: Sequence[DraftLine]) -> None:
        """Show these; the place in the list stays."""
        self._all = tuple(lines)
        count = sum(line.is_tried for line in lines)
        self._kinds.set_text(_TRIED, f"{_KINDS[1].text} ({count})")
        self._kinds.setVisible(count > 0)
        if not count:
            self._kinds.choose(_OPEN)
        self._show_kind()

    def _show_kind(self) -> None:
        """Show the mails that are to be gone on with, or those that went to practice."""
        at = max(0, self.table.currentIndex().row())
        is_tried = self._kinds.current == _TRIED
        self._lines = lines = tuple(line for line in self._all if line.is_tried is is_tried)
        self._model.show([(line.name, line.people, line.saved, line.note) for line in lines])
        needed = max(
            self.table.sizeHintForColumn(1), self.table.horizontalHeader().sectionSizeHint(1)
        )
        self.table.setColumnWidth(1, min(PEOPLE_PX, needed))
        self._pages.setCurrentIndex(0 if lines else 1)
        for action in (self._open, self._delete):
            action.setEnabled(bool(lines))
        if lines:
            self.table.selectRow(min(at, len(lines) - 1))
        # Of an empty list there is nothing to open or delete: a new mail is what is left to do.
        (self.table if lines else self._new).setFocus(Qt.FocusReason.OtherFocusReason)

    def say_deleted(self, title: str) -> None:
        """Say that a draft is gone, with the button that takes it back."""
        undo = button("Undo", name="drafts-undo", why="Put the draft back as it was")
        undo.clicked.connect(self.undo_requested)
        self.notice.say("note", f"Deleted: {title}", buttons=(undo,))

    def open_current(self) -> None:
        """Ask for the selected draft."""
        line = self._current()
        if line is not None:
            self.open_requested.emit(line.id)

    def delete_current(self) -> None:
        """Ask for the selected draft to be deleted."""
        line = self._current()
        if line is not None:
            self.delete_requested.emit(line.id)

    def _current(self) -> DraftLine | None:
        at = self.table.currentIndex().row()
        return self._lines[at] if 0 <= at < len(self._lines) else None


class _DraftTable(TextTable):
    opened = Signal()
    deleted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.opened.emit()
            case Qt.Key.Key_Delete:
                self.deleted.emit()
            case _:
                super().keyPressEvent(event)
