"""The matrix of ways and steps: how far each way leads, at a glance and cell by cell."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from operator import itemgetter

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from sgdesk.present.diagnosis import COLUMNS, NO_STEP, Cell, Row
from sgdesk.present.diagnosis_run import TO_COME
from sgdesk.present.words import Tone
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.bars import paint_pill, pill_width

ROW_PX, LOW_ROW_PX, HEAD_PX = 34, 28, 29
_PAD_PX = 10
_WAY_PX = 96
_EDGE_PX = 2
_ICONS = {Tone.GOOD: "check", Tone.WARN: "triangle-alert", Tone.BAD: "x"}
_SPOKEN = {Tone.WARN: "take care: ", Tone.BAD: "wrong: "}
"""Before the words of a cell: a screen reader sees neither its colour nor its mark."""
_MEANS = (
    "A way by which mail can go out",
    "Finding the server's address by its name",
    "Reaching the server at its port",
    "The server says who it is; the Web API has no such step",
    "Encrypting the connection and proving whose server it is",
    "As far as one comes without a key",
)
_HINT = "Enter shows what was seen there."

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One cell: its way and its step."""

    row: int
    step: int
    """The index of its column in `COLUMNS`."""


class MatrixModel(QAbstractTableModel):
    """Rows of the matrix; the first column names the way."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """Show rows; where only cells have changed the keyboard stays on its cell."""
        before, self.rows = self.rows, tuple(rows)
        if [row.target for row in before] != [row.target for row in self.rows]:
            self.beginResetModel()
            self.endResetModel()
        elif self.rows:
            last = self.index(len(self.rows) - 1, len(COLUMNS))
            self.dataChanged.emit(self.index(0, 0), last)

    def cell(self, index: Index) -> Cell | None:
        """Give a cell; `None` for the name of a way."""
        return self.rows[index.row()].cells[index.column() - 1] if index.column() else None

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802  # Qt's name
        """Count the ways."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802  # Qt's name
        """Count the steps, and the column with the names."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS) + 1

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Name a step."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return "Way" if section == 0 else COLUMNS[section - 1][0]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return _MEANS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell says."""
        row, cell = self.rows[index.row()], self.cell(index)
        words = row.name if cell is None else cell.words
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            more = _HINT if cell is not None and cell.evidence else ""
            return "\n".join(filter(None, (self._spoken(index), more)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index)
        return None

    def _spoken(self, index: Index) -> str:
        row, cell = self.rows[index.row()], self.cell(index)
        if cell is None:
            return f"{row.name}, {row.target.text}"
        words = {NO_STEP.words: "has no such step", TO_COME: "to come"}.get(cell.words, cell.words)
        return f"{row.name}, {COLUMNS[index.column() - 1][0]}: {_SPOKEN.get(cell.tone, '')}{words}"


class _CellDelegate(QStyledItemDelegate):
    """Paint the mark and the words of a cell."""

    def __init__(self, model: MatrixModel, theme: Theme, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._icons = icons

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inside = area.adjusted(_PAD_PX, 0, -_PAD_PX // 2, -1)
        cell = self._model.cell(index)
        words = str(index.data() or "")
        if cell is not None and cell.tone in _ICONS:
            icon = _ICONS[cell.tone]
            paint_pill(painter, inside, words, icon, cell.tone, self._icons, self._theme)
        else:
            painter.setPen(self._theme.colour("text" if cell is None else "muted"))
            shown = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, inside.width()
            )
            left = inside.adjusted(_PAD_PX if cell is not None else 0, 0, 0, 0)
            painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, shown)
        chosen = state & QStyle.StateFlag.State_Selected
        hovered = state & QStyle.StateFlag.State_MouseOver
        if (chosen or hovered) and cell is not None:
            # Where the keyboard is, whose evidence stands below, or may by a click.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colour("accent"), 2 if chosen else 1))
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -3), 6, 6)
        painter.restore()


