"""The window's life after its first paint: the loop, the core, and the end of both."""

import asyncio
import contextlib
import gc
import logging
import signal
import sys
from collections.abc import Callable

import qasync
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel

from sgdesk.account.account import PRACTICE
from sgdesk.errors import SgdeskError
from sgdesk.profile import HISTORY_FILE
from sgdesk.ui.account.desk import AccountDesk
from sgdesk.ui.actions import install
from sgdesk.ui.bridge import Bridge
from sgdesk.ui.collector import collecting_here
from sgdesk.ui.compose.desk import ComposeDesk
from sgdesk.ui.compose.problem_desk import ProblemDesk
from sgdesk.ui.desk import Desk
from sgdesk.ui.diagnose.desk import DiagnoseDesk
from sgdesk.ui.doors import network_steps
from sgdesk.ui.drafts.desk import DraftDesk
from sgdesk.ui.drafts.files import FileDesk
from sgdesk.ui.folders import Folders
from sgdesk.ui.icons import Icons
from sgdesk.ui.keeping import Keeping
from sgdesk.ui.log.desk import LogDesk
from sgdesk.ui.log.detail_desk import DetailDesk
from sgdesk.ui.log.exporting import Exporting
from sgdesk.ui.log.others import Others
from sgdesk.ui.log.records import Records
from sgdesk.ui.log.remedy_desk import RemedyDesk
from sgdesk.ui.log.ways import Ways
from sgdesk.ui.options import GuiOptions
from sgdesk.ui.picture import take_picture
from sgdesk.ui.preview.browser import BrowserCopies
from sgdesk.ui.preview.fetching import ImageFetching
from sgdesk.ui.quitting import Quitting
from sgdesk.ui.rooms import Rooms, build_rooms
from sgdesk.ui.sandbox.desk import PracticeDesk
from sgdesk.ui.session import Session
from sgdesk.ui.settings.deleting import Deleting
from sgdesk.ui.settings.desk import SettingsDesk
from sgdesk.ui.sheets import ShortcutsSheet
from sgdesk.ui.shortcuts import action_rows, shown_rows
from sgdesk.ui.single.desk import CallDesk
from sgdesk.ui.single.hearing import heard
from sgdesk.ui.single.spot import Spot
from sgdesk.ui.start.desk import StartDesk
from sgdesk.ui.start.view import StartView
from sgdesk.ui.stopping import Stopping
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.folder_button import folder_button
from sgdesk.ui.widgets.surface import make_selectable
from sgdesk.ui.window import MainWindow
from sgdesk.ui.write import WriteView

SWITCH_S = 0.001
"""After this long a thread that reads or makes something large lets the window have its turn.
Python's own 5 ms are waited for at each of Qt's calls into Python: measured while 2 MB of HTML
are pasted, the longest frame gap falls to about half, and all of it is done no later."""
_log = logging.getLogger(__name__)


def run_loop(
    application: QApplication,
    window: MainWindow,
    start: StartView,
    write: WriteView,
    theme: Theme,
    icons: Icons,
    options: GuiOptions,
    state: QSettings,
    spot: Spot,
) -> int:
    """Serve a window that has been painted until it is closed; give the exit code."""
    loop = asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application))
    with collecting_here(), loop as runner:
        life = Life(window, start, write, theme, icons, state)
        # Before the loop's first turn, which brings what was typed since the window was shown.
        life.begin(options)
        return runner.run(live(application, life, options, spot))


