"""Colour HTML source: tags, attribute names, values and `{{fields}}`."""

import re

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from sgdesk.ui.theme import Theme

_TAG = re.compile(r"</?[A-Za-z][\w:-]*|/?>|<!--.*?-->|<![^>]*>")
_NAME = re.compile(r"\s([A-Za-z-]+)(?==)")
_VALUE = re.compile(r"=\s*(\"[^\"]*\"|'[^']*')")
_FIELD = re.compile(r"\{\{.*?\}\}")


class HtmlHighlighter(QSyntaxHighlighter):
    """Colour one line at a time; a tag that spans lines keeps its colours on each."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:  # noqa: N802  # Qt's name
        """Colour one line."""
        for pattern, group, token in (
            (_TAG, 0, "syntax_tag"),
            (_NAME, 1, "syntax_name"),
            (_VALUE, 1, "syntax_value"),
            (_FIELD, 0, "syntax_field"),
        ):
            look = QTextCharFormat()
            look.setForeground(self._theme.colour(token))
            if token == "syntax_field":  # noqa: S105  # a colour's name
                look.setFontWeight(QFont.Weight.Bold)
            for match in pattern.finditer(text):
                self.setFormat(match.start(group), match.end(group) - match.start(group), look)
