"""The detail of a row: what the history knows of it, tab by tab."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from sgdesk.clock import wall_utc
from sgdesk.delivery import Attempt, AttemptId, Unknown
from sgdesk.errors import SandboxError
from sgdesk.present.compose import form_of
from sgdesk.present.log import LogRow, comparison
from sgdesk.present.lost import lost_places
from sgdesk.present.pair import AGAIN, ANEW
from sgdesk.present.problem_words import NOT_KEPT, no_sender_text, return_text, why_text
from sgdesk.present.remedies import Act, RemedyPlace, Sender
from sgdesk.present.sending import SendingRow
from sgdesk.present.sent_mail import sent_facts
from sgdesk.present.since import NOTHING_SINCE, Since, since
from sgdesk.present.summary import SAFE_WORDS
from sgdesk.present.ticket import COPIED_FOR_TICKET, ticket_text
from sgdesk.present.twice import to_do_text
from sgdesk.present.veil import repeated_words
from sgdesk.route import SmtpPath
from sgdesk.ui.log.case import Case, offered_at
from sgdesk.ui.log.cells import Entry
from sgdesk.ui.log.copies import Copies, first_kind
from sgdesk.ui.log.records import Records
from sgdesk.ui.log.row_menu import RowMenu
from sgdesk.ui.rooms import Rooms
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.timeline.copy_tab import Copyable
from sgdesk.ui.widgets.announce import announce

if TYPE_CHECKING:
    from sgdesk.store import HistoryRow, KeptMessage

SLOW_MS = 150
"""A row takes some milliseconds to read; until then the one before stays, so nothing flickers."""


class DetailDesk(QObject):
    """Fill the detail.

    Signals: `acted(object, object)`, the `Remedy` that was pressed and its `Case`;
    `shown(object)`, the `Case` that stands there now.
    """

    acted = Signal(object, object)
    shown = Signal(object)

    def __init__(
        self,
        rooms: Rooms,
        records: Records,
        session: Session,
        tasks: Tasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._rooms = rooms
        self._records = records
        self._session = session
        self._tasks = tasks
        self._copies = Copies(records, session)
        self._detail = rooms.results.detail
        self._found: dict[AttemptId, str] = {}
        """What was found out at results since the window was opened."""
        self._is_stuck = False
        """It is said that nobody is here to send it again."""
        self._case: Case | None = None
        self._coming: LogRow | None = None
        """The selected row while its detail is being read; what is read of others is dropped."""
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._detail.show_reading)
        self._detail.remedy_chosen.connect(self._report)
        self._detail.tab_shown.connect(self._fill_tab)
        self._detail.conversation.ticket_wanted.connect(self._take_ticket)
        rooms.results.table.entry_chosen.connect(self.show_entry)
        self.menu = RowMenu(rooms.results, self)

    @property
    def case(self) -> Case | None:
        """Give the result that is shown."""
        return self._case

    @property
    def ticket(self) -> str:
        """Give the result that is shown as a text for a ticket; nothing when none is."""
        if self._case is None:
            return ""
        case = self._case
        return ticket_text(
            case.attempt,
            case.recipient_count,
            case.decided,
            private=case.private,
            found=self._found.get(case.attempt.id, ""),
            since=case.since,
            simulating=self._session.simulated_for(case.attempt),
        )

    def copy_ticket(self) -> bool:
        """Put that text into the clipboard, and say so; `False` when no result is shown."""
        if self._case is None:
            return False
        QGuiApplication.clipboard().setText(self.ticket)
        self._detail.show_status(f"{COPIED_FOR_TICKET}.")
        announce(self._detail, COPIED_FOR_TICKET)
        return True

    def _take_ticket(self) -> None:
        if self._case is not None:
            self._detail.conversation.take_ticket(self.ticket)

    def show_entry(self, entry: Entry | None) -> None:
        """Show the detail of a row."""
        match entry:
            case LogRow():
                self._read(entry)
            case SendingRow():
                self._forget()
                self._detail.show_sending()
            case None:
                self._forget()
                self._detail.show_nothing()

    def note_simulation(self) -> None:
        """Offer what can be done now that something else, or nothing, is simulated."""
        if self._case is not None and not self._detail.offers(Act.SEND_NOW):
            self._offer(self._case)
        if self._detail.tab == "copy":
            self._fill_tab("copy")

    def note_accounts(self) -> None:
        """Offer what can be done by the accounts that there are now."""
        if self._case is not None:
            self._tasks.start("detail-sender", self._find_sender(self._case), if_running="replace")

    async def _find_sender(self, case: Case) -> None:
        sender = await self._session.sender_of(case.account, case.attempt)
        if self._case is case and case.sender is not sender:
            self._case = replace(case, sender=sender)
            self._offer(self._case)

    def _offer(self, case: Case) -> None:
        simulating = self._session.simulated_for(case.attempt)
        is_asked = case.decided is None
        advice = to_do_text(case.attempt, case.since, simulating) if is_asked else ""
        self._detail.show_advice(advice)
        self._detail.show_remedies(offered_at(case, simulating), is_problem=case.is_urgent)
        was_stuck, self._is_stuck = self._is_stuck, case.sender is Sender.NOBODY
        if self._is_stuck and case.attempt.problem is not None:
            self._detail.show_status(no_sender_text(case.account))
        elif was_stuck:
            self._detail.show_status("")
        self.shown.emit(case)

    def _forget(self) -> None:
        self._tasks.cancel("detail")
        self._slow.stop()
        self._case = self._coming = None

    def _read(self, row: LogRow) -> None:
        if row == self._coming:
            return
        self._coming = row
        if self._case is not None and self._case.attempt.id != row.attempt_id:
            # What stands there still is another mail's: its buttons do nothing any more.
            self._case = None
            self._slow.start()
        self._tasks.start("detail", self._show(row), if_running="replace")

    async def _show(self, row: LogRow) -> None:
        try:
            found = await self._records.get(row.attempt_id)
            beside = await self._sister(row) if found is not None else None
            sender, is_in_inbox = Sender.ITSELF, True
            returns, later = "", NOTHING_SINCE
            private: tuple[str, ...] = ()
            if found is not None:
                sender = await self._session.sender_of(found.account, found.attempt)
                returns = return_text(found.attempt, await self._records.credits_of(found.account))
                later = await self._since(found)
                is_in_inbox = await self._is_in_inbox(found)
                private = await self._private(found)
        except Exception:
            # Whatever it is: chosen again, the row is read again.
            if self._coming is row:
                self._forget_read()
            raise
        # Cancelled or not: only what is selected now is shown.
        if self._coming is not row:
            return
        if found is None:
            self._forget_read()
            return
        is_same = self._case is not None and self._case.attempt.id == found.attempt.id
        self._slow.stop()
        case = replace(_case(found, sender), since=later, private=private)
        compared = beside if beside and comparison(found.attempt, beside) else None
        self._case = case = replace(case, is_in_inbox=is_in_inbox, beside=compared)
        self._coming = None
        again = AGAIN if case.has_message else ANEW
        why = why_text(found.attempt, later, found.decided, returns)
        self._detail.show_attempt(found.attempt, row, compared, why, again)
        if self._rooms.log.is_beside_pair(self._rooms.results.table.currentIndex().row()):
            self._detail.say_alone()
        self._offer(case)
        self._detail.message.wait()
        if not is_same:
            self._detail.copy_as.offer_kind(first_kind(found.attempt, has_mail=case.has_message))
        self._detail.copy_as.show_texts({})
        await self._fill(self._detail.tab, case)

    async def _is_in_inbox(self, found: "HistoryRow") -> bool:
        """Find out whether the practice inbox that runs now can tell of a mail.

        That a mail without an answer never came is worth knowing, too.
        """
        attempt = found.attempt
        if not self._session.is_practice_of(attempt):
            return False
        if isinstance(attempt.outcome, Unknown):
            return True
        recipient = found.recipients[0] if found.recipients else ""
        with suppress(SandboxError):
            return bool(await self._session.mail_behind(attempt, found.subject, recipient))
        return False

    async def _since(self, found: "HistoryRow") -> Since:
        """Find out what other sends of the mail came to."""
        others = await self._session.history.others(found.attempt.id)
        kept = await self._records.message(found.attempt.id) if found.has_message else None
        mail = kept.message if kept is not None else None
        return since(found.attempt, mail, others, wall_utc())

    async def _private(self, found: "HistoryRow") -> tuple[str, ...]:
        """Give what of the mail the server repeats, which one that takes it may do as well."""
        if not found.has_message:
            return ()
        kept = await self._records.message(found.attempt.id)
        if kept is None:
            return ()
        return await asyncio.to_thread(repeated_words, kept.message, found.attempt)

    def note_found(self, attempt_id: AttemptId, words: str) -> None:
        """Keep what was found out at a result, for its summary."""
        self._found[attempt_id] = words
        if self._case is not None and self._case.attempt.id == attempt_id:
            self._fill_tab(self._detail.tab)

    def note_sent(self) -> None:
        """Read again the result that is shown: whom it did not reach may have the mail now."""
        entry = self._rooms.results.table.current_entry()
        if self._case is not None and isinstance(entry, LogRow):
            self._read(entry)

    async def look_again(self) -> None:
        """Read it again where other sends of its mail came to something else since."""
        case = self._case
        found = await self._records.get(case.attempt.id) if case is not None else None
        if found is None or case is None or await self._since(found) == case.since:
            return
        if self._case is case:
            self.note_sent()

    def _forget_read(self) -> None:
        self._slow.stop()
        self._case = self._coming = None
        self._detail.show_nothing()

    async def _sister(self, row: LogRow) -> Attempt | None:
        """Give the other of two attempts that stand together."""
        table = self._rooms.results.table
        sister = self._rooms.log.sister_row(table.currentIndex().row())
        other = None if sister is None else self._rooms.log.entry(sister)
        if not isinstance(other, LogRow) or other.group_id != row.group_id:
            return None
        found = await self._records.get(other.attempt_id)
        return found.attempt if found is not None else None

    def _report(self, remedy: object) -> None:
        if self._case is not None:
            self.acted.emit(remedy, self._case)

    def _fill_tab(self, tab: str) -> None:
        # While a row is being read its detail is to come, with the tab that is in front then.
        if self._coming is None and self._case is not None:
            self._tasks.start("detail", self._fill(tab, self._case), if_running="replace")

    async def _fill(self, tab: str, case: Case) -> None:
        """Read what a tab shows; the others cost nothing until somebody looks at them."""
        if tab == "message":
            kept = await self._records.message(case.attempt.id)
            form = await asyncio.to_thread(form_of, kept.message) if kept is not None else None
            if self._case is not case:
                return
            if kept is None or form is None:
                self._detail.message.say(NOT_KEPT)
            else:
                self._detail.message.show_mail(form, _sent_facts(case.attempt, kept))
        elif tab == "copy":
            await self._fill_copies(case)

    async def _fill_copies(self, case: Case) -> None:
        texts = {"summary": Copyable(text=self.ticket, note=SAFE_WORDS)}
        self._detail.copy_as.show_texts(texts)
        texts |= await self._copies.made(case)
        if self._case is case:
            self._detail.copy_as.show_texts(texts)


def _sent_facts(attempt: Attempt, kept: "KeptMessage") -> tuple[tuple[str, str, str], ...]:
    is_smtp = isinstance(attempt.path, SmtpPath)
    lost = lost_places(kept.message, is_smtp=is_smtp, smtpapi=attempt.smtpapi)
    return sent_facts(kept.message, kept.missing_files, lost, by_web_api=not is_smtp)


def _case(found: "HistoryRow", sender: Sender) -> Case:
    return Case(
        attempt=found.attempt,
        place=RemedyPlace.RESULTS,
        account=found.account,
        group_id=found.group_id,
        subject=found.subject,
        recipients=found.recipients,
        recipient_count=found.recipient_count,
        has_message=found.has_message,
        decided=found.decided,
        sender=sender,
        way=found.way,
    )
