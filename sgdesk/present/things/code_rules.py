"""The rules for code among the words, which people would read as it stands."""

import html
import re
from collections.abc import Iterator

from sgdesk.content.html_source import html_span
from sgdesk.content.marks import link_at
from sgdesk.present.things.thing import Fix, Replace, Thing, UseAsHtml
from sgdesk.present.things.written import Written

_PICTURE = re.compile(r"(?:!?\[[^\[\]\n]*\]?)?\(?cid:[\w.@+-]+(?:\s*\"[^\"\n]*\"?)?\)?")
_LINK = re.compile(r"\]\((?:https?:|mailto:|tel:)?[^\s()\"<>]*")
_CODE = re.compile(r"<(code|pre)\b[^>]*>.*?</\1>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_SIGNS = ("](", "cid:")


HTML_SOURCE = "html_source"


def html_source(written: Written) -> Iterator[Thing]:
    """HTML source in plain writing, which lets none through."""
    if not written.form.follows_writing:
        return
    span = html_span(written.form.markdown)
    if span is not None:
        yield Thing(
            rule=HTML_SOURCE,
            place="markdown",
            words="This is HTML source; people would read its tags.",
            why="Use it as HTML, and the mail looks as the source says.",
            start=span[0],
            length=span[1] - span[0],
            fix=Fix(
                text="Use it as HTML",
                why="Make the mail of it, in the HTML tab; undo takes that back",
                change=UseAsHtml(),
            ),
        )


def code_broken(written: Written) -> Iterator[Thing]:
    """Code of a picture or link that is none any more, and stands among the words."""
    form = written.form
    if not form.follows_writing or not any(sign in form.markdown for sign in _SIGNS):
        return
    shown = html.unescape(_TAG.sub("", _CODE.sub("", form.html)))
    if not any(sign in shown for sign in _SIGNS):
        return
    for what, pattern, lead in (("picture", _PICTURE, "cid:"), ("link", _LINK, "](")):
        for match in pattern.finditer(form.markdown):
            if link_at(form.markdown, *match.span()) is not None:
                continue
            left = match[0][match[0].index(lead) :].partition('"')[0].strip(" )")
            if left in shown and not (what == "link" and "cid:" in match[0]):
                yield Thing(
                    rule="code_broken",
                    place="markdown",
                    words=f"This looks like broken {what} code: {_short(match[0])}",
                    why="People would read it as it stands. Take it out, or put it in once more.",
                    start=match.start(),
                    length=len(match[0]),
                    fix=Fix(
                        text="Take it out",
                        why="Remove the code from the mail",
                        change=Replace(
                            place="markdown", start=match.start(), length=len(match[0]), new=""
                        ),
                    ),
                )


def _short(code: str) -> str:
    return code if len(code) <= 40 else f"{code[:38]}…"
