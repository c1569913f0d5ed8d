"""Words of the writing as they are seen, to be found whatever of them is bold."""

from collections.abc import Iterator

from PySide6.QtGui import QTextDocument

from sgdesk.content import editing
from sgdesk.content.finding import Span, spans, utf16
from sgdesk.content.letters import is_plain


def spans_of(document: QTextDocument, wanted: str) -> Iterator[Span]:
    """Give where words stand, as the cursor counts."""
    text = document.toRawText().replace("\u2029", "\n")
    if is_plain(text):
        yield from spans(text, wanted)
        return
    at = 0
    for line in text.split("\n"):
        for start, end in editing.found(line, wanted):
            yield at + utf16(line, start), at + utf16(line, end)
        at += utf16(line, len(line)) + 1
