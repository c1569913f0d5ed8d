"""Ready a mail's HTML for those who draw it: behind a fence, light or dark, on its own in a file.

Nothing here judges or cleans the mail that is sent; each function gives a copy.
"""

import base64
import html as escaping
import mimetypes
import re
from collections.abc import Collection, Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from sgdesk.content.fillers import without_fillers

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
# No pattern here may look at a stretch twice: a mail made for that would hold up the window.
_START = re.compile(r"\s*+(?><!--.*?-->\s*+)*+<!doctype[^>]*+>", re.IGNORECASE | re.DOTALL)
_CID = re.compile(r"cid:([^\"'\s)>]+)", re.IGNORECASE)
_SCHEME_WORD = b"color-scheme"
_AROUND_BYTES = 400
"""So far before and after that word is looked for what it stands in."""
_MOST_SCHEMES = 500
_SCHEME_QUERY = re.compile(
    rb"\(\s*prefers-color-scheme\s*:\s*(dark|light|no-preference)\s*\)", re.IGNORECASE
)
_SCHEME_STYLE = re.compile(rb"(?<![-\w])(color-scheme\s*:\s*)([a-z\s]+)", re.IGNORECASE)
_SCHEME_META = re.compile(
    rb"<meta\b[^<>]{0,300}[\"'\s=]color-scheme[\"'\s/>][^<>]{0,300}", re.IGNORECASE
)
_CONTENT = re.compile(rb"(content\s*=\s*[\"']?)([a-z\s]+)", re.IGNORECASE)
PREHEADER_HTML = 40_000
"""So much of the HTML is looked through for the first words, a piece at a time."""
PREHEADER_STEP = 2_000
_BODY = re.compile(r"<body\b", re.IGNORECASE)
PREHEADER_WORDS = 140
UNSUBSCRIBE_WORDS = "SendGrid puts its unsubscribe link here when it sends."
_UNSUBSCRIBE_PLACE = (
    # On a phone the mark of where one is stands at the right edge.
    '<div class="sgdesk-unsubscribe" style="margin: 16px auto; padding: 8px 12px; '
    "max-width: min(600px, 100% - 24px); "
    "box-sizing: border-box; border: 1px dashed #8a8a94; border-radius: 6px; "
    'font: 15px sans-serif; color: #4a4a54; background: #ffffff; text-align: center">'
    f"{UNSUBSCRIBE_WORDS}</div>"
)
_DARK_UNSUBSCRIBE_PLACE = (
    "<style>@media (prefers-color-scheme: dark) { .sgdesk-unsubscribe "
    "{ color: #c9cbd3 !important; background: #24262d !important } }</style>"
)
"""For a mail with dark styles of its own, which is not recoloured."""
_BLANK = "<!doctype html><title>Blank</title>"
_WORDLESS = frozenset({"script", "style", "title", "head", "template", "noscript"})
_WITHIN_WORDS = frozenset(
    {"a", "abbr", "b", "code", "del", "em", "font", "i", "ins", "mark"}
    | {"s", "small", "span", "strike", "strong", "sub", "sup", "u"}
)
"""Elements that may begin or end in the middle of a word, or before its full stop."""
_FIGURE_SPACE = "\u2007"
"""With it, too, newsletters keep the rest of the mail out of the inbox line."""
_ALWAYS, _NEVER = b"(min-width:0)", b"(max-width:0)"
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
    wanted = b"dark" if dark else b"light"

    def answer(match: re.Match[bytes]) -> bytes:
        return _ALWAYS if match[1].lower() == wanted else _NEVER

    def settle(match: re.Match[bytes]) -> bytes:
        return match[1] + wanted if wanted in match[2].lower().split() else match[0]

    def settle_meta(match: re.Match[bytes]) -> bytes:
        return _CONTENT.sub(settle, match[0])

    content = html.encode("utf-8", "surrogatepass")
    parts, at = [], 0
    for start, end in _scheme_stretches(content):
        stretch = _SCHEME_QUERY.sub(answer, content[start:end])
        stretch = _SCHEME_META.sub(settle_meta, _SCHEME_STYLE.sub(settle, stretch))
        parts += [content[at:start], stretch]
        at = end
    return b"".join((*parts, content[at:])).decode("utf-8", "surrogatepass") if parts else html


def has_dark_styles(html: str) -> bool:
    """Say whether the mail brings a dark look of its own."""
    content = html.encode("utf-8", "surrogatepass")
    return any(_is_dark(content[start:end]) for start, end in _scheme_stretches(content))


def _is_dark(stretch: bytes) -> bool:
    queries = (match[1].lower() for match in _SCHEME_QUERY.finditer(stretch))
    styles = (match[2].lower().split() for match in _SCHEME_STYLE.finditer(stretch))
    metas = (
        content[2].lower().split()
        for match in _SCHEME_META.finditer(stretch)
        for content in _CONTENT.finditer(match[0])
    )
    return b"dark" in queries or any(b"dark" in words for words in (*styles, *metas))


