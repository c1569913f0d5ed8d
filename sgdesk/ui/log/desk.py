"""Keep the log true: pages from the history, rows from the core's events."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from sgdesk.clock import wall_utc
from sgdesk.delivery import Attempt, AttemptId, DeliveryId, Unknown
from sgdesk.engine.events import HistoryFailed
from sgdesk.present.history_row import row_of
from sgdesk.present.log import LogRow, log_row
from sgdesk.present.log_filter import LogFilter
from sgdesk.present.sending import SendingRow, addresses_of
from sgdesk.present.words import Tone
from sgdesk.ui.bridge import Batch
from sgdesk.ui.flights import Flights
from sgdesk.ui.log.cells import Entry
from sgdesk.ui.log.feed import Feed
from sgdesk.ui.log.model import PAGE_ROWS
from sgdesk.ui.log.older import OlderWords
from sgdesk.ui.log.place import Place
from sgdesk.ui.log.records import Records
from sgdesk.ui.log.sent_since import SentSince
from sgdesk.ui.rooms import Rooms
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from sgdesk.store import Decision
    from sgdesk.store.elsewhere import News

TICK_MS = 200
MINUTE_MS = 60_000
LATER_MS = 1_000
"""After which the log is read again when results came in while it was read."""


class LogDesk(QObject):
    """Feed the log.

    Signals: `flights_changed()`, when something began, moved on or ended;
    `mail_captured(object)`, the attempts by which the practice inbox has more than before;
    `results_wanted()`, when the view is to be opened; `decisions_changed()`, when a mail
    waits for the user's word that did not, or the other way round; `decided(str, str)`, an
    attempt's id and the user's word.
    """

    flights_changed = Signal()
    mail_captured = Signal(object)
    results_wanted = Signal()
    decisions_changed = Signal()
    decided = Signal(str, str)

    def __init__(self, rooms: Rooms, session: Session, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.flights = Flights()
        self._rooms = rooms
        self._session = session
        self._tasks = tasks
        self._records = Records(session)
        self._shown = Feed(rooms.log, self._records)
        self._newest = Feed(rooms.newest, self._records, most=PAGE_ROWS)
        """Under Write, whatever the log in Results is narrowed to."""
        self._feeds = (self._shown, self._newest)
        self._since = SentSince((rooms.log, rooms.newest), self._records, tasks, self)
        self._sent_as: dict[DeliveryId, tuple[str, str, int]] = {}
        """Group and account of what is on its way, and since when it is."""
        self._coming: AttemptId | None = None
        """What is to be shown once it is heard of."""
        self._is_unsure = False
        """Whether the log was read after a send had begun and before it was heard how it ended."""
        self._accounts: tuple[str, ...] = ()
        self._day = wall_utc().astimezone().date()
        self._midnight = QTimer(self, interval=MINUTE_MS)
        self._midnight.timeout.connect(self._note_day)
        self._midnight.start()
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self.load)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_slow)
        self._older = OlderWords(session, tasks, self.flights, self)
        self._older.moved_on.connect(self._show_searched)
        rooms.log.page_wanted.connect(self._fetch_page)
        rooms.results.bar.filter_changed.connect(self.narrow)
        for table in (rooms.results.table, rooms.strip.table):
            table.stop_requested.connect(self.stop)
        for newest in (rooms.strip.entry_opened, rooms.line.newest_opened):
            newest.connect(self.show_entry)

    def begin(self) -> None:
        """Read the history for the first time, and make older results ready for searches."""
        self.load()
        self._older.start()

    def load(self) -> None:
        """Read the history, or read it anew."""
        self._tasks.start("history", self._load(), if_running="replace")

    def narrow(self, wanted: LogFilter) -> None:
        """Show only what matches in Results."""
        self._shown.wanted = wanted
        # Before the history is open there is nothing to narrow; opening it reads what is wanted.
        if self._session.is_open:
            self.load()

    def take(self, batch: Batch) -> None:
        """Take what happened since the last batch."""
        for delivery, since_ns in batch.queued:
            self.flights.begin(delivery, addresses_of(delivery.message))
            self._sent_as[delivery.id] = (delivery.group_id, delivery.account, since_ns)
        for step in batch.phases.values():
            self.flights.step(step)
        if batch.finished:
            self._finish(batch.finished)
        for failure in batch.unwritten:
            self._say_unwritten(failure)
        if self.flights and not self._tick.isActive():
            self._tick.start()
        self._read_again_when_calm()
        self.flights_changed.emit()

    async def take_news(self, news: "News") -> None:
        """Show what other processes finished, above the rows that are there."""
        if not all([await feed.take_news(news) for feed in self._feeds]):
            self.load()
        else:
            here = self._newest.model.read_results()
            self._since.note(row for row in here if row.attempt_id in news.finished)
            self._note_accounts(await self._records.accounts())
        self.decisions_changed.emit()

    def stop(self, delivery_id: str) -> None:
        """Cancel one send."""
        self._session.cancel(DeliveryId(delivery_id))

    def stop_all(self) -> None:
        """Cancel everything on its way."""
        for delivery_id in self.flights.ids:
            self._session.cancel(delivery_id)

    async def decide(self, attempt_id: AttemptId, decision: "Decision") -> None:
        """Keep what the user says of an unknown result, and show it."""
        await self._records.decide(attempt_id, decision)
        self.decided.emit(attempt_id, decision)
        found = await self._records.get(attempt_id)
        if found is not None:
            for feed in self._feeds:
                feed.model.replace((row_of(found),))
            self._since.note((row_of(found),))
        if decision == "not_sent":
            # By the word before, its mail may have been sent since.
            self.load()
        self.decisions_changed.emit()

    def show_undecided(self) -> None:
        """Open Results at the mail that waits for the user's word; of several, at the newest."""
        self._tasks.start("show result", self._show_undecided(), if_running="replace")

    def show_result(self, attempt_id: AttemptId, tab: str = "") -> None:
        """Open Results at a row, and at a tab of its detail where one is asked for."""
        if tab:
            self._rooms.results.detail.lend_tab(tab, attempt_id)
        self._tasks.start("show result", self._show_result(attempt_id), if_running="replace")

    def show_coming(self, attempt_id: AttemptId) -> None:
        """Open Results at what was just sent, as soon as it is heard of."""
        if self._rooms.newest.row_of(attempt_id) is None:
            self._coming = attempt_id
        else:
            self.show_result(attempt_id)

    def show_entry(self, entry: Entry | None) -> None:
        """Open Results at one of the newest rows; when it went well, at the mail itself.

        Two paths of one mail are opened at the steps.
        """
        self.results_wanted.emit()
        match entry:
            case LogRow():
                self._open(entry)
            case SendingRow():
                self._select_row(self._rooms.log.sending_row_of(entry.delivery_id))
            case None:
                pass

    def show_done(self) -> None:
        """Open Results at what was just sent."""
        newest = self._rooms.newest.entry(0) if self._rooms.newest.rowCount() else None
        if isinstance(newest, LogRow):
            self._open(newest)
        else:
            self.show_entry(newest)

    def _open(self, row: LogRow) -> None:
        show = self._show_mail if row.result.tone is Tone.GOOD else self._show_result
        self._tasks.start("show result", show(row.attempt_id), if_running="replace")

    async def _show_mail(self, attempt_id: AttemptId) -> None:
        await self._show_result(attempt_id)
        found = await self._records.get(attempt_id)
        table = self._rooms.results.table
        chosen = table.current_entry()
        is_chosen = isinstance(chosen, LogRow) and chosen.attempt_id == attempt_id
        detail = self._rooms.results.detail
        # Whoever chose a tab looks for the same at each result.
        if found is not None and found.has_message and is_chosen and not detail.is_tab_chosen:
            # Who sent by both paths wants to see where the time of each went.
            is_pair = self._rooms.log.sister_row(table.currentIndex().row()) is not None
            detail.lend_tab("steps" if is_pair else "message", attempt_id)

    async def _show_result(self, attempt_id: AttemptId) -> None:
        narrowed = self._shown.wanted
        if self._rooms.log.row_of(attempt_id) is None and narrowed.is_on:
            self._rooms.results.bar.clear()
            await self._tasks.wait_for("history")
            self._rooms.results.say_cleared(narrowed)
        self.results_wanted.emit()
        self._select(attempt_id)

    async def _show_undecided(self) -> None:
        waiting = [row.attempt.id for row in await self._session.history.unknowns()]
        if not waiting:
            # Decided elsewhere in the meantime, by another window or the command line.
            self.decisions_changed.emit()
            return
        is_alone = len(waiting) == 1
        if is_alone and self._shown.wanted.is_on:
            self._rooms.results.bar.clear()
            await self._tasks.wait_for("history")
        if not is_alone or self._rooms.log.row_of(waiting[0]) is None:
            # Several are to be seen together; one from long ago is in no page that was read.
            self._rooms.results.bar.narrow(LogFilter(result="unknown"))
            # Narrowed so before, it may still show some on which was decided since.
            self.load()
            await self._tasks.wait_for("history")
        self._rooms.results.detail.show_tab("steps")
        self.results_wanted.emit()
        self._select(waiting[0])

    def _select(self, attempt_id: AttemptId) -> None:
        self._select_row(self._rooms.log.row_of(attempt_id))

    def _select_row(self, row: int | None) -> None:
        if row is not None:
            self._rooms.results.table.selectRow(row)
            self._rooms.results.table.scrollTo(self._rooms.log.index(row, 0))

    def _finish(self, attempts: list[Attempt]) -> None:
        rows = [self._row(attempt) for attempt in attempts]
        self._note_accounts((*self._accounts, *(row.account for row in rows)))
        if self._shown.wanted.is_on:
            self.load()
        for feed in self._feeds:
            feed.finish(rows)
        self._since.note(rows)
        if self._coming in [row.attempt_id for row in rows]:
            self.show_result(self._coming)
            self._coming = None
        if captured := [attempt for attempt in attempts if attempt.practice]:
            self.mail_captured.emit(captured)
        if any(isinstance(attempt.outcome, Unknown) for attempt in attempts):
            self.decisions_changed.emit()

    def _row(self, attempt: Attempt) -> LogRow:
        flight = self.flights.end(attempt.delivery_id)
        addresses = flight.addresses if flight is not None else ()
        subject = flight.row.subject if flight is not None else ""
        group, account, since_ns = self._sent_as.pop(attempt.delivery_id, ("", "", 0))
        # It may have been counted then among the rows below, where it is not known to be.
        self._is_unsure |= since_ns <= self._shown.read_ns
        row = log_row(
            attempt,
            addresses=addresses,
            group_id=group,
            account=account,
            subject=subject,
            now=wall_utc(),
        )
        return replace(row, begun_ns=since_ns)

    def _note_accounts(self, names: Sequence[str]) -> None:
        """Let accounts be told apart as soon as there are results of two."""
        found = tuple(sorted({*names} - {""}))
        if found != self._accounts:
            self._accounts = found
            self._rooms.results.bar.set_accounts(found)
            self._rooms.results.table.show_accounts(shown=len(found) > 1)

    def _note_day(self) -> None:
        """Read the log anew when the date changes: today's times are then yesterday's."""
        today = wall_utc().astimezone().date()
        if today != self._day:
            self._day = today
            self.load()

    def _show_slow(self) -> None:
        """After half a second a send gets a row; nothing quicker ever shows progress."""
        slow = self.flights.newly_slow()
        for feed in self._feeds:
            feed.model.add_sending([flight.timed_row for flight in slow])
            for flight in self.flights.shown():
                feed.model.change_sending(flight.timed_row)
        if not self.flights:
            self._tick.stop()
        self.flights_changed.emit()

    def _show_searched(self, percent: int | None) -> None:
        self._rooms.results.show_searched(percent)
        if percent is None and self._shown.wanted.text:
            # It was looked for in a part of them.
            self.load()

    def _fetch_page(self, page: int) -> None:
        self._tasks.start(f"page {page}", self._load_page(page), if_running="ignore")

    async def _load_page(self, page: int) -> None:
        await self._shown.load_page(page)
        self._is_unsure |= self._shown.is_behind
        self._read_again_when_calm()

    def _read_again_when_calm(self) -> None:
        if self._is_unsure and not self.flights and not self._later.isActive():
            self._later.start()

    async def _load(self) -> None:
        # What others did until now is in what is read next.
        await self._session.history.elsewhere.news()
        self._newest.show(*await self._newest.read())
        self._note_accounts(await self._records.accounts())
        place = Place(self._rooms.results.table, self._rooms.log)
        is_new = self._shown.wanted != self._shown.shown
        count, pages = await self._shown.read(() if is_new else place.pages)
        self._shown.show(count, pages)
        if is_new:
            self._rooms.results.table.measure()
        place.take_up(is_filtered=self._shown.wanted.is_on, is_new=is_new)
        self._is_unsure = False
        if any(feed.is_behind for feed in self._feeds):
            self._later.start()
        else:
            self._later.stop()

    def _say_unwritten(self, failure: HistoryFailed) -> None:
        self._rooms.results.notice.say(
            "warn", "A result could not be written to the history.", failure.reason
        )
