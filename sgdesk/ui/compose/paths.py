"""By which path the mail in Write is to go, whoever it is sent as."""

from PySide6.QtCore import QObject

from sgdesk.account.account import Account
from sgdesk.errors import InputError
from sgdesk.present.path_choices import can_take, switch_words
from sgdesk.present.whose_servers import has_own_smtp, whys
from sgdesk.route import Path, WebApiPath, parse_path
from sgdesk.ui.compose.sendbar import SendBar
from sgdesk.ui.session import Session


class PathDesk(QObject):
    """Keep to the path that the user chose as long as the account has it, and say where not."""

    def __init__(self, bar: SendBar, session: Session) -> None:
        super().__init__(bar)
        self._bar = bar
        self._route = bar.route
        self._session = session
        self._began_at = ("", "")
        """The account, and the path that its new mail starts at."""
        self._chosen: Path | None = None
        """By which this mail is to go, as the user said, whatever the account."""
        self._last: dict[str, Path] = {}
        """By which the last mail was to go, as the user said, by the account's name."""
        self._is_settled = False
        self._route.path_changed.connect(self._note_path)

    def settle(self) -> None:
        """Tell of changes from now on: the account of the last time has been read."""
        self._is_settled = True

    def note_sent(self, _sent: object) -> None:  # a slot
        """Say no more that another account brought another path: by that the mail has gone."""
        self._bar.show_switch("")

    def begin(self) -> None:
        """Choose the path that mail starts at: the account's own, else that of the settings."""
        self._last.clear()
        self.begin_mail()

    def begin_mail(self) -> None:
        """Stay for new mail at the path that was chosen last for its account, if one was."""
        account = self._session.account
        self._chosen = None
        self._began_at = (account.name, self._first_path(account))
        self._route.choose(self._path_for(account))
        self._bar.show_switch("")

    def take_account(self, account: Account) -> None:
        """Stay at the path that the user chose where another account has it, else begin anew."""
        first = self._first_path(account)
        own, chosen, had = _path_of(first), self._chosen, self._route.path
        is_own = has_own_smtp(account)
        led = _led_ports(account)
        self._route.offer(own, other=not account.is_built_in, elsewhere=is_own, led=led)
        self._route.explain(whys(account))
        before, self._began_at = self._began_at, (account.name, first)
        if before == self._began_at:
            return
        if before[0] == account.name:
            self.begin()
        elif chosen is not None and can_take(chosen, own, account.known.paths, led=led):
            self._route.choose(chosen)
        else:
            self._route.choose(self._path_for(account))
        is_other = self._is_settled and self._route.path != had
        self._bar.show_switch(switch_words(had, self._route.path, account.name) if is_other else "")

    def _note_path(self, path: Path) -> None:
        self._chosen = self._last[self._session.account.name] = path
        self._bar.show_switch("")

    def _path_for(self, account: Account) -> Path:
        own = _path_of(self._first_path(account))
        last = self._last.get(account.name, own)
        is_there = can_take(last, own, account.known.paths, led=_led_ports(account))
        return last if is_there else own

    def _first_path(self, account: Account) -> str:
        return self._session.settings.text("path") if account.is_built_in else account.path


def _led_ports(account: Account) -> tuple[int, ...]:
    return account.led_ports if has_own_smtp(account) else ()


def _path_of(text: str) -> Path:
    """Read a path from the settings; what is none changes nothing here."""
    try:
        return parse_path(text)
    except InputError:
        return WebApiPath()
