"""Words that say how something stands, with a picture of it before them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from sgdesk.present.words import Tone
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.icon_label import IconLabel
from sgdesk.ui.widgets.surface import TextRole, restyle, row

PICTURE_PX = 13
ROLES: dict[Tone, TextRole] = {
    Tone.GOOD: "good",
    Tone.WARN: "warning",
    Tone.BAD: "error",
    Tone.NEUTRAL: "hint",
}
_PICTURES = {
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
        whole = row(words, spacing=5)
        # Of several lines it stands beside the first.
        side = Qt.AlignmentFlag.AlignTop if words.wordWrap() else Qt.AlignmentFlag.AlignVCenter
        whole.insertWidget(0, self._picture, 0, side)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def say(self, tone: Tone, text: str) -> None:
        """Say something else."""
        self.words.setText(text)
        restyle(self.words, "role", ROLES[tone])
        self._picture.setVisible(tone in _PICTURES)
        if tone in _PICTURES:
            name, ink, told = _PICTURES[tone]
            self._picture.show_icon(name, ink)
            self._picture.setAccessibleName(told)