class Life:
    """Everything that lives while the window is open."""

    def __init__(
        self,
        window: MainWindow,
        start: StartView,
        write: WriteView,
        theme: Theme,
        icons: Icons,
        state: QSettings,
    ) -> None:
        self.window = window
        self.theme = theme
        self.state = state
        window.folders = Folders(state)
        self.session = Session()
        self.rooms: Rooms = build_rooms(window, start, write, theme, icons)
        self.keeping = Keeping(window, self.rooms, theme, state)
        self.bridge = Bridge(window)
        self.tasks = tasks = Tasks(self._report)
        self.log = log = LogDesk(self.rooms, self.session, self.tasks, window)
        self.compose = ComposeDesk(window, write, self.session, self.tasks, log.flights, state)
        self.practice = PracticeDesk(window, self.rooms, self.session, tasks, icons, log)
        self.drafts = DraftDesk(window, write, icons, self.session, tasks, self.compose)
        self.files = FileDesk(window, write, self.compose.body, self.drafts, self.tasks)
        self.calls = CallDesk(window, self.files, self.tasks)
        self.start = StartDesk(window, start, icons, self.session, self.tasks, state)
        records = Records(self.session)
        known, turn_to = self.compose.remembered, self.drafts.turn_to
        self.detail = DetailDesk(self.rooms, records, self.session, self.tasks, window)
        self.others = Others(window, log, self.detail, self.session, tasks)
        self.exporting = Exporting(window, self.rooms.results, records, self.tasks)
        self.deleting = Deleting(window, self.rooms.settings, records, self.tasks)
        self.problems = ProblemDesk(write.compose, known, self.session, self.tasks, window)
        self.remedies = RemedyDesk(
            window, icons, self.rooms, self.session, self.tasks, self.log, turn_to, known
        )
        self.ways = Ways(self.session, self.tasks, self.remedies, self.detail)
        self.browser = BrowserCopies(window, self.tasks)
        self.accounts = AccountDesk(window, self.rooms.accounts, icons, self.session, tasks, state)
        stopping = Stopping(window, self.log, self.tasks, self.compose.stop_waiting)
        self.diagnose = DiagnoseDesk(window, self.rooms, self.session, tasks, self.bridge)
        self.desk = Desk(window, self.rooms, stopping, self.practice, self.diagnose)
        self.settings = SettingsDesk(window, self.rooms.settings, self.session, self.tasks, theme)
        self.quitting = Quitting(window, self.log, self.drafts.autosave, self.tasks)
        self.keeping.restore()
        self._connect()
        self._rows = action_rows(self)
        install(window, self._rows, lambda: window.current_view)
        self.rooms.settings.show_shortcuts(shown_rows(self._rows))

    def begin(self, options: GuiOptions) -> None:
        """Show what the window starts with, and put the keyboard where one begins."""
        self._settle_look(options.theme)
        for part in (self.window.top_bar, self.window.strip):
            # Not before the first paint, see `main.py`.
            for words in part.findChildren(QLabel):
                make_selectable(words)
        self.compose.paths.begin()
        self.drafts.renew_blank()
        head = self.rooms.write.compose.head
        if not self.rooms.write.compose.form().sender:
            head.set_text("sender", self.compose.senders.of(self.session.account))
            self.drafts.autosave.take_as_kept()
        if options.view is not None:
            self.window.show_view(options.view)
        if self.window.current_view == "start":
            self.rooms.start.write_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            head.focus_place("to")

    def _settle_look(self, wanted: str | None) -> None:
        """Load the settings and take the look from there, unless one was asked for."""
        try:
            self.session.load_settings()
        except SgdeskError as error:
            self.rooms.settings.notice.say("bad", error.happened, error.more)
        self.rooms.settings.show_settings(self.session.settings)
        self.accounts.begin()
        self.start.expect_account()
        look = Look(wanted or self.session.settings.text("theme"))
        if look is not self.theme.look:
            self.theme.set_look(look)

    def start_opening(self) -> None:
        """Open the core in the background; what goes wrong is said in the window."""
        self.tasks.start("open", self.open(), if_running="ignore")

    async def open(self) -> None:
        """Load what sends mail in small steps, then open the core and read the history."""
        for _ in network_steps():
            # A frame between two imports: together they would freeze the window.
            await asyncio.sleep(0)
        await self.session.open(self.bridge.take)
        await self.compose.recall()
        for view in (self.rooms.write.compose, self.rooms.results):
            view.notice.clear()
        if words := self.session.history.notice:
            place = folder_button(self.session.history_folder / HISTORY_FILE)
            title, _, rest = words.partition(". ")
            self.rooms.results.say_set_aside(f"{title}.", rest, place)
        salvage = self.session.history.salvage
        if salvage.may_lack or salvage.without_files:
            self.rooms.write.compose.notice.say(
                "warn", "The history was damaged.", salvage.words, lasts=True
            )
        # What was loaded stays for good: looking through it for garbage costs frames.
        gc.freeze()
        self.log.begin()
        self.practice.start()
        self.accounts.load()
        self.drafts.refresh()
        self.start.refresh()

    def _connect(self) -> None:
        """Let the desks hear of each other: what one starts, another shows."""
        self.bridge.drained.connect(self.log.take)
        self.log.flights_changed.connect(self.compose.show_flights)
        self.log.mail_captured.connect(self.practice.note_mail)
        self._connect_results()
        for one in (self.compose, self.remedies, self.problems):
            self.accounts.account_changed.connect(one.take_account)
        self._connect_diagnose()
        self.accounts.accounts_read.connect(self.compose.paths.settle)
        self._connect_drafts()
        self._connect_start()
        ways, practice = (self.ways.way_kept, self.diagnose.here.offers.path_kept), self.practice
        for kept in (self.compose.trial.kept, practice.accounts_moved, *ways):
            kept.connect(self.accounts.load)
        self.compose.practice_started.connect(self.practice.show_where)
        bar = self.rooms.write.compose.send_bar
        bar.stop_requested.connect(self.log.stop_all)
        bar.route.other_requested.connect(self.accounts.change_connection)
        self.practice.sample_requested.connect(self.compose.send_sample)
        images = ImageFetching(self.window, self.session, self.tasks)
        mails = (self.rooms.write.preview.mail, self.rooms.results.detail.message.mail)
        for mail in (*mails, self.rooms.practice.reader.view):
            mail.browser_wanted.connect(self.browser.open)
            images.serve(mail)
        for desk in (self.compose, self.desk):
            desk.open_requested.connect(self.start_opening)
        self.window.top_bar.help_requested.connect(self.show_shortcuts)
        self.settings.saved.connect(self._put_setting_to_use)

    def _connect_diagnose(self) -> None:
        self.ways.diagnose_wanted.connect(self.diagnose.here.run_for)
        self.diagnose.here.offers.stop_simulating_wanted.connect(self.practice.stop_simulating)
        self.practice.simulation_changed.connect(self.diagnose.here.note_simulation)
        self.diagnose.here.offers.add_requested.connect(self.accounts.add)
        self.diagnose.here.account_wanted.connect(self._show_account)

    def _connect_results(self) -> None:
        """Let what is done about a result reach the mail, and the other way round."""
        self.log.results_wanted.connect(self.desk.show_results)
        self.compose.begun.connect(self.ways.stop)
        self.compose.begun.connect(self.rooms.write.compose.problem.dismiss)
        self.compose.ended.connect(self.problems.note)
        self.compose.recalled.connect(self.problems.keep)
        self.remedies.resent.connect(self.problems.keep)
        self.remedies.resent.connect(self.compose.remembered.note)
        for told in (self.compose.ended, self.remedies.resent):
            told.connect(self.accounts.note_sent)
            told.connect(self.detail.note_sent)
            told.connect(self.drafts.note_sent)
        self.compose.stopped.connect(self.problems.note_stopped)
        self.rooms.write.compose.send_bar.done.results_wanted.connect(self.log.show_done)
        self.detail.acted.connect(self.ways.act)
        self.detail.shown.connect(self.remedies.note_shown)
        self.detail.shown.connect(self.ways.note_shown)
        self.deleting.deleted.connect(self.log.load)
        for noted in (self.compose.remembered, self.problems):
            self.log.decided.connect(noted.note_decision)
        self.problems.acted.connect(self.ways.act)
        self.remedies.compose_send_wanted.connect(self.compose.send_again)
        self.remedies.account_wanted.connect(self._show_account)
        for wanted in (self.remedies.mail_wanted, self.problems.mail_wanted):
            wanted.connect(self.practice.show_mail_of)
        self.remedies.stop_simulating_wanted.connect(self.practice.stop_simulating)
        self.practice.not_sent.connect(self.remedies.mark_not_sent)
        self.practice.simulation_changed.connect(self.detail.note_simulation)
        self.practice.simulation_changed.connect(self.problems.note_simulation)
        self.rooms.write.compose.form_changed.connect(self.remedies.stop_if_edited)

    def _connect_drafts(self) -> None:
        start = self.rooms.start
        start.write_requested.connect(self.drafts.write)
        start.draft_chosen.connect(self.drafts.open)
        start.sample_requested.connect(self.drafts.begin_sample)
        start.open_requested.connect(self.files.choose_to_open)
        start.drafts_requested.connect(self.drafts.show_list)
        self.rooms.write.preview.sample_requested.connect(self.drafts.begin_sample)
        self.drafts.listed.connect(self.start.show_drafts)
        for looking in (self.drafts, self.problems):
            self.others.noticed.connect(looking.look_again)
        self.drafts.begun.connect(self.compose.paths.begin_mail)

    def _connect_start(self) -> None:
        self.rooms.start.decision_requested.connect(self.log.show_undecided)
        self.log.decisions_changed.connect(self.start.refresh)
        self.deleting.deleted.connect(self.start.refresh)
        self.start.add_requested.connect(self.accounts.add)
        self.start.account_asked.connect(self.accounts.act)
        self.start.found.check_requested.connect(self.accounts.add_found)
        self.start.found.ignore_requested.connect(self.accounts.ignore_found)
        self.accounts.found_changed.connect(self.start.offer_key)
        for change in (self.accounts.account_changed, self.accounts.accounts_read):
            change.connect(self.start.show_account)
            change.connect(self.detail.note_accounts)
            change.connect(self.diagnose.note_account)
        self.accounts.asking.connect(self.start.show_progress)
        self.accounts.check_failed.connect(self.start.show_check_failed)

    def _put_setting_to_use(self, key: str) -> None:
        if key == "path":  # An account without one of its own starts at it.
            self.accounts.load()
            self.compose.paths.begin()
        elif key == "signature":
            self.drafts.renew_blank()

    def run_again(self) -> None:
        """Do once more what the view does."""
        if self.window.current_view == "accounts":
            self.accounts.act("check", self.session.account.name)
        elif self.window.current_view == "diagnose":
            self.diagnose.again()
        else:
            self.practice.refresh()

    def copy_result(self) -> None:
        """Copy the result in the detail for a ticket, or a selected row as one line."""
        if self.window.current_view == "diagnose":
            self.diagnose.copy_result()
        elif self.window.current_view != "results" or not self.detail.copy_ticket():
            self.desk.copy_row()

    def _show_account(self, name: str, action: str) -> None:
        """Go to an account, and begin what is to be done with it."""
        if action == "check" or name in ("", PRACTICE.name):
            self.window.show_view("accounts")
        self.accounts.act(action, name)

    def _report(self, task: str, error: Exception) -> None:
        if not isinstance(error, SgdeskError):  # An expected one is said in words, to its user.
            _log.error("task %s failed", task, exc_info=error)
        self.desk.report(task, error)

    def show_shortcuts(self) -> None:
        """Open the sheet with the keys."""
        sheet = ShortcutsSheet(self.window, shown_rows(self._rows))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()


