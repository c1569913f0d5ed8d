"""Keep Start true: what waits for a decision, what can be gone on with."""

from PySide6.QtCore import QObject, QSettings

from sgdesk.present.drafts import DraftLine
from sgdesk.ui.main import OPENS
from sgdesk.ui.session import Session
from sgdesk.ui.start.view import StartView
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.window import MainWindow


class StartDesk(QObject):
    """Feed the Start view, and remember whether the next start has something to show there."""

    def __init__(
        self,
        window: MainWindow,
        view: StartView,
        session: Session,
        tasks: Tasks,
        state: QSettings,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        self._session = session
        self._tasks = tasks
        self._state = state
        self._waits_for_decision = False
        self._has_draft = False
        view.write_requested.connect(self._show_write)
        window.view_shown.connect(self._enter)

    def refresh(self) -> None:
        """Look anew for mail that waits for a decision."""
        if self._session.is_open:
            self._tasks.start("decisions", self._refresh(), if_running="replace")

    def show_drafts(self, lines: tuple[DraftLine, ...]) -> None:
        """Show what can be gone on with."""
        self._view.show_drafts(lines)
        self._has_draft = any(not line.is_tried for line in lines)
        self._remember()

    async def _refresh(self) -> None:
        rows = await self._session.history.unknowns()
        self._waits_for_decision = bool(rows)
        self._view.show_decisions(len(rows))
        self._remember()

    def _remember(self) -> None:
        opens = "start" if self._waits_for_decision or self._has_draft else "write"
        if self._state.value(OPENS) != opens:
            self._state.setValue(OPENS, opens)

    def _enter(self, place_id: str) -> None:
        if place_id == "start":
            self.refresh()

    def _show_write(self) -> None:
        self._window.show_view("write")
