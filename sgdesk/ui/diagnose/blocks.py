"""What a text or a test has come to, block below block, in a list that scrolls."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.surface import column
from sgdesk.ui.widgets.tab_order import tab_as_laid_out


class Blocks(ScrollArea):
    """Show blocks, each time others in place of those before."""

    def __init__(self, name: str, title: str, *above: QWidget, spacing: int) -> None:
        """`above` stands over them and stays."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column = column(spacing=spacing)
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setLayout(
            column(*above, self._column, None, margins=(14, 10, 14, 12), spacing=spacing)
        )
        self.setWidget(inside)
        self._shown: Sequence[QWidget] = ()

    def show_blocks(self, blocks: Sequence[QWidget]) -> None:
        """Show these from their beginning, and forget the others."""
        for old in self._shown:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        for block in blocks:
            self._column.addWidget(block)
        self._shown = blocks
        self.verticalScrollBar().setValue(0)
        tab_as_laid_out(self)
