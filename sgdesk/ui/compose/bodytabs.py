"""The tabs that show what was made: HTML source and plain text, each with a line that says so."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sgdesk.ui.compose.editor import TextEditor
from sgdesk.ui.compose.find import FindBar
from sgdesk.ui.compose.htmllook import HtmlLook
from sgdesk.ui.compose.livelook import LiveLook
from sgdesk.ui.compose.source import SourceEditor
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.surface import PADDING_PX, QUIET_PX, button, column, row, rule


class HtmlTab(QWidget):
    """HTML source with find and replace."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("html-tab")
        self.editor = SourceEditor(
            "html", "HTML source", "Paste or write HTML here, or drop an HTML file.", theme
        )
        self._look = LiveLook(self.editor, HtmlLook(theme).dress, theme)
        self.find_bar = FindBar(self.editor, theme, icons)
        self._state = ElidedLabel("hint")
        find = button("Find", name="html-find", why="Find and replace in the HTML (Ctrl+F)")
        find.setProperty("quiet", True)
        icons.put(find, "search")
        find.clicked.connect(self.find_bar.open_bar)
        self.find_bar.is_open.connect(find.setHidden)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.find_bar)
        layout.addWidget(self.editor, 1)
        layout.addWidget(rule())
        foot = row(self._state, find, margins=(14, 2, PADDING_PX - QUIET_PX, 2))
        foot.setStretch(0, 1)
        layout.addLayout(foot)

    def show_state(self, *, is_own: bool, is_written: bool) -> None:
        """Say what this HTML is."""
        if is_own and is_written:
            words = "Changed by hand: the mail is this HTML. What stands in Write is kept."
        elif is_own:
            words = "The mail is this HTML."
        elif is_written:
            words = "Made from what you write. Change it, and the mail is this HTML."
        else:
            words = ""
        self._state.show_text(words)


class PlainTab(QWidget):
    """The plain text, which follows the HTML until it is changed.

    Signals: `make_again_requested()`.
    """

    make_again_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("plain-tab")
        self.editor = TextEditor("text", "Plain text", "The same in plain words.")
        self.editor.document().setDocumentMargin(12)
        self._state = ElidedLabel("hint")
        self._again = button(
            "Make it from the HTML again",
            name="make-text-again",
            why="Put in its place what follows the HTML; undo brings your own back",
            kind="link",
        )
        self._again.clicked.connect(self._ask)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.editor, 1)
        said = row(self._state, self._again, margins=(14, 4, PADDING_PX - QUIET_PX, 4))
        said.setStretch(0, 1)
        self._foot = QWidget()
        self._foot.setLayout(column(rule(), said, spacing=0))
        layout.addWidget(self._foot)
        self.show_state(is_own=False, has_html=False)
        self._make_find = partial(FindBar, self.editor, theme, icons, name="plain-find")
        self._find: FindBar | None = None

    def open_find(self) -> None:
        """Find and replace in the plain text."""
        if self._find is None:
            self._find = self._make_find()
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(0, self._find)
        self._find.open_bar()

    def show_state(self, *, is_own: bool, has_html: bool) -> None:
        """Say what this text is."""
        if is_own and has_html:
            words = "Written by hand: it does not follow the HTML."
        elif has_html:
            words = "Made from the HTML and kept in step until you change it."
        else:
            words = ""
        self._state.show_text(words)
        self._foot.setVisible(bool(words))
        self._again.setVisible(is_own and has_html)

    def _ask(self) -> None:
        self.make_again_requested.emit()
