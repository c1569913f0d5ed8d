"""The Steps tab: each phase on the attempt's own axis, and the numbers beside it."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from sgdesk.delivery import Attempt
from sgdesk.present.bars import Axis, axis_for, axis_words
from sgdesk.present.steps import ROUND_TRIPS_MEAN, StepRow, facts, step_rows, steps_axis
from sgdesk.ui.theme import Theme, tabular
from sgdesk.ui.widgets.bars import paint_bar, paint_ticks
from sgdesk.ui.widgets.facts import FactsList
from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.texttable import TextModel, TextTable

_HEADINGS = ("Step", "Term", "Time", "Waiting", "Round trips", "When", "What happened")
_MEANS = (
    "What was done, in the order in which it was done",
    "The word that engineers use for it",
    "How long it took",
    "How much of it was waiting for the network and for the server; the rest is this program's own "
    "work",
    ROUND_TRIPS_MEAN,
    "From when to when, on one time axis with the send that it is compared with",
    "What came of it",
)
_WIDTHS = (152, 132, 70, 70, 54)
_TIGHT = (88, 132, 66, 66, 54)
"""Beside a list in a small window."""
_STEP, _TERM, _TIME, _WAITING, _TRIPS, _BAR, _DETAIL = range(7)
_NUMBERS = (_TIME, _WAITING, _TRIPS)
_MUTED = frozenset({_TERM, _DETAIL})
_PAD_PX = 10
_SIDE_PX, _GAP_PX = 258, 6
_EDGE_PX = 2
"""What the table has above its headings and below its rows: room for the keyboard's frame."""
_NUMBERS_PX = 6
"""Above the numbers beside it, for their lines to be in line with its rows."""
_WIDE_PX = 760
_BESIDE = 3
"""How much more room the steps have than the numbers beside them."""
_TIGHT_PX = 500
HEAD_PX, ROW_PX = 24, 19
"""Low, so that the dozen steps of a send by SMTP are seen at once."""
_LEAST_BAR_PX, _MOST_BAR_PX = 60, 260
_LEAST_AXIS_PX = 96
"""Room for what the axis spans, in the title of the bars."""
MOST_LINES = 4
"""Of what went wrong; a server may have said far more."""
_LEAST_WORDS_PX = 120
"""Room for the title of the last column beside the bars."""
Cells = tuple[tuple[str, ...], ...]
_TERM_FROM_PX = 700
"""Below this width the field's own words make room for what happened."""


