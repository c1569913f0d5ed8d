"""What somebody meets in a window who sees nothing or has no mouse.

Names and roles as Qt gives them to assistive technology, the way that the Tab key takes, and
the letters of Alt keys.
"""

import asyncio
from collections import Counter

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
    QWidget,
)

from tests.support.qt import visible_children

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextBrowser, QAbstractItemView)
MOST_STEPS = 150
_ROUNDS, _PAUSE_S = 40, 0.025


def controls(surface: QWidget) -> list[QWidget]:
    """Give what can be used in a window, without what stands in sheets over it."""
    return [
        widget
        for kind in CONTROLS
        for widget in visible_children(surface, kind)
        # A heading belongs to its table, and what Qt puts into a field belongs to the field.
        if widget.window() is surface
        and not isinstance(widget, QHeaderView)
        and not isinstance(widget.parent(), QLineEdit)
    ]


def unspoken(surface: QWidget) -> list[str]:
    """Name the controls of which a screen reader cannot say what they are or are for."""
    found: list[str] = []
    for widget in controls(surface):
        interface = QAccessible.queryAccessibleInterface(widget)
        what = widget.objectName() or type(widget).__name__
        if interface.role() is QAccessible.Role.NoRole:
            found.append(f"{what} has no role")
        if not interface.text(QAccessible.Text.Name):
            found.append(f"{what} has no name")
        texts = (QAccessible.Text.Description, QAccessible.Text.Help)
        if not any(interface.text(text) for text in texts):
            found.append(f"{what} has no description")
    return found


def same_letters(surface: QWidget) -> list[str]:
    """Name the letters that stand for two things at once with Alt."""
    texts = [
        *(label.text() for label in visible_children(surface, QLabel) if label.buddy()),
        *(button.text() for button in visible_children(surface, QAbstractButton)),
    ]
    letters = [text[text.find("&") + 1].lower() for text in texts if "&" in text.replace("&&", "")]
    return [letter for letter, count in Counter(letters).items() if count > 1]


async def tab_way(surface: QWidget) -> list[QWidget]:
    """Press Tab until it comes round; give what had the keyboard, in that order."""
    way: list[QWidget] = []
    for _ in range(MOST_STEPS):
        focused = await _go_on(surface)
        if focused is None or focused in way:
            break
        way.append(focused)
    return way


async def faults_of_the_way(surface: QWidget) -> list[str]:
    """Say where Tab stops, goes back against the reading order, or leaves something out."""
    subject = next((w for w in visible_children(surface, QLineEdit) if _is_subject(w)), None)
    if subject is not None:
        # Who begins in what Tab passes by comes round to another place.
        subject.setFocus(Qt.FocusReason.TabFocusReason)
    way = await tab_way(surface)
    if not way:
        return ["Tab goes nowhere"]
    focused = QApplication.focusWidget()
    # What floats goes away when the keyboard leaves it.
    way = [widget for widget in way if widget.isVisible()]
    is_round = focused is way[0] and (len(way) > 1 or len(controls(surface)) == 1)
    found = [] if is_round else [f"Tab does not leave {_called(focused)}"]
    found += await _steps_back(surface, way)
    reached = {*way, *await _passed_by(way)}
    found += [
        f"Tab leaves out {_called(widget)}"
        for widget in controls(surface)
        if widget.isEnabled() and widget not in reached and not _is_reached_otherwise(widget)
    ]
    return found


async def _passed_by(way: list[QWidget]) -> list[QWidget]:
    """Give what Shift+Tab comes to from the text of a mail, as Tab from Subject goes there at once.

    Back at Subject it has come by all that stands between the two.
    """
    at = next((at for at, widget in enumerate(way) if _is_subject(widget)), None)
    if at is None:
        return []
    text = way[(at + 1) % len(way)]
    text.setFocus(Qt.FocusReason.TabFocusReason)
    back: list[QWidget] = []
    while len(back) < MOST_STEPS:
        now = await _go_on(text, Qt.Key.Key_Backtab)
        if now is None or now is way[at] or now in back:
            break
        back.append(now)
    return back


def _is_subject(widget: QWidget) -> bool:
    return widget.objectName() == "subject"


async def _go_on(surface: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> QWidget | None:
    before = QApplication.focusWidget()
    QTest.keyClick(before or surface, key)
    # The preview's engine is asked in another process whether it has a link for the keyboard.
    for _ in range(_ROUNDS):
        if QApplication.focusWidget() is not before:
            break
        await asyncio.sleep(_PAUSE_S)
    return QApplication.focusWidget()


async def _steps_back(surface: QWidget, way: list[QWidget]) -> list[str]:
    """Go the way once more from its top, and compare places as it goes."""
    in_sight = [widget for widget in way if not widget.visibleRegion().isEmpty()]
    # The top of a sheet may have been scrolled away; a window's head stands still.
    tops = way if isinstance(surface, QDialog) else in_sight
    first = min(tops, key=lambda widget: _place(widget, surface).topLeft().toTuple()[::-1])
    first.setFocus(Qt.FocusReason.TabFocusReason)
    last = {_card_of(first, surface): first}
    found: list[str] = []
    for _ in way[1:]:
        now = await _go_on(surface)
        if now is None or now is first:
            break
        card = _card_of(now, surface)
        before = last.get(card)
        if before is not None and _is_back(_place(before, surface), _place(now, surface)):
            found.append(f"Tab goes back from {_called(before)} to {_called(now)}")
        last[card] = now
    return found


def _is_reached_otherwise(widget: QWidget) -> bool:
    """Say whether the arrow keys lead there, from another of its group."""
    if not isinstance(widget, QAbstractButton):
        return False
    return widget.autoExclusive() and widget.isCheckable() and not widget.isChecked()


def _is_back(a: QRect, b: QRect) -> bool:
    """Say whether one reads b before a."""
    is_beside = b.top() < a.bottom() and a.top() < b.bottom()
    return b.right() <= a.left() if is_beside else b.bottom() <= a.top()


def _card_of(widget: QWidget, surface: QWidget) -> QWidget:
    parent = widget.parentWidget()
    while parent is not None and parent is not surface:
        if parent.property("card") or parent.objectName() in ("rail", "topBar", "modeStrip"):
            return parent
        parent = parent.parentWidget()
    return surface


def _place(widget: QWidget, surface: QWidget) -> QRect:
    return QRect(widget.mapTo(surface, QPoint(0, 0)), widget.size())


def _called(widget: QWidget | None) -> str:
    return "nothing" if widget is None else widget.objectName() or type(widget).__name__
