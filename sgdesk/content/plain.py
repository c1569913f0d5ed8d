"""From HTML to words: the plain text of a mail, or Markdown to go on writing from.

A reader of its own over `html.parser`: links become numbered notes at the end,
a table's row becomes a line, and what a mail program would hide is left out.
It never fails; HTML that is broken gives what can be read of it.
"""

import re
from html.parser import HTMLParser

from sgdesk.content.microsoft_word import Firsts, WordLists
from sgdesk.content.strike_rules import is_for_screens
from sgdesk.content.words import Words
from sgdesk.content.worn_html import Steps, WornHtml

_SILENT = frozenset({"head", "style", "script", "title", "template", "noscript", "object"})
VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr"),
    }
)
"""Elements that have no end."""
_MOST_DIGITS = 9
"""Of the number of a list; CommonMark reads no more."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARTED = frozenset({"p", *_HEADINGS, "ul", "ol", "pre", "blockquote", "table", "hr"})
"""What has an empty line before and after it."""
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "body", "caption", "center", "dd", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "header", "html", "main", "nav"),
        *("optgroup", "option", "section", "tbody", "tfoot", "thead"),
    }
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d])"
    r"|max-height\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_BUTTONS = frozenset({"button", "btn"})
_NAMES = re.compile(r"[a-z]+")
_PADDED = re.compile(r"(?:^|[;\s])padding(?:-[a-z]+)?\s*:\s*[1-9]", re.IGNORECASE)
_FILLED = re.compile(
    r"display\s*:\s*inline-block|background(?:-color)?\s*:\s*"
    r"(?!none|transparent|inherit|initial|unset|rgba\(\s*0,\s*0,\s*0,\s*0\s*\))[\w#]",
    re.IGNORECASE,
)


def html_to_text(html: str) -> str:
    """Give the words of the HTML as plain text, with its links as notes."""
    return _read(html, Words(is_markdown=False))


def html_to_markdown(html: str) -> str:
    """Give the words of the HTML with the formats that the Write tab knows."""
    return _read(html, Words(is_markdown=True))


def _read(html: str, words: Words) -> str:
    firsts: Firsts = {}
    if WordLists.are_in(html):
        # What counts as one or as nine, only the next item tells.
        _parse(html, Words(is_markdown=False), firsts)
    _parse(html, words, firsts)
    return words.finish()


def _parse(html: str, words: Words, firsts: Firsts) -> None:
    parser = _Parser(words, firsts)
    parser.feed(html)
    parser.close()


class _Parser(HTMLParser):
    """Tell the words apart from what is around them."""

    def __init__(self, words: Words, firsts: Firsts) -> None:
        super().__init__(convert_charrefs=True)
        self._words = words
        self._worn = WornHtml()
        self._word_lists = WordLists(firsts)
        self._is_heading = False
        self._silent: list[str] = []
        """Open elements from the one that hides what is inside it."""
        self._is_sheet_seen = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        given = {name: value or "" for name, value in attrs}
        if tag == "style":
            self._is_sheet_seen = is_for_screens(given.get("media", ""))
        if self._silent:
            if tag not in VOID:
                self._silent.append(tag)
            return
        is_bullet = tag not in VOID and self._word_lists.begins_bullet(given)
        if is_bullet or (tag not in VOID and (tag in _SILENT or _is_hidden(given))):
            self._silent.append(tag)
            return
        if tag not in VOID:
            self._wear(self._worn.begin(tag, given))
        self._open(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that is written as its own end; `<br/>` has none, and is one break."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """End an element, and with it what was left open inside."""
        if self._silent:
            if tag in self._silent:
                while self._silent.pop() != tag:
                    pass
            if not self._silent and (bullet := self._word_lists.end_bullet()):
                self._words.put_bullet(bullet, is_next=self._word_lists.is_next)
            return
        self._close(tag)

    def handle_data(self, data: str) -> None:
        """Take words."""
        if self._silent and self._silent[-1] == "style":
            if self._is_sheet_seen:
                self._worn.take_sheet(data)
            self._word_lists.take_sheet(data)
        elif self._silent:
            self._word_lists.say(data)
        else:
            self._words.say(data)

    def _open(self, tag: str, given: dict[str, str]) -> None:
        words = self._words
        if tag in _PARTED:
            self._word_lists.begin(given)
            self._is_heading = tag in _HEADINGS
        match tag:
            case "br" if self._is_heading and words.is_markdown:
                # A heading is one line of what is written.
                words.say(" ")
            case "br":
                words.break_line(keep_empty=True)
            case "hr":
                words.rule()
            case "img":
                self._image(given)
            case "a":
                words.open_link(given.get("href", "").strip(), is_button=_is_button(given))
            case "ul" | "ol":
                words.open_list(is_ordered=tag == "ol", start=_number(given.get("start", "")))
            case "li":
                words.item(_number(given.get("value", "")))
            case "blockquote":
                words.quote(1)
            case "table" | "tr" | "td" | "th":
                self._open_of_table(tag, given)
            case _ if tag in _HEADINGS:
                words.heading(int(tag[1]))
            case _:
                self._part(tag)
                words.is_pre = words.is_pre or tag == "pre"

    def _open_of_table(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table":
            self._words.open_table(is_layout=given.get("role") in ("presentation", "none"))
        elif tag == "tr":
            self._words.open_row()
        else:
            self._words.open_cell()

    def _image(self, given: dict[str, str]) -> None:
        width = given.get("width", "")
        # One pixel wide is a mark that counts who reads, not a picture.
        if not _is_hidden(given) and width != "1":
            self._words.image(given.get("alt", "").strip(), given.get("src", "").strip(), width)

    def _wear(self, steps: Steps) -> None:
        for tag, is_end in steps:
            self._words.mark(tag, is_end=is_end)

    def _close(self, tag: str) -> None:
        words = self._words
        self._wear(self._worn.end(tag))
        match tag:
            case "a":
                words.close_link()
            case "ul" | "ol":
                words.close_list()
            case "blockquote":
                words.quote(-1)
            case "td" | "th":
                words.close_cell()
            case "table":
                words.close_table()
            case "tr":
                words.close_row()
            case "br":
                words.break_line(keep_empty=True)
            case _ if tag in _HEADINGS:
                self._is_heading = False
                words.end_heading()
            case _:
                words.is_pre = words.is_pre and tag != "pre"
                self._part(tag)

    def _part(self, tag: str) -> None:
        if tag in _PARTED:
            self._words.part_lines()
        elif tag in _BLOCKS:
            self._words.break_line()


def _is_button(given: dict[str, str]) -> bool:
    """Say whether a link is named as a button, or is filled and has room as one has."""
    style = given.get("style", "")
    is_named = any(name in _BUTTONS for name in _NAMES.findall(given.get("class", "").lower()))
    return is_named or bool(_PADDED.search(style) and _FILLED.search(style))


def _number(given: str) -> int | None:
    """Give where a list begins to count, or goes on."""
    is_one = given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS
    return int(given) if is_one else None


def _is_hidden(given: dict[str, str]) -> bool:
    return "hidden" in given or bool(_HIDDEN.search(given.get("style", "")))
