"""Personal fields in what is written: kept as they are, whatever is done around them.

`{{name}}` is SendGrid's for templates, `<%name%>` its older form, which still
stands for the unsubscribe links. Markdown and HTML would both read into them.
"""

import re
from collections.abc import Iterator

FIELD = re.compile(r"\{\{\{?[^{}<>\n]*\}?\}\}|<%[^<>%\n]*%>")
_MARK = re.compile(
    r"\{\{\{?[^{}\n]{0,80}\}?\}\}|<%[^%\n]{0,80}%>|\*\|[A-Z][\w:]*\|\*|%%[A-Za-z_]\w*%%"
    r"|\$\{[A-Za-z_][\w.]*\}|%recipient\.\w+%|\[\[[A-Za-z_][\w .]*\]\]"
)
_FILLED_BY_SENDGRID = re.compile(r"unsubscribe|weblink|asm_", re.IGNORECASE)


def unfilled(text: str) -> Iterator[re.Match[str]]:
    """Give the fields that people would read as they stand: those of anybody's templates.

    SendGrid fills in its own links alone.
    """
    return (mark for mark in _MARK.finditer(text) if not _FILLED_BY_SENDGRID.search(mark[0]))


_INDENT = re.compile(r"^\xa0+(?=[^\s\[!])", re.MULTILINE)
"""Spaces that break no line, before words: Markdown would drop those of a paragraph's first line.
A button or an image has its place without them."""
WORD = re.compile(r"sgfield\d+q\d+z")
"""What stands for a field while the mail is made."""


class Fields:
    """Put words in the place of fields and of indents, and these back later."""

    def __init__(self, text: str) -> None:
        salt = 0
        while f"sgfield{salt}q" in text:
            salt += 1
        self._stem = f"sgfield{salt}q"
        self._found: list[str] = []
        self.text = _INDENT.sub(self._take_indent, FIELD.sub(self._take, text))
        """The text with a word for each field: letters and digits, good in any place."""

    def put_back(self, text: str) -> str:
        """Put each field where its word stands."""
        return re.sub(rf"{self._stem}(\d+)z", self._give, text)

    def _take(self, match: re.Match[str]) -> str:
        return self._word_for(match[0])

    def _take_indent(self, match: re.Match[str]) -> str:
        return self._word_for("&nbsp;" * len(match[0]))

    def _word_for(self, put_back: str) -> str:
        self._found.append(put_back)
        return f"{self._stem}{len(self._found) - 1}z"

    def _give(self, match: re.Match[str]) -> str:
        return self._found[int(match[1])]
