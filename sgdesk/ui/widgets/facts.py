"""Names and values below each other, every value selectable."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from sgdesk.ui.widgets.page_link import PageLink, is_page
from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.surface import TextRole, column, label, paragraph, row


class FactsList(QWidget):
    """Show pairs as high as they are; `show_facts` replaces them."""

    def __init__(self, name: str, title: str, *, wrap: bool, has_pages: bool = False) -> None:
        """Where it `has_pages`, a value that is the address of one opens it."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._wrap = wrap
        self._has_pages = has_pages
        self._shown = QWidget()
        self._layout = column(self._shown)
        self.setLayout(self._layout)

    def show_facts(self, facts: Sequence[tuple[str, str, str]], bad: Collection[str] = ()) -> None:
        """Show `(name, value, what it means)`; `bad` are the names of what went wrong."""
        before, self._shown = self._shown, QWidget()
        self._layout.removeWidget(before)
        before.hide()
        before.deleteLater()
        grid = QGridLayout(self._shown)
        grid.setContentsMargins(14, 7, 6, 4)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for at, (name, value, means) in enumerate(facts):
            left = label(name, "muted")
            left.setToolTip(means)
            grid.addWidget(left, at, 0, Qt.AlignmentFlag.AlignTop)
            right = self._right(name, value, means, is_bad=name in bad)
            grid.addWidget(right, at, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(facts), 1)
        self._layout.addWidget(self._shown)

    def _right(self, name: str, value: str, means: str, *, is_bad: bool) -> QWidget:
        if self._has_pages and is_page(value):
            link = PageLink(f"page-of-{name.lower()}", value, means)
            link.setAccessibleName(f"{name}: {value}")
            beside = QWidget()
            # It is as wide as its words, and the column as wide as there is room.
            beside.setLayout(row(link, None))
            return beside
        role: TextRole | None = "refused" if is_bad else None
        right = paragraph(value, role) if self._wrap else label(value, role)
        right.setAccessibleName(f"{name}: {value}")
        right.setToolTip(means)
        right.setAccessibleDescription(means)
        return right


class FactsGrid(ScrollArea):
    """Show pairs by themselves, with a scroll bar where there are many."""

    def __init__(self, name: str, title: str, *, wrap: bool, has_pages: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        inside = FactsList("scrolled", title, wrap=wrap, has_pages=has_pages)
        self.show_facts = inside.show_facts
        self.setWidget(inside)
