"""The Conversation tab: the redacted dialogue, who said what in colour and in words."""

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sgdesk.present.summary import WHOLE_WORDS
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme, code_font
from sgdesk.ui.widgets.copied import Copied
from sgdesk.ui.widgets.long_text import LongText
from sgdesk.ui.widgets.surface import button, label, row, rule


class Conversation(LongText):
    """Show a transcript: `C:` lines are ours, `S:` lines the server's."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            "conversation",
            "Conversation with the server",
            "C is this computer, S is the server; keys are masked",
        )
        self.setFont(code_font())
        self._sides = _Sides(self.document(), theme)


class ConversationTab(QWidget):
    """Show what was said, say that it is not for a ticket, and copy it."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.words = Conversation(theme)
        self._copy = button(
            "Copy", name="copy-conversation", why="Put the whole conversation into the clipboard"
        )
        icons.put(self._copy, "copy", "muted")
        self._copy.clicked.connect(self._take)
        self._said = Copied()
        self._note = label(WHOLE_WORDS, "hint")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(
            row(self._copy, self._said, self._note, None, margins=(14, 4, 14, 4), spacing=10)
        )
        whole.addWidget(rule())
        whole.addWidget(self.words, 1)

    def show_transcript(self, transcript: str) -> None:
        """Show another one; without any there is nothing to copy."""
        self.words.show_text(transcript or "Nothing was said.")
        self._said.clear()
        self._note.setVisible(bool(transcript))
        self._copy.setEnabled(bool(transcript))

    def _take(self) -> None:
        self._said.take(self.words.text)


class _Sides(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:  # noqa: N802  # Qt's name
        token = {"C:": "syntax_tag", "S:": "syntax_value"}.get(text[:2], "muted")
        look = QTextCharFormat()
        look.setForeground(self._theme.colour(token))
        self.setFormat(0, len(text), look)
