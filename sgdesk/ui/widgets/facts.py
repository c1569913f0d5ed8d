"""Names and values below each other, every value selectable."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.surface import TextRole, label, paragraph


class FactsGrid(ScrollArea):
    """Show pairs; `show_facts` replaces them."""

    def __init__(self, name: str, title: str, *, wrap: bool) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._wrap = wrap
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.show_facts(())

    def show_facts(self, facts: Sequence[tuple[str, str, str]], bad: Collection[str] = ()) -> None:
        """Show `(name, value, what it means)`; `bad` are the names of what went wrong."""
        inside = QWidget()
        inside.setObjectName("scrolled")
        grid = QGridLayout(inside)
        grid.setContentsMargins(14, 7, 6, 4)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for at, (name, value, means) in enumerate(facts):
            left = label(name, "muted")
            role: TextRole | None = "refused" if name in bad else None
            right = paragraph(value, role) if self._wrap else label(value, role)
            right.setAccessibleName(f"{name}: {value}")
            left.setToolTip(means)
            right.setToolTip(means)
            right.setAccessibleDescription(means)
            grid.addWidget(left, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(right, at, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(facts), 1)
        self.setWidget(inside)
