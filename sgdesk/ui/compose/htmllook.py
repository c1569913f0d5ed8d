"""The colours of HTML source: tags, attribute names, values and `{{fields}}`."""

import re

from PySide6.QtGui import QFont, QTextCharFormat

from sgdesk.content.fields import FIELD, unfilled
from sgdesk.ui.compose.livelook import Ends, Runs
from sgdesk.ui.compose.writinglook import mark_unfilled
from sgdesk.ui.theme import Theme

_TAG = re.compile(r"</?[A-Za-z][\w:-]*|/?>|<!--.*?-->|<![^>]*>")
_NAME = re.compile(r"\s([A-Za-z-]+)(?==)")
_VALUE = re.compile(r"=\s*(\"[^\"]*\"|'[^']*')")
_RULES = (
    (_TAG, 0, "syntax_tag"),
    (_NAME, 1, "syntax_name"),
    (_VALUE, 1, "syntax_value"),
    (FIELD, 0, "syntax_field"),
)


class HtmlLook:
    """Colour one line at a time; a tag that spans lines keeps its colours on each."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def dress(self, line: str, _ends: Ends | None) -> Runs:
        """Give the runs of a line; where two overlap the later one counts."""
        runs: Runs = []
        for pattern, group, token in _RULES:
            look = QTextCharFormat()
            look.setForeground(self._theme.colour(token))
            if pattern is FIELD:
                look.setFontWeight(QFont.Weight.Bold)
            runs += [
                (match.start(group), match.end(group) - match.start(group), look)
                for match in pattern.finditer(line)
            ]
        wrong = QTextCharFormat()
        mark_unfilled(wrong, self._theme)
        return runs + [(m.start(), m.end() - m.start(), wrong) for m in unfilled(line)]
