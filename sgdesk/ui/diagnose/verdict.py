"""The verdict card: what is wrong in one sentence, how sure that is, and the button to press."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget

from sgdesk.present.diagnosis import CERTAINTY_WORDS
from sgdesk.present.diagnosis_run import AGAIN, CERTAINTY_MEANS, NextStep, VerdictWords
from sgdesk.present.report import SAVE_REPORT
from sgdesk.present.words import Tone
from sgdesk.ui.diagnose.block import PICTURES
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.copy_button import CopyButton
from sgdesk.ui.widgets.icon_label import IconLabel
from sgdesk.ui.widgets.surface import button, column, label, paragraph, row

_ICON_PX = 20
_INDENT_PX = _ICON_PX + 10
_LOOKS = {**PICTURES, Tone.NEUTRAL: ("hourglass", "muted", "Testing")}


class VerdictCard(QFrame):
    """Say how things stand.

    Signals: `acted(object)`, the `NextStep` that was pressed; `again_requested()`;
    `stop_requested()`; `why_requested()`; `copy_requested()`; `undo_requested()`;
    `save_requested()`, to save a report; `key_requested()`, to try the account's key;
    `sendgrid_requested()`, to test SendGrid's own servers in place of the practice inbox, or back.
    """

    acted = Signal(object)
    again_requested = Signal()
    stop_requested = Signal()
    key_requested = Signal()
    why_requested = Signal()
    copy_requested = Signal()
    save_requested = Signal()
    undo_requested = Signal()
    sendgrid_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("diagnose-verdict")
        self.setProperty("card", True)
        self.setAccessibleName("Verdict")
        self._step: NextStep | None = None
        self._mark = IconLabel(icons, "hourglass", "muted", _ICON_PX)
        self._headline = paragraph("", "sentence")
        self._headline.setObjectName("diagnose-headline")
        self._certainty = label("", "muted")
        self._why = button(
            "Why?",
            name="diagnose-why",
            why="Show what was seen that this follows from; where that is shown, what was found",
            kind="link",
        )
        self._tested = paragraph("", "hint")
        self._changed = label("", "good")
        self._do = button("Run again", name="diagnose-do", why="", kind="primary")
        self.copy = CopyButton(
            "Copy summary",
            name="diagnose-copy",
            why="Copy what was found and seen for a ticket, without keys and names (Ctrl+Shift+C)",
        )
        self._save = button(
            SAVE_REPORT,
            name="diagnose-save",
            why="Show all that a file for a ticket would hold, then save it; nothing is sent",
        )
        self._again = button(
            "Run again", name="diagnose-again", why="Test every way once more (F5)", kind="quiet"
        )
        icons.put(self._again, "refresh-cw")
        self._stop = button("Stop", name="diagnose-stop", why="Stop testing now (Esc)")
        self._undo = button("Undo", name="diagnose-undo", why="Take this back", kind="link")
        self._key = button(
            "Try the key",
            name="diagnose-key",
            why="Test once more, and sign in with this account's key; sends nothing",
        )
        self._sendgrid = button(
            "Test SendGrid",
            name="diagnose-sendgrid",
            why="Test the other ways in place of these; no key is used and nothing is sent",
        )
        self._beside = (self._save, self.copy, self._key, self._sendgrid)
        self._connect()
        self._lay_out()

    @property
    def headline(self) -> str:
        """Give the sentence."""
        return self._headline.text()

    def show_running(self, words: str, tested: str) -> None:
        """Say what is being tested; from here it can only be stopped."""
        with self._laid_out_once():
            self._show(Tone.NEUTRAL, words, "", tested)
            self._show_buttons(self._stop)

    def retitle(self, words: str) -> None:
        """Say how long it has taken; what stands around it stays."""
        self._headline.setText(words)

    def show_verdict(self, words: VerdictWords) -> None:
        """Say what a run came to, and offer what to do by it."""
        with self._laid_out_once():
            sure = CERTAINTY_WORDS[words.certainty]
            self._show(words.tone, words.headline, sure, words.tested)
            self._certainty.setToolTip(CERTAINTY_MEANS[words.certainty])
            self._why.setVisible(words.has_why)
            self.offer(words.step)
            self._sendgrid.setText(words.other)
            self._sendgrid.setAccessibleName(words.other)
            beside = {
                self._do: words.step is not None,
                self._save: words.can_save,
                self.copy: True,
                self._again: words.can_run_again and words.step != AGAIN,
                self._key: words.can_try_key,
                self._sendgrid: bool(words.other),
            }
            self._show_buttons(*(one for one, is_shown in beside.items() if is_shown))

    def show_ended(self, words: str, step: NextStep) -> None:
        """Say that a run has ended without a verdict; what was tested stands there still."""
        with self._laid_out_once():
            self._show(Tone.NEUTRAL, words, "", self._tested.text())
            self._mark.show_icon("circle-slash", "muted")
            self._mark.setAccessibleName("Stopped")
            self.offer(step)
            self._show_buttons(self._do)

    def show_changed(self, words: str, *, can_undo: bool) -> None:
        """Say what pressing the button has changed, beside the way back."""
        self._changed.setText(words)
        self._undo.setVisible(can_undo)
        if words and self._line.isHidden():
            self._line.setMinimumHeight(self._tested.height())
        self._line.setVisible(bool(words))
        self._tested.setVisible(not words)

    def offer(self, step: NextStep | None) -> None:
        """Put another step on the button."""
        self._step = step
        if step is None:
            return
        if step == AGAIN:
            # Not twice beside each other.
            self._again.hide()
        self._do.setText(step.label)
        self._do.setToolTip(step.why)
        self._do.setAccessibleName(step.label)
        self._do.setAccessibleDescription(step.why)

    def focus_first(self) -> None:
        """Put the keyboard on what to press."""
        shown = (one for one in (self._stop, self._do) if not one.isHidden())
        first = next(shown, self.copy)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_marked(self, mark: QWidget, *acts: QPushButton) -> None:
        """Show beside the buttons whose verdict it is, and other things to do."""
        for act in acts:
            self._acts.insertWidget(self._acts.indexOf(self._again) - 1, act)
        self._acts.insertWidget(self._acts.indexOf(self._again), mark)

    @contextmanager
    def _laid_out_once(self) -> Iterator[None]:
        """Let many parts come and go: each would lay the whole window out anew, 4 ms at a time."""
        self._whole.setEnabled(False)
        try:
            yield
        finally:
            self._whole.setEnabled(True)
            self._whole.invalidate()
            self._whole.activate()

    def _show(self, tone: Tone, headline: str, certainty: str, tested: str) -> None:
        icon, ink, told = _LOOKS[tone]
        self._mark.show_icon(icon, ink)
        self._mark.setAccessibleName(told)
        self._headline.setText(headline)
        self._certainty.setText(certainty)
        self._certainty.setVisible(bool(certainty))
        self._why.hide()
        self._tested.setText(tested)
        self.show_changed("", can_undo=False)

    def _show_buttons(self, *shown: QPushButton) -> None:
        """Have these and no others."""
        for widget in shown:
            widget.show()
        every = (self._do, self._stop, *self._beside, self._again)
        going = [one for one in every if one not in shown]
        if QApplication.focusWidget() in going:
            # Before it goes: Qt would take the keyboard out of the card.
            shown[0].setFocus(Qt.FocusReason.OtherFocusReason)
        for widget in going:
            widget.hide()

    def _connect(self) -> None:
        self._do.clicked.connect(self._emit_step)
        self._again.clicked.connect(self.again_requested)
        self._stop.clicked.connect(self.stop_requested)
        self._why.clicked.connect(self.why_requested)
        self.copy.clicked.connect(self.copy_requested)
        self._save.clicked.connect(self.save_requested)
        self._undo.clicked.connect(self.undo_requested)
        self._key.clicked.connect(self.key_requested)
        self._sendgrid.clicked.connect(self.sendgrid_requested)

    def _lay_out(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        head = row(spacing=10)
        # As high without certainty and "Why?": a run that ends moves nothing.
        head.addStrut(self._why.sizeHint().height())
        head.addWidget(self._mark, 0, top)
        head.addWidget(self._headline, 1)
        # In the middle of the line with and without its neighbour.
        self._certainty.setMinimumHeight(self._why.sizeHint().height())
        beside = row(self._certainty, self._why, spacing=10)
        head.addLayout(beside)
        head.setAlignment(beside, top)
        self._line = QWidget()
        self._line.setLayout(row(self._changed, self._undo, None, spacing=4))
        self._line.hide()
        # They take each other's place, so that nothing below moves when something was changed.
        self._tested.setMinimumHeight(self._undo.sizeHint().height())
        acts = (self._do, self._stop, *self._beside, None, self._again)
        inset = (_INDENT_PX, 0, 0, 0)
        self._acts = row(*acts, margins=(_INDENT_PX, 4, 0, 0))
        self._whole = column(
            head,
            row(self._tested, self._line, margins=inset),
            self._acts,
            margins=(14, 12, 14, 12),
            spacing=5,
        )
        self.setLayout(self._whole)

    def _emit_step(self) -> None:
        if self._step is not None:
            self.acted.emit(self._step)
