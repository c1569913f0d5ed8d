"""Small tables of text: steps, recipients, headers. Not for anything that streams."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

ROW_PX, HEAD_PX = 28, 29

Index = QModelIndex | QPersistentModelIndex


class TextModel(QAbstractTableModel):
    """Rows of text under headings."""

    def __init__(
        self,
        headings: Sequence[str],
        parent: QObject,
        right: Sequence[int] = (),
        means: Sequence[str] = (),
        explained: Sequence[int] = (),
    ) -> None:
        """`right` names the columns of numbers, `explained` those whose cells tell what rows mean.

        `means` says what each heading means.
        """
        super().__init__(parent)
        self._headings = tuple(headings)
        self._right = frozenset(right)
        self._means = tuple(means)
        self._explained = frozenset(explained)
        self._rows_mean: tuple[str, ...] = ()
        self._whole: dict[tuple[int, int], str] = {}
        self.rows: tuple[tuple[str, ...], ...] = ()

    def set_heading(self, column: int, text: str) -> None:
        """Call a column otherwise."""
        self._headings = (*self._headings[:column], text, *self._headings[column + 1 :])
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, column, column)

    def show(
        self,
        rows: Sequence[Sequence[str]],
        means: Sequence[str] = (),
        whole: Mapping[tuple[int, int], str] | None = None,
    ) -> None:
        """Replace all rows.

        `means` says in a sentence what each is about, `whole` by row and column what a cell says
        in brief.
        """
        self.beginResetModel()
        self._rows_mean = tuple(means)
        self._whole = dict(whole or {})
        self.rows = tuple(tuple(row) for row in rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802  # Qt's name
        """Count the rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802  # Qt's name
        """Count the columns."""
        return 0 if parent is not None and parent.isValid() else len(self._headings)

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Give a heading."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._means[section] if self._means else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell."""
        text = self.rows[index.row()][index.column()]
        means = self._meaning(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            whole = self._whole.get((index.row(), index.column()), text)
            return "\n".join(filter(None, (whole, means)))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return means or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headings[index.column()]}: {text or 'none'}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        return None

    def _meaning(self, index: Index) -> str:
        if index.column() in self._right and self._means:
            # A number is asked about where it stands, not at its heading.
            return self._means[index.column()]
        is_told = bool(self._rows_mean) and index.column() in self._explained
        return self._rows_mean[index.row()] if is_told else ""

    def _alignment(self, column: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if column in self._right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


def is_cut(option: QStyleOptionViewItem) -> bool:
    """Say whether a row has no room in its table: half a line of words cannot be read."""
    area, table = option.rect, option.widget
    if not isinstance(table, QTableView):
        return False
    room = table.viewport().height()
    return room >= 2 * area.height() and not 0 <= area.top() <= room - area.height()


class _WholeRows(QStyledItemDelegate):
    """Paint the rows for which there is room."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        if not is_cut(option):
            super().paint(painter, option, index)


class TextTable(QTableView):
    """Show a `TextModel`; Ctrl+C copies the selected rows."""

    def __init__(self, name: str, title: str, model: TextModel, stretch: int) -> None:
        """`stretch` is the column that takes what room is left."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription("Ctrl+C copies the selected rows")
        self._rows = model
        self.setModel(model)
        self._whole_rows = _WholeRows(self)
        self.setItemDelegate(self._whole_rows)
        self.setProperty("texts", True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        header.setFixedHeight(HEAD_PX)

    def height_for(self, rows: int) -> int:
        """Give the height in which so many rows are seen whole, with their heading."""
        frame, row = self.contentsMargins(), self.verticalHeader().defaultSectionSize()
        head = self.horizontalHeader().minimumHeight()
        return frame.top() + head + rows * row + frame.bottom()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802  # Qt's name
        """Paint all anew: what Qt moves may be the room of a row that was left out."""
        super().scrollContentsBy(dx, dy)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Copy rows as text with tabs."""
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted({index.row() for index in self.selectedIndexes()})
            text = "\n".join("\t".join(self._rows.rows[row]) for row in rows)
            QGuiApplication.clipboard().setText(text)
            return
        super().keyPressEvent(event)
