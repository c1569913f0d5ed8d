"""Lay the words of HTML out in lines: as plain text, or as Markdown to go on writing from.

Links become numbered notes at the end of plain text; a table's row becomes a line, and a table
of data stays one in Markdown.
"""

import re
from dataclasses import dataclass, field

from sgdesk.content.carried import (
    as_words,
    dashes_as_words,
    destination,
    indented,
    is_seen,
    link_of,
    linked,
    pictures_in,
    sign,
    unsigned,
    written,
)
from sgdesk.content.fillers import without_fillers
from sgdesk.content.letters import LINK

_SPACE = re.compile(r"[ \t\r\n\f]+")
_NO_DATA = re.compile(r"#|- |\d+[.)] |>|.*(?:\||!\[|\"button\"\))")
"""A heading, a list, a quotation, a picture or a button; a line across would end the cell."""


@dataclass(slots=True)
class _Part:
    """Words under way: the whole mail, or one cell of a table."""

    lines: list[str] = field(default_factory=list)
    line: str = ""
    gap: int = 0
    """Empty lines that are due before the next word."""
    cells: list[str] | None = None
    """Of the row that is being read."""
    rows: list[list[str]] | None = None
    """Of the table that is being read, while it may be one of data."""


@dataclass(slots=True)
class _List:
    is_ordered: bool
    number: int
    """Of its last item, or one less than that of its first."""
    has_items: bool = False


@dataclass(slots=True, kw_only=True)
class _Link:
    """A link under way: each line of it is one."""

    href: str
    title: str
    depth: int
    """How many parts were open where it began."""
    at: int
    """Where its words in the line begin."""
    is_said: bool = False
    picture: str | None = None
    """What the picture in it shows; `None` for none."""


