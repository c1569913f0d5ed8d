"""One cause as a block: its mark and title, how sure it is, and what is said below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from sgdesk.diagnose.finding import Certainty
from sgdesk.present.diagnosis import CERTAINTY_WORDS
from sgdesk.present.diagnosis_run import CERTAINTY_MEANS
from sgdesk.present.words import Tone
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.icon_label import IconLabel
from sgdesk.ui.widgets.surface import label, paragraph, row

PICTURES = {
    Tone.BAD: ("circle-x", "bad", "Wrong"),
    Tone.WARN: ("triangle-alert", "warn", "Take care"),
    Tone.NEUTRAL: ("info", "muted", "To know"),
    Tone.GOOD: ("circle-check", "good", "Good"),
}
PICTURE_PX = 15
INDENT_PX = PICTURE_PX + 8
"""Words below a title stand in line with it."""


def block_head(icons: Icons, tone: Tone, title: str, certainty: Certainty) -> QHBoxLayout:
    """Give the line at the top of a cause."""
    picture, ink, told = PICTURES[tone]
    mark = IconLabel(icons, picture, ink, PICTURE_PX)
    mark.setAccessibleName(told)
    sure = label(CERTAINTY_WORDS[certainty], "hint")
    sure.setToolTip(CERTAINTY_MEANS[certainty])
    head = row(spacing=8)
    head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    head.addWidget(paragraph(f"{title}.", "title"), 1)
    head.addWidget(sure, 0, Qt.AlignmentFlag.AlignTop)
    return head
