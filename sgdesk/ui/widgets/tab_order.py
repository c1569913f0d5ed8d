"""The way of the Tab key: past what was put into a window later, and to the chosen of several."""

from collections.abc import Iterable, Iterator

from PySide6 import QtCore
from PySide6.QtWidgets import QAbstractButton, QLayout, QScrollArea, QStackedWidget, QWidget

from sgdesk.ui.widgets.laid_out import placed


def tab_as_laid_out(part: QWidget) -> None:
    """Let Tab go through a part of a window in the order of its layout.

    Qt puts what is made later behind all else in the window.
    """
    if part.parentWidget() is None:
        return
    before = _before(part)
    for widget in _in_order(part):
        # One of several that is chosen later takes Tab from then on, in its own place.
        if _takes_tab(widget) or (isinstance(widget, QAbstractButton) and widget.isCheckable()):
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget


def tab_to_chosen(buttons: Iterable[QAbstractButton]) -> None:
    """Let Tab come to the chosen one of several, from which the arrow keys go on.

    Qt does so only where a key or a click chose it.
    """
    for button in buttons:
        # By name, as Qt's enumerations are dear before the first paint.
        button.setProperty("focusPolicy", "StrongFocus" if button.isChecked() else "ClickFocus")


def first_in(part: QWidget) -> QWidget | None:
    """Give what Tab would come to first in a part of a window, of what is in sight there."""
    return next(
        (
            widget
            for widget in _in_order(part)
            if _takes_tab(widget) and widget.isVisible() and widget.isEnabled()
        ),
        None,
    )


def _before(part: QWidget) -> QWidget | None:
    """Give what takes the keyboard before a part, as its page is laid out."""
    inner, outer = part, part.parentWidget()
    while outer is not None and not isinstance(outer, QStackedWidget):
        layout = outer.layout()
        around = list(_placed(layout)) if layout is not None else []
        if inner in around:
            at = around.index(inner)
            before = [widget for widget in around[:at] if _takes_tab(widget)]
            after = [
                widget
                for widget in around[at + 1 :]
                if _takes_tab(widget) and not inner.isAncestorOf(widget)
            ]
            if before:
                return before[-1]
            if after:
                return _before_in_chain(after[0], part)
        inner, outer = outer, outer.parentWidget()
    return None


def _before_in_chain(start: QWidget, part: QWidget) -> QWidget | None:
    widget = start.previousInFocusChain()
    while widget is not None and widget is not start:
        if _takes_tab(widget) and not part.isAncestorOf(widget):
            return widget
        widget = widget.previousInFocusChain()
    return None


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus)


def _in_order(part: QWidget) -> Iterator[QWidget]:
    layout = part.layout()
    inner = part.widget() if isinstance(part, QScrollArea) else None
    if layout is not None:
        yield from _placed(layout)
    elif inner is not None:
        yield from _in_order(inner)


def _placed(layout: QLayout) -> Iterator[QWidget]:
    for widget in placed(layout):
        yield widget
        yield from _in_order(widget)
