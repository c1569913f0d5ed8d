"""What every sheet is: Return presses what has the keyboard, which goes back once it closes."""

from PySide6 import QtCore
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QRadioButton,
    QWidget,
)

_TICKS = (QCheckBox, QRadioButton)


class Sheet(QDialog):
    """Press the button that has the keyboard on Return, the default one from elsewhere.

    Qt knows only Space, and presses the default button of a dialog also where Return is
    pressed on another one: on Cancel it would do what Cancel is there to prevent.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Press what has the keyboard; on a tick Return goes on, as in a field."""
        if isinstance(self.focusWidget(), _TICKS) or not press_focused(self, event):
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Close, and give the keyboard to what was below."""
        super().done(result)
        below = self.parentWidget()
        if below is not None and below.window().isVisible():
            # Not every desktop does it, least of all where two sheets close at once.
            (QApplication.activeModalWidget() or below.window()).activateWindow()


def press_focused(window: QWidget, event: QKeyEvent) -> bool:
    """Press the window's button that has the keyboard, if this is Return; say whether it was."""
    focused = window.focusWidget()
    is_alone = not event.modifiers() & ~QtCore.Qt.KeyboardModifier.KeypadModifier
    is_return = event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter) and is_alone
    if not is_return or not isinstance(focused, QAbstractButton):
        return False
    # A held key presses once, and its repeats press no other button instead.
    if not event.isAutoRepeat():
        focused.click()
    return True
