"""The rule for what is left of the code of a picture or link: people would read it."""

import html
import re
from collections.abc import Iterator

from sgdesk.content.marks import link_at
from sgdesk.present.things.thing import Fix, Replace, Thing
from sgdesk.present.things.written import Written

_PICTURE = re.compile(r"(?:!?\[[^\[\]\n]*\]?)?\(?cid:[\w.@+-]+(?:\s*\"[^\"\n]*\"?)?\)?")
_LINK = re.compile(r"\]\((?:https?:|mailto:|tel:)?[^\s()\"<>]*")
_CODE = re.compile(r"<(code|pre)\b[^>]*>.*?</\1>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_SIGNS = ("](", "cid:")


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
