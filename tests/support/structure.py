"""What a user would see is wrong with a layout: words cut off, one thing over another."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTableView,
    QToolButton,
    QWidget,
)

from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.laid_out import placed
from tests.support.qt import visible_children

HEADING_PX, HEADING_PAD_PX = 12, 10
"""How the style sheet has the headings of tables: Qt does not tell."""


def room_for_text(widget: QWidget) -> str:
    """Say what is cut off of a widget, nothing when all is there."""
    least = widget.minimumSizeHint().height()
    if not isinstance(widget, QLabel) and widget.height() < least - 1:
        return f"{least} px high, has {widget.height()}"
    if isinstance(widget, QLineEdit | ElidedLabel):
        return ""
    if isinstance(widget, QLabel) and not widget.pixmap().isNull():
        return ""
    if isinstance(widget, QLabel) and widget.wordWrap():
        needed = widget.heightForWidth(widget.width())
        return "" if widget.height() >= needed - 1 else f"{needed} px high, has {widget.height()}"
    needed_px = widget.sizeHint().width()
    if isinstance(widget, QToolButton) and not widget.text():
        return ""
    return "" if widget.width() >= needed_px - 1 else f"{needed_px} px wide, has {widget.width()}"


def is_cut_by_parents(widget: QWidget, window: QWidget) -> bool:
    """Say whether a part of a widget lies outside what its parents show."""
    area = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        shown = QRect(parent.mapTo(window, QPoint(0, 0)), parent.size())
        if not shown.adjusted(-1, -1, 1, 1).contains(area):
            return not parent.objectName().startswith("qt_scrollarea")
        parent = parent.parentWidget()
    return not window.rect().contains(area)


def cut_off(window: QWidget) -> set[str]:
    """Name what is cut off in a window, and by how much."""
    words: list[QWidget] = [
        *visible_children(window, QLabel),
        *visible_children(window, QPushButton),
        *visible_children(window, QRadioButton),
        *visible_children(window, QLineEdit),
    ]
    return {
        f"{type(w).__name__} {w.objectName()} {w.property('text')!r}: {room_for_text(w)}"
        for w in words
        # A sheet over the window is a window of its own.
        if w.window() is window and (room_for_text(w) or is_cut_by_parents(w, window))
    }


def columns_out_of_sight(window: QWidget) -> list[str]:
    """Name the columns that end beyond a table that does not scroll to them."""
    return [
        f"{table.objectName()}: {heading!r} ends {beyond} px beyond it"
        for table in visible_children(window, QTableView)
        if table.window() is window and not table.horizontalScrollBar().isVisible()
        for heading, beyond in _columns_beyond(table)
    ]


def _columns_beyond(table: QTableView) -> list[tuple[str, int]]:
    header, room = table.horizontalHeader(), table.viewport().width()
    shown = [at for at in range(header.count()) if not header.isSectionHidden(at)]
    ends = {at: header.sectionViewportPosition(at) + header.sectionSize(at) for at in shown}
    role, across = Qt.ItemDataRole.DisplayRole, Qt.Orientation.Horizontal
    return [
        (str(table.model().headerData(at, across, role)), end - room)
        for at, end in ends.items()
        if end > room + 1
    ]


def headings_cut_off(window: QWidget) -> list[str]:
    """Name the columns that have no room for their heading."""
    return [
        f"{table.objectName()}: {heading!r} needs {needed} px, has {room}"
        for table in visible_children(window, QTableView)
        if table.window() is window
        for heading, needed, room in _headings(table)
        if needed > room
    ]


def _headings(table: QTableView) -> list[tuple[str, int, int]]:
    """Give each heading with what it takes and what it has, in pixels."""
    header, font = table.horizontalHeader(), QFont(table.font())
    font.setPixelSize(HEADING_PX)
    font.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetrics(font)
    role, across = Qt.ItemDataRole.DisplayRole, Qt.Orientation.Horizontal
    shown = [at for at in range(header.count()) if not header.isSectionHidden(at)]
    words = {at: str(table.model().headerData(at, across, role)) for at in shown}
    return [
        (text, metrics.horizontalAdvance(text) + 2 * HEADING_PAD_PX, header.sectionSize(at))
        for at, text in words.items()
        if text
    ]


def over_each_other(window: QWidget) -> list[str]:
    """Give pairs of siblings in a window that lie over each other."""
    return [
        pair
        for parent in (window, *window.findChildren(QWidget))
        if parent.isVisible() and parent.window() is window and parent.layout() is not None
        for pair in overlapping(parent)
    ]


def overlapping(parent: QWidget) -> list[str]:
    """Give pairs of children that lie over each other, in whichever layout inside it they stand.

    Left out is what no layout has placed: it floats, and covers on purpose.
    """
    layout = parent.layout()
    assert layout is not None
    shown = [widget for widget in placed(layout) if widget.isVisible()]
    return [
        f"{_called(a)} over {_called(b)}"
        for at, a in enumerate(shown)
        for b in shown[at + 1 :]
        if a.geometry().intersects(b.geometry()) and type(layout).__name__ != "QStackedLayout"
    ]


def _called(widget: QWidget) -> str:
    return widget.objectName() or f"{type(widget).__name__} {widget.property('text')!r}"


def not_selectable(surface: QWidget) -> list[str]:
    """Name the texts in sight that cannot be taken along.

    The name of a field is left out, on which a click is the field's, and a text that gives way
    to others, of which all stands in its tool-tip.
    """
    by_mouse = Qt.TextInteractionFlag.TextSelectableByMouse
    return [
        f"{label.text()!r} cannot be selected"
        for label in visible_children(surface, QLabel)
        if label.text().strip()
        and label.property("role") != "field"
        and not isinstance(label, ElidedLabel)
        and not label.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        and not label.textInteractionFlags() & by_mouse
    ]
