"""Lines with a mark, one for each thing that a check found out."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from sgdesk.present.account_words import ToldLine
from sgdesk.present.words import Tone
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.marked import INDENT_PX, PICTURES, Marked
from sgdesk.ui.widgets.surface import TextRole, paragraph

_BETWEEN = " · "


class ToldLines(QWidget):
    """Show lines, those of one tone side by side and each trouble with its reason below."""

    def __init__(self, name: str, icons: Icons) -> None:
        super().__init__()
        self.setObjectName(name)
        self._icons = icons
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self.hide()

    def show_lines(self, lines: Sequence[ToldLine]) -> None:
        """Replace what is shown; no lines take no room."""
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for tone in Tone:
            alike = [line for line in lines if line.tone is tone and not line.detail]
            if alike:
                self._add(tone, _BETWEEN.join(line.text for line in alike))
        for line in lines:
            if line.detail:
                self._add(line.tone, line.text)
                reason = wrapped(line.detail, "hint")
                reason.setContentsMargins(INDENT_PX if line.tone in PICTURES else 0, 0, 0, 0)
                self._layout.addWidget(reason)
        self.setVisible(bool(lines))

    def _add(self, tone: Tone, text: str) -> None:
        line = Marked(self._icons, wrapped(""))
        line.say(tone, text)
        self._layout.addWidget(line)


def wrapped(text: str, role: TextRole | None = None) -> QLabel:
    """Give text that wraps, and asks a scroll area for no more height than its width needs."""
    words = paragraph(text, role)
    policy = words.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
    words.setSizePolicy(policy)
    return words
