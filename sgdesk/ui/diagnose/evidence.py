"""What was seen at a cell, or behind a finding: every observation with its facts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sgdesk.present.evidence import Evidence
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.facts import FactsList
from sgdesk.ui.widgets.marked import Marked
from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.surface import column, label, paragraph, row

_LONGEST = "OpenSSL code"
"""Values stand right of it in every block, so that they are in line."""


class EvidencePane(ScrollArea):
    """Show observations below each other."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("diagnose-seen")
        self.setAccessibleName("What was seen")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icons = icons
        self._of = label("", "title")
        self._blocks = column(spacing=8)
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setLayout(column(self._of, self._blocks, None, margins=(14, 10, 14, 12), spacing=8))
        self.setWidget(inside)
        self._shown: list[QWidget] = []

    def show_evidence(self, of: str, seen: Sequence[Evidence], nothing: str = "") -> None:
        """Show what was seen `of` a cell or a finding; `nothing` says why there is none."""
        self.setAccessibleName(f"What was seen: {of}" if of else "What was seen")
        self._of.setText(of)
        self._of.setVisible(bool(of))
        for old in self._shown:
            self._blocks.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = [self._block(at, each) for at, each in enumerate(seen)]
        if not seen:
            self._shown = [paragraph(nothing, "muted")]
        for block in self._shown:
            self._blocks.addWidget(block)
        self.verticalScrollBar().setValue(0)

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
