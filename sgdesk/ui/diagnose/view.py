"""The Diagnose view: this computer, another one, an error or settings, a report that was sent."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sgdesk.ui.diagnose.another_part import AnotherPart
from sgdesk.ui.diagnose.explain_part import ExplainPart
from sgdesk.ui.diagnose.here_part import HerePart
from sgdesk.ui.diagnose.key_choice import KeyChoice
from sgdesk.ui.diagnose.opened_part import OpenedPart
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.paste_box import PasteBox
from sgdesk.ui.widgets.surface import GUTTER_PX, row

HERE, ANOTHER, EXPLAIN, OPENED = "here", "another", "explain", "opened"
_PARTS = (
    Choice(
        id=HERE,
        text="This computer",
        why="Test every way to SendGrid from here",
        icon="monitor",
    ),
    Choice(
        id=ANOTHER,
        text="Another computer",
        why="Test from a computer where sgdesk is not: a server, or a customer's",
        icon="server",
    ),
    Choice(
        id=EXPLAIN,
        text="Explain an error",
        why="Say what an error message, a log or the mail settings of a program mean",
        icon="circle-help",
    ),
    Choice(
        id=OPENED,
        text="Open a report",
        why="Look at what somebody else's sgdesk has seen",
        icon="file-text",
    ),
)


class DiagnoseView(QWidget):
    """Find out why mail does not go out.

    Signals: `part_shown(str)`, one of `HERE`, `ANOTHER`, `EXPLAIN`, `OPENED`.
    """

    part_shown = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("view")
        self.here = HerePart(theme, icons)
        self.another = AnotherPart(theme, icons)
        self.explain = ExplainPart(theme, icons)
        self.opened = OpenedPart(theme, icons)
        self._by_id: dict[str, HerePart | AnotherPart | ExplainPart | OpenedPart] = {
            HERE: self.here,
            ANOTHER: self.another,
            EXPLAIN: self.explain,
            OPENED: self.opened,
        }
        self.parts = ChoiceRow(
            "diagnose-parts", "What to diagnose", _PARTS, icons, look="segmented"
        )
        self.parts.chosen.connect(self.show_part)
        self.key = KeyChoice(icons)
        self.icons = icons
        self._pages = QStackedWidget()
        for part in self._by_id.values():
            self._pages.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(GUTTER_PX, GUTTER_PX, GUTTER_PX, GUTTER_PX)
        whole.setSpacing(GUTTER_PX)
        whole.addLayout(row(self.parts, None, self.key, spacing=8))
        whole.addWidget(self._pages, 1)

    @property
    def part(self) -> str:
        """Give the part in front."""
        return self.parts.current

    @property
    def front(self) -> QWidget:
        """Give what stands in front."""
        return self._by_id[self.part]

    def notice_of(self, part: str) -> Notice:
        """Give the place above a part where is said what happened to it."""
        return self._by_id[part].notice

    def show_part(self, part: str) -> None:
        """Bring a part to the front."""
        self.parts.choose(part)
        self._pages.setCurrentWidget(self._by_id[part])
        # A key is of use to a test from here alone.
        self.key.setVisible(part == HERE)
        self.part_shown.emit(part)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Paste into the box of the part in front, also while the keyboard is at its tab."""
        box = getattr(self.front, "box", None)
        if isinstance(box, PasteBox) and event.matches(QKeySequence.StandardKey.Paste):
            box.setFocus()
            box.paste()
        else:
            super().keyPressEvent(event)

    def focus_first(self) -> None:
        """Put the keyboard where the work begins."""
        self._by_id[self.part].focus_first()
