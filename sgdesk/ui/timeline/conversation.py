"""The Conversation tab: the redacted dialogue, who said what in colour and in words."""

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from sgdesk.ui.theme import Theme, code_font


class Conversation(QPlainTextEdit):
    """Show a transcript: `C:` lines are ours, `S:` lines the server's."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("conversation")
        self.setAccessibleName("Conversation with the server")
        self.setAccessibleDescription(
            "What each side said, line by line; C is this program, S the server"
        )
        self.setAccessibleDescription("C is this computer, S is the server; keys are masked")
        self.setReadOnly(True)
        self.setProperty("inset", True)
        self.setFont(code_font())
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
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
