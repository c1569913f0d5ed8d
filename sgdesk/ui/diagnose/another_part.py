"""The part "Another computer": lines to run there, and what they print judged as a run here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from sgdesk.diagnose.elsewhere.lines import Shell
from sgdesk.present.elsewhere import (
    OF_ANOTHER,
    PASTE_BACK,
    SHELL_NAMES,
    STEPS,
    WHAT_THEY_DO,
    WHAT_THEY_PRINT,
    WHERE_TO_PASTE,
)
from sgdesk.ui.diagnose.file_part import FilePart
from sgdesk.ui.diagnose.outcome import OutcomePart
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.copy_button import CopyButton
from sgdesk.ui.widgets.icon_label import IconLabel
from sgdesk.ui.widgets.long_text import LongText
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.paste_box import PasteBox
from sgdesk.ui.widgets.surface import (
    GUTTER_PX,
    QUIET_PX,
    button,
    card,
    column,
    label,
    paragraph,
    row,
)
from sgdesk.ui.widgets.tick_box import TickBox

LONGEST = 250_000
"""Characters of a paste; a test prints some 5,000."""
_SHELLS = tuple(
    Choice(id=shell.value, text=SHELL_NAMES[shell], why=WHERE_TO_PASTE[shell])
    for shell in (Shell.SH, Shell.POWERSHELL, Shell.MACOS)
)
_LINES_SHOWN, _LEAST_PX, _LOW_PX = 4, 70, 560
_PICTURE_PX = 15


class AnotherPart(FilePart):
    """Give the lines, and take what they printed.

    Signals: those of `FilePart`; `lines_wanted()`, other ones; `copy_requested()`, of the lines;
    `text_changed()`, of what they printed; `too_long()`, more was pasted than any test prints.
    """

    lines_wanted = Signal()
    copy_requested = Signal()
    text_changed = Signal()
    too_long = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__("diagnose-another")
        self._icons = icons
        self.notice = Notice("another-notice", buttons_beside=True, closes=True)
        self.shells = ChoiceRow(
            "another-shells", "What the other computer runs", _SHELLS, icons, look="segmented"
        )
        self.shells.chosen.connect(self._note_shell)
        self.others = TickBox("Also test servers of others")
        self.others.setObjectName("another-others")
        self.others.setToolTip("To be sure who blocks: it tells whether other mail servers answer")
        self.others.toggled.connect(self.lines_wanted)
        self.lines = LongText("another-lines", "The lines", "What is pasted on the other computer")
        self.copy = CopyButton(
            "Copy the lines", name="another-copy", why=WHAT_THEY_DO, kind="primary"
        )
        self.copy.clicked.connect(self.copy_requested)
        self._tested = paragraph("", "hint")
        self._where = paragraph("", "muted")
        self._holds = paragraph(WHAT_THEY_PRINT, "hint")
        self.box = PasteBox("another-text", "What they printed", PASTE_BACK, longest=LONGEST)
        self.box.textChanged.connect(self.text_changed)
        self.box.too_long.connect(self._refuse)
        self.box.file_dropped.connect(self.file_dropped)
        self.outcome = OutcomePart(theme, icons)
        self._back = button(
            "Another test…",
            name="another-back",
            why="Go back to the lines, and paste what they print next",
        )
        self._back.clicked.connect(self.show_lines)
        self._pages = QStackedWidget()
        self._lay_out()
        self._show_where()

    @property
    def shell(self) -> Shell:
        """Say what the other computer runs."""
        return Shell(self.shells.current)

    @property
    def text(self) -> str:
        """Give what was pasted."""
        return self.box.toPlainText()

    @property
    def has_result(self) -> bool:
        """Say whether what was pasted is judged, and shown."""
        return self._pages.currentIndex() == 1

    def set_lines(self, text: str, tested: str) -> None:
        """Show the lines, and which servers they test; there are none where that is refused."""
        self.lines.show_text(text)
        self.lines.setFixedHeight(self.lines.height_for(_LINES_SHOWN))
        self._tested.setText(tested)

    def show_lines(self) -> None:
        """Go back to the lines, with room for what another test prints."""
        self.notice.clear()
        self.box.clear()
        self._pages.setCurrentIndex(0)
        self.focus_first()

    def show_outcome(self) -> None:
        """Bring the result to the front."""
        self.notice.clear()
        self._pages.setCurrentIndex(1)
        self.outcome.verdict.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard where the work begins."""
        if self.has_result:
            self.outcome.verdict.focus_first()
        elif not self.text:
            self.copy.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Leave out in a low window what need not be read before one begins."""
        super().resizeEvent(event)
        self._holds.setHidden(self.height() < _LOW_PX)

    def _refuse(self, _text: str) -> None:
        self.too_long.emit()

    def _note_shell(self) -> None:
        self._show_where()
        self.lines_wanted.emit()

    def _show_where(self) -> None:
        self._where.setText(WHERE_TO_PASTE[self.shell])

    def _lay_out(self) -> None:
        mark = QWidget()
        picture = IconLabel(self._icons, "server", "warn", _PICTURE_PX)
        mark.setLayout(row(picture, label(OF_ANOTHER, "warning"), spacing=6))
        self.outcome.verdict.add_marked(mark, self._back)
        asked = QWidget()
        steps = column(self._first_steps(), spacing=GUTTER_PX)
        steps.addWidget(self._last_step(), 1)
        asked.setLayout(steps)
        self._pages.addWidget(asked)
        self._pages.addWidget(self.outcome)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GUTTER_PX)
        whole.addWidget(self.notice)
        whole.addWidget(self._pages, 1)

    def _first_steps(self) -> QFrame:
        acts = row(self.copy, self._tested, spacing=10)
        acts.setStretch(1, 1)
        frame = self.lines_card = card("another-ask", "The lines")
        frame.setLayout(
            column(
                _step(1),
                row(self.shells, self.others, None, spacing=14),
                self.lines,
                acts,
                2,
                _step(2),
                self._where,
                self._holds,
                margins=(14, 12, 14, 12),
                spacing=7,
            )
        )
        return frame

    def _last_step(self) -> QFrame:
        open_file = button(
            "Open file…", name="another-open", why="Take what was printed from a file", kind="quiet"
        )
        open_file.clicked.connect(self.file_wanted)
        head = row(_step(3), None, open_file, margins=(13, 6, 14 - QUIET_PX, 0))
        frame = self.printed_card = card("another-printed", "What they printed")
        whole = column(head, margins=(1, 1, 1, 1), spacing=2)
        whole.addWidget(self.box, 1)
        self.box.setMinimumHeight(_LEAST_PX)
        frame.setLayout(whole)
        return frame


def _step(number: int) -> QWidget:
    return label(f"{number}. {STEPS[number - 1]}", "title")
