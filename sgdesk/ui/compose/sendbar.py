"""The foot of the compose pane: what is being sent, what stands beside it, path and Send."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from sgdesk.present.test_mail import test_words
from sgdesk.ui.compose.done_line import DoneLine
from sgdesk.ui.compose.trial_ask import TrialAsk
from sgdesk.ui.icons import Icons
from sgdesk.ui.route.picker import RoutePicker
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.button_menu import ButtonMenu
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.surface import PADDING_PX, QUIET_PX, button, column, paragraph, row

SEND = "send"
SEND_BOTH = "both"
SEND_CHECK = "check"
SEND_TEST = "test"
COPY_COMMAND = "command"


_MENU = (
    (
        SEND_CHECK,
        "shield-check",
        "Check only",
        "SendGrid checks the mail, sends nothing (Web API)",
    ),
    (
        SEND_BOTH,
        "scale",
        "Compare both paths…",
        "Once by the Web API and once by SMTP, to the test address or the practice inbox, "
        "never to the recipients",
    ),
    (
        COPY_COMMAND,
        "code",
        "Copy as command…",
        "The same mail as a line for curl or swaks, which reads the key from a variable",
    ),
)


class SendBar(QWidget):
    """Choose the path and send.

    What comes and goes stands at its top, so that nothing here that is pressed ever moves.

    Signals: `send_requested(str)`, one of `send`, `both`, `check`, `test`, `command`;
    `stop_requested()`, for what this bar shows as on its way; `test_address_wanted()`, when
    tests are to go to another address.
    """

    send_requested = Signal(str)
    stop_requested = Signal()
    test_address_wanted = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("send-bar")
        self.route = RoutePicker(icons)
        self._step = ElidedLabel("hint")
        self._stop = button("Cancel", name="stop", why="Stop this send", kind="quiet")
        self._stop.clicked.connect(self.stop_requested)
        self._send = button(
            "Send to practice inbox",
            name="send",
            why="Send by the chosen path (Ctrl+Enter)",
            kind="primary",
            once=True,
        )
        self._send.setProperty("joined", "left")
        icons.put(self._send, "send", "on_accent")
        self._send.clicked.connect(self._report_send)
        self._more = button("", name="send-more", why="More ways to send", kind="primary")
        self._more.setProperty("joined", "right")
        self._more.setAccessibleName("More ways to send")
        icons.put(self._more, "chevron-down", "on_accent")
        self._add_menu(icons)
        self._test = button(
            "Send test to me",
            name="send-test",
            why=test_words(""),
            once=True,
        )
        self._test.clicked.connect(partial(self.send_requested.emit, SEND_TEST))
        self.trial_ask = TrialAsk(self._test)
        self.done = DoneLine(icons)
        self._switch = paragraph("", "hint")
        self._switch.setObjectName("path-switch")
        self._switch.hide()
        self._step.hide()
        self._stop.hide()
        for fixed in (self._test, self._send, self._more, self._stop):
            # The words of the step give way, never those of a button.
            fixed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        buttons = row(self._send, self._more, spacing=0)
        self._choose = row(self.route, None, self._test, buttons, spacing=8)
        self._lines = column(self._told(), self._choose, spacing=0)
        self.setLayout(self._lines)

    def _told(self) -> QBoxLayout:
        # A line of its own: the words of a step need more room than is left beside Send.
        on_its_way = row(self._step, None, self._stop, spacing=8)
        # What ends in words without a frame ends further to the right.
        side = PADDING_PX - QUIET_PX
        switch = row(self._switch, margins=(0, 0, QUIET_PX, 0))
        return column(
            self.trial_ask,
            on_its_way,
            self.done,
            switch,
            spacing=4,
            margins=(PADDING_PX, 0, side, 0),
        )

    def put_above_path(self, foot: QBoxLayout) -> None:
        """Take what stands between what comes and goes and the path."""
        self._lines.insertLayout(1, foot)

    def set_low(self, low: bool) -> None:
        """Take less room in a low window."""
        self._choose.setContentsMargins(PADDING_PX, 2 if low else 6, PADDING_PX, 6 if low else 9)

    def show_send_words(self, text: str, why: str) -> None:
        """Say on the primary button where the mail goes."""
        if self._send.text() != text:
            self._send.setText(text)
            self._send.setAccessibleName(text)
        self._send.setToolTip(why)
        self._send.setAccessibleDescription(why)

    def show_switch(self, words: str) -> None:
        """Say that another path stands here than before; no words: nothing changed."""
        self._switch.setText(words)
        self._switch.setVisible(bool(words))
        announce(self, words)

    def focus_send(self) -> None:
        """Put the keyboard on Send."""
        self._send.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_test_words(self, why: str) -> None:
        """Say of the test whom it reaches."""
        self._test.setToolTip(why)
        self._test.setAccessibleDescription(why)

    def show_step(self, words: str, stop_text: str = "", stop_why: str = "") -> None:
        """Show what is on its way, with the button that ends it; no words hide both."""
        if words:
            self.done.show_words("")
        elif self.window().focusWidget() is self._stop:
            # Qt would put the keyboard on the path.
            self.focus_send()
        self._step.show_text(words)
        self._step.setVisible(bool(words))
        self._stop.setVisible(bool(words))
        if stop_text:
            self._stop.setText(stop_text)
            self._stop.setAccessibleName(stop_text)
            self._stop.setToolTip(stop_why)

    def _add_menu(self, icons: Icons) -> None:
        menu = ButtonMenu(self._more, "More ways to send")
        for how, icon, text, why in _MENU:
            action = menu.addAction(text)
            action.setObjectName(f"send-{how}")
            action.setToolTip(why)
            icons.put(action, icon)
            action.triggered.connect(partial(self.send_requested.emit, how))
        menu.addSeparator()
        change = menu.addAction("Change the test address…")
        change.setObjectName("send-test-address")
        change.setToolTip("Say where Send test to me goes; nothing is sent")
        icons.put(change, "square-pen")
        change.triggered.connect(self.test_address_wanted)
        self._more.setMenu(menu)

    def _report_send(self) -> None:
        self.send_requested.emit(SEND)
