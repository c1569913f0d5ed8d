"""A paragraph with buttons in it, as several: a button has a place of its own in a mail.

Write draws each button as one, so whatever comes to stand beside it, the mail has it as one.
"""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

BUTTON = "button"
_CELLS = ("td", "th")


def part_at_buttons(reader: MarkdownIt) -> MarkdownIt:
    """Let a reader part paragraphs and headings before and behind each button."""
    reader.core.ruler.push("buttons", _part_all)
    return reader


def _part_all(state: StateCore) -> None:
    made: list[Token] = []
    tokens = iter(state.tokens)
    for token in tokens:
        parts = _parts(token.children or ())
        if len(parts) < 2:
            made.append(token)
            continue
        inlines = [token.copy(children=part) for part in parts]
        if made[-1].tag in _CELLS:
            # What is in one cell of a table stays in it.
            made += inlines
            continue
        opened, closed = made.pop(), next(tokens)
        for inline in inlines:
            made += (opened, inline, closed)
    state.tokens = made


def _parts(tokens: Sequence[Token]) -> list[list[Token]]:
    """Cut the words of a paragraph beside its buttons; formats go on behind a cut."""
    parts: list[list[Token]] = [[]]
    around: list[Token] = []
    is_button = False
    for token in tokens:
        if token.type == "link_open" and token.attrGet("title") == BUTTON:
            _cut(parts, around)
            is_button = True
        parts[-1].append(token)
        if is_button:
            if token.type == "link_close":
                _cut(parts, around)
                is_button = False
        elif token.nesting > 0:
            around.append(token)
        elif token.nesting < 0:
            around.pop()
    return [made for part in parts if (made := _trimmed(part))]


def _cut(parts: list[list[Token]], around: Sequence[Token]) -> None:
    parts[-1] += [
        Token(each.type.replace("_open", "_close"), each.tag, -1) for each in reversed(around)
    ]
    parts.append(list(around))


def _trimmed(part: Sequence[Token]) -> list[Token]:
    """Leave out line breaks at both ends, and marks around nothing; give nothing for nothing."""
    said = [at for at, each in enumerate(part) if each.type == "image" or each.content.strip()]
    if not said:
        return []
    made: list[Token] = []
    for at, token in enumerate(part):
        is_within = said[0] <= at <= said[-1]
        if not is_within and not token.nesting:
            continue
        is_empty = (
            token.type in ("strong_close", "em_close", "s_close") and made and made[-1].nesting > 0
        )
        if is_empty:
            made.pop()
        else:
            made.append(token)
    return made
