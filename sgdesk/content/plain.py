"""From HTML to words: the plain text of a mail, or Markdown to go on writing from.

A reader of its own over `html.parser`: links become numbered notes at the end,
a table's row becomes a line, and what a mail program would hide is left out.
It never fails; HTML that is broken gives what can be read of it.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from sgdesk.content.carried import as_words, sign, written

_SILENT = frozenset({"head", "style", "script", "title", "template", "noscript", "object"})
_VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr"),
    }
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARTED = frozenset({"p", *_HEADINGS, "ul", "ol", "pre", "blockquote", "table", "hr"})
"""What has an empty line before and after it."""
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "body", "caption", "center", "dd", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "header", "html", "main", "nav"),
        *("section", "tbody", "tfoot", "thead"),
    }
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d])"
    r"|max-height\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_INVISIBLE = re.compile("[\u00ad\u034f\u200b\u200c\u200d\u2060\ufeff]")
"""What newsletters fill their hidden first line with, where it is not hidden."""


def html_to_text(html: str) -> str:
    """Give the words of the HTML as plain text, with its links as notes."""
    return _read(html, _Words(is_markdown=False))


def html_to_markdown(html: str) -> str:
    """Give the words of the HTML with the formats that the Write tab knows."""
    return _read(html, _Words(is_markdown=True))


def _read(html: str, words: "_Words") -> str:
    parser = _Parser(words)
    parser.feed(html)
    parser.close()
    return words.finish()


@dataclass(slots=True)
class _Part:
    """Words under way: the whole mail, or one cell of a table."""

    lines: list[str] = field(default_factory=list)
    line: str = ""
    gap: int = 0
    """Empty lines that are due before the next word."""
    cells: list[str] | None = None
    """Of the row that is being read."""


@dataclass(slots=True)
class _List:
    is_ordered: bool
    number: int = 0


class _Words:
    """Lay words out in lines."""

    def __init__(self, *, is_markdown: bool) -> None:
        self.is_markdown = is_markdown
        self._parts = [_Part()]
        self._lists: list[_List] = []
        self._quotes = 0
        self._links: dict[str, int] = {}
        """The number of each note."""
        self._open_links: list[tuple[str, str, int]] = []
        self._bullet = ""
        self._signs = ""
        self.is_pre = False

    def say(self, text: str) -> None:
        """Add words; spaces count once, as on the screen."""
        text = _INVISIBLE.sub("", text)
        text = as_words(text) if self.is_markdown else text
        if self.is_pre:
            first, *rest = text.split("\n")
            self._add(first)
            for line in rest:
                self.break_line(keep_empty=True)
                self._add(line)
            return
        part = self._parts[-1]
        text = _SPACE.sub(" ", text)
        if not part.line or part.line.endswith(" "):
            text = text.lstrip(" ")
        self._add(text)

    def break_line(self, *, keep_empty: bool = False) -> None:
        """End the line, if there is one."""
        part = self._parts[-1]
        if part.line.strip() or (keep_empty and part.lines):
            part.lines.append(part.line.rstrip() if not self.is_pre else part.line)
        part.line = ""

    def part_lines(self) -> None:
        """Leave an empty line before what comes next."""
        self.break_line()
        self._parts[-1].gap = 1

    def rule(self) -> None:
        """Draw a line across."""
        self.part_lines()
        self._add("---")
        self.part_lines()

    def heading(self, level: int) -> None:
        """Begin a heading."""
        self.part_lines()
        if self.is_markdown:
            self._add("#" * level + " ")

    def mark(self, tag: str, *, is_end: bool) -> None:
        """Begin or end bold or italic."""
        if self.is_markdown:
            # Of itself it begins no line.
            self._signs += sign(tag, is_end=is_end)

    def open_list(self, *, is_ordered: bool) -> None:
        """Begin a list, one inside another without an empty line."""
        if self._lists:
            self.break_line()
        else:
            self.part_lines()
        self._lists.append(_List(is_ordered=is_ordered))

    def close_list(self) -> None:
        """End a list."""
        self.break_line()
        if self._lists:
            self._lists.pop()
        if not self._lists:
            self.part_lines()

    def item(self) -> None:
        """Begin an item; its bullet waits for its first word."""
        self.break_line()
        self._parts[-1].gap = 0 if self._lists and self._lists[-1].number else self._parts[-1].gap
        if not self._lists:
            self._bullet = "- "
            return
        last = self._lists[-1]
        last.number += 1
        indent = "   " * (len(self._lists) - 1)
        self._bullet = indent + (f"{last.number}. " if last.is_ordered else "- ")

    def quote(self, step: int) -> None:
        """Go into a quotation or out of it."""
        self.part_lines()
        self._quotes = max(0, self._quotes + step)

    def open_link(self, href: str, *, is_button: bool) -> None:
        """Begin a link."""
        part = self._parts[-1]
        self._open_links.append((href, ' "button"' if is_button else "", len(part.line)))
        if self.is_markdown and href:
            self._add("[")

    def close_link(self) -> None:
        """End a link: say where it goes, unless its words do."""
        if not self._open_links:
            return
        href, title, at = self._open_links.pop()
        words = self._parts[-1].line[at:].strip(" [")
        if not href or (href.startswith("#") and not self.is_markdown):
            return
        if self.is_markdown:
            self._add(f"]({_destination(href)}{title})")
        elif words and words not in (href, href.removeprefix("mailto:")):
            number = self._links.setdefault(href, len(self._links) + 1)
            self._add(f" [{number}]")
        elif not words:
            self._add(href)

    def image(self, alt: str, src: str, width: str) -> None:
        """Say what an image shows."""
        if self.is_markdown and src:
            title = f' "{width}"' if width.isdigit() else ""
            self._add(f"![{alt}]({_destination(src)}{title})")
        elif alt:
            self.say(alt)

    def open_row(self) -> None:
        """Begin a row of a table."""
        self.break_line()
        self._parts[-1].cells = []

    def open_cell(self) -> None:
        """Read a cell by itself; it ends one that was left open."""
        if self._parts[-1].cells is None:
            self.close_cell()
        if self._parts[-1].cells is None:
            self._parts[-1].cells = []
        self._parts.append(_Part())

    def close_cell(self) -> None:
        """Keep what the cell says for its row."""
        if len(self._parts) > 1:
            self.break_line()
            text = "\n".join(self._parts.pop().lines).strip("\n")
            cells = self._parts[-1].cells
            if cells is not None and text:
                cells.append(text)

    def close_row(self) -> None:
        """Put cells of one line side by side, larger ones below each other."""
        if self._parts[-1].cells is None:
            self.close_cell()
        part = self._parts[-1]
        cells, part.cells = part.cells or [], None
        if not cells:
            return
        if all("\n" not in cell for cell in cells):
            self._whole_lines([" | ".join(cells)])
            return
        for cell in cells:
            self.part_lines()
            self._whole_lines(cell.split("\n"))
            self.part_lines()

    def finish(self) -> str:
        """Give everything that was said, with the notes."""
        while len(self._parts) > 1:
            self.close_cell()
            self.close_row()
        self.break_line()
        lines = written(self._parts[0].lines)
        if self._links:
            notes = [f"[{at}] {href}" for at, href in enumerate(self._links, 1)]
            lines = [*lines, "", *notes]
        return "\n".join(lines).strip("\n") + "\n" if any(lines) else ""

    def _whole_lines(self, lines: list[str]) -> None:
        part = self._parts[-1]
        self._fill_gap(part)
        part.lines.extend(lines)

    def _add(self, text: str) -> None:
        part = self._parts[-1]
        if not part.line and (text.strip() or self.is_pre):
            self._fill_gap(part)
            part.line = "> " * self._quotes + self._lead()
        if text:
            part.line += self._signs + text
            self._signs = ""

    def _lead(self) -> str:
        """Give the bullet, or the room below it for an item's next lines."""
        if self._bullet:
            lead, self._bullet = self._bullet, ""
            return lead
        return "   " * len(self._lists) if self._lists else ""

    def _fill_gap(self, part: _Part) -> None:
        if part.gap and part.lines and part.lines[-1]:
            part.lines.append("")
        part.gap = 0