class Words:
    """Lay words out in lines."""

    def __init__(self, *, is_markdown: bool) -> None:
        self.is_markdown = is_markdown
        self._parts = [_Part()]
        self._lists: list[_List] = []
        self._quotes = 0
        self._quote_begins = False
        self._links: dict[str, int] = {}
        """The number of each note."""
        self._link: _Link | None = None
        self._bullet = ""
        self._bold_headings: list[bool] = []
        """Of each that is open, whether it is bold instead."""
        self._signs = ""
        self.is_pre = False

    def say(self, text: str) -> None:
        """Add words; spaces count once, as on the screen."""
        text = without_fillers(text)
        part = self._parts[-1]
        text = as_words(text, part.line) if self.is_markdown else unsigned(text)
        if self.is_pre:
            self._say_as_it_stands(text)
            return
        text = _SPACE.sub(" ", text)
        if not part.line or part.line.endswith(" "):
            text = text.lstrip(" ")
        self._add(text)

    def _say_as_it_stands(self, text: str) -> None:
        first, *rest = text.split("\n")
        is_within = bool(self._parts[-1].line) or not self.is_markdown
        self._add(first if is_within else indented(first))
        for line in rest:
            self.break_line(keep_empty=True)
            self._add(indented(line) if self.is_markdown else line)

    def break_line(self, *, keep_empty: bool = False) -> None:
        """End the line, if there is one."""
        self._end_piece()
        part = self._parts[-1]
        if self.is_markdown:
            part.line = dashes_as_words(part.line)
        if part.line.strip() or (keep_empty and part.lines):
            part.lines.append(part.line.rstrip() if not self.is_pre else part.line)
        part.line = ""
        self._go_on_with_link()

    def part_lines(self) -> None:
        """Leave an empty line before what comes next."""
        self.break_line()
        if not self._bullet:
            # What an item begins with stands beside its bullet.
            self._parts[-1].gap = 1

    def rule(self) -> None:
        """Draw a line across."""
        self.part_lines()
        if not (self.is_markdown and self._is_within):
            self._whole_lines(["---"])
        self.part_lines()

    def heading(self, level: int) -> None:
        """Begin a heading; in a list or a quotation Write has none, so there it is bold."""
        self.part_lines()
        self._bold_headings.append(self._is_within)
        if self._is_within:
            self.mark("b", is_end=False)
        elif self.is_markdown:
            self._add("#" * level + " ")

    def end_heading(self) -> None:
        """End a heading."""
        if self._bold_headings and self._bold_headings.pop():
            self.mark("b", is_end=True)
        self.part_lines()

    @property
    def _is_within(self) -> bool:
        return bool(self._lists or self._quotes or self._bullet)

    def mark(self, tag: str, *, is_end: bool) -> None:
        """Begin or end bold, italic or struck through.

        Of those plain text says only the last: a price that was would be one that is.
        """
        if self.is_markdown or tag == "s":
            # Of itself it begins no line.
            self._signs += sign(tag, is_end=is_end)

    def open_list(self, *, is_ordered: bool, start: int | None = None) -> None:
        """Begin a list, one inside another without an empty line."""
        if self._lists:
            self.break_line()
            self._parts[-1].gap = 0
        else:
            self.part_lines()
        self._lists.append(_List(is_ordered=is_ordered, number=0 if start is None else start - 1))

    def close_list(self) -> None:
        """End a list."""
        self.break_line()
        self._bullet = ""
        if self._lists:
            self._lists.pop()
        if not self._lists:
            self.part_lines()

    def item(self, number: int | None = None) -> None:
        """Begin an item; its bullet waits for its first word, its number may be its own."""
        self.break_line()
        if self._lists and self._lists[-1].has_items:
            self._parts[-1].gap = 0
        if not self._lists:
            self._bullet = "- "
            return
        last = self._lists[-1]
        last.number = last.number + 1 if number is None else number
        last.has_items = True
        indent = "   " * (len(self._lists) - 1)
        self._bullet = indent + (f"{last.number}. " if last.is_ordered else "- ")

    def put_bullet(self, bullet: str, *, is_next: bool) -> None:
        """Begin an item with this; the next one of a list stands right below."""
        self.break_line()
        self._bullet = bullet
        if is_next:
            self._parts[-1].gap = 0

    def quote(self, step: int) -> None:
        """Go into a quotation or out of it."""
        self.part_lines()
        self._quotes = max(0, self._quotes + step)
        self._quote_begins = step > 0

    def open_link(self, href: str, *, is_button: bool) -> None:
        """Begin a link, which ends one that was left open."""
        self.close_link()
        title = ' "button"' if is_button else ""
        depth, at = len(self._parts), len(self._parts[-1].line)
        self._link = _Link(href=href, title=title, depth=depth, at=at)

    def close_link(self) -> None:
        """End a link: say where it goes, unless its words do."""
        link = self._link
        if link is None:
            return
        self._end_piece()
        self._link = None
        if not link.href:
            return
        if self.is_markdown:
            if link.picture is not None and not link.is_said:
                self._say_behind(f" {link_of(link.picture, link.href)}")
        elif not link.href.startswith("#"):
            self._note(link)

    def _note(self, link: _Link) -> None:
        words = unsigned(self._parts[-1].line[link.at :]).strip()
        if not words and not link.is_said:
            self._add(link.href)
        elif words not in (link.href, link.href.removeprefix("mailto:")):
            number = self._links.setdefault(link.href, len(self._links) + 1)
            self._say_behind(f" [{number}]")

    def _say_behind(self, text: str) -> None:
        """Say something behind the last words, whose line may have ended."""
        part = self._parts[-1]
        if part.line or not part.lines:
            self._add(text)
        else:
            part.lines[-1] += text

    def _end_piece(self) -> None:
        """Let the words of a link that stand in the line that ends be one of their own."""
        link, part = self._link, self._parts[-1]
        if link is None:
            return
        piece = part.line[link.at :]
        if self.is_markdown and link.href:
            pictures = pictures_in(piece)
            for picture in pictures[:1]:
                link.picture = picture["words"]
                # A picture can be pressed as it is; what stands beside it is no button.
                link.title = ""
            piece = LINK.sub("", piece) if pictures else piece
            part.line = linked(part.line, link.at, link.href, link.title)
        link.is_said = link.is_said or is_seen(piece)
        if self.is_markdown:
            link.at = len(part.line)

    def image(self, alt: str, src: str, width: str) -> None:
        """Say what an image shows."""
        if self.is_markdown and src:
            title = f' "{width}"' if width.isdigit() else ""
            self._add(f"![{alt}]({destination(src)}{title})")
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
        self._end_piece()
        self._parts.append(_Part())
        self._go_on_with_link()

    def close_cell(self) -> None:
        """Keep what the cell says for its row."""
        if len(self._parts) > 1:
            self.break_line()
            if self._link is not None and self._link.depth == len(self._parts):
                # It was left open.
                self.close_link()
            text = "\n".join(self._parts.pop().lines).strip("\n")
            self._go_on_with_link()
            if text:
                # No format goes on into the next cell.
                text, self._signs = text + self._signs, ""
            cells = self._parts[-1].cells
            if cells is not None:
                cells.append(text)

    def close_row(self) -> None:
        """Put cells of one line side by side, larger ones below each other."""
        if self._parts[-1].cells is None:
            self.close_cell()
        part = self._parts[-1]
        cells, part.cells = part.cells or [], None
        if not any(cells):
            return
        if all("\n" not in cell for cell in cells):
            if part.rows is None:
                self._whole_lines([_side_by_side(cells)])
            else:
                part.rows.append(cells)
            return
        self.close_table()
        for cell in filter(None, cells):
            self.part_lines()
            self._whole_lines(cell.split("\n"))
            self.part_lines()

    def open_table(self, *, is_layout: bool) -> None:
        """Begin a table, which may be one of data unless it says that it is for layout."""
        self.part_lines()
        if self.is_markdown and not is_layout:
            self._parts[-1].rows = []

    def close_table(self) -> None:
        """End a table: one of data stays a table."""
        part = self._parts[-1]
        self._lay_rows(part)
        part.rows = None
        self.part_lines()

    def finish(self) -> str:
        """Give everything that was said, with the notes."""
        while len(self._parts) > 1:
            self.close_cell()
            self.close_row()
        self.break_line()
        self._lay_rows(self._parts[0])
        lines = written(self._parts[0].lines, is_markdown=self.is_markdown)
        if self._links:
            notes = [f"[{at}] {href}" for at, href in enumerate(self._links, 1)]
            lines = [*lines, "", *notes]
        return "\n".join(lines).strip("\n") + "\n" if any(lines) else ""

    def _go_on_with_link(self) -> None:
        if self._link is not None:
            self._link.at = len(self._parts[-1].line)

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

    def _lay_rows(self, part: _Part) -> None:
        """Write the rows that wait for the end of their table, before anything that follows."""
        if part.rows:
            rows, part.rows = part.rows, []
            self._whole_lines(_table(rows) or [_side_by_side(row) for row in rows])

    def _fill_gap(self, part: _Part) -> None:
        self._lay_rows(part)
        if part.gap and part.lines and part.lines[-1].strip("> "):
            part.lines.append(("> " * (self._quotes - self._quote_begins)).rstrip())
        part.gap = 0
        self._quote_begins = False


def _side_by_side(cells: list[str]) -> str:
    return " | ".join(filter(None, cells))


def _table(rows: list[list[str]]) -> list[str]:
    """Write a table of data, its first row as its head; nothing for what is none.

    Columns of plain words are data. Pictures and lists side by side are layout.
    """
    width = len(rows[0])
    is_data = len(rows) > 1 and width > 1 and all(len(row) == width for row in rows)
    if not is_data or any(_NO_DATA.match(cell) for row in rows for cell in row):
        return []
    head, *others = (f"| {' | '.join(row)} |" for row in rows)
    return [head, "|" + " --- |" * width, *others]
