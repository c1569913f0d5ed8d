"""The body: tabs for HTML, plain text and files over one card."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sgdesk.ui.compose.editor import SourceEditor, TextEditor
from sgdesk.ui.compose.files import FilesTab
from sgdesk.ui.compose.highlight import HtmlHighlighter
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.choices import Choice, ChoiceRow

_TABS = (
    Choice(id="html", text="HTML", why="The mail as HTML source"),
    Choice(id="text", text="Plain text", why="What people see whose mail program shows no HTML"),
    Choice(id="files", text="Files", why="What goes along with the mail"),
)
_ORDER = ("html", "text", "files")


class Body(QWidget):
    """Edit the three parts of the mail.

    Signals: `edited()`; `files_dropped(object)`, a tuple of local paths;
    `files_wanted()`, when the user asks to choose some.
    """

    edited = Signal()
    files_dropped = Signal(object)
    files_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("body")
        self.setAcceptDrops(True)
        self.tabs = ChoiceRow("body-tabs", "Part of the mail", _TABS, icons, look="tabs")
        self.html = SourceEditor(
            "html", "HTML source", "Write here, or drop an HTML file or an image.", theme
        )
        self._highlighter = HtmlHighlighter(self.html.document(), theme)
        self.plain = TextEditor("text", "Plain text", "The same in plain words.")
        self.files = FilesTab(icons)
        self._pages = QStackedWidget()
        for page in (self.html, self.plain, self.files):
            page.setAcceptDrops(False)
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self._pages, 1)
        self.tabs.chosen.connect(self.show_tab)
        self.html.textChanged.connect(self._report)
        self.plain.textChanged.connect(self._report)
        self.files.files_changed.connect(self._count_files)
        self.files.add_requested.connect(self._ask_for_files)

    def show_tab(self, tab: str) -> None:
        """Bring one part to the front."""
        self.tabs.choose(tab)
        self._pages.setCurrentIndex(_ORDER.index(tab))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  # Qt's name
        """Take local files."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """Pass dropped files on; reading them is not a widget's work."""
        paths = local_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def _ask_for_files(self) -> None:
        self.files_wanted.emit()

    def _count_files(self, count: int) -> None:
        self.tabs.set_text("files", f"Files {count}" if count else "Files")
        self.edited.emit()

    def _report(self) -> None:
        self.edited.emit()


def local_paths(data: QMimeData) -> tuple[str, ...]:
    """Give the local files of a drop or paste."""
    return tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())
