"""What stands in an address field, entry by entry: read as it is typed or pasted.

Reading a long list takes a while, so `read_list` runs in a worker thread and
stops when it is told to.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sgdesk.message.address import dotless_words, read_entry, split_entries
from sgdesk.message.domain import email_key
from sgdesk.message.mailbox import format_address
from sgdesk.message.model import Address
from sgdesk.present.cells import people_in_cells
from sgdesk.present.words import people

AT_ONCE_CHARACTERS = 4_000
"""A longer text is read in a thread: about 100 addresses, which take 10 ms."""
NO_DOT = "It has no dot after the @-sign."
_GLANCED = 10
"""A pasted list that is no longer, with nothing wrong, needs no words."""
_SPOKEN = 20
_NAMED = 20
"""As many characters of a wrong entry are told beside the reason where there is little room."""
_BRIEF, _BRIEF_NAME = 40, 12
"""Characters that there is always room for, and of them those of the entry."""
_BARE = re.compile(r"[^\s\"<>(),;:]+@[^\s\"<>(),;:]+")
_NAME_AND_BARE = re.compile(
    r'(?:"(?P<quoted>[^"\\]+)"|(?P<name>[^@<>"]+?))\s+(?P<email>[^\s"<>(),;:]+@[^\s"<>(),;:]+)'
)
_NAME_AND_BRACKETS = re.compile(
    r"(?P<name>[^@<>\"()]+?)\s*\(\s*(?P<email>[^\s\"<>(),;:]+@[^\s\"<>(),;:]+)\s*\)"
)
_BULLET = re.compile(r"^[-*•·–—]\s+")
_NUMBER = re.compile(r"^\s*\d{1,4}[.)]\s+")
_NUMBERS = re.compile(r"^[ \t]*(\d{1,4})[.)][ \t]+\S", re.MULTILINE)
_SCHEME = re.compile(r"^mailto:|(?<=<)\s*mailto:", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One recipient as it stands in a field, right or wrong."""

    text: str
    """As it is copied, edited and sent: `Name <address>`, or what was typed when it is wrong."""
    label: str
    """What a chip shows and a screen reader says: name and address, without any quotes."""
    key: str = ""
    """What two spellings of one address have in common; empty when it is wrong."""
    problem: str = ""
    """What is wrong, in a sentence or two; empty when nothing is."""
    shorter: tuple[str, ...] = ()
    """The same where there is less room, and at last where there is little."""
    ends_in_comma: bool = False
    """It may be the first part of a name with a comma in it."""
    field: str = ""
    """`Cc` or `Bcc` among those of several fields; empty for To, and in a field's own list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """Addresses that are there more than once."""

    words: str = ""
    """Empty when there is none."""
    short: str = ""
    """The same where there is little room."""
    fix: str = ""
    """What the button says that removes all but the first of each."""
    at: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Positions of the repeats in each field, never of the first."""


def read_list(text: str, is_cancelled: Callable[[], bool] = lambda: False) -> tuple[Entry, ...]:
    """Read a typed or pasted list, or cells of a spreadsheet; what is wrong is an entry too.

    Gives nothing once `is_cancelled` says so.
    """
    cells = people_in_cells(text)
    rows: Iterable[tuple[str, bool]]
    if cells is not None:
        rows = ((person, False) for person in cells)
    else:
        pieces = split_entries(text)
        rows = ((part, before) for piece, before in pieces for part in _parts(piece))
    # A single number may belong to a name: `1. FC Example`.
    is_numbered = len(set(_NUMBERS.findall(text))) > 1
    entries: list[Entry] = []
    for one, before_comma in rows:
        if is_cancelled():
            return ()
        person = _NUMBER.sub("", one) if is_numbered else one
        entries.append(read_one(person, before_comma=before_comma))
    return tuple(entries)


def read_one(text: str, *, before_comma: bool = False) -> Entry:
    """Read one entry, forgiving what copying adds: `mailto:`, bullets, a name without brackets.

    `before_comma` says that a comma ends it that may belong to a name.
    """
    shown = _SCHEME.sub("", _BULLET.sub("", text.strip()))
    found = read_entry(shown, "", before_comma=before_comma)
    if not isinstance(found, Address):
        found = _read_loosely(_NUMBER.sub("", shown)) or found
    if isinstance(found, Address):
        problem = " ".join(filter(None, dotless_words(found.email)))
        return entry_of(found, problem, (_named(found.email, NO_DOT),) if problem else ())
    whole = f"{found.happened} {found.why}".rstrip()
    named = _named(shown, found.why) if found.why else found.happened
    brief = () if len(named) <= _BRIEF else (f"'{_short(shown, _BRIEF_NAME)}' is no address",)
    shorter = (whole, named, *brief)
    return Entry(
        text=shown,
        label=shown,
        problem=str(found),
        shorter=shorter,
        ends_in_comma=before_comma and "@" not in shown,
    )


def _read_loosely(text: str) -> Address | None:
    """Read `Name address`, `Name (address)`, and what is left without its number."""
    loose = _NAME_AND_BARE.fullmatch(text) or _NAME_AND_BRACKETS.fullmatch(text)
    if loose is not None:
        said = loose.groupdict()
        name = said.get("quoted") or said["name"].strip(" \t,;:-–")
        text = format_address(Address(email=said["email"], name=name))
    read = read_entry(text, "")
    return read if isinstance(read, Address) else None


