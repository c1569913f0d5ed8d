"""What was found, the most telling first: title, certainty, why, what to do, how to be sure."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from sgdesk.diagnose.finding import SETTLE_OTHERS, Finding
from sgdesk.present.diagnosis import SEVERITY_TONES
from sgdesk.present.diagnosis_run import in_window, others_words
from sgdesk.ui.diagnose.block import INDENT_PX, block_head
from sgdesk.ui.diagnose.blocks import Blocks
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.surface import LINK_PX, button, column, paragraph, row


class FindingsList(Blocks):
    """Show findings below each other.

    Signals: `others_requested()`, to run again with servers of others;
    `evidence_requested(object)`, the `Finding` whose observations are asked for.
    """

    others_requested = Signal()
    evidence_requested = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__("diagnose-findings", "What was found", spacing=16)
        self._icons = icons

    def say(self, words: str) -> None:
        """Say why there are no findings."""
        self.show_blocks([paragraph(words, "muted")])

    def show_findings(self, findings: Sequence[Finding], *, can_ask_others: bool) -> None:
        """Show findings; `can_ask_others`: servers of others may be tested to be sure."""
        self.show_blocks(
            [self._block(at, each, can_ask_others) for at, each in enumerate(findings)]
        )

    def focus_first(self) -> None:
        """Put the keyboard on the first finding."""
        self.verticalScrollBar().setValue(0)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _block(self, at: int, finding: Finding, can_ask_others: bool) -> QWidget:
        """Show one finding; its words stand in line below its title."""
        tone = SEVERITY_TONES[finding.severity]
        head = block_head(self._icons, tone, finding.title, finding.certainty)
        lines = column(
            paragraph(in_window(finding.explanation)),
            paragraph(f"What to do: {in_window(finding.remedy)}"),
            *self._to_be_sure(at, finding, can_ask_others),
            margins=(INDENT_PX, 0, 0, 0),
            spacing=5,
        )
        more = row(self._evidence(at, finding), None, margins=(INDENT_PX - LINK_PX, 0, 0, 0))
        block = QWidget()
        block.setObjectName(f"diagnose-finding-{at}")
        block.setAccessibleName(finding.title)
        block.setLayout(column(head, lines, more, spacing=4))
        return block

    def _to_be_sure(self, at: int, finding: Finding, can_ask_others: bool) -> tuple[QWidget, ...]:
        if not finding.settled_by:
            return ()
        if finding.settled_by != SETTLE_OTHERS or not can_ask_others:
            return (paragraph(f"To be sure: {finding.settled_by}.", "muted"),)
        words = others_words()
        ask = button("Also test servers of others", name=f"diagnose-others-{at}", why=words)
        ask.clicked.connect(self.others_requested)
        holder = QWidget()
        beside = row(ask, paragraph(f"To be sure. {words}", "hint"), spacing=10)
        beside.setStretch(1, 1)
        holder.setLayout(beside)
        return (holder,)

    def _evidence(self, at: int, finding: Finding) -> QPushButton:
        count = len(finding.evidence)
        seen = button(
            f"Show what was seen ({count})",
            name=f"diagnose-evidence-{at}",
            why="The observations that this follows from, with their bytes and times",
            kind="link",
        )
        seen.clicked.connect(partial(self.evidence_requested.emit, finding))
        return seen