def _destination(address: str) -> str:
    return f"<{address}>" if set(address) & set(" ()") else address


class _Parser(HTMLParser):
    """Tell the words apart from what is around them."""

    def __init__(self, words: _Words) -> None:
        super().__init__(convert_charrefs=True)
        self._words = words
        self._silent: list[str] = []
        """Open elements from the one that hides what is inside it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        given = {name: value or "" for name, value in attrs}
        if self._silent:
            if tag not in _VOID:
                self._silent.append(tag)
            return
        if tag not in _VOID and (tag in _SILENT or _is_hidden(given)):
            self._silent.append(tag)
            return
        self._open(tag, given)

    def handle_endtag(self, tag: str) -> None:
        """End an element, and with it what was left open inside."""
        if self._silent:
            if tag in self._silent:
                while self._silent.pop() != tag:
                    pass
            return
        self._close(tag)

    def handle_data(self, data: str) -> None:
        """Take words."""
        if not self._silent:
            self._words.say(data)

    def _open(self, tag: str, given: dict[str, str]) -> None:
        words = self._words
        match tag:
            case "br":
                words.break_line(keep_empty=True)
            case "hr":
                words.rule()
            case "img":
                self._image(given)
            case "a":
                is_button = "button" in given.get("class", "").split("-")
                words.open_link(given.get("href", "").strip(), is_button=is_button)
            case "ul" | "ol":
                words.open_list(is_ordered=tag == "ol")
            case "li":
                words.item()
            case "blockquote":
                words.quote(1)
            case "tr":
                words.open_row()
            case "td" | "th":
                words.open_cell()
            case "b" | "strong" | "i" | "em":
                words.mark(tag, is_end=False)
            case _ if tag in _HEADINGS:
                words.heading(int(tag[1]))
            case _:
                self._part(tag)
                words.is_pre = words.is_pre or tag == "pre"

    def _image(self, given: dict[str, str]) -> None:
        width = given.get("width", "")
        # One pixel wide is a mark that counts who reads, not a picture.
        if not _is_hidden(given) and width != "1":
            self._words.image(given.get("alt", "").strip(), given.get("src", "").strip(), width)

    def _close(self, tag: str) -> None:
        words = self._words
        match tag:
            case "a":
                words.close_link()
            case "ul" | "ol":
                words.close_list()
            case "blockquote":
                words.quote(-1)
            case "td" | "th":
                words.close_cell()
            case "tr":
                words.close_row()
            case "b" | "strong" | "i" | "em":
                words.mark(tag, is_end=True)
            case "br":
                words.break_line(keep_empty=True)
            case _:
                words.is_pre = words.is_pre and tag != "pre"
                self._part(tag)

    def _part(self, tag: str) -> None:
        if tag in _PARTED:
            self._words.part_lines()
        elif tag in _BLOCKS:
            self._words.break_line()


def _is_hidden(given: dict[str, str]) -> bool:
    return "hidden" in given or bool(_HIDDEN.search(given.get("style", "")))
