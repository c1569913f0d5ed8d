"""The Settings view: a page a group, the keys, and what the program is made of."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from sgdesk.present.settings import PAGES, SettingRow, page_rows
from sgdesk.settings import Group, Settings
from sgdesk.ui.icons import Icons
from sgdesk.ui.settings.about import AboutPage
from sgdesk.ui.settings.rows import SettingEditor
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.surface import GUTTER_PX, card, column, label, rule

COLUMN_PX = 720
_WHY = {
    Group.LOOK: "Colours of the window",
    Group.SENDING: "How mail is handed over",
    Group.NETWORK: "Proxy, certificates and addresses",
    Group.HISTORY: "What is kept of what was sent",
}
SHORTCUTS, ABOUT = "shortcuts", "about"


class SettingsView(QWidget):
    """Show and change settings.

    Signals: `changed(str, str)`, a key and what was typed or chosen; `reset_requested(str)`, a
    key; `file_wanted(str)`, a key; `about_opened()`.
    """

    changed = Signal(str, str)
    reset_requested = Signal(str)
    file_wanted = Signal(str)
    about_opened = Signal()

    def __init__(self, settings: Settings, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("view")
        self._theme = theme
        self._icons = icons
        self._shown = {
            shown.key: (group, shown) for group in PAGES for shown in page_rows(group, settings)
        }
        self._editors: dict[str, SettingEditor] = {}
        self.notice = Notice("settings-notice")
        self.about = AboutPage(icons)
        self._columns: dict[str, QVBoxLayout] = {}
        self._keys = QGridLayout()
        choices = [
            *(Choice(id=group.name.lower(), text=group.value, why=_WHY[group]) for group in PAGES),
            Choice(id=SHORTCUTS, text="Shortcuts", why="What the keys do (F1)"),
            Choice(id=ABOUT, text="About", why="Version and licences"),
        ]
        self.tabs = ChoiceRow("settings-tabs", "Page of settings", choices, icons, look="tabs")
        self.tabs.chosen.connect(self.show_page)
        self._pages = QStackedWidget()
        self._order = [choice.id for choice in choices]
        for group in PAGES:
            self._add_page(group.name.lower())
        self._add_page(SHORTCUTS, _section("Keyboard shortcuts", self._keys))
        self._add_page(ABOUT, self.about)
        whole = QVBoxLayout(self)
        # Or the ring of a tab touches the strip above.
        whole.setContentsMargins(0, 4, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.tabs)
        top = column(self.notice, margins=(GUTTER_PX + 4, 0, GUTTER_PX, 0))
        whole.addLayout(top)
        whole.addWidget(self._pages, 1)

    def show_page(self, page: str) -> None:
        """Bring one page to the front."""
        self._fill(page)
        self.tabs.choose(page)
        self._pages.setCurrentIndex(self._order.index(page))
        if page == ABOUT:
            self.about_opened.emit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Have the page in front ready."""
        self._fill(self._order[self._pages.currentIndex()])
        super().showEvent(event)

    @property
    def keys(self) -> tuple[str, ...]:
        """Give the keys of all settings that stand here, page by page."""
        return tuple(self._shown)

    def editor(self, key: str) -> SettingEditor:
        """Give what changes one setting."""
        self._fill(self._shown[key][0].name.lower())
        return self._editors[key]

    def report(self) -> None:
        """Tell of what stands in a field that was not left yet."""
        for editor in self._editors.values():
            editor.report()

    def show_row(self, shown: SettingRow) -> None:
        """Show one setting as it is now."""
        group, _ = self._shown[shown.key]
        self._shown[shown.key] = (group, shown)
        if shown.key in self._editors:
            self._editors[shown.key].show_row(shown)

    def show_settings(self, settings: Settings) -> None:
        """Show every setting as it is now."""
        for group in PAGES:
            for shown in page_rows(group, settings):
                self.show_row(shown)

    def show_shortcuts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show what the keys do: `(what, keys)`."""
        for at, (title, keys) in enumerate(rows):
            self._keys.addWidget(label(title), at, 0)
            self._keys.addWidget(label(keys, "muted"), at, 1)
        self._keys.setColumnStretch(0, 1)
        self._keys.setVerticalSpacing(9)

    def add_to(self, page: str, section: QWidget) -> None:
        """Put a section below the others of a page, e.g. `history`."""
        layout = self._columns[page]
        layout.insertWidget(layout.count() - 1, section)

    def _fill(self, page: str) -> None:
        """Build the editors of a page the first time it is wanted.

        They are a quarter of all that stands in the window, and seldom looked at.
        """
        shown = [row for group, row in self._shown.values() if group.name.lower() == page]
        if not shown or shown[0].key in self._editors:
            return
        rows = column(spacing=14)
        for at, one in enumerate(shown):
            if at:
                rows.addWidget(rule())
            editor = SettingEditor(one, self._theme, self._icons)
            editor.changed.connect(self.changed)
            editor.reset_requested.connect(self.reset_requested)
            editor.file_wanted.connect(self.file_wanted)
            self._editors[one.key] = editor
            rows.addWidget(editor)
        title = self._shown[shown[0].key][0].value
        section = _section(title, rows)
        self._columns[page].insertWidget(0, section)
        # What is added to a page in sight would else be there a turn of the loop later.
        section.show()

    def _add_page(self, page: str, section: QWidget | None = None) -> None:
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setMaximumWidth(COLUMN_PX)
        margins = (GUTTER_PX + 4, GUTTER_PX, GUTTER_PX, GUTTER_PX)
        layout = column(*filter(None, (section,)), None, spacing=GUTTER_PX, margins=margins)
        inside.setLayout(layout)
        self._columns[page] = layout
        scroll = ScrollArea()
        scroll.setObjectName(f"settings-{page}")
        scroll.setAccessibleName("Settings")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self._pages.addWidget(scroll)


def _section(title: str, content: QVBoxLayout | QGridLayout) -> QFrame:
    frame = card(f"section-{title.lower().replace(' ', '-')}", title)
    frame.setLayout(column(content, margins=(16, 14, 16, 16)))
    return frame
