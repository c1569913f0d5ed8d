"""The table of results: rows of 34 pixels, one time axis that stays while they are scrolled."""

from collections.abc import Mapping

from PySide6.QtCore import (
    QElapsedTimer,
    QItemSelectionModel,
    QKeyCombination,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from sgdesk.delivery import DeliveryId
from sgdesk.present.bars import Axis
from sgdesk.present.log import LogRow
from sgdesk.present.sending import SendingRow
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.axes import Axes
from sgdesk.ui.log.axis_header import HEADER_PX, AxisHeader
from sgdesk.ui.log.cells import Column, Entry
from sgdesk.ui.log.columns import LEAST_COLUMN_PX, WIDTHS, fitted, needed
from sgdesk.ui.log.model import LogModel
from sgdesk.ui.log.rows import PAD_PX, ROW_PX, RowPainter, Stand, Surroundings
from sgdesk.ui.log.stop_button import StopButton
from sgdesk.ui.theme import Theme

LEAST_PX = 690
FRAME_PX = 2
"""The style sheet's, which shows where the keyboard is."""
LEAST_ROWS = 2
"""In a low window the detail of one of them needs the rest of the room."""
SETTLE_MS = 40
FRAME_MS = 8
STOP_BUTTONS_AT_MOST = 12
HURRY_MS = 200
"""Painted again within this time the table moves: results stream in, or it is scrolled."""
ROWS_A_FRAME = 2
"""Painting a row takes 0.7 ms; more than two of them would be felt as a stutter."""


class LogTable(QTableView):
    """Show the log.

    Signals: `entry_chosen(object)`, the `LogRow` or `SendingRow` now selected or
    `None`; `entry_opened(object)` on Return or double click; `stop_requested(str)`,
    the delivery id whose Cancel was pressed; `menu_wanted(object, QPoint)`, the row whose menu
    is to open, and where on the screen.
    """

    entry_chosen = Signal(object)
    entry_opened = Signal(object)
    stop_requested = Signal(str)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, name: str, model: LogModel, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("Results")
        self.setAccessibleDescription(
            "Each send with its result and where the time went; Ctrl+C copies the selected one"
        )
        self._log = model
        self._axes = Axes(model, self)
        self._buttons: dict[DeliveryId, StopButton] = {}
        self._drawn: dict[Column, int] = {}
        self._needs = dict(WIDTHS)
        self._is_fitting = self._has_accounts = self._is_measured = False
        self.setModel(model)
        self._theme = theme
        self._painter = RowPainter(theme, icons)
        self._since_painted = QElapsedTimer()
        self.setHorizontalHeader(AxisHeader(self, theme))
        self._set_up_look()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._look_again)
        self._next_frame = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._next_frame.timeout.connect(self.viewport().update)
        self._connect()
        self._look_again()

    def axis(self) -> Axis:
        """Give the axis that the bars of one kind share, live or practice."""
        return self._axes.own

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Paint the rows in sight, whole: cell by cell they took ten times as long.

        Of many new rows in a hurry most wait for the next frames.
        """
        self._painter.settle(self._surroundings())
        is_hurried = self._since_painted.isValid() and self._since_painted.elapsed() < HURRY_MS
        may_paint = ROWS_A_FRAME if is_hurried else self._log.rowCount()
        painter = QPainter(self.viewport())
        left, under_mouse = self.columnViewportPosition(0), self._row_under_mouse()
        for row in self._rows_between(event.rect().top(), event.rect().bottom()):
            if self._is_cut(row):
                continue
            entry, stand = self._log.entry(row), self._stand(row, under_mouse)
            if not self._painter.has(entry, stand):
                may_paint -= 1
                if may_paint < 0:
                    entry, stand = None, Stand(ground=stand.ground)
            painter.drawPixmap(
                left, self.rowViewportPosition(row), self._painter.picture(entry, stand)
            )
        painter.end()
        if may_paint < 0:
            self._next_frame.start()
        else:
            self._since_painted.restart()

    def _surroundings(self) -> Surroundings:
        left = self.columnViewportPosition(0)
        spans = ((self.columnViewportPosition(at) - left, self.columnWidth(at)) for at in Column)
        return Surroundings(
            axis=self._axes.own,
            other_axis=self._axes.other,
            is_practice=self._axes.is_practice,
            spans=tuple(spans),
            ratio=self.devicePixelRatioF(),
            font=QFont(self.font()),
            tokens=self._theme.tokens,
        )

    def _rows_between(self, top: int, bottom: int) -> range:
        first, last = max(0, self.rowAt(max(0, top))), self.rowAt(bottom)
        if last < 0:
            # The rows end above, or there is no room for any.
            last = min(self._log.rowCount() - 1, first + (bottom - top) // ROW_PX + 1)
        return range(first, last + 1)

    def _is_cut(self, row: int) -> bool:
        """Say whether there is not room for all of a row: half a line of words cannot be read."""
        top, room = self.rowViewportPosition(row), self.viewport().height()
        return room >= LEAST_ROWS * ROW_PX and not 0 <= top <= room - ROW_PX

    def _row_under_mouse(self) -> int:
        """Give the row that is pointed at, or -1."""
        if not self.viewport().underMouse():
            return -1
        return self.rowAt(self.viewport().mapFromGlobal(QCursor.pos()).y())

    def _stand(self, row: int, under_mouse: int) -> Stand:
        is_selected = self.selectionModel().isRowSelected(row, QModelIndex())
        return Stand(
            ground="accent_soft" if is_selected else "sunken" if row == under_mouse else "card",
            kin=self._log.kin(row),
            pair=self._log.pair(row),
        )

    def current_entry(self) -> Entry | None:
        """Give the selected row."""
        index = self.currentIndex()
        return self._log.entry(index.row()) if index.isValid() else None

    def shows(self, row: int) -> bool:
        """Say whether all of a row is in sight."""
        top = self.rowViewportPosition(row)
        return row >= 0 and 0 <= top <= self.viewport().height() - ROW_PX

    def select_first(self) -> None:
        """Select the newest row when nothing is selected."""
        if not self.selectionModel().hasSelection() and self._log.rowCount():
            self.selectionModel().setCurrentIndex(
                self._log.index(0, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Open the selected row on Return; copy all of it, not one cell."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entry_opened.emit(self.current_entry())
            return
        entry = self.current_entry()
        if event.matches(QKeySequence.StandardKey.Copy) and isinstance(entry, LogRow):
            QGuiApplication.clipboard().setText(entry.text)
            return
        # Not on every system does Qt itself know these; the Menu key it does.
        if event.keyCombination() == QKeyCombination(Qt.Modifier.SHIFT, Qt.Key.Key_F10):
            self._ask_for_menu(self.currentIndex())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # Qt's name
        """Select the row that is asked about, and let its menu be opened."""
        is_by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_key else self.indexAt(event.pos())
        self._ask_for_menu(index, None if is_by_key else event.globalPos())

    def _ask_for_menu(self, index: QModelIndex, at: QPoint | None = None) -> None:
        if index.isValid():
            self.selectRow(index.row())
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_wanted.emit(self.current_entry(), at or below)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Look again at which rows are in sight."""
        super().resizeEvent(event)
        self._fit_columns()
        self._settle.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Fit the columns to what came while nobody looked."""
        super().showEvent(event)
        self.measure()

    def _set_up_look(self) -> None:
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_PX)
        self.setMinimumHeight(HEADER_PX + LEAST_ROWS * ROW_PX + 2 * FRAME_PX)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        columns.setMinimumSectionSize(LEAST_COLUMN_PX)
        columns.setSectionResizeMode(Column.BAR, QHeaderView.ResizeMode.Stretch)
        self._fit_columns()

    @property
    def widths(self) -> dict[int, int]:
        """Give the widths, in pixels, of the columns that the user has drawn."""
        return {int(column): px for column, px in self._drawn.items()}

    def set_widths(self, widths: Mapping[int, int]) -> None:
        """Take widths that the user once drew."""
        self._drawn = {Column(at): px for at, px in widths.items() if at in WIDTHS}
        self._fit_columns()

    def show_accounts(self, *, shown: bool) -> None:
        """Say beside each row who it was sent as, where there is room."""
        self._has_accounts = shown
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Give the columns the room that their words were found to need, the bars the rest."""
        widths = fitted(
            self.viewport().width(), self._needs, self._drawn, has_accounts=self._has_accounts
        )
        self._is_fitting = True
        for column in (Column.ACCOUNT, Column.SUBJECT, Column.CODE):
            self.setColumnHidden(column, column not in widths)
        # A column that comes back is resized by Qt later on, unless it is asked for its place now.
        self.horizontalHeader().length()
        for column, px in widths.items():
            self.setColumnWidth(column, px)
        self._is_fitting = False

    def measure(self) -> None:
        """Fit the columns to what they hold, once it is new: none moves while it is read."""
        self._is_measured = next(self._log.read_entries(), None) is not None
        self._needs = needed(self._log.read_entries(), self.fontMetrics())
        self._fit_columns()

    def _measure_first(self, *_range: object) -> None:
        """Fit the columns to the first rows that are read."""
        if not self._is_measured:
            self.measure()

    def _note_width(self, section: int, _old: int, new: int) -> None:
        if not self._is_fitting and section in WIDTHS:
            self._drawn[Column(section)] = new

    def _forget_width(self, section: int) -> None:
        """Give a column its first width again, on a double click at its edge."""
        self._drawn.pop(Column(section), None)
        self._fit_columns()

    def _connect(self) -> None:
        self.horizontalHeader().sectionResized.connect(self._note_width)
        self.horizontalHeader().sectionHandleDoubleClicked.connect(self._forget_width)
        self.verticalScrollBar().valueChanged.connect(self._settle_later)
        # Qt moves what was painted, also the room of the row that was left out.
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
        self._log.rowsInserted.connect(self._settle_later)
        self._log.rowsInserted.connect(self._keep_place)
        self._log.rowsInserted.connect(self._measure_first)
        self._log.dataChanged.connect(self._measure_first)
        self._log.rowsMoved.connect(self._settle_later)
        self._log.rowsRemoved.connect(self._settle_later)
        self._log.dataChanged.connect(self._settle_later)
        self._log.modelReset.connect(self._settle_later)
        self.selectionModel().currentRowChanged.connect(self._report_choice)
        self._log.dataChanged.connect(self._report_change)
        self.doubleClicked.connect(self._report_open)

    def _keep_place(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Leave what is read where it is when rows come in above it; at the top they are seen.

        There, too, the chosen row stays in sight: its detail is shown.
        """
        bar, came, chosen = self.verticalScrollBar(), last - first + 1, self.currentIndex().row()
        was_shown = first <= chosen - came and self.shows(chosen - came)
        self.updateGeometries()
        if bar.value() > 0 and first <= bar.value():
            bar.setValue(bar.value() + came)
        elif was_shown and not self.shows(chosen):
            self.scrollTo(self._log.index(chosen, 0))

    def _settle_later(self) -> None:
        if not self._settle.isActive():
            self._settle.start()

    def _report_choice(self) -> None:
        # The axis is that of the row which is looked at.
        self._settle_later()
        self.entry_chosen.emit(self.current_entry())

    def _report_change(self, first: QModelIndex, last: QModelIndex) -> None:
        current = self.currentIndex()
        if current.isValid() and first.row() <= current.row() <= last.row():
            self.entry_chosen.emit(self.current_entry())

    def _report_open(self) -> None:
        self.entry_opened.emit(self.current_entry())

    def _look_again(self) -> None:
        """Give what is in sight an axis, and the rows on their way their buttons."""
        in_sight = self._rows_between(0, self.viewport().height() - 1)
        rows = [row for at in in_sight if isinstance(row := self._log.entry(at), LogRow)]
        if self._axes.fit(rows, self.current_entry()):
            self.viewport().update()
            self.horizontalHeader().viewport().update()
        self._place_buttons()

    def _place_buttons(self) -> None:
        shown: set[DeliveryId] = set()
        for row in range(min(self._log.sending_count, STOP_BUTTONS_AT_MOST)):
            entry = self._log.entry(row)
            if isinstance(entry, SendingRow):
                shown.add(entry.delivery_id)
                self._place_button(row, entry)
        for gone in set(self._buttons) - shown:
            self._buttons.pop(gone).deleteLater()

    def _place_button(self, row: int, entry: SendingRow) -> None:
        stop = self._buttons.get(entry.delivery_id)
        if stop is None:
            stop = StopButton(entry, self.viewport())
            stop.pressed_for.connect(self.stop_requested)
            self._buttons[entry.delivery_id] = stop
        stop.show_for(entry)
        index = self._log.index(row, Column.BAR)
        area = self.visualRect(index)
        size = stop.sizeHint()
        stop.setGeometry(
            area.right() - size.width() - PAD_PX,
            area.center().y() - size.height() // 2,
            size.width(),
            size.height(),
        )
        stop.show()
