"""Formats that HTML carries along, on their way to Markdown.

HTML may begin and end bold anywhere, at a space or across lines; `letters` writes it so that it
is read again. Until a line is whole, its formats are told by characters that no mail has.
"""

import re
from urllib.parse import urlsplit

from sgdesk.content.edit import START
from sgdesk.content.letters import LINK, Letter, dressed, literal, marked, read, write
from sgdesk.content.looks import is_rule

_MARKS = {"b": "**", "i": "*", "s": "~~"}
_BEGINS = {"b": "\ue010", "i": "\ue012", "s": "\ue014"}
_ENDS = {"b": "\ue011", "i": "\ue013", "s": "\ue015"}
_STEPS = {_BEGINS[tag]: (mark, 1) for tag, mark in _MARKS.items()}
_STEPS |= {_ENDS[tag]: (mark, -1) for tag, mark in _MARKS.items()}
_BLANK = "".join(_STEPS) + " \t\n"
_TAB = 4
_HARD_SPACE = "\N{NO-BREAK SPACE}"
_SPACE = re.compile(rf"[{_BLANK}]*")
_LEAD = re.compile(rf"(?:[{_BLANK}]*(?:(?:[-*+]|\d{{1,9}}[.)]|#{{1,6}}|>)\s+)?)*")
_BRACKET = re.compile(r"(?<!\\)[\[\]]")
_NONE = dict.fromkeys(map(ord, _STEPS))


def sign(tag: str, *, is_end: bool) -> str:
    """Give the sign that a format begins or ends here."""
    return (_ENDS if is_end else _BEGINS)[tag]


def unsigned(text: str) -> str:
    """Give words without signs."""
    return text.translate(_NONE)


def as_words(text: str, before: str) -> str:
    """Give words so that none of them is read as a mark, nor as a link with what is before them."""
    words = literal(unsigned(text)).replace("](", r"]\(")
    return f"\\{words}" if before.endswith("]") and words.startswith("(") else words


def dashes_as_words(line: str) -> str:
    """Give a line so that dashes alone draw nothing across the mail."""
    return line.replace("-", r"\-", 1) if is_rule(unsigned(line)) else line


def indented(line: str) -> str:
    """Keep what a line is indented by: Markdown drops spaces, but none that breaks no line."""
    words = line.lstrip(" \t")
    indent = line[: len(line) - len(words)].expandtabs(_TAB)
    return f"{_HARD_SPACE * len(indent)}{words}"


def linked(line: str, at: int, address: str, title: str) -> str:
    """Let the words from a place of a line on be a link; what makes it a list or a heading is not.

    No link is around a picture: those stand before it.
    """
    before, piece = line[:at], line[at:]
    lead = (_SPACE if before.strip() else _LEAD).match(piece)
    begin = lead.end() if lead is not None else 0
    end = begin + len(piece[begin:].rstrip(_BLANK))
    words, shown = piece[begin:end], ""
    for picture in pictures_in(words):
        words = words.replace(picture[0], "", 1)
        shown += f"{picture[0]} "
    if not is_seen(words):
        return line
    ahead = f"{before}{piece[:begin]}{shown}"
    if unsigned(ahead).endswith("!"):
        # Right before a link it would make a picture of it.
        mark = ahead.rindex("!")
        ahead = f"{ahead[:mark]}\\{ahead[mark:]}"
    return f"{ahead}{link_of(words, address, title)}{piece[end:]}"


def pictures_in(words: str) -> list[re.Match[str]]:
    """Find the pictures among words."""
    return [each for each in LINK.finditer(words) if each["image"]]


def link_of(words: str, address: str, title: str = "") -> str:
    """Write a link; without words it is named by where it leads."""
    words, address = words.strip() or _host(address), destination(address)
    made = f"[{words}]({address}{title})"
    if LINK.fullmatch(made) is not None:
        return made
    return f"[{_BRACKET.sub(_escaped, words)}]({address}{title})"


def destination(address: str) -> str:
    """Write where a link leads, or where a picture is."""
    return f"<{address}>" if set(address) & set(" ()") else address


def is_seen(words: str) -> bool:
    """Say whether there is more to see than formats and spaces."""
    return bool(unsigned(words).strip())


def _escaped(bracket: re.Match[str]) -> str:
    return f"\\{bracket[0]}"


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def written(lines: list[str], *, is_markdown: bool) -> list[str]:
    """Write lines with marks in the place of signs."""
    depths = dict.fromkeys(_MARKS.values(), 0)
    return [_line(line, depths, is_markdown=is_markdown) for line in lines]


def _line(line: str, depths: dict[str, int], *, is_markdown: bool) -> str:
    worn: list[frozenset[str]] = []
    plain = ""
    for each in line:
        if each in _STEPS:
            mark, step = _STEPS[each]
            depths[mark] = max(0, depths[mark] + step)
        else:
            plain += each
            worn.append(frozenset(mark for mark, depth in depths.items() if depth))
    if not any(worn) or not plain.strip("> "):
        return plain
    lead = 0
    while (match := START.match(plain, lead)) and match[2]:
        lead = match.end()
        if match[2].startswith("#"):
            # What a heading begins with makes nothing else of it.
            break
    letters = (
        read(plain) if is_markdown else [Letter(each, each, at=at) for at, each in enumerate(plain)]
    )
    letters = [each if each.at < lead else each._replace(worn=worn[each.at]) for each in letters]
    return write(dressed(letters))[0] if is_markdown else marked(letters)
