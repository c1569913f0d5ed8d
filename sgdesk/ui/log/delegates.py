"""Paint the cells of the log."""

from typing import Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sgdesk.present.bars import Axis
from sgdesk.present.log import LogRow
from sgdesk.present.sending import SendingRow
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.model import Column, Entry, EntryRole, cell_text
from sgdesk.ui.theme import Theme, tabular
from sgdesk.ui.widgets.bars import paint_bar, paint_pill, paint_ticks

ROW_PX = 34
PAD_PX = 10
NOTE_PX = 12


PAIR_PX = 3

# Looked up once: a cell is painted some thousand times a second while results stream in.
_COLUMNS = tuple(Column)
_NUMBERS = frozenset({Column.TIME, Column.CODE, Column.TOTAL})
_AT_RIGHT = frozenset({Column.CODE, Column.TOTAL})
_STEP = frozenset({Column.RESULT, Column.CODE, Column.TOTAL})
"""What is on its way has neither code nor total, so its step may take their room."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ELIDE = Qt.TextElideMode.ElideRight
_SELECTED = QStyle.StateFlag.State_Selected
_UNDER_MOUSE = QStyle.StateFlag.State_MouseOver


class Surroundings(Protocol):
    """What a cell must know of the rows around it."""

    def axis(self) -> Axis:
        """Give the axis that all bars in sight share."""

    def sister_row(self, row: int) -> int | None:
        """Give the neighbouring row of the same message by another path."""

    def pair_words(self, row: int) -> str:
        """Set a row against its sister."""

    def step_span(self) -> tuple[int, int]:
        """Give where the words of a step begin and end, in pixels of the viewport."""


class CellDelegate(QStyledItemDelegate):
    """Paint ground, hairline and text of one cell; pills and bars where they belong."""

    def __init__(self, theme: Theme, icons: Icons, around: Surroundings, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._around = around
        self._fonts: tuple[QFont, QFont] | None = None

    def sizeHint(  # noqa: N802  # Qt's name
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Give every row the same height."""
        return QSize(60, ROW_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        area: QRect = option.rect
        entry = index.data(EntryRole)
        column = _COLUMNS[index.column()]
        sister = self._around.sister_row(index.row())
        self._paint_ground(painter, area, option, rule=sister != index.row() + 1)
        if column is Column.TIME and sister is not None:
            self._paint_bracket(painter, area, upper=sister > index.row())
        inside = area.adjusted(PAD_PX, 0, -PAD_PX, -1)
        if column is Column.BAR:
            paint_ticks(painter, inside, self._around.axis(), self._theme)
        if isinstance(entry, SendingRow | LogRow):
            self._paint_entry(painter, inside, entry, column, index.row())

    def _paint_ground(
        self, painter: QPainter, area: QRect, option: QStyleOptionViewItem, *, rule: bool
    ) -> None:
        state: QStyle.StateFlag = option.state
        if state & _SELECTED:
            painter.fillRect(area, self._theme.colour("accent_soft"))
        elif state & _UNDER_MOUSE:
            painter.fillRect(area, self._theme.colour("sunken"))
        if rule:
            painter.setPen(self._theme.colour("line"))
            painter.drawLine(area.bottomLeft(), area.bottomRight())

    def _paint_bracket(self, painter: QPainter, area: QRect, *, upper: bool) -> None:
        """Tie the two paths of one message together at the left edge."""
        top = area.top() + 7 if upper else area.top()
        bottom = area.bottom() if upper else area.bottom() - 7
        bracket = QRect(area.left() + 2, top, PAIR_PX, bottom - top + 1)
        painter.fillRect(bracket, self._theme.colour("line_strong"))

    def _paint_entry(
        self,
        painter: QPainter,
        inside: QRect,
        entry: Entry,
        column: Column,
        row: int,
    ) -> None:
        if isinstance(entry, LogRow) and column is Column.RESULT:
            words = entry.result
            paint_pill(
                painter, inside, words.word, words.icon, words.tone, self._icons, self._theme
            )
        elif isinstance(entry, LogRow) and column is Column.BAR:
            self._paint_bar(painter, inside, entry, self._around.pair_words(row))
        elif isinstance(entry, SendingRow) and column in _STEP:
            self._paint_step(painter, inside, entry)
        else:
            self._paint_text(painter, inside, entry, column)

    def _paint_text(self, painter: QPainter, inside: QRect, entry: Entry, column: Column) -> None:
        text = cell_text(entry, column)
        if not text:
            return
        quiet = column is Column.CODE or isinstance(entry, SendingRow)
        painter.setPen(self._theme.colour("muted" if quiet else "text"))
        font = painter.font()
        if column in _NUMBERS:
            painter.setFont(self._number_font(font))
        else:
            text = painter.fontMetrics().elidedText(text, _ELIDE, inside.width())
        painter.drawText(inside, _RIGHT if column in _AT_RIGHT else _LEFT, text)
        painter.setFont(font)

    def _paint_step(self, painter: QPainter, inside: QRect, entry: SendingRow) -> None:
        """Paint this cell's share of the words, which go on in the next cell."""
        begin, end = self._around.step_span()
        whole = QRect(begin + PAD_PX, inside.top(), end - begin - 2 * PAD_PX, inside.height())
        painter.save()
        painter.setClipRect(inside.adjusted(-PAD_PX, 0, PAD_PX, 0), Qt.ClipOperation.IntersectClip)
        painter.setPen(self._theme.colour("muted"))
        text = painter.fontMetrics().elidedText(entry.step, _ELIDE, whole.width())
        painter.drawText(whole, _LEFT, text)
        painter.restore()

    def _number_font(self, font: QFont) -> QFont:
        """Give the table's font with figures of one width, made once."""
        if self._fonts is None or self._fonts[0] != font:
            self._fonts = (QFont(font), tabular(font))
        return self._fonts[1]

    def _paint_bar(self, painter: QPainter, inside: QRect, row: LogRow, pair: str) -> None:
        end = paint_bar(painter, inside, row.bar, self._around.axis().end_ns, self._theme)
        quicker, took, less = pair.partition(" took ")
        tags = [tag for tag in row.tags if not tag.startswith("practice")]
        if took and quicker == row.path:
            tags.append(less)
        note = ", ".join(filter(None, (row.decided, *tags)))
        if not note:
            return
        font = painter.font()
        small = QFont(font)
        small.setPixelSize(NOTE_PX)
        painter.setFont(small)
        room = painter.fontMetrics().horizontalAdvance(note)
        # Past the cross that marks where it failed.
        gap = 20 if any(segment.failed for segment in row.bar.segments) else 8
        left = min(round(end) + gap, inside.right() - room)
        if left >= end:
            painter.setPen(self._theme.colour("muted"))
            area = QRect(left, inside.top(), room + 2, inside.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, note)
        painter.setFont(font)