class MatrixTable(QTableView):
    """Show the matrix, as high as its rows.

    Signals: `cell_chosen(object)`, the `Place` that the keyboard has come to;
    `cell_opened(object)`, one whose evidence is asked for by click or Enter.
    """

    cell_chosen = Signal(object)
    cell_opened = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("diagnose-matrix")
        self.setAccessibleName("Ways and steps")
        self.setAccessibleDescription(
            "The arrow keys go from cell to cell. Enter shows what was seen"
        )
        self._rows = MatrixModel(self)
        self._row_px = ROW_PX
        self.setModel(self._rows)
        self.setItemDelegate(_CellDelegate(self._rows, theme, icons, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(LOW_ROW_PX)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setFixedHeight(HEAD_PX)
        self.selectionModel().currentChanged.connect(self._report_chosen)
        self.clicked.connect(self._report_opened)

    def begin(self, rows: Sequence[Row]) -> None:
        """Show the rows of a new run, no cell of which was chosen."""
        self.setCurrentIndex(QModelIndex())
        self.show_rows(rows)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Begin at the first cell."""
        super().focusInEvent(event)
        if self.place is None:
            self.choose(Place(row=0, step=0))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show how things stand."""
        self._rows.show(rows)
        self._fit()

    def cell_at(self, place: Place) -> Cell | None:
        """Give a cell; `None` where there is none any more."""
        rows = self._rows.rows
        return rows[place.row].cells[place.step] if place.row < len(rows) else None

    def title_of(self, place: Place) -> str:
        """Name a cell, e.g. `SMTP 587, Connect`."""
        return f"{self._rows.rows[place.row].name}, {COLUMNS[place.step][0]}"

    @property
    def place(self) -> Place | None:
        """Give the cell at which the keyboard is."""
        return _place(self.currentIndex())

    def place_of(self, evidence: Set[str]) -> Place | None:
        """Give the first cell that went wrong, or else that has any of this behind it."""
        places = (
            (cell.tone is not Tone.BAD, Place(row=at, step=step))
            for at, row in enumerate(self._rows.rows)
            for step, cell in enumerate(row.cells)
            if not evidence.isdisjoint(cell.evidence)
        )
        return min(places, key=itemgetter(0), default=(True, None))[1]

    def choose(self, place: Place) -> None:
        """Put the keyboard's place on a cell."""
        self.setCurrentIndex(self._rows.index(place.row, place.step + 1))

    def set_low(self, *, low: bool) -> None:
        """Take less height where there is little."""
        self._row_px = LOW_ROW_PX if low else ROW_PX
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Share the width out."""
        super().resizeEvent(event)
        self._fit_columns()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Show that a cell can be pressed, and a way's name not."""
        super().mouseMoveEvent(event)
        is_cell = _place(self.indexAt(event.position().toPoint())) is not None
        shape = Qt.CursorShape.PointingHandCursor if is_cell else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Open a cell with Enter, and copy the matrix as text."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._report_opened(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            lines = (
                "\t".join((row.name, *(c.words for c in row.cells))) for row in self._rows.rows
            )
            QGuiApplication.clipboard().setText("\n".join(lines))
        else:
            super().keyPressEvent(event)

    def _report_chosen(self, index: QModelIndex) -> None:
        if (place := _place(index)) is not None:
            self.cell_chosen.emit(place)

    def _report_opened(self, index: QModelIndex) -> None:
        if (place := _place(index)) is not None:
            self.cell_opened.emit(place)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._row_px)
        self.setFixedHeight(HEAD_PX + len(self._rows.rows) * self._row_px + 2 * _EDGE_PX)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Give all steps the same room, so that nothing moves while they fill."""
        metrics, room = self.fontMetrics(), self.viewport().width()
        names = max((metrics.horizontalAdvance(row.name) for row in self._rows.rows), default=0)
        first = max(_WAY_PX, names + 2 * _PAD_PX)
        self.setColumnWidth(0, first)
        for step, width in enumerate(
            shares(room - first, [*map(self._needed, range(len(COLUMNS)))])
        ):
            self.setColumnWidth(step + 1, width)

    def _needed(self, step: int) -> int:
        cells = (row.cells[step] for row in self._rows.rows)
        return max(map(self._width_of, cells), default=0) + _PAD_PX + _PAD_PX // 2

    def _width_of(self, cell: Cell) -> int:
        if cell.tone in _ICONS:
            return pill_width(cell.words, self.font())
        return self.fontMetrics().horizontalAdvance(cell.words) + 2 * _PAD_PX


def _place(index: Index) -> Place | None:
    is_step = index.isValid() and index.column() > 0
    return Place(row=index.row(), step=index.column() - 1) if is_step else None


def shares(room: int, needed: Sequence[int]) -> list[int]:
    """Share room out equally but for those that need more; with too little all give way alike."""
    if sum(needed) >= room:
        return [width * max(room, 0) // max(sum(needed), 1) for width in needed]
    wide = [False] * len(needed)
    while True:
        left = room - sum(width for width, is_wide in zip(needed, wide, strict=True) if is_wide)
        share = left // max(wide.count(False), 1)
        more = [is_wide or width > share for width, is_wide in zip(needed, wide, strict=True)]
        if more == wide:
            return [
                width if is_wide else share for width, is_wide in zip(needed, wide, strict=True)
            ]
        wide = more
