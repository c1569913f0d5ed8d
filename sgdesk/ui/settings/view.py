"""Settings that work so far: the look; and what the program is made of."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from sgdesk.settings import BY_KEY
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.surface import GUTTER_PX, button, card, column, label, paragraph, row, rule

_LOOKS = (
    Choice(id="system", text="System", why="Follow the computer's own setting", icon="monitor"),
    Choice(id="light", text="Light", why="Dark words on white", icon="sun"),
    Choice(id="dark", text="Dark", why="Light words on black", icon="moon"),
)
_ABOUT = (
    "sgdesk writes, sends and tests mail through Twilio SendGrid, by Web API and by SMTP, "
    "and shows where the time goes."
)
_LICENCES = (
    "sgdesk is under the MIT licence. It contains the Inter typeface (SIL Open Font License 1.1) "
    "and Lucide icons (ISC licence, parts MIT). It runs on Qt for Python (LGPL 3)."
)
_COLUMN_PX = 680


class SettingsView(QWidget):
    """Show and change settings.

    Signals: `look_changed(str)`, a `Look` value; `shortcuts_requested()`.
    """

    look_changed = Signal(str)
    shortcuts_requested = Signal()

    def __init__(self, look: Look, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("view")
        self.look = ChoiceRow("look", "Theme", _LOOKS, icons, look="segmented")
        self.look.choose(look.value)
        self.look.chosen.connect(self.look_changed)
        self.notice = Notice("settings-notice")
        keys = button("Keyboard shortcuts", name="show-shortcuts", why="What the keys do (F1)")
        icons.put(keys, "keyboard")
        keys.clicked.connect(self._ask_for_shortcuts)
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setMaximumWidth(_COLUMN_PX)
        inside.setLayout(
            column(
                label("Settings", "heading"),
                self.notice,
                self._look_card(),
                _section("Keys", row(keys, None)),
                _section("About", column(paragraph(_ABOUT), paragraph(_LICENCES, "muted"))),
                None,
                spacing=GUTTER_PX,
                margins=(GUTTER_PX + 4, GUTTER_PX, GUTTER_PX, GUTTER_PX),
            )
        )
        scroll = QScrollArea()
        scroll.setObjectName("settings-scroll")
        scroll.setAccessibleName("Settings")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _look_card(self) -> QFrame:
        setting = BY_KEY["theme"]
        name = paragraph(f"{setting.help} On the command line: {setting.env[0]}.", "hint")
        return _section("Look", column(row(label(setting.title), None, self.look), name))

    def _ask_for_shortcuts(self) -> None:
        self.shortcuts_requested.emit()


def _section(title: str, content: QLayout) -> QFrame:
    frame = card(f"section-{title.lower()}", title)
    frame.setLayout(
        column(label(title, "title"), rule(), content, margins=(16, 12, 16, 14), spacing=10)
    )
    return frame
