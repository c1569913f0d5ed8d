"""The body: tabs for writing, HTML, plain text, files and the rest over one card."""

from html import escape

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from sgdesk.content.html_source import as_html
from sgdesk.content.objects import shows
from sgdesk.present.form import ComposeForm, FormFile
from sgdesk.sizes import size_text
from sgdesk.ui.compose.bodytabs import HtmlTab, PlainTab
from sgdesk.ui.compose.files import FilesTab
from sgdesk.ui.compose.more import PLACES as MORE_PLACES
from sgdesk.ui.compose.more import MoreTab
from sgdesk.ui.compose.placing import Placing
from sgdesk.ui.compose.progress import ProgressLine
from sgdesk.ui.compose.removal import Removal
from sgdesk.ui.compose.sources import Sources
from sgdesk.ui.compose.typed import pastes, typed
from sgdesk.ui.compose.writing import WriteTab
from sgdesk.ui.doors import make_mail
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.choices import Choice, ChoiceRow

_TABS = (
    Choice(id="write", text="Write", why="Write the mail, with a few formats"),
    Choice(
        id="html",
        text="HTML",
        why="The source that makes the mail look as it does (HTML), to paste or to change",
    ),
    Choice(id="text", text="Plain text", why="What people see whose mail program shows no HTML"),
    Choice(id="files", text="Files", why="What goes along with the mail"),
    Choice(id="more", text="More", why="Reply-to, tags, headers, own data, tracking"),
)
_TAB_OF = {"attachments": "files", **dict.fromkeys(MORE_PLACES, "more")}
LEAST_PX = 160
"""Tools and six lines: lower than that nobody can write."""
_ORDER = tuple(tab.id for tab in _TABS)


