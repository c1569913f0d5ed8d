"""What concerns the window as a whole: where the keyboard goes, which view opens, what failed."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from sgdesk.errors import NotNotedError, SgdeskError
from sgdesk.present.log import LogRow
from sgdesk.sandbox.process import NOT_STARTED
from sgdesk.ui.diagnose.desk import DiagnoseDesk
from sgdesk.ui.panes import Panes
from sgdesk.ui.rooms import Rooms
from sgdesk.ui.sandbox.desk import PracticeDesk
from sgdesk.ui.stopping import Stopping
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.surface import button
from sgdesk.ui.window import MainWindow

PRACTICE_TASKS = {
    "practice": "The practice inbox could not start.",
    "inbox": "The practice inbox does not answer.",
    "mail": "This mail cannot be shown.",
    "mail-steps": "The steps of this mail cannot be shown.",
    "empty": "The practice inbox was not emptied.",
    "simulate": "The practice inbox did not take what to simulate.",
}
SIGHT_PX = 8
RESULT_TASKS = ("resend", "decide", "edit", "look up", "certificate", "export")


class Desk(QObject):
    """Answer what the user asks of the window.

    Signals: `open_requested()`, when the core is to be opened once more.
    """

    open_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        rooms: Rooms,
        stopping: Stopping,
        practice: PracticeDesk,
        diagnose: DiagnoseDesk,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._rooms = rooms
        self._stopping = stopping
        self._practice = practice
        self._diagnose = diagnose
        self._compose = rooms.write.compose
        self._panes = Panes(window, rooms)
        self._connect()

    def go_to_log(self) -> None:
        """Open Results with the keyboard in the table."""
        self._window.show_view("results")
        self._rooms.results.focus_table()

    def find(self) -> None:
        """Find in the view that is open, where it has something to find in."""
        if self._window.current_view == "write":
            self._compose.body.open_find()
        elif self._window.current_view == "results":
            self._rooms.results.focus_filter()

    def copy_row(self) -> None:
        """Copy the selected result as one line of text."""
        table = (
            self._rooms.strip.table
            if self._window.current_view == "write"
            else self._rooms.results.table
        )
        entry = table.current_entry()
        if isinstance(entry, LogRow):
            QGuiApplication.clipboard().setText(entry.text)

    def escape(self) -> None:
        """Clear the filter that is on; else stop what is on its way, or put a message away."""
        if self._window.current_view == "diagnose" and self._diagnose.stop():
            return
        if self._window.current_view == "results" and self._rooms.results.bar.filter.is_on:
            self._rooms.results.bar.clear()
            return
        if not self._stopping.ask() and self._compose.problem.isVisible():
            self._compose.problem.dismiss()

    def next_pane(self) -> None:
        """Move the keyboard to the next pane."""
        self._panes.turn(1)

    def previous_pane(self) -> None:
        """Move the keyboard to the pane before."""
        self._panes.turn(-1)

    def report(self, task: str, error: Exception) -> None:
        """Say what failed in the background, where the work is."""
        words = str(error) or type(error).__name__
        failure = "Not sent." if isinstance(error, NotNotedError) else "That did not work."
        if task == "open":
            self._say_not_open(words)
        elif task in PRACTICE_TASKS:
            title, is_down = PRACTICE_TASKS[task], task == "practice"
            if isinstance(error, SgdeskError) and error.happened in (title, NOT_STARTED):
                words = error.more
            self._practice.show_failed(title, words, is_down=is_down)
        elif (notice := self._diagnose.notice_of(task)) is not None:
            is_test = task in ("diagnose", "report-replay")
            notice.say("bad", "The test broke off." if is_test else failure, words)
        elif task.startswith("check "):
            self._rooms.accounts.notice.say("bad", "The key was not checked.", words)
        elif task in RESULT_TASKS:
            self._rooms.results.notice.say("bad", failure, words)
        elif task == "delete history":
            self._rooms.settings.notice.say("bad", "The history was not deleted.", words)
        elif task.startswith("setting"):
            self._rooms.settings.notice.say("bad", "The setting was not saved.", words)
        elif task in ("history", "detail") or task.startswith("page"):
            self._rooms.results.notice.say("bad", "The history cannot be read.", words)
        else:
            self._compose.notice.say("bad", failure, words)

    def _say_not_open(self, cause: str) -> None:
        for notice, name in self._need_history():
            again = button("Try again", name=name, why="Open the history once more")
            again.clicked.connect(self._ask_to_open)
            title = "Nothing can be sent: the history does not open."
            notice.say("bad", title, cause, buttons=(again,), lasts=True)

    def _ask_to_open(self) -> None:
        for notice, _ in self._need_history():
            notice.clear()
        self.open_requested.emit()

    def _need_history(self) -> tuple[tuple[Notice, str], ...]:
        """Give where it is said that there is none, with the name of the button there."""
        return (
            (self._compose.notice, "retry-open"),
            (self._rooms.results.notice, "retry-results"),
        )

    def _connect(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._bring_into_sight)
        self._window.view_shown.connect(self._enter)
        self._rooms.strip.all_requested.connect(self.show_results)
        self._rooms.line.all_requested.connect(self.show_results)
        self._rooms.results.table.entry_opened.connect(self._rooms.results.detail.focus_first)
        self._rooms.results.write_requested.connect(self._show_write)

    def _enter(self, place_id: str) -> None:
        """Put the keyboard into the view that was opened, where its work begins."""
        if place_id == "results":
            self._rooms.results.focus_table()
        elif place_id == "write":
            has_people = bool(self._compose.head.text("to").strip())
            if has_people:
                self._compose.body.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._compose.head.focus_place("to")
        elif place_id == "practice":
            self._rooms.practice.focus_first()
        elif place_id == "diagnose":
            self._rooms.diagnose.focus_first()
        else:
            self._panes.enter()

    def show_results(self) -> None:
        """Open Results."""
        self._window.show_view("results")

    def _show_write(self) -> None:
        self._window.show_view("write")

    def _bring_into_sight(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Scroll to what a key gave the keyboard to.

        A scroll area does so only when the key was pressed inside it.
        """
        if now is None or now.window() is not self._window or QApplication.mouseButtons().value:
            return
        around = now.parentWidget()
        while around is not None:
            if isinstance(around, QScrollArea):
                around.ensureWidgetVisible(now, SIGHT_PX, SIGHT_PX)
            around = around.parentWidget()
