"""A line of the writing as letters, each with what it wears; and letters as a line again.

The one reading of what stands within a line: Write shows it and the mail is made of it. It is
CommonMark, save that bold and italic may begin and end anywhere but at a space, and that only
asterisks make them; two tildes strike through, as in GitHub's Markdown. A letter that would be
read as a mark is written behind a backslash.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from sgdesk.content.fields import FIELD
from sgdesk.content.pairing import paired, struck, without

Worn = frozenset[str]
"""What a letter wears: `**`, bold, `*`, italic, and `~~`, struck through."""
Within = Literal["", "link", "button", "image", "code"]
PLAIN: Worn = frozenset()
_MARKS = {mark: frozenset({mark}) for mark in ("**", "*", "~~")}
_ORDER = tuple(_MARKS)

LINK = re.compile(
    r"""(?:(?P<image>!)\[|\[(?!\]))"""
    r"""(?P<words>(?:\\[\[\]]|[^\[\]\n]|\[[^\[\]\n]*\](?!\())*)\]"""
    r"""\((?P<address><[^<>\n]+>|(?:[^\s()<>]|\([^\s()<>]*\))+)(?:\s+"(?P<title>[^"\n]*)")?\)"""
)
"""A link without words or without an address is its signs: nothing else could be seen of it."""
_CODE = re.compile(r"(`+)(.+?)\1")
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
_SIGN = re.compile(r"[*\\`\[~]")
_SPECIAL = re.compile(r"[\\`!\[{<]")
_READ_AS_MARK = "*\\`~"
JOINER = "\u2060"
"""WORD JOINER: has no width. Beside marks it parts them from what they do not mark, as a space
would; nothing of it is seen, and no mail gets it."""
_JOIN = re.compile(rf"(?<=[*~]){JOINER}|{JOINER}(?=[*~])")


class Letter(NamedTuple):
    """One letter, or what begins or ends a link, a picture or code and is not seen.

    A tuple, for there are as many as a mail has letters.
    """

    raw: str
    """How Markdown writes it."""
    seen: str
    """Empty for what is not seen."""
    worn: Worn = PLAIN
    at: int = -1
    """Where it stands in the line that it was read from."""
    within: Within = ""
    edge: Literal["", "open", "close"] = ""
    is_kept: bool = False
    """Whether it means itself where it stands, as in code and in personal fields."""

    @property
    def is_space(self) -> bool:
        """Say whether it is a space that parts words: what that wears, nobody sees."""
        return self.seen.isspace() and not self.is_kept


def is_plain(line: str) -> bool:
    """Say whether a line is its letters, whatever stands in it."""
    return _SIGN.search(line) is None


def typed(words: str, worn: Worn = PLAIN) -> list[Letter]:
    """Give the letters of words that mean nothing but themselves."""
    return [Letter(raw=_written(each), seen=each, worn=worn) for each in words]


def literal(words: str) -> str:
    """Write words, of one line or of several, that mean nothing but themselves."""
    return "".join(each.raw for each in dressed(typed(words)))


def read(line: str) -> list[Letter]:
    """Give the letters of a line."""
    found = list(_scan(line, 0, len(line), ""))
    if "*" not in line and "~~" not in line:
        return found
    text = "".join("x" * len(each.raw) if _is_itself(each) else each.raw for each in found)
    joins = {join.start() for join in _JOIN.finditer(text)}
    text = _JOIN.sub(" ", text)
    pairs = struck(text)
    pairs += paired(without(text, pairs), 0, len(text))[0]
    marks = set(joins)
    worn: list[Worn] = [PLAIN] * len(line)
    for pair in pairs:
        for place in (pair.start - len(pair.mark), pair.end):
            marks.update(range(place, place + len(pair.mark)))
        for at in range(pair.start, pair.end):
            worn[at] = worn[at] | _MARKS[pair.mark]
    return [
        each._replace(worn=worn[each.at]) if worn[each.at] else each
        for each in found
        if each.at not in marks
    ]


def _is_itself(letter: Letter) -> bool:
    return bool(letter.edge) or letter.is_kept or letter.within == "image" or len(letter.raw) > 1