def _named(entry: str, why: str) -> str:
    """Say why an entry is wrong, in few words that say of which: its chip may not be in sight."""
    name = _short(entry, _NAMED)
    said = why.removeprefix("It ")
    return f"'{name}': {why}" if said == why else f"'{name}' {said}"


def _short(words: str, most: int) -> str:
    """Give the beginning of words; dots say that there is more of them."""
    return words if len(words) <= most else f"{words[:most]}…"


def entry_of(address: Address, problem: str = "", shorter: tuple[str, ...] = ()) -> Entry:
    """Give the entry of an address that can be read."""
    return Entry(
        text=format_address(address),
        label=f"{address.name} <{address.email}>" if address.name else address.email,
        key="" if problem else email_key(address.email),
        problem=problem,
        shorter=shorter,
    )


def text_of(entries: Sequence[Entry]) -> str:
    """Give the field's text, which `read_list` and `parse_addresses` read back."""
    parted = [entry.text + separator(entry) for entry in entries[:-1]]
    return "".join([*parted, *(entry.text for entry in entries[-1:])])


def separator(entry: Entry) -> str:
    """Give what parts an entry from the next; a comma would make a wrong one its surname."""
    return "; " if entry.problem else ", "


def rough_count(text: str) -> int:
    """Count addresses without reading them, to say how many are being read."""
    return max(1, text.count("@"))


def wrong_at(entries: Sequence[Entry]) -> tuple[int, ...]:
    """Give the positions of those that are not right."""
    return tuple(at for at, entry in enumerate(entries) if entry.problem)


def problem_words(entries: Sequence[Entry]) -> str:
    """Say what is wrong with the one entry that is; of several `list_words` tells."""
    wrong = wrong_at(entries)
    return entries[wrong[0]].problem if len(wrong) == 1 else ""


def list_words(entries: Sequence[Entry], pasted: Sequence[Entry] = ()) -> str:
    """Say once what was `pasted` into a field, or how many in it cannot be read.

    Empty when all can be seen at a glance; of those that are there twice `Repeats` tells.
    """
    wrong = len(wrong_at(pasted or entries))
    if pasted and (wrong or len(pasted) > _GLANCED):
        unread = [f"{wrong:,} cannot be read"] if wrong else []
        return ", ".join([_addresses(len(pasted)), *unread]) + "."
    return f"{_addresses(wrong)} cannot be read." if wrong > 1 else ""


def short_words(count: int) -> tuple[str, ...]:
    """Say how many cannot be read where there is less room, and at last where there is little."""
    return (f"{count:,} cannot be read.", f"{count:,} wrong.")


def kept_words(count: int) -> str:
    """Say that so many that cannot be read were taken out, and how they come back."""
    return f"{_addresses(count)} taken out. Ctrl+Z brings {'it' if count == 1 else 'them'} back."


def _addresses(count: int) -> str:
    return f"{count:,} address{'' if count == 1 else 'es'}"


def matching(entries: Sequence[Entry], text: str) -> tuple[int, ...]:
    """Give the positions of those whose name or address holds a text, in any case."""
    needle = text.strip().casefold()
    return tuple(at for at, entry in enumerate(entries) if needle in entry.text.casefold())


def spoken_words(entries: Sequence[Entry]) -> str:
    """Say to those who cannot see the chips what stands there, the first few by name."""
    if not entries:
        return ""
    shown = ", ".join(
        f"{entry.label} (not right)" if entry.problem else entry.label
        for entry in entries[:_SPOKEN]
    )
    rest = f" and {len(entries) - _SPOKEN:,} more" if len(entries) > _SPOKEN else ""
    return f"{people(len(entries)).capitalize()}: {shown}{rest}."


def find_repeats(fields: Mapping[str, Sequence[Entry]]) -> Repeats:
    """Look for addresses that occur twice in To, Cc and Bcc together, whatever their case."""
    seen: set[str] = set()
    places: dict[str, set[int]] = {}
    twice: dict[str, str] = {}
    for name, entries in fields.items():
        for at, entry in enumerate(entries):
            if not entry.key:
                continue
            if entry.key in seen:
                places.setdefault(name, set()).add(at)
                twice.setdefault(entry.key, name)
            seen.add(entry.key)
    if not twice:
        return Repeats()
    return Repeats(
        words=_repeat_words(twice, fields),
        short=f"Twice: {next(iter(twice))}"
        if len(twice) == 1
        else f"{len(twice):,} are there twice.",
        fix="Remove the repeat" if sum(map(len, places.values())) == 1 else "Remove the repeats",
        at={name: frozenset(found) for name, found in places.items()},
    )


def _repeat_words(twice: Mapping[str, str], fields: Mapping[str, Sequence[Entry]]) -> str:
    if len(twice) > 1:
        return f"{len(twice):,} addresses are there more than once."
    ((key, _),) = twice.items()
    titles = [
        name.capitalize()
        for name, entries in fields.items()
        if any(entry.key == key for entry in entries)
    ]
    where = f"in {' and in '.join(titles)}" if len(titles) > 1 else f"in {titles[0]} twice"
    return f"{key} is {where}."


def _parts(piece: str) -> tuple[str, ...]:
    """Cut `a@x b@y`: nothing but bare addresses, with spaces between."""
    words = piece.split()
    if len(words) > 1 and all(_BARE.fullmatch(word) for word in words):
        return tuple(words)
    return (piece,)
