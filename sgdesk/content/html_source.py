"""HTML source that was written or pasted where plain writing belongs: found, and made a mail.

Plain writing lets no HTML through, so people would see its tags.
"""

import re
from html import escape

_NAMES = (
    "html|head|body|table|tbody|tr|td|th|div|p|h[1-6]|ul|ol|li|center|section|span|a|b|i|u|em"
    "|strong|font|style"
)
_FIRST = re.compile(rf"<!doctype\s+html[^<>]*>|<(?P<name>{_NAMES})(?:\s[^<>]*)?>", re.IGNORECASE)
_LAST = re.compile(rf"</(?:{_NAMES})\s*>", re.IGNORECASE)
_BODY = re.compile(r"<body(?:\s[^<>]*)?>", re.IGNORECASE)
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)


def html_span(markdown: str) -> tuple[int, int] | None:
    """Give where HTML source begins and ends in plain writing; `None` where there is none.

    One tag alone is none, nor is what stands as code.
    """
    if "</" not in markdown:
        return None
    text = _CODE.sub(lambda code: " " * len(code[0]), markdown)
    first = _FIRST.search(text)
    ends = [end.end() for end in _LAST.finditer(text, first.end())] if first else []
    return (first.start(), ends[-1]) if first and ends else None


def as_html(markdown: str) -> str:
    """Give the source as the HTML of a mail, with what was written around it as paragraphs."""
    span = html_span(markdown)
    if span is None:
        return ""
    before, source, after = markdown[: span[0]], markdown[slice(*span)], markdown[span[1] :]
    body = _BODY.search(source)
    begin = body.end() if body else 0
    stop = source.lower().rfind("</body")
    stop = stop if body and stop >= begin else len(source)
    parts = (source[:begin], _paragraphs(before), source[begin:stop], _paragraphs(after))
    return "".join(parts) + source[stop:]


def _paragraphs(words: str) -> str:
    parts = [part.strip() for part in re.split(r"\n\s*\n", words) if part.strip()]
    made = [f"<p>{escape(part, quote=False)}</p>".replace("\n", "<br>\n") for part in parts]
    return "\n".join(("", *made, "")) if made else ""