def _scan(line: str, start: int, end: int, within: Within) -> Iterator[Letter]:
    at = start
    while at < end:
        special = _SPECIAL.search(line, at, end)
        stop = special.start() if special is not None else end
        for place in range(at, stop):
            yield Letter(line[place], line[place], PLAIN, place, within)
        at = stop
        if at == end:
            return
        if field := FIELD.match(line, at, end):
            yield from _kept(line, at, field.end(), within)
            at = field.end()
        elif escape := _ESCAPE.match(line, at, end):
            yield Letter(escape[0], escape[0][1], PLAIN, at, within)
            at = escape.end()
        elif not within and (link := LINK.match(line, at, end)):
            yield from _link(line, link)
            at = link.end()
        elif not within and (code := _CODE.match(line, at, end)):
            yield Letter(code[1], "", PLAIN, at, "code", "open")
            yield from _kept(line, *code.span(2), "code")
            yield Letter(code[1], "", PLAIN, code.end(2), "code", "close")
            at = code.end()
        else:
            yield Letter(line[at], line[at], PLAIN, at, within)
            at += 1


def _kept(line: str, start: int, end: int, within: Within) -> Iterator[Letter]:
    for at in range(start, end):
        yield Letter(line[at], line[at], PLAIN, at, within, "", True)


def _link(line: str, link: re.Match[str]) -> Iterator[Letter]:
    within: Within = "image" if link["image"] else "button" if link["title"] == "button" else "link"
    start, end = link.span("words")
    yield Letter(line[link.start() : start], "", PLAIN, link.start(), within, "open")
    yield from _scan(line, start, end, within)
    yield Letter(line[end : link.end()], "", PLAIN, end, within, "close")


def groups(letters: Sequence[Letter]) -> list[tuple[int, int]]:
    """Give where links, pictures and code begin and end; what has but one edge is none."""
    found: list[tuple[int, int]] = []
    opened = -1
    for at, letter in enumerate(letters):
        if letter.edge == "open":
            opened = at
        elif letter.edge == "close" and opened >= 0:
            found.append((opened, at))
            opened = -1
    return found


def dressed(letters: Sequence[Letter]) -> list[Letter]:
    """Give letters with what they can wear: the normal form, in which each look is said one way.

    Spaces wear what both their neighbours do, and the edges of a link what all of its words
    do. A field and code are all of one look. An edge without the other one is left out.
    """
    paired_edges = {place for group in groups(letters) for place in group}
    made = [each for at, each in enumerate(letters) if not each.edge or at in paired_edges]
    _keep_fields(made)
    for first, last in groups(made):
        _dress_group(made, first, last)
        if first and made[first - 1].raw == "!" and made[first].raw == "[":
            # Right before a link it would make a picture of it.
            made[first - 1] = made[first - 1]._replace(raw="\\!")
    _dress_spaces(made)
    return made


def _keep_fields(letters: list[Letter]) -> None:
    text = "".join([each.seen or "\n" for each in letters])
    fields = {at: match.start() for match in FIELD.finditer(text) for at in range(*match.span())}
    for at, letter in enumerate(letters):
        if letter.within == "code" or letter.edge:
            continue
        if at in fields:
            worn = letters[fields[at]].worn
            letters[at] = letter._replace(raw=letter.seen, is_kept=True, worn=worn)
        elif letter.is_kept or len(letter.raw) == 1:
            is_alone = letter.raw == "*" and _is_alone(letters, at)
            raw = "*" if is_alone else _written(letter.seen)
            if raw != letter.raw or letter.is_kept:
                letters[at] = letter._replace(raw=raw, is_kept=False)


def _is_alone(letters: Sequence[Letter], at: int) -> bool:
    """Say whether an asterisk stands between spaces, as that of a list: it is no mark."""
    is_first = not at or letters[at - 1].seen.isspace()
    is_last = at + 1 == len(letters) or letters[at + 1].seen.isspace()
    return is_first and is_last and not letters[at].worn