def _scheme_stretches(content: bytes) -> Iterator[tuple[int, int]]:
    """Give where the mail may speak of its schemes; elsewhere two megabytes need no look."""
    folded = content.lower()
    stretch: tuple[int, int] | None = None
    at = folded.find(_SCHEME_WORD)
    for _ in range(_MOST_SCHEMES):
        if at < 0:
            break
        start, end = max(0, at - _AROUND_BYTES), at + _AROUND_BYTES
        if stretch is not None and start <= stretch[1]:
            start = stretch[0]
        elif stretch is not None:
            yield stretch
        stretch = start, end
        at = folded.find(_SCHEME_WORD, at + 1)
    if stretch is not None:
        yield stretch


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


def with_images_anew(html: str, names: Collection[str], number: int) -> str:
    """Give inline images addresses of their own, `cid:NAME?NUMBER`.

    An engine asks once for an address, and so would go on showing what was taken out of the
    mail, or another mail's picture of the same name.
    """

    def put(match: re.Match[str]) -> str:
        return f"{match[0]}?{number}" if unquote(match[1]) in names else match[0]

    return _CID.sub(put, html)


def image_kind(name: str, content: bytes) -> str:
    """Give the media type of an inline image, by its first bytes, else by its name."""
    for start, kind in (
        (b"\x89PNG", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"RIFF", "image/webp"),
        (b"<svg", "image/svg+xml"),
        (b"<?xml", "image/svg+xml"),
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


def shown_html(html: str, text: str) -> str:
    """Give what a reader's client shows of a mail: its HTML, else its text, else a blank page."""
    return html if html.strip() else text_as_html(text) or _BLANK


def with_unsubscribe_place(html: str) -> str:
    """Show at the foot of a mail where SendGrid puts its unsubscribe link when it sends."""
    at = html.lower().rfind("</body")
    at = len(html) if at < 0 else at
    dark = _DARK_UNSUBSCRIBE_PLACE if has_dark_styles(html) else ""
    return f"{html[:at]}{dark}{_UNSUBSCRIBE_PLACE}{html[at:]}"


def preheader(html: str) -> str:
    """Give the first words of the mail, as an inbox shows them after the subject."""
    body = _BODY.search(html, 0, PREHEADER_HTML)
    start = body.start() if body is not None else 0
    reader = _FirstWords()
    words = ""
    for at in range(start, min(len(html), start + PREHEADER_HTML), PREHEADER_STEP):
        reader.feed(html[at : at + PREHEADER_STEP])
        words = " ".join("".join(reader.words).split())
        if len(words) >= PREHEADER_WORDS:
            break
    return words[:PREHEADER_WORDS]


class _FirstWords(HTMLParser):
    """Collect words, leaving out what no reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self._skipped += tag in _WORDLESS
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in _WORDLESS and self._skipped > 0
        self._part(tag)

    def _part(self, tag: str) -> None:
        if tag not in _WITHIN_WORDS:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.words.append(without_fillers(data.replace(_FIGURE_SPACE, "")))


def blocked_words(images: int, others: int) -> str:
    """Say what was asked for and not fetched; nothing when nothing was."""
    parts = []
    if images:
        parts.append(f"{images} remote image{'' if images == 1 else 's'}")
    if others:
        parts.append(f"{others} remote file{'' if others == 1 else 's'}")
    return f"{' and '.join(parts)} blocked." if parts else ""


def missed_words(missed: Mapping[str, str]) -> str:
    """Say that images could not be fetched, and why if that is one thing; nothing of none."""
    if not missed:
        return ""
    if len(missed) == 1:
        ((address, why),) = missed.items()
        name = urlsplit(address).path.rpartition("/")[2] or address
        return f"{name} could not be fetched: {why.rstrip('.')}."
    reasons = {why.rstrip(".") for why in missed.values()}
    why = f": {reasons.pop()}" if len(reasons) == 1 else ""
    return f"{len(missed)} images could not be fetched{why}."


def missed_lines(missed: Mapping[str, str]) -> str:
    """Give a line for each image that could not be fetched."""
    return "\n".join(f"{address}: {why}" for address, why in missed.items())


def dark_words(html: str) -> str:
    """Say what the dark picture can promise."""
    if has_dark_styles(html):
        return "Dark: in the mail's own dark colours. Some mail programs change them."
    return "Dark: recoloured, as the mail has no dark colours. Mail programs differ in that."


def _policy(words: str) -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{words}">'


def _after_doctype(html: str, head: str) -> str:
    start = _START.match(html)
    at = start.end() if start is not None else 0
    return f"{html[:at]}{head}{html[at:]}"
