"""The Write tab: plain writing with a few formats."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sgdesk.content import editing, emphasis, linking, marks
from sgdesk.content.letters import literal
from sgdesk.content.signature import put_signature
from sgdesk.ui.compose.asking import AskingSheet, Blank, Remark
from sgdesk.ui.compose.find import FindBar
from sgdesk.ui.compose.image_blanks import check_width, width_blank, words_blank
from sgdesk.ui.compose.writing_editor import WritingEditor
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.surface import button, row, rule

_LASTING = ("bold", "italic", "strike", "heading", "link", "bullets", "numbers", "button")
"""Formats that words have; an image stands for itself."""
_TOOLS = (
    ("bold", "bold", "Bold", "Make the selection bold, or what is typed next (Ctrl+B)"),
    ("italic", "italic", "Italic", "Make the selection italic, or what is typed next (Ctrl+I)"),
    (
        "strike",
        "strikethrough",
        "Strike through",
        "Strike the selection through, as a price that was (Ctrl+Shift+X)",
    ),
    ("heading", "heading", "Heading", "Make the line a heading: large, small, none"),
    ("link", "link", "Link", "Make the selection a link, or change one (Ctrl+K)"),
    ("bullets", "list", "List", "Make the lines a list"),
    ("numbers", "list-ordered", "Numbered list", "Make the lines a numbered list"),
    (
        "image",
        "image-plus",
        "Image",
        "Put an image in, or change the one at the cursor",
    ),
    (
        "button",
        "square-mouse-pointer",
        "Button",
        "Put in a button that opens a page, or change the one at the cursor",
    ),
)


class WriteTab(QWidget):
    """Buttons for the formats over the editor, and above it a word when it is not what is sent.

    Signals: `image_wanted()`; `start_again_requested()`; `html_requested()`.
    """

    image_wanted = Signal()
    start_again_requested = Signal()
    html_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("write-tab")
        self.editor = WritingEditor(theme, icons)
        self._placeholder = self.editor.placeholderText()
        self.editor.format_wanted.connect(self.use)
        self.notice = Notice("write-notice")
        self._shown = ""
        self._bar = QFrame()
        self._bar.setObjectName("formats")
        self._bar.setProperty("bar", True)
        self._bar.setAccessibleName("Formats")
        self._tools: dict[str, QPushButton] = {}
        self._acts = {
            "bold": self.make_bold,
            "italic": self.make_italic,
            "strike": self.strike,
            "heading": self.make_heading,
            "link": self.ask_link,
            "bullets": self.make_bullets,
            "numbers": self.make_numbers,
            "image": self._ask_for_image,
            "button": self.ask_button,
        }
        self._fill_bar(icons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(rule())
        self._notice_row = row(self.notice)
        layout.addLayout(self._notice_row)
        layout.addWidget(self.editor, 1)
        for change in (self.editor.cursorPositionChanged, self.editor.selectionChanged):
            change.connect(self._show_formats)
        self.editor.textChanged.connect(self._show_formats)
        self.editor.hand.pen_changed.connect(self._show_formats)
        self.editor.textChanged.connect(self._offer_signature)
        self._make_find = partial(FindBar, self.editor, theme, icons, name="write-find")
        self._find: FindBar | None = None

    def _fill_bar(self, icons: Icons) -> None:
        tools = row(margins=(8, 3, 8, 3), spacing=2)
        for tool, icon, title, why in _TOOLS:
            widget = button("", name=f"format-{tool}", why=why, kind="quiet")
            widget.setProperty("tool", True)
            widget.setAccessibleName(title)
            icons.put(widget, icon, "muted")
            widget.setCheckable(tool in _LASTING)
            # A screen reader puts a button down without a click.
            used = widget.toggled if tool in _LASTING else widget.clicked
            used.connect(partial(self._take, tool))
            self._tools[tool] = widget
            tools.addWidget(widget)
        tools.addStretch(1)
        self._sign = button(
            "Add signature", name="add-signature", why="Put it under what is written", kind="link"
        )
        self._sign.clicked.connect(self._put_signature)
        self._sign.hide()
        tools.addWidget(self._sign)
        self._bar.setLayout(tools)

    @property
    def find_bar(self) -> FindBar:
        """Give the line for finding and replacing, made when it is first needed."""
        if self._find is None:
            self._find = self._make_find()
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(layout.indexOf(self.editor), self._find)
        return self._find

    def open_find(self) -> None:
        """Find and replace in what is written."""
        self.find_bar.open_bar()

    def take_signature(self, signature: str) -> None:
        """Offer this one for a mail that does not have it; empty for none."""
        self.editor.signature = signature
        self._offer_signature()

    def use(self, tool: str) -> None:
        """Do what a button does, by its name; nothing while the HTML is the mail."""
        if not self.editor.isReadOnly():
            self._acts[tool]()
        # A click turns the button by itself, whatever became of the words.
        self._show_formats()

    def show_as_source(self) -> None:
        """Let the writing be the mail."""
        self._shown = ""
        self.notice.clear()
        self._notice_row.setContentsMargins(0, 0, 0, 0)
        self._bar.setEnabled(True)
        self.editor.setPlaceholderText(self._placeholder)
        self.editor.setReadOnly(False)
        self._take_room(wanted=True)
        self._show_formats()
        self._offer_signature()

    def show_as_kept(self, *, is_empty: bool) -> None:
        """Say that the HTML is the mail; what is written here is kept."""
        shown = "empty" if is_empty else "kept"
        if self._shown == shown:
            # The buttons would be new ones, and lose the keyboard.
            return
        self._shown = shown
        again = button(
            "Go on writing here" if is_empty else "Drop the HTML changes and write here again",
            name="start-again",
            why="Let the mail be made from what is written here; Ctrl+Z brings the HTML back",
        )
        again.clicked.connect(self._ask_to_start_again)
        show = button("Show the HTML", name="show-html", why="Go to the HTML that is sent")
        show.clicked.connect(self._ask_for_html)
        if is_empty:
            title = "This mail is HTML, and is edited in the HTML tab."
            text = "You can go on writing here: its words stay, its layout is lost."
        else:
            title = "The HTML was changed by hand, so the mail is the HTML now."
            text = (
                "What is written here is kept and not sent. What you drop of the HTML comes back "
                "with Ctrl+Z there."
            )
        self.notice.say("note", title, text, buttons=(again, show))
        self._notice_row.setContentsMargins(14, 8, 14, 0)
        self._bar.setEnabled(False)
        # Nothing is written or dropped into it now.
        self.editor.setPlaceholderText("")
        self.editor.setReadOnly(True)
        # Nothing is worth scrolling to where nothing is written.
        self._take_room(wanted=not is_empty)
        self._show_formats()
        self._offer_signature()

    def make_bold(self) -> None:
        """Make the selection bold, or no longer so."""
        self._toggle("**")

    def make_italic(self) -> None:
        """Make the selection italic, or no longer so."""
        self._toggle("*")

    def strike(self) -> None:
        """Strike the selection through, or no longer so."""
        self._toggle("~~")

    def make_heading(self) -> None:
        """Make the line a heading, a smaller one, or none."""
        self._toggle_lines("heading")

    def make_bullets(self) -> None:
        """Make the lines a list, or no longer so."""
        self._toggle_lines("bullets")

    def make_numbers(self) -> None:
        """Make the lines a numbered list, or no longer so."""
        self._toggle_lines("numbers")

    def ask_link(self) -> None:
        """Ask for the words and the address of a link; change the one at the cursor."""
        self._ask("link", "Link")

    def ask_button(self) -> None:
        """Ask for the words and the address of a button; change the one at the cursor."""
        self._ask("button", "Button")

    def put_image(self, words: str, content_id: str, width: int) -> None:
        """Write an image where the cursor is; width in pixels, 0 for its own."""
        editor = self.editor
        editor.apply(
            linking.image_over(editor.shown(), *editor.selection, words, f"cid:{content_id}", width)
        )

    def _take_room(self, *, wanted: bool) -> None:
        policy = QSizePolicy.Policy
        height = policy.Expanding if wanted else policy.Ignored
        self.editor.setSizePolicy(policy.Expanding, height)

    def _offer_signature(self) -> None:
        self._sign.setVisible(self.editor.lacks_signature)

    def _put_signature(self) -> None:
        editor = self.editor
        editor.apply(put_signature(editor.shown(), editor.signature, editor.selection[1]))

    def _show_formats(self) -> None:
        """Light the buttons of the formats that the words at the cursor have."""
        here = frozenset() if self.editor.isReadOnly() else self.editor.formats
        for tool in _LASTING:
            with QSignalBlocker(self._tools[tool]):
                self._tools[tool].setChecked(tool in here)

    def _take(self, tool: str, *_: object) -> None:
        self.use(tool)

    def _toggle(self, mark: str) -> None:
        editor = self.editor
        if editor.textCursor().hasSelection():
            editor.apply(emphasis.toggle(editor.shown(), *editor.selection, mark))
        else:
            editor.hand.press(mark)
            editor.setFocus()

    def _toggle_lines(self, kind: marks.LineKind) -> None:
        self.editor.apply(marks.toggle_lines(self.editor.shown(), *self.editor.selection, kind))

    def _ask(self, kind: str, title: str) -> None:
        text = self.editor.shown()
        start, end = self.editor.selection
        link = marks.link_at(text, start, end)
        link = None if link is not None and link.is_image else link
        if link is not None:
            start, end, address = link.start, link.end, link.address
            words = editing.words(text, *link.parts[0])
        else:
            start, end = linking.chosen_words(text, start, end)
            words, address = editing.words(text, start, end), ""
        sheet = AskingSheet(
            self.window(),
            f"ask-{kind}",
            title,
            (
                Blank(id="words", title="&Words", why="What people read", value=words),
                Blank(
                    id="address",
                    title="&Address",
                    why="Where it leads: a page or a mail address",
                    value=address,
                    placeholder="https://example.org",
                ),
            ),
            accept="Insert" if link is None else "Change it",
            judge=_of_address,
        )
        sheet.answered.connect(partial(self.put_link_or_button, start, end, kind))
        sheet.fields["address" if words else "words"].setFocus()
        sheet.open()

    def put_link_or_button(self, start: int, end: int, kind: str, answers: dict[str, str]) -> None:
        """Put in what the sheet was answered with, over a part of the text."""
        address = marks.web_address(answers["address"])
        words = answers["words"].strip()
        if not address:
            return
        put = linking.button_over if kind == "button" else linking.link_over
        self.editor.apply(put(self.editor.shown(), start, end, words, address))

    def _ask_for_image(self) -> None:
        """Change the image that the cursor is in, else ask for a new one."""
        start, end = self.editor.selection
        image = marks.link_at(self.editor.shown(), start, end)
        is_within = image is not None and image.start < start <= end < image.end
        is_chosen = image is not None and (image.start, image.end) == (start, end)
        if image is None or not image.is_image or not (is_within or is_chosen):
            self.image_wanted.emit()
            return
        shows = editing.words(self.editor.shown(), *image.parts[0])
        sheet = AskingSheet(
            self.window(),
            "change-image",
            "Image",
            (
                words_blank(shows, is_nothing=not image.words),
                width_blank(int(image.title) if image.title.isdigit() else 0),
            ),
            accept="Change it",
        )
        check_width(sheet)
        sheet.answered.connect(partial(self._change_image, image))
        sheet.open()

    def _change_image(self, image: marks.Link, answers: dict[str, str]) -> None:
        width = int(answers["width"] or 0)
        self.editor.apply(marks.change_image(image, literal(answers["words"]), width))

    def _ask_to_start_again(self) -> None:
        self.start_again_requested.emit()

    def _ask_for_html(self) -> None:
        self.html_requested.emit()


def _of_address(answers: Mapping[str, str]) -> Remark:
    """Say where a link would lead, where that is not what was typed."""
    typed = answers["address"].strip()
    if marks.is_no_address(typed):
        text = "Not an address: it has spaces. A page looks like https://example.org/news."
        return Remark(text=text, is_taken=False)
    leads_to = marks.web_address(typed)
    text = "" if leads_to == typed else f"Leads to {leads_to}"
    return Remark(text=text, is_taken=bool(typed))
