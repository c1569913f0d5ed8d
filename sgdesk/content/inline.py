"""What stands within a line of the writing, as markdown-it's tokens: read as Write shows it."""

from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from sgdesk.content.letters import LINK, Letter, dressed, is_plain, read, steps

LINES_KEPT = 1_000
"""A mail is made again at each letter, and most of its lines are as they were."""
_TAGS = {"**": "strong", "*": "em", "~~": "s"}


def use_letters(reader: MarkdownIt) -> MarkdownIt:
    """Let a reader take what stands within a line as `letters` reads it, and nothing else."""
    reader.inline.ruler.push("letters", _read_all)
    reader.inline.ruler.enableOnly(["letters"])
    reader.inline.ruler2.enableOnly([])
    return reader


class _Run(NamedTuple):
    """Letters that look alike, and the marks that end and begin right before them."""

    ends: tuple[str, ...]
    begins: tuple[str, ...]
    words: str
    edge: Letter | None
    """What begins or ends a link, a picture or code: a run of its own."""
    close: Letter | None
    """What ends that which it begins."""


def _read_all(state: StateInline, silent: bool) -> bool:
    if silent:
        return False
    for number, line in enumerate(state.src.split("\n")):
        if number:
            state.push("softbreak", "br", 0)
        words = line.strip(" ")
        if is_plain(words):
            state.pending += words
        else:
            _read_line(state, _runs(words))
    state.pos = state.posMax
    return True


@lru_cache(maxsize=LINES_KEPT)
def _runs(line: str) -> tuple[_Run, ...]:
    letters = dressed(read(line))
    closes = (each for each in letters if each.edge == "close")
    runs: list[_Run] = []
    words: list[str] = []
    for ends, begins, letter in steps(letters):
        is_edge = letter is None or bool(letter.edge)
        if words and (ends or begins or is_edge):
            runs[-1] = runs[-1]._replace(words="".join(words))
            words = []
        if letter is None or letter.edge:
            close = next(closes) if letter is not None and letter.edge == "open" else None
            runs.append(_Run(ends, begins, "", letter, close))
            continue
        if not words:
            runs.append(_Run(ends, begins, "", None, None))
        words.append(letter.seen)
    return tuple(runs)


def _read_line(state: StateInline, runs: tuple[_Run, ...]) -> None:
    words = ""
    is_whole = is_link_shown = False
    for run in runs:
        for mark in run.ends:
            state.push(f"{_TAGS[mark]}_close", _TAGS[mark], -1).markup = mark
        for mark in run.begins:
            state.push(f"{_TAGS[mark]}_open", _TAGS[mark], 1).markup = mark
        if run.edge is None:
            words += run.words
            state.pending += "" if is_whole else run.words
            continue
        is_whole = run.close is not None and run.close.within in ("image", "code")
        if run.close is not None:
            words = ""
            is_link_shown = not is_whole and _open_link(state, run.close)
        elif run.edge.within in ("image", "code"):
            _put_whole(state, run.edge, words)
        elif is_link_shown:
            state.push("link_close", "a", -1)


def _put_whole(state: StateInline, close: Letter, words: str) -> None:
    """Put in code, or a picture with the words that stand for it."""
    if close.within == "code":
        code = state.push("code_inline", "code", 0)
        code.markup, code.content = close.raw, words
        return
    address, title = _target(state, close)
    image = state.push("image", "img", 0)
    image.attrs = {"src": address, "alt": "", "title": title}
    image.content = words
    children = StateInline(words, state.md, state.env, [])
    children.pending = words
    if words:
        children.pushPending()
    image.children = children.tokens


def _open_link(state: StateInline, close: Letter) -> bool:
    """Begin a link; say whether it leads anywhere, as one to a script may not."""
    address, title = _target(state, close)
    if not address:
        return False
    state.push("link_open", "a", 1).attrs = {"href": address, "title": title}
    return True


def _target(state: StateInline, close: Letter) -> tuple[str, str]:
    """Give address and title from what ends a link or picture; no address for a bad one."""
    match = LINK.fullmatch(f"[x{close.raw}")
    if match is None:
        return "", ""
    address = match["address"].removeprefix("<").removesuffix(">")
    address = state.md.normalizeLink(address)
    return (address if state.md.validateLink(address) else ""), match["title"] or ""
