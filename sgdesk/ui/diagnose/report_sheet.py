"""Save report: all that is in the file for a ticket, to be read before it is saved."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from sgdesk.diagnose.report import TICKET_LETTERS
from sgdesk.errors import SgdeskError
from sgdesk.present.report import HOLDS_NO, TICKET_LABEL
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.long_text import LongText
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.sheet import Sheet
from sgdesk.ui.widgets.surface import button, column, label, paragraph, restyle, row

TICKET_HINT = "The ticket's number, if there is one; it goes into the file."
_TICKET_PX = 260


class ReportSheet(Sheet):
    """Show the texts in the file, each whole, and take the ticket's number.

    Signals: `ticket_changed(str)`; `save_requested()`.
    """

    ticket_changed = Signal(str)
    save_requested = Signal()

    def __init__(self, parent: QWidget, texts: Mapping[str, str], icons: Icons) -> None:
        super().__init__(parent)
        self.setObjectName("report")
        self.setWindowTitle("Save report")
        self.setAccessibleName("Save report")
        self.setMinimumSize(560, 420)
        # As wide as the lines of the summary.
        self.resize(880, 520)
        self._texts = dict(texts)
        self.ticket = QLineEdit()
        self.ticket.setObjectName("report-ticket")
        self.ticket.setAccessibleName(TICKET_LABEL)
        self.ticket.setToolTip(TICKET_HINT)
        # One more than is taken, so that what is too long is said and not cut off unseen.
        self.ticket.setMaxLength(TICKET_LETTERS + 1)
        self.ticket.setMaximumWidth(_TICKET_PX)
        self.ticket.textChanged.connect(self.ticket_changed)
        self._flaw = paragraph(TICKET_HINT, "hint")
        self.notice = Notice("report-sheet-notice")
        self._files = ChoiceRow(
            "report-files",
            "Files in the report",
            [Choice(id=name, text=name, why=f"All that is in {name}") for name in texts],
            icons,
            look="tabs",
        )
        self._files.chosen.connect(self._show)
        self._text = LongText("report-text", "Report", "All that the file will hold")
        self._save = button(
            "Save as…", name="report-save", why="Choose the file; nothing is sent", kind="primary"
        )
        self._save.setDefault(True)
        self._save.clicked.connect(self.save_requested)
        self._lay_out()
        self._show()

    @property
    def shown_text(self) -> str:
        """Give the text in front."""
        return self._text.text

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show what the file holds by now."""
        self._texts = dict(texts)
        self._say_flaw("")
        self._show()

    def refuse_ticket(self, error: SgdeskError) -> None:
        """Say what is wrong with the number; nothing is saved with it."""
        self._say_flaw(f"{error.happened} {error.more}".strip())

    def _say_flaw(self, words: str) -> None:
        self._flaw.setText(words or TICKET_HINT)
        restyle(self._flaw, "role", "error" if words else "hint")
        restyle(self.ticket, "bad", bool(words))
        self.ticket.setAccessibleDescription(words or TICKET_HINT)
        self._save.setEnabled(not words)

    def _show(self) -> None:
        self._text.show_text(self._texts[self._files.current])

    def _lay_out(self) -> None:
        cancel = button("Cancel", name="report-cancel", why="Save nothing (Esc)")
        cancel.clicked.connect(self.reject)
        number = label(TICKET_LABEL, "field")
        number.setBuddy(self.ticket)
        below = column(self._files, self._text, spacing=0)
        below.setStretch(1, 1)
        head = row(number, self.ticket, spacing=10)
        head.addWidget(self._flaw, 1)
        whole = column(
            label("Report for a ticket", "heading"),
            paragraph(HOLDS_NO),
            head,
            self.notice,
            below,
            row(None, cancel, self._save, spacing=8),
            margins=(22, 18, 22, 16),
            spacing=10,
        )
        whole.setStretch(4, 1)
        self.setLayout(whole)