class Body(QWidget):
    """Edit the parts of the mail.

    Signals: `edited()`; `files_dropped(object)`, a tuple of local paths;
    `image_pasted(object)`, a `QImage`; `rich_pasted(str)`, HTML for Write;
    `files_wanted()` and `image_wanted()`, when the user asks to choose some;
    `picture_wanted(str)`, the same for the image that the mail shows by that Content-ID;
    `place_wanted(int)`, the number of a file that is to be seen in the mail.
    """

    edited = Signal()
    files_dropped = Signal(object)
    files_wanted = Signal()
    image_wanted = Signal()
    picture_wanted = Signal(str)
    image_pasted = Signal(object)
    rich_pasted = Signal(str)
    place_wanted = Signal(int)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("body")
        self.setAcceptDrops(True)
        self.tabs = ChoiceRow("body-tabs", "Part of the mail", _TABS, icons, look="tabs")
        self.write = WriteTab(theme, icons)
        self.source = HtmlTab(theme, icons)
        self.words = PlainTab(theme, icons)
        self.files = FilesTab(icons)
        self.more = MoreTab(icons)
        self.progress = ProgressLine("body-progress", icons)
        self.reading = ProgressLine("reading-progress", icons)
        self.html, self.plain = self.source.editor, self.words.editor
        self.sources = Sources(self.write.editor, self.html, self.plain, make_mail)
        self._pages = QStackedWidget()
        for page in (self.write, self.source, self.words, self.files, self.more):
            self._pages.addWidget(page)
        self.editors = (self.write.editor, self.html, self.plain)
        self.removal = Removal(self.files, self.sources, self.editors)
        self._placing = Placing(self.files, (self.write.editor, self.html))
        for editor in self.editors:
            editor.filling.connect(self._show_filling)
            editor.files_pasted.connect(self._pass_files)
            editor.image_pasted.connect(self._pass_image)
        self.write.editor.replacing.progressed.connect(self._show_replacing)
        self.write.editor.rich_pasted.connect(self._pass_rich)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.reading)
        self._connect()
        self.show_state()

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.show_tab)
        self.sources.changed.connect(self._report)
        self.sources.state_changed.connect(self.show_state)
        self.write.start_again_requested.connect(self.sources.start_again)
        self.write.html_requested.connect(self._show_html)
        self.write.image_wanted.connect(self._ask_for_image)
        self.words.make_again_requested.connect(self.sources.make_text_again)
        self.files.files_changed.connect(self._count_files)
        self.more.edited.connect(self._count_more)
        self.files.add_requested.connect(self._ask_for_files)
        self.files.place_requested.connect(self._ask_to_place)
        self.progress.stop_requested.connect(self._stop_filling)

    def show_form(self, form: ComposeForm) -> None:
        """Show a mail, and the tab in which it is edited."""
        self.removal.forget()
        self._placing.forget()
        self.sources.show(
            form.markdown,
            form.html,
            form.text,
            html_is_own=form.html_is_own,
            text_is_own=form.text_is_own,
        )
        self.files.set_files(form.files)
        self.more.show_form(form)
        self._count_more()
        if self.sources.html_is_own:
            self.show_tab("html")
        elif self.sources.text_is_own and form.text and not form.html:
            self.show_tab("text")
        else:
            self.show_tab("write")

    def show_tab(self, tab: str) -> None:
        """Bring one part to the front."""
        self.tabs.choose(tab)
        if tab == "html":
            self.sources.show_html()
        elif tab == "text":
            self.sources.show_text()
        self.show_state()
        self._pages.setCurrentIndex(_ORDER.index(tab))
        self.updateGeometry()
        if tab == "more":
            # Once it has its own height.
            QTimer.singleShot(0, self.more, self.more.show_what_is_set)

    def show_place(self, place: str) -> None:
        """Bring the part to the front in which something is wrong."""
        sources = self.sources
        is_made = not sources.html_is_own and (place != "text" or not sources.text_is_own)
        follows = place in ("html", "text") and is_made
        self.show_tab("write" if follows else _TAB_OF.get(place, place))
        if place in MORE_PLACES:
            self.more.show_place(place)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Ask for the tabs and some lines, and for all of what stands above the lines."""
        page = self._pages.currentWidget()
        needed = max(LEAST_PX, page.minimumSizeHint().height() if page is not None else 0)
        return QSize(super().minimumSizeHint().width(), self.tabs.sizeHint().height() + needed)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Ask for no more: it gets what room is left, and a low window need not scroll to it."""
        return self.minimumSizeHint()

    @property
    def parts(self) -> list[QWidget]:
        """Give what stands below each other: the tabs, and what the part in front is made of."""
        page = self._pages.currentWidget() or self._pages
        only_its_own = Qt.FindChildOption.FindDirectChildrenOnly
        return [self.tabs, *page.findChildren(QWidget, options=only_its_own)]

    @property
    def editor(self) -> QWidget:
        """Give what the keyboard goes to in the part that is in front."""
        match self.tabs.current:
            case "write":
                return self.write.editor
            case "html":
                return self.html
            case "text":
                return self.plain
            case _:
                return self.tabs

    def show_state(self) -> None:
        """Say in each tab what it is to the mail."""
        sources = self.sources
        is_written = bool(sources.markdown())
        self.source.show_state(is_own=sources.html_is_own, is_written=is_written)
        self.words.show_state(
            is_own=sources.text_is_own, has_html=sources.html_is_own or is_written
        )
        if sources.html_is_own:
            self.write.show_as_kept(is_empty=not is_written)
        else:
            self.write.show_as_source()

    def use_format(self, tool: str) -> None:
        """Use a format of the Write tab, by key; elsewhere keys of formats do nothing."""
        if self.tabs.current == "write":
            self.write.use(tool)

    def open_find(self) -> None:
        """Open find and replace in the part that is in front; files and options have none."""
        match self.tabs.current:
            case "write":
                self.write.open_find()
            case "html":
                self.source.find_bar.open_bar()
            case "text":
                self.words.open_find()

    @property
    def takes_images(self) -> bool:
        """Say whether an image that comes now is to be seen where the cursor is."""
        return self.tabs.current == "html" or (
            self.tabs.current == "write" and not self.sources.html_is_own
        )

    def use_as_html(self) -> None:
        """Let the mail be the HTML whose source stands in Write; undo brings that back."""
        html = as_html(self.sources.markdown())
        self.sources.show_html()
        self.html.replace_source(html)
        self.show_tab("html")
        self.html.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_end(self) -> None:
        """Go on behind the last words that are written; HTML is no writing that has an end."""
        if self.tabs.current == "write":
            self.write.editor.go_to_end()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_image(
        self, words: str, file: FormFile, width: int, *, number: int | None = None
    ) -> None:
        """Show an image where the cursor is, whose file comes along or has that number already."""
        if not self.sources.html_is_own and self.tabs.current != "html":
            self._placing.place(file, self.write.editor, number)
            self.write.put_image(words, file.content_id, width)
        else:
            self._placing.place(file, self.html, number)
            wide = f' width="{width}"' if width else ""
            self.html.insert_at(
                self.html.textCursor(),
                f'<img src="cid:{file.content_id}" alt="{escape(words)}"{wide}'
                ' style="max-width: 100%; height: auto; border: 0;">',
            )
        # It came before the text showed it.
        self._show_places()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Let what is typed or pasted on a tab's title go on into its text.

        Whoever has chosen a tab wants to write there, and what the tabs know themselves never
        comes here.
        """
        is_at_title = self.tabs.isAncestorOf(self.focusWidget())
        # A held space still presses the tab.
        is_meant = is_at_title and (typed(event).strip() or pastes(event))
        for editor in self.editors:
            if is_meant and editor is self.editor and not editor.isReadOnly():
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                QApplication.sendEvent(editor, event)
                return
        super().keyPressEvent(event)

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

    def _show_filling(self, done: int, total: int) -> None:
        if done < total:
            self.progress.say(f"Putting in {size_text(total)}…", done, total)
        else:
            self.progress.clear()

    def _show_replacing(self, done: int, total: int) -> None:
        if done < total:
            self.progress.say("Replacing…", done, total)
        else:
            self.progress.clear()

    def _stop_filling(self) -> None:
        for editor in self.editors:
            editor.stop_filling()

    def _show_html(self) -> None:
        self.show_tab("html")

    def _ask_for_files(self) -> None:
        self.files_wanted.emit()

    def _pass_files(self, paths: tuple[str, ...]) -> None:
        self.files_dropped.emit(paths)

    def _pass_image(self, image: QImage) -> None:
        self.image_pasted.emit(image)

    def _pass_rich(self, html: str) -> None:
        self.rich_pasted.emit(html)

    def _ask_to_place(self, number: int) -> None:
        self.place_wanted.emit(number)

    def _ask_for_image(self) -> None:
        self.image_wanted.emit()

    def _count_files(self) -> None:
        self.write.editor.pictures.set_files(self.files.files)
        self._show_places()
        self.edited.emit()

    def _show_places(self) -> None:
        """Say which files people get as such: what the mail shows is no attachment to them."""
        files = self.files.files
        html = self.sources.html() if files else ""
        shown = frozenset(file.content_id for file in files if shows(html, file.content_id))
        self.files.take_shown(shown)
        count = sum(file.content_id not in shown for file in files)
        self.tabs.set_text("files", f"Files {count}" if count else "Files")

    def _count_more(self) -> None:
        count = self.more.count()
        self.tabs.set_text("more", f"More {count}" if count else "More")
        self.edited.emit()

    def _report(self) -> None:
        self._show_places()
        self.show_state()
        self.edited.emit()


def local_paths(data: QMimeData) -> tuple[str, ...]:
    """Give the local files of a drop or paste."""
    return tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())
