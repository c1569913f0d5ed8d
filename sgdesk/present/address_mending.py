"""Address fields put right: names that a comma cut in two, names turned round, domains mistyped."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sgdesk.message.address import parse_address
from sgdesk.present.recipients import Entry, entry_of

_NO_FIRST_NAMES = frozenset(
    {"co", "corp", "dr", "esq", "gmbh", "ii", "iii", "inc", "jr"}
) | frozenset({"llc", "llp", "ltd", "md", "mba", "phd", "plc", "prof", "sr"})
"""What stands behind a comma and is no first name."""
_COMMAS = re.compile(r"\s*[;,]+\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A person whose name a comma cut in two or more entries."""

    first: int
    last: int
    """The position of the one with the address."""
    whole: Entry


def cuts(entries: Sequence[Entry]) -> tuple[Cut, ...]:
    """Find who was cut: `Doe` and `Jane <jane@example.com>`, which were `Doe, Jane …`."""
    found: list[Cut] = []
    start = 0
    for at, entry in enumerate(entries):
        if entry.ends_in_comma:
            continue
        if start < at and not entry.problem and (name := parse_address(entry.text).name):
            names = [each.text for each in entries[start:at]]
            address = replace(parse_address(entry.text), name=", ".join([*names, name]))
            found.append(Cut(first=start, last=at, whole=entry_of(address)))
        start = at + 1
    return tuple(found)


def cut_words(found: Sequence[Cut]) -> tuple[str, ...]:
    """Say who was cut, in fewer and fewer words."""
    if len(found) == 1:
        return (
            f"A name was cut in two at its comma: {found[0].whole.label}.",
            "A name was cut in two at its comma.",
            "A name was cut in two.",
        )
    names = f"{len(found):,} names were cut in two"
    return (f"{names} at their commas.", f"{names}.")


def joined(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Make one of each person who was cut."""
    made = list(entries)
    for cut in reversed(cuts(entries)):
        made[cut.first : cut.last + 1] = [cut.whole]
    return tuple(made)


def turned_name(name: str) -> str:
    """Give a name without comma: `Doe, Jane` is Jane Doe, `Acme, Inc.` is Acme Inc."""
    last, _, first = name.partition(",")
    is_first_name = first.strip(" .").casefold() not in _NO_FIRST_NAMES | {""}
    if is_first_name and last.strip() and not _COMMAS.search(first) and ";" not in last:
        return f"{first.strip()} {last.strip()}"
    return _COMMAS.sub(" ", name).strip()


def turned(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Turn every name round that has a comma or a semicolon in it."""
    return tuple(_turned(entry) for entry in entries)


def with_domain(entries: Iterable[Entry], wrong: str, right: str) -> tuple[Entry, ...]:
    """Give everybody with an address at one domain the same at another."""
    return tuple(_at_domain(entry, wrong, right) for entry in entries)


def _turned(entry: Entry) -> Entry:
    if entry.problem or not _COMMAS.search(entry.label):
        return entry
    address = parse_address(entry.text)
    return entry_of(replace(address, name=turned_name(address.name)))


def _at_domain(entry: Entry, wrong: str, right: str) -> Entry:
    if entry.problem or not entry.key.endswith(f"@{wrong}"):
        return entry
    address = parse_address(entry.text)
    return entry_of(replace(address, email=f"{address.email.rpartition('@')[0]}@{right}"))
