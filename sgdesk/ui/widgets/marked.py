"""Words that say how something stands, with a picture of it before them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from sgdesk.present.words import Tone
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.icon_label import IconLabel
from sgdesk.ui.widgets.surface import TextRole, restyle, row

PICTURE_PX = 13
_GAP_PX = 5
INDENT_PX = PICTURE_PX + _GAP_PX
"""Where the words begin that have a picture."""
ROLES: dict[Tone, TextRole] = {
    Tone.GOOD: "good",
    Tone.WARN: "warning",
    Tone.BAD: "error",
    Tone.NEUTRAL: "hint",
}
PICTURES = {
    Tone.GOOD: ("check", "good", "Good"),
    Tone.WARN: ("triangle-alert", "warn", "Take care"),
    Tone.BAD: ("x", "bad", "Wrong"),
}


class Marked(QWidget):
    """Show words in the colour of a tone, and what is not neutral with its picture."""

    def __init__(self, icons: Icons, words: QLabel) -> None:
        super().__init__()
        self.words = words
        self._picture = IconLabel(icons, "check", "good", PICTURE_PX)
        whole = row(words, spacing=_GAP_PX)
        # Of several lines it stands beside the first.
        side = Qt.AlignmentFlag.AlignTop if words.wordWrap() else Qt.AlignmentFlag.AlignVCenter
        whole.insertWidget(0, self._picture, 0, side)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def say(self, tone: Tone, text: str) -> None:
        """Say something else."""
        self.words.setText(text)
        restyle(self.words, "role", ROLES[tone])
        self._picture.setVisible(tone in PICTURES)
        if tone in PICTURES:
            name, ink, told = PICTURES[tone]
            self._picture.show_icon(name, ink)
            self._picture.setAccessibleName(told)
