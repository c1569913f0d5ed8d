"""What is struck through by style sheets and of itself: of each element the rule that wins.

Spreadsheets say it by their sheets alone, and a price that was is an offer where that is missed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

_STRUCK = frozenset({"s", "del", "strike"})
_SAYS = re.compile(
    r"(?:^|;)\s*text-decoration(?:-line)?\s*:([^;!]*)(!\s*important)?", re.IGNORECASE
)
_STRIKE = re.compile(r"\bline-through\b", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)|<!--|-->", re.DOTALL)
_BRACE = re.compile(r"([{}])")
_COMPOUND = re.compile(r"(?:\*|[\w-]+)?(?:[.#][\w-]+)*")
_NAME = re.compile(r"[.#]?[\w-]+")
_ANY_SCREEN = frozenset({"", "all", "screen", "only all", "only screen", "not print"})
"""Of what else is asked, as a width, it is not known whether it is so where the mail is read."""
_FOR_ELEMENTS = ("@layer", "@supports", "@container", "@scope")
_MOST_ALIKE = 100
"""Rules looked at for one name, the last of a page: one may have been made to take for ever."""

Element = frozenset[str]
"""Its tag, its classes with a dot, and its id, as they stand in a selector."""
_Weight = tuple[bool, int, int, int, int]
"""Important, written at the element or how many ids, classes, tags; the later of two alike."""


class _Rule(NamedTuple):
    within: Sequence[Element]
    """What stands around the element, from afar to near; a child is taken for any descendant."""
    weight: _Weight
    is_struck: bool


class StrikeRules:
    """The rules of the sheets so far that speak of lines through words."""

    def __init__(self) -> None:
        self._rules: dict[str, list[tuple[Element, _Rule]]] = {}
        self._count = 0

    def take_sheet(self, css: str) -> None:
        """Take a style sheet; of two rules alike the later wins."""
        for selectors, style in _rules(_COMMENT.sub("", css)):
            said = _said(style)
            if said is not None:
                for selector in selectors.split(","):
                    self._take(selector.replace(">", " ").split(), said)

    def is_struck(self, element: Element, around: Sequence[Element], tag: str, style: str) -> bool:
        """Say whether an element is struck through; what is around it may be, too."""
        is_struck, best = tag in _STRUCK, (False, -1, 0, 0, 0)
        for name in ("*", *element):
            for wanted, rule in self._rules.get(name, ()):
                if rule.weight > best and wanted <= element and _is_within(rule.within, around):
                    is_struck, best = rule.is_struck, rule.weight
        said = _said(style)
        if said is not None and (said[1] or not best[0]):
            is_struck = said[0]
        return is_struck

    def _take(self, parts: Sequence[str], said: tuple[bool, bool]) -> None:
        if not parts or not all(map(_COMPOUND.fullmatch, parts)):
            # Of a state, as `:hover`, or of a neighbour.
            return
        wanted = [_names(part) for part in parts]
        named = [name[0] for element in wanted for name in element]
        ids, classes = named.count("#"), named.count(".")
        self._count += 1
        weight = (said[1], ids, classes, len(named) - ids - classes, self._count)
        rule = _Rule(wanted[:-1], weight, said[0])
        # Looked up by its rarest name: an id before a class before a tag.
        alike = self._rules.setdefault(min(wanted[-1], default="*"), [])
        alike.append((wanted[-1], rule))
        del alike[:-_MOST_ALIKE]


def element_of(tag: str, given: Mapping[str, str]) -> Element:
    """Give an element as selectors see it."""
    classes = {f".{name}" for name in given.get("class", "").split()}
    return frozenset({tag, *classes, *(f"#{name}" for name in given.get("id", "").split()[:1])})


def is_for_screens(media: str) -> bool:
    """Say whether what a list of media asks is so of every screen."""
    return any(" ".join(each.lower().split()) in _ANY_SCREEN for each in media.split(","))


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Give the selectors and the style of each rule that counts on every screen."""
    counts, selectors = [True], ""
    pieces = _BRACE.split(css)
    for text, brace in zip(pieces[::2], pieces[1::2], strict=False):
        if brace == "}":
            if selectors and counts[-1]:
                yield selectors, text
            selectors = ""
            if len(counts) > 1:
                counts.pop()
            continue
        head = text.rpartition(";")[2].strip()
        counts.append(counts[-1] and _counts(head))
        selectors = "" if head.startswith("@") else head


def _counts(head: str) -> bool:
    if not head.startswith("@"):
        return True
    if head.lower().startswith("@media"):
        return is_for_screens(head[len("@media") :])
    return head.lower().startswith(_FOR_ELEMENTS)


def _names(part: str) -> Element:
    found = _NAME.findall(part)
    return frozenset(name if name[0] in ".#" else name.lower() for name in found)


def _is_within(wanted: Sequence[Element], around: Sequence[Element]) -> bool:
    """Find each of some elements around in turn."""
    left = iter(around)
    return all(any(one <= element for element in left) for one in wanted)


def _said(style: str) -> tuple[bool, bool] | None:
    """Give whether a style strikes through, and whether that is important; `None`: neither."""
    last: tuple[bool, bool] | None = None
    for value, important in _SAYS.findall(style):
        if last is None or important or not last[1]:
            last = (_STRIKE.search(value) is not None, bool(important))
    return last
