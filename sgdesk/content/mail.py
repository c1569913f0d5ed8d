"""From what is written to the HTML of a mail.

What is written is Markdown (CommonMark, with tables), read so that it means
what it looks like: a line break is a line break, no HTML gets through, and what
stands within a line is read by `letters`, as Write does. Two
things are said in a link's title, which CommonMark has room for:
`[Read on](https://example.org "button")` is a button, in a paragraph of its own,
`![Logo](cid:logo "300")` an image 300 pixels wide.
"""

from collections.abc import Sequence

import css_inline
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from sgdesk.content.direction import say_direction
from sgdesk.content.fields import Fields
from sgdesk.content.inline import use_letters
from sgdesk.content.lines import lists_ended, signs_as_text
from sgdesk.content.parting import BUTTON, part_at_buttons
from sgdesk.content.template import button, image_width, page, with_screens

_INLINER = css_inline.CSSInliner(
    load_remote_stylesheets=False, keep_style_tags=False, keep_at_rules=False
)


def make_mail(markdown: str) -> str:
    """Give the whole HTML document; nothing for nothing written."""
    if not markdown.strip():
        return ""
    # Half a character, as a paste may hold one, is nothing that HTML could say.
    whole = markdown.encode("utf-8", "replace").decode("utf-8")
    fields = Fields(whole)
    inlined = _INLINER.inline(page(_READER.render(lists_ended(signs_as_text(fields.text)))))
    return fields.put_back(with_screens(inlined)).rstrip() + "\n"


class _Renderer(RendererHTML):
    """Write the few tags that mail programs want otherwise than a browser does."""

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Write an image with its width, which Outlook needs to hear."""
        token = tokens[idx]
        alt = self.renderInlineAsText(token.children, options, env) if token.children else ""
        width = image_width(str(token.attrGet("title") or ""))
        wide = f' width="{width}"' if width else ""
        src = escapeHtml(str(token.attrGet("src") or ""))
        return f'<img src="{src}" alt="{escapeHtml(alt)}"{wide}>'

    def link_open(
        self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        """Write a link without the title that only says what it looks like."""
        return f'<a href="{escapeHtml(str(tokens[idx].attrGet("href") or ""))}">'

    def table_open(
        self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        """Write a table of data, which keeps its lines."""
        way = self.renderAttrs(tokens[idx])
        return f'<table class="grid"{way} border="0" cellpadding="0" cellspacing="0">\n'

    def paragraph_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Write nothing where the paragraph is made of buttons."""
        hidden = tokens[idx].hidden or _is_buttons(tokens[idx + 1])
        return "" if hidden else self.renderToken(tokens, idx, options, env)

    def paragraph_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Write nothing where the paragraph is made of buttons."""
        hidden = tokens[idx].hidden or _is_buttons(tokens[idx - 1])
        return "" if hidden else self.renderToken(tokens, idx, options, env)

    def renderInline(  # noqa: N802  # markdown-it's name
        self, tokens: Sequence[Token], options: OptionsDict, env: EnvType
    ) -> str:
        """Write one paragraph's words, or its buttons."""
        if not _are_buttons(tokens):
            return super().renderInline(tokens, options, env)
        made: list[str] = []
        around: list[str] = []
        """Formats that a button is in; they are for its words."""
        start = -1
        for at, token in enumerate(tokens):
            if token.type == "link_open":
                start = at
            elif start < 0 and token.nesting > 0:
                around.append(token.tag)
            elif start < 0 and token.nesting < 0:
                around.pop()
            elif token.type == "link_close":
                words = super().renderInline(tokens[start + 1 : at], options, env)
                for tag in reversed(around):
                    words = f"<{tag}>{words}</{tag}>"
                made.append(button(escapeHtml(str(tokens[start].attrGet("href") or "")), words))
                start = -1
        return "".join(made)


def _is_buttons(inline: Token) -> bool:
    return _are_buttons(inline.children or ())


def _are_buttons(tokens: Sequence[Token]) -> bool:
    """Say whether links that are buttons stand here, and nothing beside them."""
    depth, found = 0, False
    for token in tokens:
        if token.type == "link_open":
            if token.attrGet("title") != BUTTON:
                return False
            depth, found = depth + 1, True
        elif token.type == "link_close":
            depth -= 1
        elif not depth and (token.type == "image" or token.content.strip()):
            return False
    return found


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"breaks": True, "html": False}, renderer_cls=_Renderer)
    # A signature under `--` is no heading, and nothing in the editor shows one there; nor does
    # it show a line with spaces before it as code, or leave out one that begins with `[a]:`.
    reader.enable("table").disable(["lheading", "code", "reference"])
    return say_direction(part_at_buttons(use_letters(reader)))


_READER = _reader()
