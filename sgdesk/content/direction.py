"""Which way what is written runs, as its first letter tells: Hebrew and Arabic from right to left.

Write shows each line so, and a mail has to say it: its page runs from left to right.
"""

import unicodedata
from collections.abc import Iterator
from itertools import takewhile
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sgdesk.content.fields import WORD

Way = Literal["ltr", "rtl"]

_WAYS: dict[str, Way] = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_PARTS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "th", "td")
)


def say_direction(reader: MarkdownIt) -> MarkdownIt:
    """Let a reader say of each part which way it runs, where one runs from right to left.

    A list runs as its first words do, all its bullets on one side; so does a quotation.
    """
    reader.core.ruler.push("direction", _say_all)
    return reader


def way_of(words: str) -> Way | None:
    """Say which way words run; `None` where nothing tells, as with numbers."""
    told = (_WAYS.get(unicodedata.bidirectional(letter)) for letter in WORD.sub("", words))
    return next(filter(None, told), None)


def _say_all(state: StateCore) -> None:
    if state.src.isascii():
        return
    ways = {id(each): way_of(_seen(each)) for each in state.tokens if each.type == "inline"}
    if "rtl" not in ways.values():
        return
    for at, token in enumerate(state.tokens):
        if token.nesting > 0 and token.tag in _PARTS and not token.hidden:
            told = (ways.get(id(each)) for each in _within(state.tokens, at))
            if (way := next(filter(None, told), None)) is not None:
                token.attrSet("dir", way)


def _within(tokens: list[Token], at: int) -> Iterator[Token]:
    level = tokens[at].level
    return takewhile(lambda each: each.level > level, tokens[at + 1 :])


def _seen(inline: Token) -> str:
    return "".join(each.content for each in inline.children or ())
