"""The buttons under a result, in lines; the first of a problem stands out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from sgdesk.present.remedies import Act, Remedy
from sgdesk.ui.widgets.flow import FlowLayout
from sgdesk.ui.widgets.surface import button
from sgdesk.ui.widgets.tab_order import tab_as_laid_out


class RemedyRow(QWidget):
    """Offer what can be done.

    Signals: `chosen(object)`, the `Remedy` whose button was pressed.
    """

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("What can be done")
        self._flow = FlowLayout()
        self.setLayout(self._flow)
        self._buttons: list[tuple[QPushButton, Remedy]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def offers(self, act: Act) -> bool:
        """Say whether this can be pressed now."""
        return any(one.act is act for _, one in self._buttons)

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """Give what can be pressed now, in its order."""
        return tuple(one for _, one in self._buttons)

    def show_remedies(self, remedies: Sequence[Remedy], *, first_is_strong: bool) -> None:
        """Offer others; `first_is_strong` for a problem, whose first button is the one to press."""
        wanted = [(remedy, first_is_strong and not at) for at, remedy in enumerate(remedies)]
        focused = self.window().focusWidget()
        held = next((one.act for widget, one in self._buttons if widget is focused), None)
        for old, _ in self._buttons:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = []
        for remedy, strong in wanted:
            kind = "strong" if strong else ""
            # Most of them send, and where one was pressed its successor may send, too.
            widget = button(
                remedy.label, name=remedy.act.value, why=remedy.why, kind=kind, once=True
            )
            widget.clicked.connect(self._report)
            self._buttons.append((widget, remedy))
            self._flow.addWidget(widget)
            widget.show()
        tab_as_laid_out(self)
        self.setVisible(bool(remedies))
        self.updateGeometry()
        if held is not None:
            # Qt would put it on whatever comes next in the window.
            same = [widget for widget, one in self._buttons if one.act is held]
            if same:
                same[0].setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.focus_first()

    def focus_first(self) -> bool:
        """Put the keyboard on the first button; say whether there is one."""
        if not self._buttons:
            return False
        self._buttons[0][0].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _report(self) -> None:
        pressed = self.sender()
        for widget, remedy in self._buttons:
            if widget is pressed:
                self.chosen.emit(remedy)
                return