async def live(
    application: QApplication, life: Life, options: GuiOptions, spot: Spot | None = None
) -> int:
    """Serve until the window is closed or the process is told to end.

    Later starts are heard at `spot`; without one nobody can call this window.
    """
    sys.setswitchinterval(SWITCH_S)
    stop = asyncio.Event()
    closed = application.lastWindowClosed.connect(stop.set)
    stop_listening = _listen_to_signals(stop)
    try:
        async with life.tasks:
            if options.screenshot is not None:
                await take_picture(life, options)
            else:
                life.start_opening()
                if options.file is not None:
                    life.calls.open_file(str(options.file))
                with heard(life.calls, spot):
                    await stop.wait()
                # Told to end from outside: what is typed from here on would keep it from ending.
                life.window.setEnabled(False)
                await life.settings.settle()
                await life.drafts.autosave.settle()
                life.keeping.keep()
    finally:
        application.lastWindowClosed.disconnect(closed)
        stop_listening()
        life.browser.forget()
        await life.session.aclose()
    return 0


def _listen_to_signals(stop: asyncio.Event) -> Callable[[], None]:
    """End with the loop's next turn on Ctrl-C or a polite kill; gives the call that stops it."""
    loop = asyncio.get_running_loop()
    # Ignored is what a shell makes Ctrl-C for a command in the background.
    numbers = [
        number
        for number in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(number) is not signal.SIG_IGN
    ]
    for number in numbers:
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # the loops of Windows take no signals
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))

    def forget() -> None:
        with contextlib.suppress(NotImplementedError):  # as above
            for number in numbers:
                loop.remove_signal_handler(number)

    return forget
