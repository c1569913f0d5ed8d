"""The part "Explain an error": one box for what was pasted, and below it what it means."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from sgdesk.explain.finding import Explanation
from sgdesk.present.explained import (
    EMPTY_ANSWER,
    MORE,
    PASTE_WORDS,
    PRIVATE,
    READING,
    headline,
    tone,
)
from sgdesk.present.words import Tone
from sgdesk.sizes import MEGABYTE
from sgdesk.ui.diagnose.answer import AnswerList
from sgdesk.ui.diagnose.block import PICTURES
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

LONGEST = 2 * MEGABYTE
"""Characters that stand in the box; more of them would hold up the window."""
_MARK_PX = 20


class ExplainPart(QWidget):
    """Take a text and show its answer.

    Signals: `text_changed()`; `file_wanted()`, to be asked for one; `file_dropped(str)`, a path;
    `too_long()`, more was pasted than is read; `copy_requested()`;
    `here_wanted()` and `key_wanted()`, to test this computer or a key.
    """

    text_changed = Signal()
    file_wanted = Signal()
    file_dropped = Signal(str)
    too_long = Signal()
    copy_requested = Signal()
    here_wanted = Signal()
    key_wanted = Signal()

    def __init__(self, _theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("diagnose-explain")
        self.notice = Notice("explain-notice", buttons_beside=True, closes=True)
        self.box = PasteBox("explain-text", "What to explain", PASTE_WORDS, longest=LONGEST)
        self.box.textChanged.connect(self._note_text)
        self.box.too_long.connect(self.too_long)
        self.box.file_dropped.connect(self.file_dropped)
        self.answer = AnswerList(icons)
        self._clear = button(
            "Clear", name="explain-clear", why="Forget the text; it is kept nowhere", kind="quiet"
        )
        self._clear.clicked.connect(self.box.clear)
        self._mark = IconLabel(icons, "info", "muted", _MARK_PX)
        self._headline = paragraph("", "sentence")
        self._headline.setObjectName("explain-headline")
        self.copy = CopyButton(
            "Copy answer",
            name="explain-copy",
            why="Copy what was found as text; secrets are hidden in it (Ctrl+Shift+C)",
        )
        self.copy.clicked.connect(self.copy_requested)
        self._here = button(
            "Test this computer",
            name="explain-here",
            why="Test every way to SendGrid from here; sends nothing, needs no key",
        )
        self._here.clicked.connect(self.here_wanted)
        self._key = button(
            "Check a key…",
            name="explain-key",
            why="See whether SendGrid takes a key; sends nothing",
        )
        self._key.clicked.connect(self.key_wanted)
        self._lay_out()
        self.show_nothing()

    @property
    def text(self) -> str:
        """Give what stands in the box."""
        return self.box.toPlainText()

    def show_nothing(self) -> None:
        """Say what will stand here."""
        self._head.hide()
        self.answer.say(EMPTY_ANSWER)

    def show_reading(self) -> None:
        """Say that a long text is being read."""
        self._show_head(Tone.NEUTRAL, READING, has_answer=False)
        self.answer.say("")

    def show_answer(self, explanation: Explanation, *, asks_here: bool, asks_key: bool) -> None:
        """Show what a text means; it may lead on to a test of this computer or of a key."""
        self._show_head(tone(explanation), headline(explanation), has_answer=True)
        self._here.setVisible(asks_here)
        self._key.setVisible(asks_key)
        if explanation.findings or explanation.facts:
            self.answer.show_explanation(explanation)
        else:
            self.answer.say(MORE)

    def focus_first(self) -> None:
        """Put the keyboard into the box."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_head(self, tone_: Tone, words: str, *, has_answer: bool) -> None:
        icon, ink, told = PICTURES[tone_]
        self._mark.show_icon(icon, ink)
        self._mark.setAccessibleName(told)
        self._headline.setText(words)
        self.copy.setVisible(has_answer)
        self.copy.say_no_more()
        self._here.hide()
        self._key.hide()
        self._head.show()

    def _note_text(self) -> None:
        self._clear.setEnabled(not self.box.document().isEmpty())
        self.text_changed.emit()

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
        foot = row(
            label(PRIVATE, "hint"),
            None,
            open_file,
            self._clear,
            margins=(14, 4, 14 - QUIET_PX, 4),
        )
        frame = card("explain-asked", "What to explain")
        frame.setLayout(column(self.box, rule(), foot, margins=(1, 1, 1, 1)))
        return frame

    def _answered(self) -> QFrame:
        self._head = QWidget()
        self._head.setLayout(
            row(
                self._mark,
                self._headline,
                self._here,
                self._key,
                self.copy,
                spacing=10,
                margins=(14, 10, 14, 4),
            )
        )
        frame = card("explain-answered", "What it means")
        frame.setLayout(column(self._head, self.answer, margins=(1, 1, 1, 1)))
        return frame
