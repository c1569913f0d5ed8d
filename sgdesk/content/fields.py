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


WORD = re.compile(r"sgfield\d+q\d+z")
"""What stands for a field while the mail is made."""


class Fields:
    """Put words in the place of fields, and the fields back later."""

    def __init__(self, text: str) -> None:
        salt = 0
        while f"sgfield{salt}q" in text:
            salt += 1
        self._stem = f"sgfield{salt}q"
        self._found: list[str] = []
        self.text = FIELD.sub(self._take, text)
        """The text with a word for each field: letters and digits, good in any place."""

    def put_back(self, text: str) -> str:
        """Put each field where its word stands."""
        return re.sub(rf"{self._stem}(\d+)z", self._give, text)

    def _take(self, match: re.Match[str]) -> str:
        self._found.append(match[0])
        return f"{self._stem}{len(self._found) - 1}z"

    def _give(self, match: re.Match[str]) -> str:
        return self._found[int(match[1])]
