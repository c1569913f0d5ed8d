"""The newest results under the mail: a short table, or one line where there is little to show."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from sgdesk.present.log import LogRow
from sgdesk.present.sending import SendingRow
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.legend import Legend
from sgdesk.ui.log.model import LogModel
from sgdesk.ui.log.table import LogTable
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.surface import PADDING_PX, QUIET_PX, button, label, row, rule


class ResultsStrip(QFrame):
    """A card with the newest rows.

    Signals: `all_requested()`; `entry_opened(object)`, the row to open in Results;
    `filled(bool)`, whether there are rows.
    `fold` is pressed to have them as one line.
    """

    all_requested = Signal()
    filled = Signal(bool)
    entry_opened = Signal(object)

    def __init__(self, model: LogModel, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._model = model
        self.setObjectName("results-strip")
        self.setProperty("card", True)
        self.setAccessibleName("Newest results")
        self.table = LogTable("newest", model, theme, icons)
        self._all = button(
            "All results", name="all-results", why="Open Results (Ctrl+3)", kind="quiet"
        )
        self._all.clicked.connect(self._ask_for_all)
        self.fold = button(
            "Show less",
            name="strip-less",
            why="Only the newest result, in one line: more room for the mail",
            kind="quiet",
        )
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        head = row(
            label("Results", "title"),
            None,
            Legend(theme),
            self.fold,
            self._all,
            margins=(PADDING_PX, 2, PADDING_PX - QUIET_PX, 2),
        )
        inside.addLayout(head)
        inside.addWidget(rule())
        inside.addWidget(self.table, 1)
        self.table.entry_opened.connect(self.entry_opened)
        for change in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            change.connect(self._count)

    def _count(self) -> None:
        self.filled.emit(bool(self._model.rowCount()))

    def _ask_for_all(self) -> None:
        self.all_requested.emit()


class ResultLine(QFrame):
    """The newest result in one line.

    Signals: `all_requested()`; `newest_opened(object)`, to see this row in Results.
    `fold` is pressed to have more of them, where there is room.
    """

    all_requested = Signal()
    newest_opened = Signal(object)

    def __init__(self, model: LogModel) -> None:
        super().__init__()
        self._model = model
        self.setObjectName("result-line")
        self.setProperty("card", True)
        self.setAccessibleName("Newest result")
        self._nothing = label("No mail sent yet.")
        self._newest = button(
            "", name="line-newest", why="Open this result, with its steps (Return)", kind="link"
        )
        self._newest.clicked.connect(self._open_newest)
        more = button("All results", name="line-results", why="Open Results (Ctrl+3)", kind="quiet")
        more.clicked.connect(self._ask_for_all)
        self.fold = button(
            "Show more", name="strip-more", why="The newest results as a table", kind="quiet"
        )
        self.fold.hide()
        title = label("Results", "title")
        self.setLayout(
            row(
                *(title, self._nothing, self._newest, None, self.fold, more),
                margins=(PADDING_PX, 3, PADDING_PX - QUIET_PX, 3),
                spacing=12,
            )
        )
        for change in (
            *(model.rowsInserted, model.rowsMoved, model.rowsRemoved),
            *(model.dataChanged, model.modelReset),
        ):
            change.connect(self._show)
        self._show()

    def _show(self) -> None:
        entry = self._model.entry(0) if self._model.rowCount() else None
        match entry:
            case LogRow():
                parts = (entry.time, entry.path, entry.result.word, entry.recipients, entry.total)
                self._say(" · ".join(filter(None, parts)))
            case SendingRow():
                # How far it is stands above, beside Send.
                self._say(f"{entry.path} · On its way")
            case None:
                self._say("")
        self._nothing.setVisible(self._model.is_read and not self._model.rowCount())

    def _say(self, words: str) -> None:
        self._newest.setText(words.replace("&", "&&"))
        self._newest.setAccessibleName(words)
        self._newest.setVisible(bool(words))

    def _open_newest(self) -> None:
        self.newest_opened.emit(self._model.entry(0))

    def _ask_for_all(self) -> None:
        self.all_requested.emit()