class StepsTab(ScrollArea):
    """Show the spans of one attempt, and its numbers; in a low window both scroll as one.

    The step that is asked about stays in sight, in whatever height there is.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("steps-page")
        self.setAccessibleName("Steps and numbers of this send")
        self._model = TextModel(
            _HEADINGS, self, right=_NUMBERS, means=_MEANS, explained=(_STEP, _TERM)
        )
        self._table = _StepTable("steps", "Steps of this send", self._model, stretch=_DETAIL)
        self._delegate = _StepDelegate(theme, self)
        self._table.setItemDelegate(self._delegate)
        self._table.selectionModel().currentRowChanged.connect(self._follow_row)
        self._facts = FactsList("facts", "Numbers of this send", wrap=True, pitch_px=ROW_PX)
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._table, _BESIDE, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(self._facts, 1, Qt.AlignmentFlag.AlignTop)
        self._layout.addStretch()
        self.setWidget(inside)
        self._lid = QFrame(self.viewport())
        self._lid.setObjectName("lid")
        self.verticalScrollBar().rangeChanged.connect(self._show_row)
        self.verticalScrollBar().rangeChanged.connect(self._fit_room)
        self.verticalScrollBar().valueChanged.connect(self._hold_headings)
        self.verticalScrollBar().setSingleStep(ROW_PX)

    def show_attempt(self, attempt: Attempt, beside: Attempt | None = None) -> None:
        """Show another attempt, on one axis with the one that it is compared with."""
        rows = step_rows(attempt)
        axis = steps_axis(*(one.trace for one in (attempt, beside) if one is not None))
        self._delegate.show(rows, axis)
        self._table.measure_with(_cells(step_rows(beside)) if beside is not None else ())
        self._model.show(
            _cells(rows),
            [row.means for row in rows],
            {(at, _DETAIL): row.detail for at, row in enumerate(rows)},
        )
        self._table.show_whole(frozenset(at for at, row in enumerate(rows) if row.ended))
        self._table.name_axis(axis_words(axis))
        self._facts.show_facts([(f.name, f.value, f.means) for f in facts(attempt)])
        ended = max((at for at, row in enumerate(rows) if row.ended), default=0)
        self._table.selectionModel().setCurrentIndex(
            self._model.index(ended, 0), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self._show_row()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Put the numbers beside the steps, or below in a narrow pane."""
        super().resizeEvent(event)
        wide = self._is_wide
        self._layout.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )
        # Below the steps, the numbers follow at once, in line with their rows.
        self._layout.setSpacing(_GAP_PX if wide else 0)
        self._layout.setStretch(0, _BESIDE if wide else 0)
        self._layout.setStretch(1, 1 if wide else 0)
        self._facts.setMaximumWidth(_SIDE_PX if wide else 16_777_215)
        self._facts.setMinimumWidth(_SIDE_PX if wide else 0)
        self._facts.setContentsMargins(0, _NUMBERS_PX if wide else 0, 0, 0)
        # Over the ends of letters of a number that was scrolled away.
        self._lid.setGeometry(self.viewport().width() - _SIDE_PX, 0, _SIDE_PX, _NUMBERS_PX)
        self._lid.setVisible(wide)
        self._fit_room()
        self._show_row()

    @property
    def _is_wide(self) -> bool:
        return self.width() >= _WIDE_PX

    def _fit_room(self) -> None:
        """Have the same width with a scroll bar and without, and end at the end of a row.

        Nothing here asks whether there is a bar now: it would come and go for ever.
        """
        seen, below = self.viewport().height(), self.viewportMargins().bottom()
        # Without what frames it.
        room = seen + below
        is_more = self._needed() > room
        # Two sends that are compared have their bars at one place.
        width = 0 if is_more else self.verticalScrollBar().sizeHint().width()
        self._layout.setContentsMargins(0, 0, width, 0)
        rows_px = room - HEAD_PX - _EDGE_PX
        cut = rows_px % ROW_PX if is_more and rows_px > ROW_PX else 0
        if cut != below:
            self.setViewportMargins(0, 0, 0, cut)

    def _needed(self) -> int:
        """Give the height of all steps and numbers, which a scroll bar does not change."""
        steps, wide = self._table.height(), self._is_wide
        numbers = self._facts.heightForWidth(_SIDE_PX if wide else self._table.width())
        return max(steps, numbers) if wide else steps + numbers

    def _show_row(self) -> None:
        """Show the steps from the first one on, as far as the current one allows it.

        Where there was less room for a moment, they stand no lower for that.
        """
        self._bring(0)

    def _follow_row(self) -> None:
        """Move no more than the current step asks for."""
        self._bring(self.verticalScrollBar().value())

    def _bring(self, at: int) -> None:
        """Bring the current step into sight, by whole rows, below the headings."""
        row = self._table.currentIndex().row()
        above = self._table.height_for(row)
        below, room = self._table.height_for(row + 1), self.viewport().height()
        least = max(min(at, above - HEAD_PX - _EDGE_PX), below - room)
        # The lines of a reason are no multiple of a row.
        rows = min(-(-least // ROW_PX), row + 1) if row > 0 else 0
        self.verticalScrollBar().setValue(rows * ROW_PX)
        # Another step may need their room at the same place.
        self._hold_headings(self.verticalScrollBar().value())

    def _hold_headings(self, scrolled_px: int) -> None:
        """Keep the headings in sight, unless the words of the current step need their room."""
        words_px = self._table.rowHeight(self._table.currentIndex().row())
        has_room = HEAD_PX + words_px <= self.viewport().height()
        self._table.hold_headings(scrolled_px if has_room else 0)


class _StepTable(TextTable):
    """Share the width that there is out to the bars and to what happened.

    The step that is asked about has lines for all its words; so has each where the table is
    narrow and stands alone.
    """

    _axis = ""
    _whole: frozenset[int] = frozenset()
    _beside: Cells = ()
    _headings_px = 0

    def __init__(self, name: str, title: str, model: TextModel, stretch: int) -> None:
        super().__init__(name, title, model, stretch)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setMinimumSectionSize(ROW_PX)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.horizontalHeader().setFixedHeight(HEAD_PX)

    def measure_with(self, beside: Cells) -> None:
        """Have columns as wide as the steps of another send need, too: its bars stand alike."""
        self._beside = beside

    def show_whole(self, rows: frozenset[int]) -> None:
        """Let what happened at these be read to its end."""
        self._whole = rows

    def height_for(self, rows: int) -> int:
        """Give the height in which so many rows are seen whole, with their heading."""
        return super().height_for(0) + sum(self.rowHeight(row) for row in range(rows))

    def hold_headings(self, scrolled_px: int) -> None:
        """Keep the headings in sight over rows that were scrolled up, as long as there are any."""
        self._headings_px = scrolled_px
        self.updateGeometries()

    def updateGeometries(self) -> None:  # noqa: N802  # Qt's name
        """Put the headings where they are held."""
        super().updateGeometries()
        head = self.horizontalHeader()
        top = min(self._headings_px, self.height() - self.height_for(0))
        # Without the edge: above them a row would show through.
        head.move(head.x(), max(top, self.contentsMargins().top()))
        head.raise_()

    def name_axis(self, words: str) -> None:
        """Say above the bars from when to when they go, where there is room."""
        self._axis = words
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        # Its own: beside the numbers it is told of its width after what holds both.
        whole = self.viewport().width()
        self.setColumnHidden(_TERM, whole < _TERM_FROM_PX)
        # All of them together stand among the numbers below.
        self.setColumnHidden(_TRIPS, whole < _TIGHT_PX)
        for column, width in enumerate(_TIGHT if whole < _TIGHT_PX else _WIDTHS):
            self.setColumnWidth(column, width)
        if whole >= _TERM_FROM_PX:
            words = self.horizontalHeader().fontMetrics().horizontalAdvance(_HEADINGS[_TRIPS])
            self.setColumnWidth(_TRIPS, words + 2 * _PAD_PX)
        self._name(_TRIPS, self.columnWidth(_TRIPS), _HEADINGS[_TRIPS], "Trips")
        rows = (*self._rows.rows, *self._beside)
        # Measured as they are painted: figures of one width are wider than others.
        plain = self.font()
        figures = tabular(plain)
        for column, font in (
            *((words, plain) for words in (_STEP, _TERM)),
            *((times, figures) for times in (_TIME, _WAITING)),
        ):
            advance = QFontMetrics(font).horizontalAdvance
            needed = max((advance(row[column]) for row in rows), default=0)
            needed += 2 * _PAD_PX + 2
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, max(self.columnWidth(column), needed))
        room = whole - sum(self.columnWidth(column) for column in range(_BAR))
        most = min(_MOST_BAR_PX, room // 2, room - _LEAST_WORDS_PX)
        # What happened is read; bars are still told apart when they are shorter.
        advance = self.fontMetrics().horizontalAdvance
        said = max((advance(row[_DETAIL]) for row in rows), default=0)
        least = max(_LEAST_BAR_PX, min(_LEAST_AXIS_PX, most))
        self.setColumnWidth(_BAR, max(least, min(most, room - said - 2 * _PAD_PX - 2)))
        wide = self.columnWidth(_BAR)
        self._name(_BAR, wide, f"{_HEADINGS[_BAR]}, {self._axis}", self._axis, _HEADINGS[_BAR])
        self._name(_DETAIL, room - wide, _HEADINGS[_DETAIL], "Detail")
        self._fit_rows(room - wide - 2 * _PAD_PX)

    def _fit_rows(self, width: int) -> None:
        are_whole = self.viewport().width() < _TIGHT_PX and not self._beside
        for row, cells in enumerate(self._rows.rows):
            is_whole = are_whole or row in self._whole
            lines = _lines_of(cells[_DETAIL], self.fontMetrics(), width) if is_whole else 1
            # A multiple of a row: the page ends at the end of one, and is scrolled by it.
            self.setRowHeight(row, ROW_PX * lines)
        self.setFixedHeight(self.height_for(len(self._rows.rows)))

    def _name(self, column: int, width: int, *names: str) -> None:
        """Call a column by the first of its names for which it has room."""
        advance = self.horizontalHeader().fontMetrics().horizontalAdvance
        fitting = (name for name in names if advance(name) <= width - 2 * _PAD_PX)
        self._rows.set_heading(column, next(fitting, names[-1]))


def _cells(rows: tuple[StepRow, ...]) -> Cells:
    return tuple(
        (_called(row), row.term, row.time, row.waiting, row.round_trips, row.shares, row.brief)
        for row in rows
    )


def _called(row: StepRow) -> str:
    return f"{row.step} – {row.ended}" if row.ended else row.step


def _lines_of(words: str, metrics: QFontMetrics, width: int) -> int:
    """Count the lines that words take, up to as many as there may be."""
    return _box_of(shortened(words, metrics, width), metrics, width) // metrics.lineSpacing()


def shortened(words: str, metrics: QFontMetrics, width: int) -> str:
    """Cut words for which there may not be lines enough."""
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, MOST_LINES * width)
    while _box_of(shown, metrics, width) > MOST_LINES * metrics.lineSpacing():
        shown = f"{shown.rstrip('…').rpartition(' ')[0].rstrip()}…"
    return shown


def _box_of(words: str, metrics: QFontMetrics, width: int) -> int:
    room = QRect(0, 0, width, MOST_LINES * 100)
    return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, words or " ").height()


class _StepDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[StepRow, ...] = ()
        self._axis: Axis = axis_for(())

    def show(self, rows: tuple[StepRow, ...], axis: Axis) -> None:
        self._rows, self._axis = rows, axis

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.colour("accent_soft"))
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inside = area.adjusted(_PAD_PX, 0, -_PAD_PX, -1)
        row, column = self._rows[index.row()], index.column()
        if column == _BAR:
            paint_ticks(painter, inside, self._axis, self._theme)
            paint_bar(painter, inside, row.bar, self._axis.end_ns, self._theme)
            return
        token = "bad" if row.is_bad else ("muted" if column in _MUTED else "text")
        painter.setPen(self._theme.colour(token))
        font = painter.font()
        if column in _NUMBERS:
            painter.setFont(tabular(font))
        side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
        words, metrics = str(index.data() or ""), painter.fontMetrics()
        how = side | Qt.AlignmentFlag.AlignVCenter
        if column == _DETAIL and area.height() > ROW_PX:
            text = shortened(words, metrics, inside.width())
            how |= Qt.TextFlag.TextWordWrap
        else:
            text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, how, text)
        painter.setFont(font)
