"""Let the panes and the core meet: a click becomes a send, an event becomes words."""

import asyncio
import uuid

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from sgdesk.message import Message, sample
from sgdesk.present.compose import compose, form_of, to_count, words_by_field
from sgdesk.present.log import LogRow
from sgdesk.route import Path, WebApiPath
from sgdesk.ui.compose.sendbar import SEND, SEND_BOTH, SEND_CHECK
from sgdesk.ui.filereading import read_files
from sgdesk.ui.logdesk import LogDesk
from sgdesk.ui.rooms import Rooms
from sgdesk.ui.session import Session, Where
from sgdesk.ui.sheets import Answer, Question
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.surface import button
from sgdesk.ui.window import MainWindow

INBOX_POLL_S = 2.0


class Desk(QObject):
    """Answer what the user asks of the window.

    Signals: `open_requested()`, when the core is to be opened once more.
    """

    open_requested = Signal()

    def __init__(
        self, window: MainWindow, rooms: Rooms, session: Session, tasks: Tasks, log: LogDesk
    ) -> None:
        super().__init__(window)
        self._window = window
        self._rooms = rooms
        self._session = session
        self._tasks = tasks
        self._log = log
        self._compose = rooms.write.compose
        self._last: tuple[Message, str] | None = None
        self._may_quit = False
        window.may_close = self.may_close
        self._connect()

    def send(self, how: str) -> None:
        """Send what is written; while one is being sent a second click does nothing."""
        paths = self._paths(how)
        read = [compose(self._compose.form(), path) for path in paths]
        errors = [finding for composed in read for finding in composed.errors]
        self._compose.show_findings(words_by_field(errors))
        message = read[0].message
        if message is not None and not errors:
            self._start_send(message, paths, check_only=how == SEND_CHECK)

    def send_chosen(self) -> None:
        """Send by the chosen path."""
        self.send(SEND)

    def send_sample(self) -> None:
        """Send the sample mail to the practice inbox, leaving what is written alone."""
        self._start_send(sample(), (self._compose.send_bar.route.path,), check_only=False)

    def take_sample(self) -> None:
        """Fill in the sample mail."""
        self._compose.set_form(form_of(sample()))
        self._rooms.write.preview.draw_now()

    def stop(self) -> None:
        """Stop everything on its way."""
        self._log.stop_all()

    def choose_files(self) -> None:
        """Ask which files to attach."""
        dialog = QFileDialog(self._window, "Add files")
        dialog.setObjectName("choose-files")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.attach)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def attach(self, paths: list[str] | tuple[str, ...]) -> None:
        """Attach local files."""
        self._tasks.start("attach", self._attach(tuple(paths)), if_running="ignore")

    def may_close(self) -> bool:
        """Say whether the window may close; with mail on its way the user is asked first."""
        if self._may_quit or not self._log.flights:
            return True
        self._tasks.start("quit", self._ask_to_quit(), if_running="ignore")
        return False

    def start_practice(self) -> None:
        """Start the local SendGrid, or try again."""
        self._tasks.start("practice", self._start_practice(), if_running="ignore")

    def refresh_inbox(self) -> None:
        """Read the practice inbox now, and again while it is looked at."""
        if self._session.is_open:
            self._tasks.start("inbox", self._watch_inbox(), if_running="replace")

    def go_to_log(self) -> None:
        """Open Results with the keyboard in the table."""
        self._window.show_view("results")
        self._rooms.results.focus_table()

    def go_to_filter(self) -> None:
        """Open Results with the cursor in the filter."""
        self._window.show_view("results")
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
        """Clear the filter that is on; else stop what is on its way and shown."""
        if self._window.current_view == "results" and self._rooms.results.filter.text():
            self._rooms.results.clear_filter()
            return
        for flight in self._log.flights.shown():
            self._log.stop(flight.row.delivery_id)

    def next_pane(self) -> None:
        """Move the keyboard to the next pane."""
        self._turn_pane(1)

    def previous_pane(self) -> None:
        """Move the keyboard to the pane before."""
        self._turn_pane(-1)

    def report(self, task: str, error: Exception) -> None:
        """Say what failed in the background, where the work is."""
        words = str(error) or type(error).__name__
        if task == "open":
            self._say_not_open(words)
        elif task in ("practice", "inbox", "mail", "empty"):
            self._rooms.practice.show_failed(words)
            self._window.strip.show_state("The practice inbox is not running")
        elif task in ("history", "detail") or task.startswith("page"):
            self._rooms.results.notice.say("bad", "The history cannot be read.", words)
        else:
            self._compose.notice.say("bad", "That did not work.", words)

    def _say_not_open(self, cause: str) -> None:
        again = button("Try again", name="retry-open", why="Open the history once more")
        again.clicked.connect(self._ask_to_open)
        self._compose.notice.say(
            "bad", "Nothing can be sent: the history does not open.", cause, buttons=(again,)
        )

    def _ask_to_open(self) -> None:
        self._compose.notice.clear()
        self.open_requested.emit()

    def _turn_pane(self, step: int) -> None:
        panes = [pane for pane in self._panes() if pane.isVisible()]
        focused = QApplication.focusWidget()
        inside = (
            [at for at, pane in enumerate(panes) if pane is focused or pane.isAncestorOf(focused)]
            if focused is not None
            else []
        )
        panes[(inside[-1] + step) % len(panes) if inside else 0].setFocus(
            Qt.FocusReason.TabFocusReason
        )

    def _panes(self) -> list[QWidget]:
        rail = self._window.rail.current_button
        match self._window.current_view:
            case "write":
                compose = self._compose
                return [rail, compose.head.fields["to"], compose.body.html, self._rooms.strip.table]
            case "results":
                return [rail, self._rooms.results.filter, self._rooms.results.table]
            case "practice":
                return [rail, self._rooms.practice.list]
            case _:
                return [rail, self._rooms.settings.look]

    def _connect(self) -> None:
        self._compose.send_bar.send_requested.connect(self.send)
        self._compose.send_bar.stop_requested.connect(self.stop)
        self._compose.send_bar.route.path_changed.connect(self._fit_form)
        self._compose.form_changed.connect(self._fit_form)
        self._compose.body.files_wanted.connect(self.choose_files)
        self._compose.body.files_dropped.connect(self.attach)
        self._rooms.write.preview.sample_requested.connect(self.take_sample)
        self._window.view_shown.connect(self._enter)
        self._rooms.strip.all_requested.connect(self._show_results)
        self._rooms.line.all_requested.connect(self._show_results)
        self._rooms.strip.entry_opened.connect(self._open_entry)
        self._rooms.results.write_requested.connect(self._show_write)
        self._rooms.practice.mail_chosen.connect(self._open_mail)
        self._rooms.practice.sample_requested.connect(self.send_sample)
        self._rooms.practice.empty_requested.connect(self._empty_inbox)
        self._rooms.practice.retry_requested.connect(self.start_practice)
        self._log.flights_changed.connect(self._show_flight)
        self._log.mail_captured.connect(self._note_mail)

    def _paths(self, how: str) -> tuple[Path, ...]:
        route = self._compose.send_bar.route
        match how:
            case str() if how == SEND_BOTH:
                return (route.path, route.other_path())
            case str() if how == SEND_CHECK:
                return (WebApiPath(),)
            case _:
                return (route.path,)

    def _start_send(self, message: Message, paths: tuple[Path, ...], *, check_only: bool) -> None:
        work = self._deliver(message, paths, check_only=check_only)
        self._tasks.start("send", work, if_running="ignore")

    async def _deliver(
        self, message: Message, paths: tuple[Path, ...], *, check_only: bool
    ) -> None:
        if not await self._is_open():
            return
        # A check is no send: its time stands beside nothing.
        group_id = "" if check_only else self._group_for(message, is_pair=len(paths) > 1)
        self._show_where(await self._session.start_practice())
        for path in paths:
            # One after the other: side by side they would spoil each other's times.
            await self._session.deliver(message, path, group_id=group_id, check_only=check_only)

    async def _is_open(self) -> bool:
        """Wait for the core, which opens after the first paint; once failed, try once more."""
        await self._tasks.wait_for("open")
        if not self._session.is_open:
            self.open_requested.emit()
            await self._tasks.wait_for("open")
        return self._session.is_open

    def _group_for(self, message: Message, *, is_pair: bool) -> str:
        """Let the same mail sent again stand with its sister; a pair is one of its own."""
        if is_pair or self._last is None or self._last[0] != message:
            self._last = (message, uuid.uuid4().hex)
        return self._last[1]

    async def _attach(self, paths: tuple[str, ...]) -> None:
        dropped = await asyncio.to_thread(read_files, paths)
        if dropped.html and not self._compose.form().html.strip():
            self._compose.body.html.setPlainText(dropped.html)
            self._compose.body.show_tab("html")
        elif dropped.files:
            self._compose.add_files(dropped.files)
        if dropped.failed:
            self._compose.notice.say("bad", "Not every file could be read.", dropped.failed)

    async def _start_practice(self) -> None:
        self._rooms.practice.show_starting()
        self._window.strip.show_state("Starting the practice inbox…")
        self._show_where(await self._session.start_practice())
        if self._window.current_view == "practice":
            self.refresh_inbox()

    def _show_where(self, where: Where) -> None:
        """Say where the local SendGrid is; one that was started anew has other ports."""
        self._rooms.practice.show_ready()
        self._rooms.practice.show_where(where.words, where.environment)
        self._window.strip.show_state("")

    async def _watch_inbox(self) -> None:
        """One's own programs send here too, and nobody tells the window."""
        while True:
            rows = await self._session.inbox()
            if self._tasks.is_asked_to_stop():
                return
            self._rooms.practice.show_rows(rows)
            if self._window.current_view != "practice":
                return
            await asyncio.sleep(INBOX_POLL_S)

    async def _read_mail(self, mail_id: str) -> None:
        mail = await self._session.open_mail(mail_id)
        if not self._tasks.is_asked_to_stop():
            self._rooms.practice.reader.show_mail(mail)

    async def _drop_mail(self) -> None:
        await self._session.empty_inbox()
        self._rooms.practice.show_rows(())

    async def _ask_to_quit(self) -> None:
        count = len(self._log.flights)
        mails = "1 mail is" if count == 1 else f"{count} mails are"
        question = Question(
            self._window,
            "quit",
            f"{mails} on {'its' if count == 1 else 'their'} way.",
            "What was already handed over will be marked Unknown when it is cancelled.",
            (
                Answer(
                    id="wait",
                    text="Wait, then quit",
                    why="Quit when it has an answer",
                    is_default=True,
                ),
                Answer(id="cancel", text="Cancel and quit", why="Stop what is on its way"),
                Answer(id="stay", text="Stay", why="Go on working"),
            ),
        )
        answer = await question.ask()
        if answer == "stay":
            return
        if answer == "cancel":
            self._log.stop_all()
        await self._all_landed()
        self._may_quit = True
        self._window.close()

    async def _all_landed(self) -> None:
        changed = asyncio.Event()
        self._log.flights_changed.connect(changed.set)
        while self._log.flights:
            await changed.wait()
            changed.clear()
        self._log.flights_changed.disconnect(changed.set)

    def _fit_form(self) -> None:
        """Keep in step what depends on how many people it goes to."""
        form = self._compose.form()
        count = to_count(form.to)
        self._compose.head.show_copies_for(count)

    def _show_flight(self) -> None:
        shown = self._log.flights.shown()
        bar = self._compose.send_bar
        if not shown:
            bar.show_step("")
            return
        row = shown[0].timed_row
        others = f" and {len(shown) - 1} more" if len(shown) > 1 else ""
        bar.show_step(f"{row.path}: {row.step}{others}", row.stop_text, row.stop_why)

    def _note_mail(self) -> None:
        if self._window.current_view == "practice":
            self.refresh_inbox()

    def _enter(self, place_id: str) -> None:
        if place_id == "practice":
            self._rooms.practice.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.refresh_inbox()
        elif place_id == "results":
            self._rooms.results.focus_table()

    def _open_mail(self, mail_id: str) -> None:
        self._tasks.start("mail", self._read_mail(mail_id), if_running="replace")

    def _empty_inbox(self) -> None:
        self._tasks.start("empty", self._drop_mail(), if_running="ignore")

    def _open_entry(self) -> None:
        row = self._rooms.strip.table.currentIndex().row()
        self._show_results()
        self._rooms.results.table.selectRow(row)

    def _show_results(self) -> None:
        self._window.show_view("results")

    def _show_write(self) -> None:
        self._window.show_view("write")
