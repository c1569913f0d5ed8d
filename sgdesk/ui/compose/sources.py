"""Which part of the mail is made from which: HTML from the writing, plain text from the HTML.

Each follows until the user changes it by hand; then it is theirs, and says so.
No step of this loses anything: what was made or typed comes back by undo, in
whichever tab one asks for it.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from sgdesk.content.plain import html_to_markdown, html_to_text
from sgdesk.ui.compose.editor import TextEditor

MAKE_MS = 120
"""How often the mail is made anew while somebody writes."""
SMALL_WRITING = 4_000
"""Characters of Markdown that are turned into HTML between two frames: 20 ms at most."""
SMALL_HTML = 25_000

Maker = Callable[[str], str]


class Sources(QObject):
    """Keep the three texts in step.

    Signals: `changed()`, when what would be sent is another; `state_changed()`,
    when something became the user's own or follows again; `making_wanted()`,
    when one of `wants_html` and `wants_text` is too large to be made here.
    """

    changed = Signal()
    state_changed = Signal()
    making_wanted = Signal()

    def __init__(
        self, writing: TextEditor, html: TextEditor, plain: TextEditor, make_html: Maker
    ) -> None:
        super().__init__(html)
        self._writing, self._html, self._plain = writing, html, plain
        self._make_html = make_html
        self.html_is_own = False
        self.text_is_own = False
        self._made_html, self._made_from = "", ""
        self._made_text, self._text_from = "", ""
        self.mail = 0
        """Counts the mails that were shown: what is made of one is nothing to the next."""
        self._set_aside: int | None = None
        """After starting again: how many steps the writing had then; the last one stands for it."""
        self._timer = QTimer(self, singleShot=True, interval=MAKE_MS)
        self._timer.timeout.connect(self._make)
        writing.edited.connect(self._note_writing)
        html.edited.connect(self._note_html)
        plain.edited.connect(self._note_plain)
        for editor in (writing, html, plain):
            editor.undo_wanted.connect(self._undo)
            editor.redo_wanted.connect(self._redo)

    def markdown(self) -> str:
        """Give what stands in Write."""
        return self._writing.source()

    def html(self) -> str:
        """Give the HTML that would be sent, as far as it is made."""
        if self.html_is_own:
            return self._html.source()
        if len(self.markdown()) <= SMALL_WRITING:
            self._make_html_now()
        return self._made_html

    def text(self) -> str:
        """Give the plain text that would be sent, as far as it is made."""
        if self.text_is_own:
            return self._plain.source()
        html = self.html()
        if len(html) <= SMALL_HTML:
            self._make_text_now(html)
        return self._made_text

    @property
    def wants_html(self) -> str | None:
        """Give the Markdown from which the HTML is still to be made."""
        markdown = self.markdown()
        return markdown if not self.html_is_own and markdown != self._made_from else None

    @property
    def wants_text(self) -> str | None:
        """Give the HTML from which the plain text is still to be made."""
        html = self._html.source() if self.html_is_own else self._made_html
        return html if not self.text_is_own and html != self._text_from else None

    @property
    def is_settled(self) -> bool:
        """Say whether nothing is under way: no large paste, nothing to be made."""
        self.text()
        filling = any(e.is_filling for e in (self._writing, self._html, self._plain))
        return not filling and self.wants_html is None and self.wants_text is None

    @property
    def is_behind(self) -> bool:
        """Say whether something was typed that `changed` has not told yet."""
        return self._timer.isActive()

    def catch_up(self) -> None:
        """Tell it now."""
        if self._timer.isActive():
            self._timer.stop()
            self._make()

    def take_html(self, markdown: str, html: str) -> None:
        """Take HTML that was made elsewhere."""
        self._made_html, self._made_from = html, markdown
        self._timer.start()

    def take_text(self, html: str, text: str) -> None:
        """Take plain text that was made elsewhere."""
        self._made_text, self._text_from = text, html
        self._timer.start()

    def show(
        self, markdown: str, html: str, text: str, *, html_is_own: bool, text_is_own: bool
    ) -> None:
        """Show a mail as it was kept."""
        self._timer.stop()
        self.mail += 1
        self._set_aside = None
        self._made_html = self._made_from = self._made_text = self._text_from = ""
        self._writing.set_source(markdown)
        self.html_is_own = bool(html) and (html_is_own or not markdown)
        self.text_is_own = text_is_own
        if not self.html_is_own and html:
            # Made earlier, maybe by another version: kept until the writing changes.
            self._made_html, self._made_from = html, markdown
        if text and not text_is_own:
            self._made_text, self._text_from = text, html
        self._html.set_source(html if self.html_is_own else self.html())
        self._plain.set_source(text if text_is_own else self.text())
        self.state_changed.emit()
        if not self.is_settled:
            self.making_wanted.emit()

    def show_html(self) -> None:
        """Put what was made into the HTML tab, which is about to be seen."""
        if not self.html_is_own:
            self._html.show_made(self.html())

    def show_text(self) -> None:
        """Put what was made into the Plain text tab, which is about to be seen."""
        if not self.text_is_own:
            self._plain.show_made(self.text())

    def start_again(self) -> None:
        """Make the mail from the writing again; where there is none, from the HTML's words."""
        self.html_is_own = False
        if self.markdown():
            self._writing.mark_step()
        else:
            self._writing.replace_source(html_to_markdown(self._html.source()))
        self._set_aside = self._steps(self._writing)
        self._settle()

    def make_text_again(self) -> None:
        """Let the plain text follow the HTML again; undo brings the own one back."""
        self.text_is_own = False
        text = self.text()
        self._plain.replace_source(text)
        self._settle()

    def _note_writing(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _note_html(self) -> None:
        if len(self.markdown()) <= SMALL_WRITING:
            self._make_html_now()
        self._set_own(html=self._html.differs_from(self._made_html))
        self._note_writing()

    def _note_plain(self) -> None:
        self._set_own(text=self._plain.differs_from(self._made_text))
        self._note_writing()

    def _set_own(self, *, html: bool | None = None, text: bool | None = None) -> None:
        before = (self.html_is_own, self.text_is_own)
        if html is not None:
            self.html_is_own = html
        if text is not None:
            self.text_is_own = text
        if before != (self.html_is_own, self.text_is_own):
            self.state_changed.emit()

    def _make(self) -> None:
        """Bring what follows up to date, and tell."""
        if not self.is_settled:
            self.making_wanted.emit()
        for editor, show in ((self._html, self.show_html), (self._plain, self.show_text)):
            if editor.isVisible():
                show()
        self.changed.emit()

    def _settle(self) -> None:
        self._timer.stop()
        self.state_changed.emit()
        self._make()

    def _make_html_now(self) -> None:
        markdown = self.markdown()
        if markdown != self._made_from:
            self._made_html, self._made_from = self._make_html(markdown), markdown

    def _make_text_now(self, html: str) -> None:
        if html != self._text_from:
            self._made_text, self._text_from = html_to_text(html), html

    def _undo(self) -> None:
        """Undo where the change was made: what follows has no steps of its own."""
        editor = self.sender()
        if editor is self._plain and (self.text_is_own or self._steps(self._plain)):
            self._plain.undo_step()
        elif editor is self._html and (self.html_is_own or self._steps(self._html)):
            self._html.undo_step()
        elif self._set_aside == self._steps(self._writing):
            self._bring_html_back()
        elif self.html_is_own:
            self._html.undo_step()
        else:
            self._writing.undo_step()

    def _redo(self) -> None:
        # So that what can be redone there is what fits the writing.
        self.show_html()
        self.show_text()
        candidates = [self.sender(), self._html if self.html_is_own else self._writing]
        if not self._html.differs_from(self.html()):
            # The HTML is as it was made: what was changed there by hand and undone fits it still.
            candidates.append(self._html)
        for candidate in candidates:
            if isinstance(candidate, TextEditor) and candidate.document().isRedoAvailable():
                candidate.redo_step()
                return

    @staticmethod
    def _steps(editor: TextEditor) -> int:
        return editor.document().availableUndoSteps()

    def _bring_html_back(self) -> None:
        """Undo starting again."""
        self._writing.undo_step()
        if self._html.made_is_on_top:
            self._html.undo_step()
        self._set_aside = None
        self.html_is_own = True
        self._settle()
