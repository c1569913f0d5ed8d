"""The four parts of Diagnose, and what leads from one to another."""

from PySide6.QtCore import QObject

from sgdesk.present.explained import Lead
from sgdesk.ui.bridge import Bridge
from sgdesk.ui.diagnose.another_desk import AnotherDesk
from sgdesk.ui.diagnose.explain_desk import ExplainDesk
from sgdesk.ui.diagnose.here_desk import HereDesk
from sgdesk.ui.diagnose.opened_desk import OpenedDesk
from sgdesk.ui.diagnose.view import ANOTHER, EXPLAIN, HERE, OPENED
from sgdesk.ui.rooms import Rooms
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.window import MainWindow

_PARTS_OF_TASKS = {
    "another": ANOTHER,
    "explain": EXPLAIN,
    "report-open": OPENED,
    "report-replay": OPENED,
    "report": HERE,
    "diagnose": HERE,
}
"""By what the names of tasks begin with, the longer first."""


class DiagnoseDesk(QObject):
    """Let keys and links reach the part that they are for."""

    def __init__(
        self, window: MainWindow, rooms: Rooms, session: Session, tasks: Tasks, bridge: Bridge
    ) -> None:
        super().__init__(window)
        self._window = window
        self._view = view = rooms.diagnose
        self.here = HereDesk(window, rooms, session, tasks, bridge)
        self.another = AnotherDesk(window, view.another, session, tasks)
        self.explain = ExplainDesk(window, view.explain, tasks)
        self.opened = OpenedDesk(window, view.opened, session, tasks, bridge)
        rooms.start.diagnose_requested.connect(self.show)
        view.part_shown.connect(self._note_part)
        view.explain.led_on.connect(self._follow_lead)
        self.explain.test_found.connect(self._take_test)
        self.another.explain_wanted.connect(self._explain)

    def show(self, part: str = HERE) -> None:
        """Open the view at one of its parts."""
        self._view.show_part(part)
        self._window.show_view("diagnose")

    def again(self) -> None:
        """Do once more what the part in front does."""
        if self._view.part == HERE:
            self.here.run()
        elif self._view.part == OPENED:
            self.opened.replay()

    def copy_result(self) -> None:
        """Copy what the part in front has come to."""
        copies = {
            HERE: self.here.reports.copy,
            ANOTHER: self.another.copy_summary,
            EXPLAIN: self.explain.copy,
            OPENED: self.opened.copy_summary,
        }
        copies[self._view.part]()

    def stop(self) -> bool:
        """Stop at once what goes on, the part in front first; say whether anything did."""
        if self._view.part == EXPLAIN and self.explain.stop():
            return True
        if self._view.part == OPENED and self.opened.stop():
            return True
        return self.here.stop()

    def note_account(self) -> None:
        """Be of another account from now on."""
        self.here.note_account()
        self._note_part(self._view.part)

    def notice_of(self, task: str) -> Notice | None:
        """Give where it is said that a task has failed; `None` for one of another view."""
        parts = (part for begins, part in _PARTS_OF_TASKS.items() if task.startswith(begins))
        part = next(parts, None)
        return None if part is None else self._view.notice_of(part)

    def _follow_lead(self, lead: Lead) -> None:
        """Go on from an explained error."""
        match lead:
            case "key":
                self.here.offers.add_requested.emit()
            case "accounts":
                self._window.show_view("accounts")
            case "here" | "another":
                self.show(lead)

    def _note_part(self, part: str) -> None:
        if part == ANOTHER:
            self.another.renew()

    def _take_test(self, text: str) -> None:
        """Judge what turned out to be printed on another computer."""
        self.show(ANOTHER)
        self.another.take(text)

    def _explain(self, text: str) -> None:
        self.show(EXPLAIN)
        self._view.explain.box.put(text)
