"""Where tests go: said beside the button that sends one, and asked for above it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from sgdesk.present.recipients import read_one
from sgdesk.ui.compose.head_lines import error_label
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.surface import button, column, label, restyle, row


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """What the test address is asked for, in the words of its question."""

    title: str
    give: str
    """The button."""
    why: str
    sends: bool = True
    """Whether something is to be sent with it."""


TEST = AskedFor(
    title="Send tests to", give="Send test", why="Keep the address and send the test there"
)
BOTH = AskedFor(
    title="Send by both paths to",
    give="Compare…",
    why="Keep the address as that of your tests, and ask before the mail goes there twice",
)
CHANGE = AskedFor(
    title="Send tests to", give="Keep address", why="Tests go there from now on", sends=False
)


class TrialLine(QWidget):
    """Say where tests go, with the button that changes it.

    Signals: `change_wanted()`.
    """

    change_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("test-line")
        self._address, self._is_asked = "", False
        self._words = ElidedLabel("hint", Qt.TextElideMode.ElideMiddle)
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight)
        change = button(
            "Change", name="test-change", why="Send tests to another address", kind="link"
        )
        change.setAccessibleName("Change where tests go")
        change.clicked.connect(self.change_wanted)
        self.setLayout(row(self._words, change, spacing=4))
        self.hide()

    def show_address(self, address: str) -> None:
        """Say it; no address hides the line."""
        self._address = address
        # However little room there is, it is never an address alone: that reads as the sender.
        self._words.show_text(f"Tests to {address}", f"Tests: {address}")
        self._show()

    def hold(self, is_asked: bool) -> None:  # a slot
        """Leave out what is asked for below."""
        self._is_asked = is_asked
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._address) and not self._is_asked)


class TrialAsk(QWidget):
    """Ask for the test address.

    Signals: `given(str)`, an address that reads right; `asking(bool)`, whether the question
    stands there.
    """

    given = Signal(str)
    asking = Signal(bool)

    def __init__(self, home: QWidget) -> None:
        """`home` gets the keyboard when the question goes, if what had it before is gone."""
        super().__init__()
        self.setObjectName("test-ask")
        self._home = self._came_from = home
        self._field = QLineEdit()
        self._field.setObjectName("test-address")
        self._field.setPlaceholderText("you@example.com")
        self._field.setToolTip("Your own address: tests go there and to nobody else")
        self._field.textEdited.connect(self._take_back)
        self._field.returnPressed.connect(self._take)
        self._error = error_label()
        self._give = button("Send test", name="test-give", why="", once=True)
        self._give.clicked.connect(self._take)
        off = button("Cancel", name="test-off", why="Send no test now (Esc)", kind="quiet")
        off.clicked.connect(self.put_away)
        self._title = label("", "field")
        self._title.setBuddy(self._field)
        line = row(self._title, self._field, self._give, off, spacing=8)
        line.setStretch(1, 1)
        self.setLayout(column(line, self._error, spacing=3, margins=(0, 6, 0, 4)))
        self.hide()

    def ask(self, address: str, what: AskedFor) -> None:
        """Show the question with the cursor in it."""
        # Before a send it is a proposal, which gives way to what was typed and put off.
        if address and not (what.sends and self._field.text().strip()):
            self._field.setText(address)
        self._title.setText(what.title)
        self._field.setAccessibleName(what.title)
        self._give.setText(what.give)
        self._give.setAccessibleName(what.give)
        self._give.setToolTip(what.why)
        self._give.setAccessibleDescription(what.why)
        focused = self.window().focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            self._came_from = focused
        self.show()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.selectAll()
        self.asking.emit(True)

    def put_away(self) -> None:
        """Hide it; what was typed stays for the next time."""
        if not self.isHidden():
            self._go()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Put it away with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            return
        super().keyPressEvent(event)

    def _take(self) -> None:
        entry = read_one(self._field.text())
        if entry.problem or not self._field.text().strip():
            empty = "Type the address at which you want to see tests."
            self._say(entry.problem if self._field.text().strip() else empty)
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._go()
        self.given.emit(entry.text)

    def _go(self) -> None:
        # What was pressed to change it is there again, to get the keyboard back.
        self.asking.emit(False)
        # Before it hides: else the keyboard goes to whatever comes next.
        focused = self.window().focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            is_there = isValid(self._came_from) and self._came_from.isVisible()
            back = self._came_from if is_there else self._home
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def _take_back(self) -> None:
        self._say("")

    def _say(self, words: str) -> None:
        self._error.setText(words)
        self._error.setVisible(bool(words))
        restyle(self._field, "bad", bool(words))
        self._field.setAccessibleDescription(words)
