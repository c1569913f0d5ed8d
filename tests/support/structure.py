"""What a user would see is wrong with a layout: words cut off, one thing over another."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QRadioButton,
    QToolButton,
    QWidget,
)

from sgdesk.ui.widgets.elided import ElidedLabel
from tests.support.qt import visible_children


def room_for_text(widget: QWidget) -> str:
    """Say what is cut off of a widget, nothing when all is there."""
    if isinstance(widget, ElidedLabel):
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
    ]
    return {
        f"{type(w).__name__} {w.objectName()} {w.property('text')!r}: {room_for_text(w)}"
        for w in words
        # A sheet over the window is a window of its own.
        if w.window() is window and (room_for_text(w) or is_cut_by_parents(w, window))
    }


def over_each_other(window: QWidget) -> list[str]:
    """Give pairs of siblings in a window that lie over each other."""
    return [
        pair
        for parent in (window, *window.findChildren(QWidget))
        if parent.isVisible() and parent.window() is window and parent.layout() is not None
        for pair in overlapping(parent)
    ]


def overlapping(parent: QWidget) -> list[str]:
    """Give pairs of a layout's widgets that lie over each other."""
    layout = parent.layout()
    assert layout is not None
    items = [layout.itemAt(at) for at in range(layout.count())]
    widgets = [item.widget() for item in items if item is not None]
    shown = [widget for widget in widgets if widget is not None and widget.isVisible()]
    return [
        f"{a.objectName()} over {b.objectName()}"
        for at, a in enumerate(shown)
        for b in shown[at + 1 :]
        if a.geometry().intersects(b.geometry()) and type(layout).__name__ != "QStackedLayout"
    ]
