"""A mail for a reader of simple HTML: no scripts, no hidden parts, no gradients."""

import re

from sgdesk.content.plain import VOID

# Their content would be shown as words.
_WORDLESS = frozenset(
    ("script", "title", "template", "noscript", "iframe", "object", "svg", "math", "video", "audio")
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b([^<>]*)>", re.IGNORECASE)
_HIDDEN = re.compile(
    r"""\bstyle\s*=\s*(?:"[^"]*\bdisplay\s*:\s*none\b|'[^']*\bdisplay\s*:\s*none\b)""",
    re.IGNORECASE,
)
# Bounded: a mail of nothing but beginnings takes no longer.
_GRADIENT = re.compile(
    r"\bbackground(?:-image)?(\s*:\s*)(?:repeating-)?(?:linear|radial|conic)-gradient"
    r"\([^;{}\"'#]{0,99}?(#[0-9a-f]{3,8}\b|rgba?\([^()]{0,60}\))"
    r"(?:[^;{}\"'()]|\([^()]{0,60}\)){0,400}\)",
    re.IGNORECASE,
)


def simple_html(html: str) -> str:
    """Leave out what no reader sees, and give a gradient's ground its first colour."""
    return _GRADIENT.sub(r"background-color\1\2", _seen_alone(html))


def _seen_alone(html: str) -> str:
    """Cut out what is hidden, in one pass however the mail is made."""
    kept = []
    at, inside, depth = 0, "", 0
    for tag in _TAG.finditer(html):
        name, ends = tag[2].lower(), bool(tag[1])
        if not inside and not ends and _is_unseen(name, tag[3]):
            kept.append(html[at : tag.start()])
            at = tag.end()
            if name not in VOID:
                inside, depth = name, 1
        elif inside == name:
            # Within a script no tag is one.
            depth = 0 if ends and name in _WORDLESS else depth + (-1 if ends else 1)
            if depth <= 0:
                at, inside = tag.end(), ""
    return "".join((*kept, "" if inside else html[at:]))


def _is_unseen(name: str, attributes: str) -> bool:
    return name in _WORDLESS or _HIDDEN.search(attributes) is not None
