"""Ready a mail's HTML for those who draw it: behind a fence, light or dark, on its own in a file.

Nothing here judges or cleans the mail that is sent; each function gives a copy.
"""

import base64
import html as escaping
import mimetypes
import re
from collections.abc import Mapping
from html.parser import HTMLParser

FENCE = (
    "default-src 'none'; img-src http: https: cid: data:; style-src 'unsafe-inline' http: https:; "
    "font-src http: https: data:; media-src http: https:; form-action 'none'; base-uri 'none'"
)
"""What the engine may ask for at all. What is remote is let through here so that the gate
behind it can count it; the gate lets nothing remote pass."""

FENCE_ALONE = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "form-action 'none'; base-uri 'none'"
)
"""For a browser of the user's, where nothing stands behind the fence."""

# After the document type, or the engine would lay the mail out as in 1998.
_START = re.compile(r"\s*(?:<!--.*?-->\s*)*<!doctype[^>]*>", re.IGNORECASE | re.DOTALL)
_CID = re.compile(r"cid:([^\"'\s)>]+)", re.IGNORECASE)
_SCHEME_QUERY = re.compile(
    r"\(\s*prefers-color-scheme\s*:\s*(dark|light|no-preference)\s*\)", re.IGNORECASE
)
_SCHEME_STYLE = re.compile(r"(?<![-\w])(color-scheme\s*:\s*)([a-z\s]+)", re.IGNORECASE)
_SCHEME_META = re.compile(r"<meta\b[^>]*[\"'\s]color-scheme[\"'\s/>][^>]*>?", re.IGNORECASE)
_CONTENT = re.compile(r"(content\s*=\s*[\"']?)([a-z\s]+)", re.IGNORECASE)
PREHEADER_HTML = 60_000
"""So much of the HTML is looked through for the first words."""
PREHEADER_WORDS = 140
_WORDLESS = frozenset({"script", "style", "title", "head", "template", "noscript"})
# Invisible characters with which newsletters keep the rest of the mail out of the inbox line.
_FILLERS = dict.fromkeys(map(ord, "\u00ad\u034f\u200b\u200c\u200d\u2007\ufeff"))
_ALWAYS, _NEVER = "(min-width:0)", "(max-width:0)"
# Elements that load, move or run by themselves. A reader of HTML takes a name for a tag right
# after the sign, wherever it stands, so replacing every such name leaves none.
_ACTIVE = re.compile(
    r"<(/?)(?:base|link|meta|script|i?frame|frameset|object|embed|portal|applet)(?=[\s/>]|$)",
    re.IGNORECASE,
)
_INERT = r"<\1basefont"
"""Belongs into a head as the others do, and does nothing."""


def fenced(html: str) -> str:
    """Give the mail with `FENCE` before everything that could ask for anything."""
    return _after_doctype(html, _policy(FENCE))


def in_scheme(html: str, *, dark: bool) -> str:
    """Give the mail as a client with a light or dark look shows it, by the mail's own styles.

    The queries are answered in the text, because the engine would answer them from the
    look of this computer.
    """
    wanted = "dark" if dark else "light"

    def answer(match: re.Match[str]) -> str:
        return _ALWAYS if match[1].lower() == wanted else _NEVER

    def settle(match: re.Match[str]) -> str:
        return f"{match[1]}{wanted}" if wanted in match[2].lower().split() else match[0]

    def settle_meta(match: re.Match[str]) -> str:
        return _CONTENT.sub(settle, match[0])

    html = _SCHEME_QUERY.sub(answer, html)
    html = _SCHEME_STYLE.sub(settle, html)
    return _SCHEME_META.sub(settle_meta, html)


def has_dark_styles(html: str) -> bool:
    """Say whether the mail brings a dark look of its own."""
    queries = (match[1].lower() for match in _SCHEME_QUERY.finditer(html))
    styles = (match[2].lower().split() for match in _SCHEME_STYLE.finditer(html))
    metas = (
        content[2].lower().split()
        for match in _SCHEME_META.finditer(html)
        for content in _CONTENT.finditer(match[0])
    )
    return "dark" in queries or any("dark" in words for words in (*styles, *metas))


def page_for_browser(html: str, images: Mapping[str, bytes]) -> str:
    """Give one file that shows the mail in any browser, and loads and runs nothing."""
    inert = _ACTIVE.sub(_INERT, with_inline_images(html, images))
    head = '<meta charset="utf-8"><meta name="referrer" content="no-referrer">'
    # A browser may look names up ahead of a click; this asks it not to.
    head += '<meta http-equiv="x-dns-prefetch-control" content="off">'
    return _after_doctype(inert, head + _policy(FENCE_ALONE))


def with_inline_images(html: str, images: Mapping[str, bytes]) -> str:
    """Replace each known `cid:` by the image's bytes; unknown ones stay, and show as missing."""

    def put(match: re.Match[str]) -> str:
        content = images.get(match[1])
        if content is None:
            return match[0]
        kind = image_kind(match[1], content)
        return f"data:{kind};base64,{base64.b64encode(content).decode()}"

    return _CID.sub(put, html)


def image_kind(name: str, content: bytes) -> str:
    """Give the media type of an inline image, by its first bytes, else by its name."""
    for start, kind in (
        (b"\x89PNG", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"RIFF", "image/webp"),
        (b"<svg", "image/svg+xml"),
    ):
        if content.startswith(start):
            return kind
    guessed = mimetypes.guess_type(name)[0] or ""
    return guessed if guessed.startswith("image/") else "image/png"


def text_as_html(text: str) -> str:
    """Show a plain mail as its readers see it; nothing for no words."""
    if not text.strip():
        return ""
    return (
        '<pre style="white-space: pre-wrap; font-family: sans-serif; margin: 16px">'
        f"{escaping.escape(text, quote=False)}</pre>"
    )


def preheader(html: str) -> str:
    """Give the first words of the mail, as an inbox shows them after the subject."""
    reader = _FirstWords()
    reader.feed(html[:PREHEADER_HTML])
    return " ".join("".join(reader.words).split())[:PREHEADER_WORDS]


class _FirstWords(HTMLParser):
    """Collect words, leaving out what no reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self._skipped += tag in _WORDLESS
        self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in _WORDLESS and self._skipped > 0
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.words.append(data.translate(_FILLERS))


def blocked_words(images: int, others: int) -> str:
    """Say what was asked for and not fetched; nothing when nothing was."""
    parts = []
    if images:
        parts.append(f"{images} remote image{'' if images == 1 else 's'}")
    if others:
        parts.append(f"{others} remote file{'' if others == 1 else 's'}")
    return f"{' and '.join(parts)} blocked." if parts else ""


def dark_words(html: str) -> str:
    """Say what the dark picture can promise."""
    if has_dark_styles(html):
        return "Dark: this mail's own dark styles, as Apple Mail shows them."
    return "Dark: recoloured, as this mail has no dark styles. Each client does it its own way."


def _policy(words: str) -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{words}">'


def _after_doctype(html: str, head: str) -> str:
    start = _START.match(html)
    at = start.end() if start is not None else 0
    return f"{html[:at]}{head}{html[at:]}"
