"""The Copy as… tab: the mail as a command for others, and the result as text for a ticket."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from sgdesk.present.recipes import COPY_LINE, COPY_LINE_WHY
from sgdesk.present.ticket import COPY_FOR_TICKET, COPY_FOR_TICKET_WHY
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.copy_button import CopyButton
from sgdesk.ui.widgets.flow import FlowLayout
from sgdesk.ui.widgets.long_text import LongText
from sgdesk.ui.widgets.surface import paragraph, row, rule

LEAST_PX = 24
_KINDS = (
    Choice(
        id="summary",
        text="Ticket",
        why=COPY_FOR_TICKET_WHY,
    ),
    Choice(id="curl", text="curl", why="The same mail by the Web API, without this program"),
    Choice(id="swaks", text="swaks", why="The same mail by SMTP, without this program"),
    Choice(id="sgdesk", text="sgdesk", why="The same mail by this program's own command line"),
    Choice(id="v3", text="v3 JSON", why="The body of the request to the Web API, a line a value"),
    Choice(id="mime", text="MIME", why="The mail as SMTP carries it, to the byte"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copyable:
    """One text to take along."""

    text: str
    note: str = ""
    """What it does not do, or why there is no text."""
    sets_key: str = ""
    """The line for a shell that sets the key it reads; empty: not offered."""


class CopyTab(QWidget):
    """Show one of several texts, and copy it.

    Signals: `copied(str)`, the kind whose text went to the clipboard.
    """

    copied = Signal(str)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._texts: Mapping[str, Copyable] = {}
        self._is_chosen = False
        """Whether the user has chosen the kind that is shown, or copied its text."""
        self._kinds = ChoiceRow("copy-kinds", "Copy as", _KINDS, icons, look="segmented")
        self._kinds.chosen.connect(self._take_choice)
        self._copy = CopyButton("Copy", name="copy-text", why="Put the text into the clipboard")
        icons.put(self._copy, "copy", "muted")
        self._copy.clicked.connect(self._take)
        self._variables = CopyButton(COPY_LINE, name="copy-variables", why=COPY_LINE_WHY)
        self._variables.clicked.connect(self._take_variables)
        self._note = paragraph("", "hint")
        self.text = LongText(
            "copy-shown", "Text to copy", "What the button above takes to the clipboard"
        )
        # In a low window it gives way, never the buttons above it.
        self.text.setMinimumHeight(LEAST_PX)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(row(self._acts(), margins=(14, 8, 14, 4)))
        whole.addLayout(row(self._note, margins=(14, 0, 14, 4)))
        whole.addWidget(rule())
        whole.addWidget(self.text, 1)
        self._show()

    def _acts(self) -> QWidget:
        """Give what stands above the text: in two lines where the detail is beside the table."""
        acts = QWidget()
        flow = FlowLayout(spacing=10)
        acts.setLayout(flow)
        # Copy has one place, whatever the kind: a hand that is used to it never takes a key along.
        for part in (self._kinds, self._copy, self._variables):
            flow.addWidget(part)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        acts.setSizePolicy(policy)
        return acts

    @property
    def kind(self) -> str:
        """Give the kind that is shown."""
        return self._kinds.current

    def offer_kind(self, kind: str) -> None:
        """Bring a kind to the front, unless another was chosen and is in sight.

        Whoever looks at it sees which kind it is, and compares the same of several results.
        """
        if not (self._is_chosen and self.isVisible()):
            self._is_chosen = False
            self._kinds.choose(kind)
            self._show()

    def focus_kinds(self) -> None:
        """Put the keyboard on the kind that is shown; Copy comes next."""
        self._kinds.focus_current()

    def show_texts(self, texts: Mapping[str, Copyable]) -> None:
        """Take the texts by kind; one that is missing is still being made."""
        self._texts = texts
        self._show()

    def _take_choice(self) -> None:
        self._is_chosen = True
        self._show()

    def _show(self) -> None:
        shown = self._texts.get(self._kinds.current, Copyable(text=""))
        self._variables.say_no_more()
        is_ticket = self._kinds.current == "summary"
        self._copy.set_label(COPY_FOR_TICKET if is_ticket else "Copy")
        self._copy.setEnabled(bool(shown.text))
        self._variables.setVisible(bool(shown.sets_key))
        self._note.setText(shown.note)
        self._note.setVisible(bool(shown.note))
        wrap = LongText.LineWrapMode
        self.text.setLineWrapMode(wrap.WidgetWidth if is_ticket else wrap.NoWrap)
        self.text.show_text(shown.text)

    def _take_variables(self) -> None:
        self._variables.take(self._texts[self._kinds.current].sets_key)

    def _take(self) -> None:
        shown = self._texts.get(self._kinds.current)
        if shown is not None:
            self._is_chosen = True
            self._copy.take(shown.text)
            self.copied.emit(self._kinds.current)
