"""Drafts: begin one, go on with another, delete and take that back; keep all that is typed."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sgdesk.account.account import PRACTICE
from sgdesk.clock import wall_utc
from sgdesk.doors import unpack_draft
from sgdesk.errors import SgdeskError
from sgdesk.message import Message, sample
from sgdesk.present.compose import compose, form_of
from sgdesk.present.drafts import (
    DRAFT_ENDED,
    DraftLine,
    draft_lines,
    left_texts,
    not_saved_text,
    saved_text,
    sent_texts,
)
from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.desk import ComposeDesk
from sgdesk.ui.compose.sendbar import SEND_CHECK
from sgdesk.ui.compose.sent import Sent
from sgdesk.ui.drafts.autosave import Autosave
from sgdesk.ui.drafts.ending import end_draft, end_drafts
from sgdesk.ui.drafts.sheet import DraftsSheet
from sgdesk.ui.icons import Icons
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.surface import button
from sgdesk.ui.window import MainWindow
from sgdesk.ui.write import WriteView

if TYPE_CHECKING:
    from sgdesk.store import DraftContent


@dataclass(frozen=True, slots=True, kw_only=True)
class _SentDraft:
    draft_id: str
    form: ComposeForm
    """How it stood then."""
    at: datetime
    is_practice: bool
    in_results: bool
    """Its text is kept there."""
    is_earlier: bool = False
    """It was sent once more since, which did not go well."""


class DraftDesk(QObject):
    """Let the Write view and the drafts of the store meet.

    Signals: `listed(object)`, the `DraftLine`s as they are now, the newest first;
    `begun()`, when a new, empty mail stands in Write;
    `elsewhere_requested()`, when the user wants the text saved in a file of their own.
    """

    listed = Signal(object)
    begun = Signal()
    elsewhere_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        write: WriteView,
        icons: Icons,
        session: Session,
        tasks: Tasks,
        compose_desk: ComposeDesk,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._write = write
        self._compose = write.compose
        self._icons = icons
        self._session = session
        self._tasks = tasks
        self._senders = compose_desk.senders
        self._remembered = compose_desk.remembered
        self._sheet: DraftsSheet | None = None
        self._deleted: list[tuple[str, DraftContent, DraftLine]] = []
        """What can be taken back, the last one last."""
        self._left: dict[int | None, str] = {}
        """The drafts of mails that stood in Write before, by their numbers."""
        self.autosave = Autosave(write.compose, session, tasks)
        self.autosave.failed.connect(self._say_failed)
        self.autosave.mended.connect(self._compose.draft_notice.clear)
        self.autosave.rows_changed.connect(self.refresh)
        self.autosave.saved.connect(self._note_saved)
        self.autosave.saved.connect(self.look_again)
        window.view_shown.connect(self.look_again)
        self._compose.drafts_requested.connect(self.show_list)
        self._compose.new_requested.connect(self.begin_blank)
        self._sent: _SentDraft | None = None
        """The draft that was sent last."""

    def refresh(self) -> None:
        """List the drafts anew."""
        self._tasks.start("drafts", self._refresh(), if_running="replace")

    def look_again(self) -> None:
        """List the drafts anew where Start shows them."""
        if self._window.current_view == "start" and self._session.is_open:
            self.refresh()

    def begin(self, form: ComposeForm) -> None:
        """Write a mail that begins with `form`; what stands in Write stays as a draft."""
        self._tasks.start("draft-turn", self._begin(form), if_running="ignore")

    def begin_blank(self) -> None:
        """Write a new mail; what stands in Write stays as a draft."""
        self._tasks.start("draft-turn", self._begin_blank(), if_running="ignore")

    def write(self) -> None:
        """Go to Write: to what stands there, or to a new mail where that was sent as it is."""
        if self._stands_as_sent():
            self.begin_blank()
        else:
            self._window.show_view("write")

    def begin_sample(self) -> None:
        """Fill in the sample mail; what stands in Write stays as a draft."""
        self.begin(form_of(sample()))

    def open(self, draft_id: str) -> None:
        """Go on with a draft; what stands in Write stays as one, too."""
        self._tasks.start("draft-turn", self._open(draft_id), if_running="ignore")

    def show_list(self) -> None:
        """Open the sheet with every draft."""
        sheet = DraftsSheet(self._window, self._icons)
        self._sheet = sheet
        sheet.open_requested.connect(self.open)
        sheet.new_requested.connect(self.begin_blank)
        sheet.delete_requested.connect(self.delete)
        sheet.undo_requested.connect(self.undo_delete)
        sheet.finished.connect(self._forget_sheet)
        sheet.open()
        self.refresh()

    def delete(self, draft_id: str) -> None:
        """Delete a draft; `undo_delete` takes that back as long as the window is open."""
        self._tasks.start("draft-turn", self._delete(draft_id), if_running="ignore")

    def undo_delete(self) -> None:
        """Put the draft back that was deleted last."""
        self._tasks.start("draft-turn", self._undo_delete(), if_running="ignore")

    def with_sender(self, form: ComposeForm) -> ComposeForm:
        """Give a form that has none the sender who stands in Write, else that of the last mail.

        The example of the sample mail is nobody's sender for long.
        """
        sender = self._compose.head.text("sender").strip()
        if sender in ("", PRACTICE.sender):
            sender = self._senders.of(self._session.account)
        return replace(form, sender=sender)

    def renew_blank(self) -> None:
        """Let a mail in which nothing was written yet begin as new mail does now.

        Any other is offered the signature.
        """
        self._compose.body.write.take_signature(self._session.settings.text("signature"))
        if self._compose.form().is_blank and not self.autosave.is_stored:
            self.autosave.fill(self._new_mail())

    def note_sent(self, sent: Sent) -> None:
        """End the draft whose mail went out; one that went to practice waits for nothing more."""
        of = sent.attempts[0].id
        self._tasks.start("draft-end", self._note_sent(sent), if_running="ignore", of=of)

    async def turn_to(self, form: ComposeForm, draft_id: str = "", saved: str = "") -> bool:
        """Show another form in Write once what stands there is saved; say whether it was."""
        self._window.show_view("write")
        # With nothing to save it waits for no history: what is typed next is of the new mail.
        if self.autosave.has_unsaved and await self.autosave.settle():
            return False
        before = self.autosave.draft_id if self.autosave.is_stored else ""
        if before:
            self._left[self._compose.mail] = before
        subject = self._compose.head.text("subject")
        was_tried = self._stands_as_sent()
        self.autosave.fill(form, draft_id, saved=saved)
        if before and not saved:
            self._compose.show_saved(*left_texts(subject, tried=was_tried))
        self._write.preview.draw_now()
        if before:
            await self._session.history.drafts.release(before)
        if not self._tasks.is_running("open"):
            self.refresh()  # Else it is listed at its end.
        return True

    def show_sample(self) -> None:
        """Fill in the sample mail at once, where nothing is typed that could be lost."""
        self.autosave.fill(form_of(sample()))
        self._write.preview.draw_now()

    def _new_mail(self) -> ComposeForm:
        signature = self._session.settings.text("signature")
        return self.with_sender(ComposeForm().signed(signature))

    async def _begin_blank(self) -> None:
        if self._sheet is not None:
            self._sheet.accept()
        if await self.turn_to(self._new_mail()):
            self.begun.emit()
            self._write.show_pane("compose")
            self._compose.go_to_field("to")

    async def _begin(self, form: ComposeForm) -> None:
        await self.turn_to(form)

    async def _open(self, draft_id: str) -> None:
        if draft_id == self.autosave.draft_id and self.autosave.is_stored:
            if self._sheet is not None:
                self._sheet.accept()
            self._window.show_view("write")
            return
        line = next((line for line in await self._lines() if line.id == draft_id), None)
        try:
            content = await self._session.history.drafts.open(draft_id)
        except SgdeskError as error:
            self._say_in_sheet(str(error))
            self.refresh()
            return
        if line is None or content is None:
            self._say_in_sheet(DRAFT_ENDED)
            self.refresh()
            return
        if self._sheet is not None:
            self._sheet.accept()
        if not await self.turn_to(unpack_draft(content), draft_id, line.saved):
            await self._session.history.drafts.release(draft_id)
            return
        self._write.show_pane("compose")
        self._compose.go_on_writing()
        if line.tried_at is not None:
            self._sent = _SentDraft(
                draft_id=draft_id,
                form=self._compose.form(),
                at=line.tried_at,
                is_practice=True,
                in_results=False,
            )
            await self._put_away()

    async def _delete(self, draft_id: str) -> None:
        line = next((line for line in await self._lines() if line.id == draft_id), None)
        # What was typed after the last save is to come back, too.
        cause = await self.autosave.settle() if line is not None and line.is_here else ""
        try:
            content = None if cause else await self._session.history.drafts.delete(draft_id)
        except SgdeskError as error:
            cause = str(error)
        if cause:
            self._say_in_sheet(cause)
        elif line is not None and content is not None:
            self._deleted.append((draft_id, content, line))
            if line.is_here:
                self.autosave.fill(self._new_mail())
            if self._sheet is not None:
                self._sheet.say_deleted(line.name)
        await self._refresh()

    async def _undo_delete(self) -> None:
        if not self._deleted:
            return
        draft_id, content, line = self._deleted[-1]
        await self._session.history.drafts.save(draft_id, content)
        self._deleted.pop()
        if self._sheet is not None:
            self._sheet.notice.clear()
        if line.is_here and self._compose.form().is_blank and not self.autosave.is_stored:
            self.autosave.fill(unpack_draft(content), draft_id, saved=line.saved)
        else:
            await self._session.history.drafts.release(draft_id)
        await self._refresh()

    def _say_in_sheet(self, words: str) -> None:
        if self._sheet is None:
            # Asked for on Start, which has no place for it.
            self.show_list()
        if self._sheet is not None:
            self._sheet.notice.say("bad", words)

    def _forget_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.deleteLater()
            self._sheet = None

    async def _note_sent(self, sent: Sent) -> None:
        await self._note_here(sent)
        if sent.is_accepted:
            # What went at a result, or to the rest alone, may be the mail of an older draft.
            await end_drafts(self._session.history.drafts, sent, self._remembered.all_have_it)
            self.refresh()

    async def _note_here(self, sent: Sent) -> None:
        if not sent.is_accepted:
            is_here = sent.mail is not None and sent.how_again != SEND_CHECK
            if self._sent is not None and is_here:
                self._sent = replace(self._sent, is_earlier=True)
                await self._put_away()
            return
        if sent.mail is not None and sent.mail != self._compose.mail:
            await self._end_left(sent)
            return
        if await self.autosave.settle():
            return
        path = self._compose.send_bar.route.path
        read = await asyncio.to_thread(compose, self._compose.form(), path)
        if read.message != sent.message or self.autosave.has_unsaved:
            # Edited since, or another mail: what stands there was not sent.
            return
        row = await self._session.history.get(sent.attempts[0].id)
        self._sent = _SentDraft(
            draft_id=self.autosave.draft_id,
            form=self._compose.form(),
            at=wall_utc(),
            is_practice=sent.is_practice,
            in_results=row is not None and row.has_message,
        )
        await self._put_away()

    async def _end_left(self, sent: Sent) -> None:
        """End the draft of a mail that went out when another stood in Write already."""
        draft_id = self._left.get(sent.mail)
        if draft_id is not None and draft_id != self.autosave.draft_id:
            await end_draft(self._session.history.drafts, draft_id, sent, _is_that_mail)
            self.refresh()

    def _note_saved(self) -> None:
        """Look at a draft that was sent: changed since, or again as it went out."""
        if self._sent is not None and self._sent.draft_id == self.autosave.draft_id:
            self._tasks.start("draft-mark", self._put_away(), if_running="replace")

    def _stands_as_sent(self) -> bool:
        sent = self._sent
        return sent is not None and (sent.draft_id, sent.form) == (
            self.autosave.draft_id,
            self._compose.form(),
        )

    async def _put_away(self) -> None:
        """Let what stands in Write as it was sent be no draft to go on with, and say so."""
        sent = self._sent
        if sent is None or not self._stands_as_sent():
            self.refresh()
            return
        drafts, was_stored = self._session.history.drafts, self.autosave.is_stored
        if not sent.is_practice:
            self.autosave.forget_row()
            self._sent = replace(sent, draft_id=self.autosave.draft_id)
        at = saved_text(sent.at, wall_utc())
        words = sent_texts(
            at,
            practice=sent.is_practice,
            in_results=sent.in_results,
            is_earlier=sent.is_earlier,
        )
        is_sent = not sent.is_earlier
        self._compose.show_saved(*words, is_sent=is_sent, in_results=sent.in_results)
        if was_stored and sent.is_practice:
            await drafts.note_tried(sent.draft_id, sent.at)
        elif was_stored:
            await drafts.delete(sent.draft_id)
        self.refresh()

    async def _refresh(self) -> None:
        lines = await self._lines()
        if self._sheet is not None:
            self._sheet.show_lines(lines)
        self.listed.emit(lines)

    async def _lines(self) -> tuple[DraftLine, ...]:
        rows = await self._session.history.drafts.list()
        here = self.autosave.draft_id if self.autosave.is_stored else ""
        return draft_lines(rows, here=here, now=wall_utc())

    def _say_failed(self, cause: str) -> None:
        again = button("Try again", name="draft-again", why="Save the draft once more")
        again.clicked.connect(self.autosave.save_soon)
        elsewhere = button(
            "Save elsewhere…", name="draft-elsewhere", why="Save the mail in a file that you choose"
        )
        elsewhere.clicked.connect(self.elsewhere_requested)
        self._compose.draft_notice.say("bad", not_saved_text(cause), buttons=(again, elsewhere))


def _is_that_mail(message: Message, sent: Sent) -> bool:
    return message == sent.message
