"""The Conversation tab: the redacted dialogue, who said what in colour and in words."""

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from sgdesk.ui.theme import Theme, code_font
from sgdesk.ui.widgets.long_text import LongText


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