def _dress_group(letters: list[Letter], first: int, last: int) -> None:
    edge, inside = letters[first], range(first + 1, last)
    words = [letters[at].worn for at in inside if not letters[at].is_space]
    if edge.within == "code":
        common = words[0] if words else PLAIN
    elif edge.within == "image":
        common = PLAIN
    else:
        common = frozenset.intersection(*words) if words else PLAIN
    for at in range(first, last + 1):
        letter = letters[at]
        if edge.within in ("code", "image") or letter.edge:
            letter = letter._replace(worn=common)
        if letter.edge == "" and edge.within == "code":
            letter = letter._replace(raw=letter.seen, is_kept=True)
        elif letter.edge == "" and letter.raw in ("[", "]") and not letter.is_kept:
            letter = letter._replace(raw=f"\\{letter.raw}")
        letters[at] = letter._replace(within=edge.within)


def _dress_spaces(letters: list[Letter]) -> None:
    if not any(each.worn for each in letters):
        return
    before = PLAIN
    spaces: list[int] = []
    for at, letter in enumerate(letters):
        if letter.is_space:
            spaces.append(at)
            continue
        for space in spaces:
            letters[space] = letters[space]._replace(worn=before & letter.worn)
        spaces, before = [], letter.worn
    for space in spaces:
        letters[space] = letters[space]._replace(worn=PLAIN)


class Step(NamedTuple):
    """A letter, and the marks that end and begin right before it, in their order."""

    ends: tuple[str, ...]
    begins: tuple[str, ...]
    letter: Letter | None
    """`None` behind the last one."""


def steps(letters: Sequence[Letter]) -> Iterator[Step]:
    """Go through dressed letters, with marks that lie within each other."""
    stack: list[str] = []
    for at, letter in enumerate(letters):
        if not stack and not letter.worn:
            yield Step((), (), letter)
            continue
        ends: list[str] = []
        while stack and any(mark not in letter.worn for mark in stack):
            ends.append(stack.pop())
        begins: list[str] = []
        if len(letter.worn) > len(stack) and not letter.is_space:
            begins = [mark for mark in letter.worn if mark not in stack]
            begins.sort(key=lambda mark: (-_lasts(letters, at, mark), _ORDER.index(mark)))
            stack += begins
        yield Step(tuple(ends), tuple(begins), letter)
    yield Step(tuple(reversed(stack)), (), None)


def _lasts(letters: Sequence[Letter], at: int, mark: str) -> int:
    end = at
    while end < len(letters) and mark in letters[end].worn:
        end += 1
    return end


def write(letters: Sequence[Letter]) -> tuple[str, list[int]]:
    """Write dressed letters as a line; beside it, where each of them begins.

    The last place is the end of the line.
    """
    line, places = _marked(letters, "")
    if ("*" in line or "~~" in line) and as_seen(read(line)) != as_seen(letters):
        # Within words not every change can be told by marks alone.
        line, places = _marked(letters, JOINER)
        if LINK.search(line) and as_seen(read(line)) != as_seen(letters):
            # The marks between brackets made words and an address of them.
            line, places = _marked([_no_link(each) for each in letters], JOINER)
    return line, places


def _no_link(letter: Letter) -> Letter:
    return letter._replace(raw="\\[") if letter.raw == "[" and not letter.edge else letter


def marked(letters: Sequence[Letter]) -> str:
    """Write letters of plain text, in which no sign means anything, with marks around them."""
    letters = list(letters)
    _dress_spaces(letters)
    return _marked(letters, "")[0]


def as_seen(letters: Sequence[Letter]) -> list[tuple[str, Worn]]:
    """Give of letters what is seen, in whatever way it is written."""
    return [(each.seen, PLAIN if each.is_space else each.worn) for each in letters]


def _marked(letters: Sequence[Letter], joiner: str) -> tuple[str, list[int]]:
    made = ""
    places: list[int] = []
    is_parted = True
    for ends, begins, letter in steps(letters):
        is_next = letter is None or letter.is_space
        made += "".join(ends)
        made += "" if is_parted or is_next or not (ends or begins) else joiner
        made += "".join(begins)
        places.append(len(made))
        made += "" if letter is None else letter.raw
        is_parted = is_next
    return made, places


def _written(letter: str) -> str:
    return f"\\{letter}" if letter in _READ_AS_MARK else letter
