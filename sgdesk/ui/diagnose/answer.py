"""What a pasted error or settings come to: causes, and what the settings say."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sgdesk.explain.finding import Explanation, Finding, Line
from sgdesk.present.diagnosis import SEVERITY_TONES
from sgdesk.present.explained import beside_buttons, evidence_text, with_lines
from sgdesk.ui.diagnose.block import INDENT_PX, block_head
from sgdesk.ui.diagnose.blocks import Blocks
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import code_font
from sgdesk.ui.widgets.facts import FactsList
from sgdesk.ui.widgets.surface import LINK_PX, button, column, label, paragraph, row


class AnswerList(Blocks):
    """Show causes below each other, the likeliest first, then the settings that were read.

    Signals: `line_wanted(int)`, a line of the text, from 1.
    """

    line_wanted = Signal(int)

    def __init__(self, icons: Icons) -> None:
        super().__init__("explain-answer", "What it means", spacing=16)
        self._icons = icons

    def say(self, words: str) -> None:
        """Say why there is no answer."""
        self.show_blocks([paragraph(words, "muted")] if words else [])

    def show_explanation(self, explanation: Explanation, *, can_go_to_lines: bool) -> None:
        """Show an answer; `can_go_to_lines`: the text stands there as well."""
        blocks: list[QWidget] = []
        for at, (finding, lines) in enumerate(with_lines(explanation)):
            blocks.append(self._cause(at, finding, lines, can_go_to_lines))
        if explanation.facts:
            blocks.append(_settings_block(explanation))
        self.show_blocks(blocks)

    def _cause(
        self, at: int, finding: Finding, lines: Sequence[Line], can_go_to_lines: bool
    ) -> QWidget:
        cause = finding.cause
        tone = SEVERITY_TONES[cause.severity]
        said = (
            paragraph(beside_buttons(cause.explanation)),
            paragraph(f"How to tell: {beside_buttons(cause.how_to_tell)}"),
            paragraph(f"What to do: {beside_buttons(cause.remedy)}"),
        )
        # The words of a link stand in line with those above.
        shift = LINK_PX if can_go_to_lines else 0
        told = (self._line(each, can_go_to_lines) for each in lines)
        block = QWidget()
        block.setObjectName(f"explain-cause-{at}")
        block.setAccessibleName(cause.title)
        block.setLayout(
            column(
                block_head(self._icons, tone, cause.title, finding.certainty),
                column(*said, margins=(INDENT_PX, 0, 0, 0), spacing=5),
                column(*told, margins=(INDENT_PX - shift, 0, 0, 0), spacing=0),
                spacing=4,
            )
        )
        return block

    def _line(self, line: Line, can_go_to: bool) -> QWidget:
        """Show a line of the text, with the way to it."""
        shown = paragraph(line.text, "muted")
        shown.setFont(code_font())
        # Its button and it read as one.
        shown.setAccessibleName(evidence_text(line))
        number: QWidget = label(f"Line {line.number:,}", "muted")
        if can_go_to:
            number = go_there = button(
                f"Line {line.number}",
                name=f"explain-line-{line.number}",
                why="Go to this line of the text",
                kind="link",
            )
            go_there.clicked.connect(partial(self.line_wanted.emit, line.number))
        beside = row(spacing=8)
        beside.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(shown, 1)
        holder = QWidget()
        holder.setLayout(beside)
        return holder


def _settings_block(explanation: Explanation) -> QWidget:
    facts = FactsList("explain-facts", "What the settings say", wrap=True)
    facts.show_facts(
        tuple((fact.name, fact.value, f"Line {fact.line}") for fact in explanation.facts),
    )
    block = QWidget()
    block.setAccessibleName("What the settings say")
    block.setLayout(column(label("What the settings say", "title"), facts, spacing=4))
    return block
