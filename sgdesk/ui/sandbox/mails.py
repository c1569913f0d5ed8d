"""The list of captured mail: two lines a row."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sgdesk.present.inbox import InboxRow
from sgdesk.ui.theme import Theme

ROW_PX = 58
_PAD_PX = 14

RowRole = Qt.ItemDataRole.UserRole + 1


class MailModel(QAbstractListModel):
    """The rows, newest first; new ones are inserted on top."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[InboxRow] = []

    def show(self, rows: Sequence[InboxRow]) -> None:
        """Take the list as it is now."""
        known = {row.id for row in self.rows}
        fresh = [row for row in rows if row.id not in known]
        if list(rows[len(fresh) :]) == self.rows and list(rows[: len(fresh)]) == fresh:
            if fresh:
                self.beginInsertRows(QModelIndex(), 0, len(fresh) - 1)
                self.rows[:0] = fresh
                self.endInsertRows()
            return
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802  # Qt's name
        """Count the mails."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Give a row, or its words."""
        row = self.rows[index.row()]
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.subject
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            who = row.recipients if row.is_call else f"{row.sender} to {row.recipients}"
            return "\n".join(filter(None, (row.subject, who, *row.people, row.whose)))
        return None


class MailDelegate(QStyledItemDelegate):
    """Paint subject and time, then recipients and path."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(  # noqa: N802  # Qt's name
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Give every row the same height."""
        return QSize(120, ROW_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one mail."""
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        row = index.data(RowRole)
        if not isinstance(row, InboxRow):
            return
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.colour("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, self._theme.colour("sunken"))
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        top = QRect(area.left() + _PAD_PX, area.top() + 8, area.width() - 2 * _PAD_PX, 21)
        bottom = top.translated(0, 21)
        ink = "bad" if row.is_call else "text"
        self._line(painter, top, row.subject, row.time, ink, bold=True)
        self._line(painter, bottom, row.recipients, row.came_by, "muted", bold=False)

    def _line(
        self, painter: QPainter, area: QRect, left: str, right: str, token: str, *, bold: bool
    ) -> None:
        font = QFont(painter.font())
        painter.setPen(self._theme.colour("muted"))
        small = QFont(font)
        small.setPixelSize(12)
        painter.setFont(small)
        room = painter.fontMetrics().horizontalAdvance(right) + 12
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, side, right)
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        painter.setFont(strong)
        painter.setPen(self._theme.colour(token))
        inside = area.adjusted(0, 0, -room, 0)
        text = painter.fontMetrics().elidedText(left, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(font)
