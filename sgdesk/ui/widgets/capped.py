"""Words that scroll from a height on, where they stand above or below something that needs room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QWidget

from sgdesk.ui.widgets.scroll import ScrollArea

MOST_PX = 92
"""More words than this scroll, so that the mail keeps some lines of its own."""
MOST_LOW_PX = 62
LEAST_PX = 16
SPARE_PX = 2


class CappedWords(ScrollArea):
    """As high as its words, up to a limit from which on they scroll."""

    def __init__(self, name: str, words: QLayout) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("Reason")
        self._most = MOST_PX
        self._layout = words
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setLayout(words)
        self.setWidget(inside)

    def set_most(self, most: int) -> None:
        """Take so many pixels at most."""
        self._most = most
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Other widths break the words otherwise."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take the height of what it says now."""
        self._layout.invalidate()
        needed = self._layout.heightForWidth(self.width()) + SPARE_PX
        self.setFixedHeight(max(LEAST_PX, min(self._most, needed)))
        # What fits needs neither a bar nor the keyboard.
        scrolls = needed > self._most
        bar = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            bar.ScrollBarAlwaysOn if scrolls else bar.ScrollBarAlwaysOff
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if scrolls else Qt.FocusPolicy.NoFocus)
