"""Cards, rules, rows: the two surface levels and the space between."""

from typing import Literal

from PySide6 import QtCore
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sgdesk.ui.widgets.once import OnceButton

_COMES_OR_GOES = (QtCore.QEvent.Type.ShowToParent, QtCore.QEvent.Type.HideToParent)
GUTTER_PX = 12
PADDING_PX = 14
QUIET_PX, LINK_PX = 10, 5
"""How far the words of such a button stand in from its edge: they are what is in line."""
RADIO_PX = 4
"""How far the circle of a radio button does; around it is its ring."""

TextRole = Literal[
    "title",
    "heading",
    "sentence",
    "hint",
    "muted",
    "error",
    "refused",
    "warning",
    "good",
    "field",
    "number",
    "live",
]


class _Link(QPushButton):
    """A button that looks like a link; two stand in the frame, before the first paint."""

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802  # Qt's name
        """Point at it with a hand."""
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)


def card(name: str, title: str) -> QFrame:
    """Give a white card with a hairline; `title` is what a screen reader calls it."""
    frame = QFrame()
    frame.setObjectName(name)
    frame.setProperty("card", True)
    frame.setAccessibleName(title)
    return frame


class Inset(QWidget):
    """Keep a margin around a widget while that is shown, and no room while it is not."""

    def __init__(self, inside: QWidget, margins: tuple[int, int, int, int]) -> None:
        super().__init__()
        self._inside = inside
        self.setLayout(row(inside, margins=margins))
        inside.installEventFilter(self)
        self.setHidden(inside.isHidden())

    def eventFilter(  # noqa: N802  # Qt's name
        self, watched: QtCore.QObject, event: QtCore.QEvent
    ) -> bool:
        """Come and go with what is inside."""
        if event.type() in _COMES_OR_GOES:
            self.setHidden(self._inside.isHidden())
        return super().eventFilter(watched, event)


def keep_room(widget: QWidget) -> None:
    """Let it keep its room while it is hidden, so that nothing moves when it comes."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


def rule() -> QFrame:
    """Give a hairline across."""
    line = QFrame()
    line.setProperty("rule", True)
    return line


def label(text: str, role: TextRole | None = None, *, selectable: bool = True) -> QLabel:
    """Give a label whose text can be taken along, unless it is the name of a field.

    A click on such a name is the field's, and its underlined letter leads there.
    """
    widget = QLabel(text)
    widget.setProperty("textFormat", "PlainText")
    if role is not None:
        widget.setProperty("role", role)
    if selectable and role != "field":
        make_selectable(widget)
    return widget


def make_selectable(widget: QLabel) -> None:
    """Let its text be selected by the mouse and copied; Tab passes it by as before."""
    widget.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
    widget.setCursor(QtCore.Qt.CursorShape.IBeamCursor)


def paragraph(text: str, role: TextRole | None = None) -> QLabel:
    """Give selectable text that wraps."""
    widget = label(text, role)
    widget.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
    return widget


def button(text: str, *, name: str, why: str, kind: str = "", once: bool = False) -> QPushButton:
    """Give a button; `why` is its tooltip, `kind` one of primary, quiet, link or nothing.

    `once` is for what sends, or says yes to it: a double click presses it once.
    """
    if once:
        widget: QPushButton = OnceButton(text)
    else:
        widget = _Link(text) if kind == "link" else QPushButton(text)
    dress(widget, name=name, why=why, kind=kind)
    return widget


def dress(widget: QPushButton, *, name: str, why: str, kind: str = "") -> None:
    """Give a button of a class of its own what `button` gives."""
    widget.setObjectName(name)
    widget.setToolTip(why)
    widget.setAccessibleName(widget.text().replace("&", ""))
    widget.setAccessibleDescription(why)
    widget.setAutoDefault(False)
    if kind:
        widget.setProperty(kind, True)


def row(
    *items: QWidget | QLayout | int | None,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    spacing: int = 8,
) -> QHBoxLayout:
    """Lay items side by side; a number is a gap, `None` takes what room is left."""
    layout = QHBoxLayout()
    _fill(layout, items, margins, spacing)
    return layout


def column(
    *items: QWidget | QLayout | int | None,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    spacing: int = 8,
) -> QVBoxLayout:
    """Lay items below each other; a number is a gap, `None` takes what room is left."""
    layout = QVBoxLayout()
    _fill(layout, items, margins, spacing)
    return layout


def _fill(
    layout: QHBoxLayout | QVBoxLayout,
    items: tuple[QWidget | QLayout | int | None, ...],
    margins: tuple[int, int, int, int],
    spacing: int,
) -> None:
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for item in items:
        match item:
            case None:
                layout.addStretch(1)
            case int():
                layout.addSpacing(item)
            case QWidget():
                layout.addWidget(item)
            case QLayout():
                layout.addLayout(item)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and look again, also at the words in it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        for each in (widget, *widget.findChildren(QLabel)):
            each.style().unpolish(each)
            each.style().polish(each)
