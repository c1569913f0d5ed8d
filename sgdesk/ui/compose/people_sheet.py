"""Everybody in a list, with a search: what a field or the review has no room for."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QDialog, QLineEdit, QListView, QWidget

from sgdesk.present.recipients import Entry, matching
from sgdesk.present.words import people
from sgdesk.ui.widgets.announce import announce
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


class PeopleSheet(QDialog):
    """List entries, or `only` those at some positions, each that is wrong with its reason.

    Those that are selected can be removed where that is offered.

    Signals: `remove_wanted(object)`, a frozenset of positions in what was given.
    """

    remove_wanted = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        entries: Sequence[Entry],
        *,
        only: Sequence[int] | None = None,
        can_remove: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("people")
        self.setWindowTitle(title)
        self._entries = tuple(entries)
        self._listed = frozenset(range(len(entries)) if only is None else only)
        count, are_wrong = len(self._listed), all(entries[at].problem for at in self._listed)
        # What cannot be read is nobody yet.
        self._whole = counted(count) if count and are_wrong else people(count)
        self.setAccessibleName(f"{title}: {self._whole}")
        self.setMinimumSize(560, 420)
        self._model = _PeopleModel()
        self._filter = QLineEdit()
        self._filter.setObjectName("people-filter")
        self._filter.setAccessibleName("Search")
        self._filter.setPlaceholderText("Search names and addresses")
        self._filter.setToolTip("Show only those whose name or address holds this")
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._search)
        self._count = label("", "hint")
        self._list = _PeopleList(self._model)
        self._remove = button(
            "Remove selected", name="people-remove", why="Take the selected people off the mail"
        )
        self._remove.clicked.connect(self._report)
        self._remove.setVisible(can_remove)
        close = button("Close", name="people-close", why="Back to the mail (Esc)")
        close.clicked.connect(self.accept)
        self.setLayout(
            column(
                row(label(title, "heading"), None, self._count),
                self._filter,
                self._list,
                row(self._remove, None, close),
                margins=(20, 16, 20, 16),
                spacing=10,
            )
        )
        self._search("")

    def _search(self, text: str) -> None:
        shown = [at for at in matching(self._entries, text) if at in self._listed]
        self._model.show_entries(tuple((at, self._entries[at]) for at in shown))
        is_all = len(shown) == len(self._listed)
        self._count.setText(self._whole if is_all else f"{len(shown):,} of {self._whole}")
        announce(self._filter, self._count.text())

    def _report(self) -> None:
        chosen = frozenset(
            self._model.position(index.row()) for index in self._list.selectedIndexes()
        )
        if chosen:
            self.remove_wanted.emit(chosen)
            self.accept()


class _PeopleModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
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
            return entry.problem or entry.text
        if role == _COPIED:
            return entry.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.problem or entry.text
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, WRONG_ROW_PX if self.are_all_wrong else ROW_PX)
        return None


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

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted(self.selectedIndexes(), key=lambda index: index.row())
            QGuiApplication.clipboard().setText(
                "\n".join(str(index.data(_COPIED)) for index in rows)
            )
            return
        super().keyPressEvent(event)
