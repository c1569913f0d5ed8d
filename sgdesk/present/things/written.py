"""What was written, taken apart once for all rules: the source, its tags, its links.

The HTML is looked through with patterns, not parsed: 2 MB take a tenth of a
second this way, and each find knows where it stands. Comments are blanked, so
that what only old Outlook reads is not judged.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sgdesk.present.form import ComposeForm
from sgdesk.present.things.thing import Around, ListPlace, TextPlace

_UNSHOWN = re.compile(r"<!--|<style\b|<script\b", re.IGNORECASE)
_ENDS = {
    "<!--": re.compile("-->"),
    "<style": re.compile("</style", re.IGNORECASE),
    "<script": re.compile("</script", re.IGNORECASE),
}
_TAG = re.compile(
    r"<(?P<name>a|area|img|body|html)\b(?P<rest>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[A-Za-z][\w:-]*)\s*+(?:=\s*+(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The value of an attribute and where it stands, quotes not counted."""

    text: str
    """Unescaped."""
    start: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag that rules look at."""

    name: str
    start: int
    length: int
    attributes: Mapping[str, Value]

    def text(self, attribute: str) -> str:
        """Give an attribute's value, nothing when it is not there."""
        value = self.attributes.get(attribute)
        return value.text if value is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in what the user edits."""

    place: TextPlace
    start: int | None = None
    length: int = 0


class Written:
    """A form with what rules ask of it."""

    def __init__(self, form: ComposeForm, around: Around) -> None:
        self.form = form
        self.around = around
        self.html = _without_unshown(form.html)
        """As long as the form's own, so that places in it hold."""
        self.tags = tuple(_tags(self.html))
        self.links = tuple(tag for tag in self.tags if tag.name in ("a", "area"))
        self.images = tuple(tag for tag in self.tags if tag.name == "img")

    @property
    def has_words(self) -> bool:
        """Say whether anything was written that people would read."""
        return bool(self.form.html.strip() or self.form.text.strip())

    @property
    def body_place(self) -> TextPlace:
        """Give the tab in which the body is edited."""
        if self.form.follows_writing:
            return "markdown"
        return "html" if self.form.html.strip() else "text"

    @property
    def sources(self) -> tuple[tuple[TextPlace, str], ...]:
        """Give each text that the user wrote, by place; what follows another is left out."""
        form = self.form
        texts: list[tuple[TextPlace, str]] = [("subject", form.subject)]
        texts.append(("markdown", form.markdown) if form.follows_writing else ("html", self.html))
        if form.text_is_own or not form.html.strip():
            texts.append(("text", form.text))
        return tuple((place, text) for place, text in texts if text.strip())

    @property
    def lists(self) -> tuple[tuple[ListPlace, str], ...]:
        """Give the fields with addresses of people, and what stands in them."""
        return (("to", self.form.to), ("cc", self.form.cc), ("bcc", self.form.bcc))

    def spot(self, start: int, length: int) -> Spot:
        """Give where a piece of the HTML stands in what the user edits."""
        if not self.form.follows_writing:
            return Spot(place="html", start=start, length=length)
        piece = html.unescape(self.form.html[start : start + length])
        at = self.form.markdown.find(piece) if piece else -1
        if at < 0:
            return Spot(place="markdown")
        return Spot(place="markdown", start=at, length=len(piece))


def _without_unshown(text: str) -> str:
    """Blank comments, styles and scripts; one that never ends hides nothing."""
    parts: list[str] = []
    endless: set[str] = set()
    at = 0
    while match := _UNSHOWN.search(text, at):
        opening = match[0].lower()
        end = None if opening in endless else _ENDS[opening].search(text, match.end())
        if end is None:
            endless.add(opening)
            stop = match.end()
            parts.append(text[at:stop])
        else:
            stop = end.end()
            parts.append(text[at : match.start()] + " " * (stop - match.start()))
        at = stop
    return "".join(parts) + text[at:]


def _tags(text: str) -> list[Tag]:
    return [
        Tag(
            name=match["name"].lower(),
            start=match.start(),
            length=len(match[0]),
            attributes=_attributes(match["rest"], match.start("rest")),
        )
        for match in _TAG.finditer(text)
    ]


def _attributes(text: str, offset: int) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for match in _ATTRIBUTE.finditer(text):
        raw = match["value"] or ""
        quoted = raw[:1] in ("'", '"')
        start = offset + (match.start("value") if raw else match.end()) + quoted
        value = Value(
            text=html.unescape(raw[1:-1] if quoted else raw),
            start=start,
            length=len(raw) - 2 * quoted,
        )
        found.setdefault(match["name"].lower(), value)
    return found
