"""The views that are built after the first paint, and the rows that they show."""

from dataclasses import dataclass

from sgdesk.settings import resolve
from sgdesk.ui.account.view import AccountsView
from sgdesk.ui.diagnose.view import DiagnoseView
from sgdesk.ui.doors import renderer_steps
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.model import LogModel
from sgdesk.ui.log.strip import ResultLine, ResultsStrip
from sgdesk.ui.log.view import ResultsView
from sgdesk.ui.sandbox.view import PracticeView
from sgdesk.ui.settings.view import SettingsView
from sgdesk.ui.start.view import StartView
from sgdesk.ui.theme import Theme
from sgdesk.ui.window import MainWindow
from sgdesk.ui.write import WriteView


@dataclass(slots=True, kw_only=True)
class Rooms:
    """What stands in the window."""

    start: StartView
    write: WriteView
    log: LogModel
    """What Results shows, under its filter."""
    newest: LogModel
    """What stands under Write."""
    results: ResultsView
    strip: ResultsStrip
    line: ResultLine
    diagnose: DiagnoseView
    practice: PracticeView
    accounts: AccountsView
    settings: SettingsView


def build_rooms(
    window: MainWindow, start: StartView, write: WriteView, theme: Theme, icons: Icons
) -> Rooms:
    """Build the views and give them to the window."""
    log, newest = LogModel(window), LogModel(window)
    rooms = Rooms(
        start=start,
        write=write,
        log=log,
        newest=newest,
        results=ResultsView(log, theme, icons, renderer_steps),
        strip=ResultsStrip(newest, theme, icons),
        line=ResultLine(newest),
        diagnose=DiagnoseView(theme, icons),
        practice=PracticeView(theme, icons, renderer_steps),
        accounts=AccountsView(icons),
        settings=SettingsView(resolve(), theme, icons),
    )
    window.add_view("results", rooms.results)
    window.add_view("diagnose", rooms.diagnose)
    window.add_view("practice", rooms.practice)
    window.add_view("accounts", rooms.accounts)
    window.add_view("settings", rooms.settings)
    write.set_strip(rooms.strip, rooms.line)
    rooms.strip.filled.connect(write.show_strip)
    return rooms
