"""Delete history…: say how much there is, ask, and delete it."""

from PySide6.QtCore import QObject, Signal

from sgdesk.present.log_filter import LogFilter
from sgdesk.ui.log.records import Records
from sgdesk.ui.settings.view import SettingsView
from sgdesk.ui.sheets import Answer, Question
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.surface import button, card, column, label, paragraph, row
from sgdesk.ui.window import MainWindow

WORDS = (
    "Deletes every result with its times, its conversation and the text of its mail. "
    "Drafts and accounts stay."
)


class Deleting(QObject):
    """Stand on the history's page of the settings.

    Signals: `deleted()`, when the history is empty.
    """

    deleted = Signal()

    def __init__(
        self, window: MainWindow, view: SettingsView, records: Records, tasks: Tasks
    ) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        self._records = records
        self._tasks = tasks
        delete = button(
            "Delete history…", name="delete-history", why="Asks first, and says how many results"
        )
        delete.setProperty("danger", True)
        delete.clicked.connect(self.ask)
        section = card("section-delete-history", "Delete history")
        head = row(label("Delete history", "title"), None, delete)
        words = paragraph(WORDS, "hint")
        section.setLayout(column(head, words, margins=(16, 14, 16, 16), spacing=3))
        view.add_to("history", section)

    def ask(self) -> None:
        """Ask whether everything is to be deleted."""
        self._tasks.start("delete history", self._ask(), if_running="ignore")

    async def _ask(self) -> None:
        count = await self._records.count(LogFilter())
        if not count:
            self._view.notice.say("note", "There is no result to delete.")
            return
        is_one = count == 1
        results = "1 result" if is_one else f"{count:,} results"
        what, keep = ("It", "Keep it") if is_one else ("They", "Keep them")
        question = Question(
            self._window,
            "delete-all",
            f"Delete {results}?",
            f"{what} cannot be brought back. Mail that was sent stays sent.",
            (
                Answer(id="delete", text=f"Delete {results}", why="Delete the whole history"),
                Answer(
                    id="keep",
                    text=keep,
                    why="Delete nothing (Esc)",
                    is_default=True,
                ),
            ),
        )
        if await question.ask() != "delete":
            return
        self._view.notice.say("note", f"Deleting {results}…")
        deleted = await self._records.delete_all()
        self._view.notice.say("good", f"{deleted:,} deleted.")
        self.deleted.emit()
