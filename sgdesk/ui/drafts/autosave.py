"""Keep what is being typed: within a second, in the store's own thread, one save at a time."""

import asyncio
import uuid

from PySide6.QtCore import QObject, QTimer, Signal

from sgdesk.clock import wall_utc
from sgdesk.doors import pack_draft
from sgdesk.errors import SgdeskError
from sgdesk.present.drafts import saved_text
from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks

SAVE_MS = 600
"""From the first unsaved letter to its save. Longer than the store waits before it moves its
log into the database, so that typing on does not let that log grow."""
AGAIN_MS = 5_000
"""Until a save that failed is tried again by itself."""


class Autosave(QObject):
    """Save the form of the compose pane as one draft.

    Signals: `saved()`; `failed(str)`, why the draft cannot be kept; `mended()`, when after that
    it was kept; `rows_changed()`, when the list of drafts has one more or one less.
    """

    saved = Signal()
    failed = Signal(str)
    mended = Signal()
    rows_changed = Signal()

    def __init__(self, compose: ComposePane, session: Session, tasks: Tasks) -> None:
        super().__init__(compose)
        self.draft_id = uuid.uuid4().hex
        self.is_stored = False
        """The draft stands in the store."""
        self._compose = compose
        self._session = session
        self._tasks = tasks
        self._kept = ComposeForm()
        """What need not be saved: the form as it was saved last, or as it was filled in."""
        self._edits = 0
        self._kept_edits = 0
        self._has_failed = False
        self._turn = asyncio.Lock()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.save_soon)
        compose.form_changed.connect(self._note_edit)

    @property
    def has_unsaved(self) -> bool:
        """Say whether something was typed since the last save."""
        return self._compose.body.sources.is_behind or self._edits != self._kept_edits

    def fill(self, form: ComposeForm, draft_id: str = "", *, saved: str = "") -> None:
        """Show a form in place of what is there, which must have been saved.

        `draft_id` names the stored draft that it comes from, `saved` when that was saved;
        without one it becomes a draft of its own once it is edited.
        """
        self.draft_id = draft_id or uuid.uuid4().hex
        self.is_stored = bool(draft_id)
        self._compose.set_form(form)
        self.take_as_kept()
        self._compose.show_saved(f"✓ Saved {saved}" if saved else "")

    def take_as_kept(self) -> None:
        """Take the form as it stands for one that need not be saved."""
        self._kept = self._compose.form()
        self._kept_edits = self._edits
        self._timer.stop()

    def forget_row(self) -> None:
        """Note that the store has no such draft any more; a later edit begins another one."""
        self.draft_id = uuid.uuid4().hex
        self.is_stored = False
        self.take_as_kept()
        self._compose.show_saved("")

    def save_soon(self) -> None:
        """Save in the background; what goes wrong is told by `failed`."""
        is_opening = not self._session.is_open and self._tasks.is_running("open")
        if is_opening or not self._tasks.start("draft", self._save_once(), if_running="ignore"):
            self._timer.start(SAVE_MS)

    async def settle(self) -> str:
        """Save until nothing is unsaved; give why that is not possible, or nothing."""
        await self._tasks.wait_for("open")
        while self.has_unsaved:
            cause = await self._try_to_save()
            if cause:
                return cause
        return ""

    def _note_edit(self) -> None:
        self._edits += 1
        if not self._timer.isActive():
            self._timer.start(SAVE_MS)

    async def _save_once(self) -> None:
        await self._try_to_save()

    async def _try_to_save(self) -> str:
        """Save once; give why that was not possible, or nothing."""
        try:
            async with self._turn:
                await self._save()
        except (SgdeskError, OSError) as error:
            cause = (error.why or error.happened) if isinstance(error, SgdeskError) else str(error)
            self._has_failed = True
            self._compose.show_saved("")
            self.failed.emit(cause)
            self._timer.start(AGAIN_MS)
            return cause
        if self._has_failed:
            self._has_failed = False
            self.mended.emit()
        return ""

    async def _save(self) -> None:
        # The body tells of its last letters a little later: too late for who quits right away.
        self._compose.body.sources.catch_up()
        edits, form = self._edits, self._compose.form()
        was_stored = self.is_stored
        if form == self._kept and not self._has_failed:
            self._kept_edits = edits
            return
        if form.is_blank:
            # Emptied by hand: there is nothing to go on with.
            if self.is_stored:
                await self._session.history.drafts.delete(self.draft_id)
                self.is_stored = False
            words = ""
        else:
            await self._store(form)
            now = wall_utc()
            words = f"✓ Saved {saved_text(now, now)}"
        self._kept, self._kept_edits = form, edits
        self._compose.show_saved(words)
        self.saved.emit()
        if self.is_stored is not was_stored:
            self.rows_changed.emit()

    async def _store(self, form: ComposeForm) -> None:
        content = await asyncio.to_thread(pack_draft, form)
        if await self._session.history.drafts.save(self.draft_id, content) is None:
            # Another window has taken it over; this text becomes a draft of its own.
            self.draft_id = uuid.uuid4().hex
            await self._session.history.drafts.save(self.draft_id, content)
        self.is_stored = True
