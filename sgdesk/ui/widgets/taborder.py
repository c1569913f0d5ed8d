"""Let Tab follow what is read: widgets that were made later stand last in Qt's own order."""

import itertools
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def follow_layout(holder: QWidget) -> None:
    """Put all that Tab reaches in a widget into the order in which it is laid out."""
    reached = [widget for widget in _in_order(holder.layout()) if _takes_tab(widget)]
    for before, after in itertools.pairwise(reached):
        QWidget.setTabOrder(before, after)


def _in_order(layout: QLayout | None) -> Iterator[QWidget]:
    for at in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(at) if layout is not None else None
        if item is None:
            continue
        widget = item.widget()
        if widget is None:
            yield from _in_order(item.layout())
        else:
            yield widget
            yield from _in_order(widget.layout())


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
