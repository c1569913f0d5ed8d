"""The part "Explain an error": one box for what was pasted, and below it what it means."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from sgdesk.explain.finding import Explanation, Kind
from sgdesk.present.explained import (
    EMPTY_ANSWER,
    IS_PRIVATE,
    MORE,
    PASTE_WORDS,
    Lead,
    headline,
    held_words,
    leads,
    tone,
)
from sgdesk.present.words import Tone
from sgdesk.ui.diagnose.answer import AnswerList
from sgdesk.ui.diagnose.block import PICTURES
from sgdesk.ui.diagnose.file_part import FilePart
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.copy_button import CopyButton
from sgdesk.ui.widgets.icon_label import IconLabel
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.paste_box import PasteBox
from sgdesk.ui.widgets.split import Split
from sgdesk.ui.widgets.surface import (
    GUTTER_PX,
    QUIET_PX,
    button,
    card,
    column,
    label,
    paragraph,
    row,
    rule,
)

LONGEST = 256_000
"""Characters that stand in the box, put there within a frame or two; more is read unseen."""
_MARK_PX = 20
_INDENT_PX = _MARK_PX + 10
_LEADS: dict[Lead, tuple[str, str]] = {
    "here": (
        "Test this computer",
        "Test every way to SendGrid from here; sends nothing, needs no key",
    ),
    "another": (
        "Test another computer…",
        "Get lines to run where the program is, and judge what they print",
    ),
    "key": ("Check a key…", "See whether SendGrid takes a key; sends nothing"),
    "accounts": ("Accounts…", "Look at senders and sends left of the accounts that sgdesk knows"),
}


class ExplainPart(FilePart):
    """Take a text and show its answer.

    Signals: those of `FilePart`; `text_changed()`; `copy_requested()`; `stop_requested()`, while
    a long text is read; `led_on(str)`, the `Lead` that was pressed.
    """

    text_changed = Signal()
    copy_requested = Signal()
    stop_requested = Signal()
    led_on = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__("diagnose-explain")
        self._theme = theme
        self._held = ""
        """A text that is too long for the box."""
        self._marked: Collection[int] = ()
        self.notice = Notice("explain-notice", buttons_beside=True, closes=True)
        self.box = PasteBox("explain-text", "What to explain", PASTE_WORDS, longest=LONGEST)
        self.box.textChanged.connect(self._note_text)
        self.box.too_long.connect(self.hold)
        self.box.file_dropped.connect(self.file_dropped)
        self._held_words = paragraph("", "muted")
        self._pages = QStackedWidget()
        self.answer = AnswerList(icons)
        self.answer.line_wanted.connect(self.box.go_to)
        self._clear = button(
            "Clear", name="explain-clear", why="Forget the text; it is kept nowhere", kind="quiet"
        )
        self._clear.clicked.connect(self.clear)
        self._mark = IconLabel(icons, "info", "muted", _MARK_PX)
        self._headline = paragraph("", "sentence")
        self._headline.setObjectName("explain-headline")
        self.copy = CopyButton(
            "Copy answer",
            name="explain-copy",
            why="Copy what was found as text; secrets are hidden in it (Ctrl+Shift+C)",
        )
        self.copy.clicked.connect(self.copy_requested)
        self._stop = button("Stop", name="explain-stop", why="Stop reading now (Esc)")
        self._stop.clicked.connect(self.stop_requested)
        self._leads = {lead: self._lead(lead) for lead in _LEADS}
        self._lay_out()
        self.show_nothing()
        theme.changed.connect(self._paint_marks)

    @property
    def text(self) -> str:
        """Give what is to be explained."""
        return self._held or self.box.toPlainText()

    def hold(self, text: str, name: str = "") -> None:
        """Take a text that is too long to be shown; `name` is that of its file."""
        self.box.clear()
        self._held = text
        self._held_words.setText(held_words(text, name))
        self._show_text()

    def clear(self) -> None:
        """Forget the text."""
        self._held = ""
        self.box.clear()
        self._show_text()
        self.focus_first()

    def show_nothing(self) -> None:
        """Say what will stand here."""
        self._stop.hide()
        self._head.hide()
        self.answer.say(EMPTY_ANSWER)

    def show_reading(self, words: str) -> None:
        """Say how far a long text is read; it can be stopped."""
        if self._stop.isHidden():
            self._show_head(Tone.NEUTRAL, words, ())
            self._stop.show()
            self.answer.say("")
        self._headline.setText(words)

    def show_stopped(self, words: str) -> None:
        """Say that it is not read to its end."""
        self._show_head(Tone.NEUTRAL, words, ())

    def show_answer(self, explanation: Explanation) -> None:
        """Show what a text means, and mark its lines that tell so."""
        self._show_head(tone(explanation), headline(explanation), leads(explanation))
        self.copy.setVisible(explanation.kind is not Kind.NOTHING)
        if explanation.findings or explanation.facts:
            self.answer.show_explanation(explanation, can_go_to_lines=not self._held)
        else:
            self.answer.say(MORE)
        lines = (line.number for each in explanation.findings for line in each.evidence)
        self._marked = () if self._held else frozenset(lines)
        self._paint_marks()

    def focus_first(self) -> None:
        """Put the keyboard into the box."""
        first = self._clear if self._held else self.box
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_head(self, tone_: Tone, words: str, shown: Collection[Lead]) -> None:
        icon, ink, told = PICTURES[tone_]
        self._mark.show_icon(icon, ink)
        self._mark.setAccessibleName(told)
        self._headline.setText(words)
        self.copy.hide()
        self.copy.say_no_more()
        self._stop.hide()
        for lead, widget in self._leads.items():
            widget.setVisible(lead in shown)
        self._head.show()

    def _note_text(self) -> None:
        if not self.box.document().isEmpty():
            self._held = ""
        self._show_text()

    def _show_text(self) -> None:
        self._pages.setCurrentIndex(1 if self._held else 0)
        self._clear.setEnabled(bool(self._held) or not self.box.document().isEmpty())
        self._marked = ()
        self._paint_marks()
        self.text_changed.emit()

    def _paint_marks(self) -> None:
        self.box.mark(self._marked, self._theme.colour("warn_soft"))

    def _lay_out(self) -> None:
        split = Split("explain-split", Qt.Orientation.Vertical)
        split.addWidget(self._asked())
        split.addWidget(self._answered())
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([220, 380])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GUTTER_PX)
        whole.addWidget(self.notice)
        whole.addWidget(split, 1)

    def _asked(self) -> QFrame:
        open_file = button(
            "Open file…", name="explain-open", why="Take the text from a file", kind="quiet"
        )
        open_file.clicked.connect(self.file_wanted)
        self._clear.setEnabled(False)
        held = QWidget()
        held.setLayout(column(self._held_words, None, margins=(14, 12, 14, 12)))
        self._pages.addWidget(self.box)
        self._pages.addWidget(held)
        foot = row(
            label(IS_PRIVATE, "hint"),
            None,
            open_file,
            self._clear,
            margins=(14, 4, 14 - QUIET_PX, 4),
        )
        frame = self.asked_card = card("explain-asked", "What to explain")
        frame.setLayout(column(self._pages, rule(), foot, margins=(1, 1, 1, 1), spacing=0))
        return frame

    def _answered(self) -> QFrame:
        said = row(spacing=10)
        said.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._headline, 1)
        acts = row(
            self._stop, self.copy, *self._leads.values(), None, margins=(_INDENT_PX, 0, 0, 0)
        )
        self._head = QWidget()
        self._head.setLayout(column(said, acts, margins=(14, 10, 14, 4), spacing=6))
        frame = self.answer_card = card("explain-answered", "What it means")
        frame.setLayout(column(self._head, self.answer, margins=(1, 1, 1, 1), spacing=0))
        return frame

    def _lead(self, lead: Lead) -> QWidget:
        text, why = _LEADS[lead]
        widget = button(text, name=f"explain-{lead}", why=why)
        widget.clicked.connect(partial(self.led_on.emit, lead))
        return widget
