"""Rules for links, judged by their words alone: nothing is looked up or fetched."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import urlsplit

from sgdesk.present.things.thing import Fix, Go, Replace, Thing
from sgdesk.present.things.written import Tag, Value, Written

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST_LIKE = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:[:/?#].*)?")
_ADDRESS = re.compile(r"[^\s@/:]+@[^\s@/:]+")
_MARKED = re.compile(r"\{\{|<%|\*\||%%|\$\{|\[\[|\[unsubscribe\]|\[weblink\]", re.IGNORECASE)
_HERE_ONLY = re.compile(
    r"localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+"
    r"|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|.*\.(?:local|internal|test|invalid|localhost)"
)
_EXAMPLE = re.compile(r"(?:.*\.)?example\.(?:com|net|org)")
_NOBODYS = "which is only an example address that nobody owns: put your own site's"
_EDIT = Go(text="Edit the link…", why="Say where it leads", opens="link")
_CHANGE = Go(text="Change it", why="Select where it leads, to write over it")
_WEB = ("http", "https")
_BEGINNING = re.compile(r"([a-z]{3,6})(?::/{0,2}|[;,.]?//)", re.IGNORECASE)
"""What may be meant as http:// or https://, its colon or a slash forgotten or mistyped."""
_ALMOST = 0.75
"""How alike two schemes are where one is the other, mistyped: htp and http, not ftp and http."""
_SCRIPT = ("javascript", "vbscript", "data", "file")


def links_broken(written: Written) -> Iterator[Thing]:
    """A link that leads nowhere, or not where its reader is."""
    seen: set[str] = set()
    for tag in written.links:
        href = tag.attributes.get("href")
        if href is None or href.text in seen:
            continue
        seen.add(href.text)
        words = link_problem(href.text)
        if written.around.is_practice and words.endswith(_NOBODYS):
            continue
        if words and not _is_anchor(tag):
            yield _thing(href, words, written)


def link_problem(href: str) -> str:
    """Say what is wrong with a link's target, nothing when it looks right."""
    target = href.strip()
    if _MARKED.search(target):
        return ""
    if target in ("", "#"):
        return "leads nowhere"
    if target.startswith("#"):
        return ""
    if right := _respelt(target):
        return f"does not begin with {right.partition('//')[0]}// as it should"
    scheme = _SCHEME.match(target)
    if scheme is None and _ADDRESS.fullmatch(target):
        return "is an address without mailto: before it"
    if scheme is None or _HOST_LIKE.fullmatch(target):
        return "has no https:// before it"
    name = scheme[0][:-1].lower()
    if len(name) == 1:
        return "is a file on this computer, which others cannot reach"
    if name in _SCRIPT:
        return f"begins with {name}:, which no mail program runs"
    if name == "cid":
        return "is left of a picture's code, and opens nothing"
    if name == "mailto":
        return "" if "@" in target.partition("?")[0] else "names no address after mailto:"
    if name in _WEB:
        return _web_problem(target) or ("holds a space" if " " in href else "")
    return ""


def _respelt(target: str) -> str:
    """Give a web address whose beginning is mistyped, or there twice, with the right one.

    Nothing where it is right, or where none is meant.
    """
    rest, meant = target, ""
    while start := _BEGINNING.match(rest):
        close = get_close_matches(start[1].lower(), _WEB, n=1, cutoff=_ALMOST)
        if not close:
            break
        rest, meant = rest[start.end() :], close[0]
    right = f"{meant}://{rest}" if meant else ""
    return "" if right.lower() == target.lower() else right


def _web_problem(target: str) -> str:
    try:
        host = urlsplit(target).hostname or ""
    except ValueError:
        host = ""
    if not host or " " in host:
        return "names no site"
    if not _has_port(target):
        return "has a port that is no number from 1 to 65535"
    if _HERE_ONLY.fullmatch(host):
        return f"leads to {host}, which others cannot reach"
    if _EXAMPLE.fullmatch(host):
        return f"leads to {host}, {_NOBODYS}"
    is_public = ":" in host or ("." in host and all(host.removesuffix(".").split(".")))
    return "" if is_public else f"leads to {host}, which is no public site"


def _has_port(target: str) -> bool:
    """Say whether its port, where it names one, can be one."""
    try:
        return urlsplit(target).port != 0
    except ValueError:
        return False


def _is_anchor(tag: Tag) -> bool:
    """Say whether it is a place that other links lead to, not a link."""
    return not tag.text("href") and ("name" in tag.attributes or "id" in tag.attributes)


def _thing(href: Value, words: str, written: Written) -> Thing:
    spot = written.spot(href.start, href.length)
    shown = href.text.strip() if len(href.text) <= 40 else f"{href.text.strip()[:38]}…"
    subject = f"The link {shown}" if shown else "A link"
    fix = None
    if (better := _better(href.text)) and spot.start is not None:
        change = Replace(place=spot.place, start=spot.start, length=spot.length, new=better)
        fix = Fix(text="Mend", why=f"Write it as {better}", change=change)
    return Thing(
        rule="link_broken",
        place=spot.place,
        words=f"{subject} {words}.",
        start=spot.start,
        length=spot.length,
        fix=fix,
        go=_EDIT if spot.place == "markdown" and spot.start is not None else _CHANGE,
    )


def _better(href: str) -> str:
    """Give what was surely meant, nothing when that is not sure."""
    target = href.strip()
    if _ADDRESS.fullmatch(target):
        return f"mailto:{target}"
    if target.startswith("//") or _HOST_LIKE.fullmatch(target):
        target = f"https://{target.lstrip('/')}"
    better = (_respelt(target) or target).replace(" ", "%20")
    return better if better != href and not link_problem(better) else ""
