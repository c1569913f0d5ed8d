"""The path selector beside Send."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from sgdesk.present.path_choices import PATH_WHY, SMTP_WHY, WEBAPI_WHY, SmtpChoice, smtp_choices
from sgdesk.present.whose_servers import Whys
from sgdesk.route import Path, SmtpPath, WebApiPath, parse_path
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.choices import Choice, ChoiceRow, MenuChoice
from sgdesk.ui.widgets.surface import label, row

_KINDS = (
    Choice(
        id="webapi",
        text="Web API",
        why=WEBAPI_WHY,
        icon="globe",
    ),
    Choice(id="smtp", text="SMTP", why=SMTP_WHY, icon="mail"),
)


_OTHER = Choice(id="other", text="Other host or port…", why="In the account's connection details")


class RoutePicker(QWidget):
    """Two segments, and the port only once SMTP is chosen.

    Signals: `path_changed(object)`, a `Path`, when the user changed it;
    `other_requested()`, when none of the ports is the right one.
    """

    path_changed = Signal(object)
    other_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("route")
        self._kind = ChoiceRow("path", "Path", _KINDS, icons, look="segmented")
        self._port = MenuChoice("port", "Port and encryption", _ports(smtp_choices()), icons)
        self._port.hide()
        self._commands: tuple[Choice, ...] = ()
        self._is_elsewhere = False
        self._led: tuple[int, ...] = ()
        self._own: SmtpPath | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._title = label("Path", "field")
        self._title.setToolTip(PATH_WHY)
        self.setLayout(row(self._title, self._kind, self._port, spacing=6))
        self._kind.chosen.connect(self._report)
        self._port.chosen.connect(self._report)
        self._port.asked.connect(self._ask_for_other)

    @property
    def path(self) -> Path:
        """Give the chosen path."""
        return WebApiPath() if self._kind.current == "webapi" else parse_path(self._port.current)

    def choose(self, path: Path) -> None:
        """Show a path without a signal; a port that is not offered is, from then on."""
        self._kind.choose("smtp" if isinstance(path, SmtpPath) else "webapi")
        if isinstance(path, SmtpPath):
            if not self._port.has(path.text):
                self._show_ports(path)
            self._port.choose(path.text)
        self._port.setVisible(isinstance(path, SmtpPath))

    def offer(
        self, own: Path, *, other: bool, elsewhere: bool = False, led: tuple[int, ...] = ()
    ) -> None:
        """Offer the listed ports and the `own` one of an account, and none of another account.

        `other`: a host or port that is not listed; an account may have one, practice not.
        `elsewhere`: the SMTP server of the account is not SendGrid's; `led`: ports that it has.
        """
        self._commands = (_OTHER,) if other else ()
        self._is_elsewhere, self._led = elsewhere, led
        self._own = own if isinstance(own, SmtpPath) else None
        self._show_ports()

    def explain(self, words: Whys) -> None:
        """Say what the ways are for an account."""
        self._title.setToolTip(words.path)
        self._kind.explain("webapi", words.webapi)
        self._kind.explain("smtp", words.smtp)

    def take(self, path: Path) -> None:
        """Show a path as if the user had chosen it."""
        self.choose(path)
        self._report()

    def toggle(self) -> None:
        """Take the other path, keeping the port for the next time."""
        self._kind.choose("smtp" if self._kind.current == "webapi" else "webapi")
        self._report()

    def other_path(self) -> Path:
        """Give the path that is not chosen."""
        return parse_path(self._port.current) if self._kind.current == "webapi" else WebApiPath()

    def _show_ports(self, extra: SmtpPath | None = None) -> None:
        choices = smtp_choices(self._own, elsewhere=self._is_elsewhere, led=self._led)
        if extra is not None:
            others = smtp_choices(extra, elsewhere=self._is_elsewhere)
            choices = (*choices, *(choice for choice in others if choice.path == extra))
        self._port.set_choices(_ports(choices), self._commands)

    def _ask_for_other(self, _command: str) -> None:
        self.other_requested.emit()

    def _report(self) -> None:
        self._port.setVisible(self._kind.current == "smtp")
        self.path_changed.emit(self.path)


def _ports(choices: Sequence[SmtpChoice]) -> tuple[Choice, ...]:
    return tuple(
        Choice(id=choice.path.text, text=str(choice.path.port), why=choice.why)
        for choice in choices
    )
