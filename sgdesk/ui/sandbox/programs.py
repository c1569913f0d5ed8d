"""Where one's own programs send to the practice inbox, for who asks for it."""

from PySide6.QtWidgets import QFrame

from sgdesk.present.programs import WHERE_SHUT, WHICH_ADDRESS
from sgdesk.ui.widgets.copied import Copied
from sgdesk.ui.widgets.surface import button, column, label, paragraph, row

_SHOW, _HIDE = "Show addresses", "Hide"
_HIDE_NAME = "Hide addresses"
_VARIABLES_WHY = (
    "Key, addresses and certificate file, as SendGrid's libraries, curl and sgdesk's own command "
    "line read them. Paste them where your own program starts, and its mail lands here"
)


class ProgramsCard(QFrame):
    """Name the addresses on request, and copy them with the key.

    They are put away at first: who only writes mail never needs a port.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("programs-card")
        self.setProperty("card", True)
        self.setAccessibleName("For your own programs")
        self._addresses = self._environment = ""
        self._is_open = False
        self._where = label(WHERE_SHUT, "hint")
        self._where.setWordWrap(True)
        self._where.setToolTip(WHICH_ADDRESS)
        self._turn = button(
            _SHOW,
            name="show-addresses",
            why="Show the addresses and ports at which the practice inbox takes mail",
            kind="link",
        )
        self._turn.clicked.connect(self._turn_addresses)
        copy = button(
            "Copy as environment variables",
            name="copy-environment",
            why=_VARIABLES_WHY,
            kind="link",
        )
        copy.clicked.connect(self._copy_environment)
        self._copied = Copied(keeps_room=True)
        self._missed = paragraph("", "warning")
        self._missed.hide()
        line = row(self._where, self._copied, self._turn, copy)
        line.setStretch(0, 1)
        self.setLayout(column(line, self._missed, margins=(14, 6, 8, 6), spacing=4))

    def show_where(self, addresses: str, environment: str, missed: str) -> None:
        """Take where programs can send to, and why not where the settings say."""
        self._addresses, self._environment = addresses, environment
        self._say_where()
        self._missed.setText(missed)
        self._missed.setVisible(bool(missed))
        self._copied.clear()
        self.show()

    def forget_copied(self) -> None:
        """Say no more that something was copied."""
        self._copied.clear()

    def _turn_addresses(self) -> None:
        self._is_open = not self._is_open
        self._turn.setText(_HIDE if self._is_open else _SHOW)
        self._turn.setAccessibleName(_HIDE_NAME if self._is_open else _SHOW)
        self._say_where()

    def _say_where(self) -> None:
        self._where.setText(self._addresses if self._is_open else WHERE_SHUT)

    def _copy_environment(self) -> None:
        self._copied.take(self._environment)
