"""Names and values below each other, every value selectable."""

import re
from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from sgdesk.ui.widgets.page_link import PageLink, is_page
from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.surface import TextRole, column, label, paragraph, row

_PITCH_GAP_PX = 3
_SPARE_PX = 2
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:ms|s|bytes|kB|MB)\b)")


class FactsList(QWidget):
    """Show pairs as high as they are; `show_facts` replaces them."""

    def __init__(
        self,
        name: str,
        title: str,
        *,
        wrap: bool,
        has_pages: bool = False,
        pitch_px: int = 0,
        longest: str = "",
    ) -> None:
        """Where it `has_pages`, a value that is the address of one opens it.

        With a `pitch_px` the lines stand so far apart, as the rows of a table beside them;
        values stand right of the `longest` name, whichever are there.
        """
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._wrap = wrap
        self._pitch_px = pitch_px
        self._longest = longest
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
        left, above, below = (12, 1, 5) if self._pitch_px else (14, 7, 4)
        gap = _PITCH_GAP_PX if self._pitch_px else 4
        grid.setContentsMargins(left, above, 6, below)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(gap)
        grid.setColumnStretch(1, 1)
        if self._longest:
            width = self.fontMetrics().horizontalAdvance(self._longest)
            grid.setColumnMinimumWidth(0, width + _SPARE_PX)
        for at, (name, value, means) in enumerate(facts):
            called = label(name, "muted")
            called.setToolTip(means)
            grid.addWidget(called, at, 0, Qt.AlignmentFlag.AlignTop)
            right = self._right(name, value, means, is_bad=name in bad)
            if self._pitch_px:
                grid.setRowMinimumHeight(at, self._pitch_px - gap)
                right = _OnPitch(right, self._pitch_px)
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
        # No line ends between a number and its unit; what is copied has plain spaces again.
        whole = _BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", value)
        right = paragraph(whole, role) if self._wrap else label(value, role)
        right.setAccessibleName(f"{name}: {value}")
        right.setToolTip(means)
        right.setAccessibleDescription(means)
        return right


class _OnPitch(QWidget):
    """Let a value of several lines take as much as so many rows.

    It has no layout: where there is one, Qt asks that for the height.
    """

    def __init__(self, value: QWidget, pitch_px: int) -> None:
        super().__init__()
        self._value, self._pitch_px = value, pitch_px
        value.setParent(self)
        self.setSizePolicy(value.sizePolicy())

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Ask for what the value asks for."""
        return self._value.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Need what the value needs."""
        return self._value.minimumSizeHint()

    def heightForWidth(self, width: int) -> int:  # noqa: N802  # Qt's name
        """Give the height of whole rows where it is higher than one."""
        needed = self._value.heightForWidth(width)
        rows = -(-(needed + _PITCH_GAP_PX) // self._pitch_px) if needed > self._pitch_px else 1
        return max(needed, rows * self._pitch_px - _PITCH_GAP_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Begin with the value."""
        super().resizeEvent(event)
        high = max(self._value.heightForWidth(self.width()), self._value.minimumSizeHint().height())
        self._value.setGeometry(0, 0, self.width(), min(high, self.height()))


class FactsGrid(ScrollArea):
    """Show pairs by themselves, with a scroll bar where there are many."""

    def __init__(
        self, name: str, title: str, *, wrap: bool, has_pages: bool = False, longest: str = ""
    ) -> None:
        """`longest` is the name for which there is always room: values do not move for one."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        inside = FactsList("scrolled", title, wrap=wrap, has_pages=has_pages, longest=longest)
        self.show_facts = inside.show_facts
        self.setWidget(inside)
