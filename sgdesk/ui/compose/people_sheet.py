"""Everybody in a list, with a search: what a field or the review has no room for."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QWidget

from sgdesk.present.recipients import Entry, matching
from sgdesk.present.words import people
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.sheet import Sheet
from sgdesk.ui.widgets.surface import button, column, label, row

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
ROW_PX = 30
WRONG_ROW_PX = 46
"""A reason takes two lines."""
_COPIED = Qt.ItemDataRole.UserRole


def counted(count: int) -> str:
    """Count what was given, whoever it is."""
    return "1 entry" if count == 1 else f"{count:,} entries"


class PeopleSheet(Sheet):
    """List entries, or `only` those at some positions, each that is wrong with its reason.

    Each can be corrected in its row, and the selected ones removed, unless they `are_settled`.

    Signals: `remove_wanted(object)`, a frozenset of positions in what was given;
    `correct_wanted(int, str)`, a position and what is to stand there, once the row is closed.
    """

    remove_wanted = Signal(object)
    correct_wanted = Signal(int, str)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        entries: Sequence[Entry],
        *,
        only: Sequence[int] | None = None,
        are_settled: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("people")
        self.setWindowTitle(title)
        self._title = title
        self._entries: tuple[Entry, ...] = ()
        self._listed: frozenset[int] = frozenset()
        self._whole = ""
        self.setMinimumSize(560, 420)
        self._model = _PeopleModel(can_correct=not are_settled)
        # By then the row's editor is gone, of which a new list would take the ground away.
        self._model.corrected.connect(self.correct_wanted, Qt.ConnectionType.QueuedConnection)
        self._filter = _search_line()
        self._filter.textChanged.connect(self._search)
        self._count = label("", "hint")
        self._list = _PeopleList(self._model)
        self._remove = button(
            "Remove selected", name="people-remove", why="Take the selected people off the mail"
        )
        self._remove.clicked.connect(self._report)
        self._correct = button(
            "Correct", name="people-correct", why="Edit what is selected in its row (Return)"
        )
        self._correct.clicked.connect(self._list.correct)
        self._correct.setDefault(True)
        for act in (self._correct, self._remove):
            act.setVisible(not are_settled)
        self._list.selectionModel().selectionChanged.connect(self._fit_acts)
        close = button("Close", name="people-close", why="Back to the mail (Esc)")
        close.clicked.connect(self.accept)
        self.setLayout(
            column(
                row(label(title, "heading"), None, self._count),
                self._filter,
                self._list,
                row(self._correct, self._remove, None, close),
                margins=(20, 16, 20, 16),
                spacing=10,
            )
        )
        self.show_people(entries, only)

    def show_people(self, entries: Sequence[Entry], only: Sequence[int] | None = None) -> None:
        """List these instead, by the same search, and stay at the same row."""
        self._entries = tuple(entries)
        self._listed = frozenset(range(len(entries)) if only is None else only)
        wrong = [bool(entries[at].problem) for at in self._listed]
        count, are_wrong = len(wrong), all(wrong)
        # What cannot be read is nobody yet.
        self._whole = counted(count) if any(wrong) else people(count)
        self.setAccessibleName(f"{self._title}: {self._whole}")
        row_before = self._list.currentIndex().row()
        self._search(self._filter.text())
        # What is listed to be corrected begins with its first.
        self._list.go_to(max(0, row_before) if are_wrong else row_before)

    def _search(self, text: str) -> None:
        shown = [at for at in matching(self._entries, text) if at in self._listed]
        self._model.show_entries(tuple((at, self._entries[at]) for at in shown))
        is_all = len(shown) == len(self._listed)
        self._count.setText(self._whole if is_all else f"{len(shown):,} of {self._whole}")
        announce(self._filter, self._count.text())
        self._fit_acts()

    def _fit_acts(self) -> None:
        is_chosen = self._list.selectionModel().hasSelection()
        self._correct.setEnabled(is_chosen)
        self._remove.setEnabled(is_chosen)

    def _report(self) -> None:
        chosen = frozenset(
            self._model.position(index.row()) for index in self._list.selectedIndexes()
        )
        if chosen:
            self.remove_wanted.emit(chosen)
            self.accept()


def _search_line() -> QLineEdit:
    line = QLineEdit()
    line.setObjectName("people-filter")
    line.setAccessibleName("Search")
    line.setPlaceholderText("Search names and addresses")
    line.setToolTip("Show only those whose name or address holds this")
    line.setClearButtonEnabled(True)
    return line


class _PeopleModel(QAbstractListModel):
    corrected = Signal(int, str)

    def __init__(self, *, can_correct: bool) -> None:
        super().__init__()
        self._can_correct = can_correct
        self._rows: tuple[tuple[int, Entry], ...] = ()

    def show_entries(self, rows: tuple[tuple[int, Entry], ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @property
    def are_all_wrong(self) -> bool:
        """Say whether there is a reason in every row, or rows of one height would waste room."""
        return all(entry.problem for _, entry in self._rows)

    def position(self, at: int) -> int:
        return self._rows[at][0]

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  # Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._rows[index.row()][1]
        if role == Qt.ItemDataRole.DisplayRole:
            named = f"{entry.field}: {entry.text}" if entry.field else entry.text
            return entry.problem or named
        if role in (_COPIED, Qt.ItemDataRole.EditRole):
            return entry.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.problem or entry.text
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, WRONG_ROW_PX if self.are_all_wrong else ROW_PX)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self._can_correct else flags

    def setData(  # noqa: N802  # Qt's name
        self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        position, entry = self._rows[index.row()]
        text = str(value).strip()
        if role == Qt.ItemDataRole.EditRole and text and text != entry.text:
            self.corrected.emit(position, text)
        return True


class _PeopleList(QListView):
    def __init__(self, model: _PeopleModel) -> None:
        super().__init__()
        self.setObjectName("people-list")
        self.setAccessibleName("People")
        self.setToolTip("Ctrl+C copies the selected addresses")
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setWordWrap(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QListView.Shape.NoFrame)

    def correct(self) -> None:
        """Open the row for editing that is chosen, else the first."""
        index = self.currentIndex()
        index = index if index.isValid() else self.model().index(0, 0)
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(index)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edit(index)

    def go_to(self, row: int) -> None:
        """Choose a row, or the last before it."""
        last = self.model().rowCount() - 1
        if row >= 0 and last >= 0:
            self.setCurrentIndex(self.model().index(min(row, last), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted(self.selectedIndexes(), key=lambda index: index.row())
            QGuiApplication.clipboard().setText(
                "\n".join(str(index.data(_COPIED)) for index in rows)
            )
            return
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_return and self.state() is not QAbstractItemView.State.EditingState:
            self.correct()
            return
        super().keyPressEvent(event)
