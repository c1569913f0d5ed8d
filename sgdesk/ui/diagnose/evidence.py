"""What was seen at a cell, or behind a finding: every observation with its facts."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from sgdesk.present.evidence import Evidence
from sgdesk.ui.diagnose.blocks import Blocks
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.facts import FactsList
from sgdesk.ui.widgets.marked import Marked
from sgdesk.ui.widgets.surface import column, label, paragraph, row

_LONGEST = "OpenSSL code"
"""Values stand right of it in every block, so that they are in line."""


class EvidencePane(Blocks):
    """Show observations below each other."""

    def __init__(self, icons: Icons) -> None:
        of = label("", "title")
        super().__init__("diagnose-seen", "What was seen", of, spacing=8)
        self._of = of
        self._icons = icons

    def show_evidence(self, of: str, seen: Sequence[Evidence], nothing: str = "") -> None:
        """Show what was seen `of` a cell or a finding; `nothing` says why there is none."""
        self.setAccessibleName(f"What was seen: {of}" if of else "What was seen")
        self._of.setText(of)
        self._of.setVisible(bool(of))
        blocks = [self._block(at, each) for at, each in enumerate(seen)]
        self.show_blocks(blocks or [paragraph(nothing, "muted")])

    def _block(self, at: int, seen: Evidence) -> QWidget:
        result = Marked(self._icons, label("", "hint"))
        result.say(seen.tone, seen.result)
        facts = FactsList(f"diagnose-facts-{at}", seen.title, wrap=True, longest=_LONGEST)
        facts.show_facts(seen.facts)
        block = QWidget()
        block.setAccessibleName(seen.title)
        head = row(label(seen.title), result, None, spacing=10)
        block.setLayout(column(head, facts, spacing=0))
        return block
