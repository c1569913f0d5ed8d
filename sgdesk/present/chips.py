"""An address field as a value: entries, the place where one types, and what is selected.

Every change gives a new value, so that undoing is taking an older one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sgdesk.present.recipients import Entry, read_list, text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Chips:
    """The entries of one field."""

    entries: tuple[Entry, ...] = ()
    at: int = 0
    """Before which entry the text stands that is being typed."""
    current: int | None = None
    """The chip that the keyboard is on; `None` while one types."""
    anchor: int = 0
    """Where the selection began; it reaches to `current`."""

    @property
    def selected(self) -> range:
        """Give the positions of the selected chips."""
        if self.current is None:
            return range(0)
        return range(min(self.anchor, self.current), max(self.anchor, self.current) + 1)

    def add(self, entries: Sequence[Entry]) -> "Chips":
        """Put entries where one types; typing goes on behind the last of all."""
        whole = (*self.entries[: self.at], *entries, *self.entries[self.at :])
        return Chips(entries=whole, at=len(whole))

    def add_typed(self, text: str) -> "Chips":
        """Put in what was typed; `First <address>` makes one person with the surname before it."""
        surname = self.entries[self.at - 1] if self.at else None
        if surname is not None and surname.problem:
            whole = read_list(f"{surname.text}, {text}")
            if whole and not whole[0].problem:
                rest, _ = self.take_out(self.at - 1)
                return rest.add(whole)
        return self.add(read_list(text))

    def without(self, positions: "range | frozenset[int]") -> "Chips":
        """Take entries away and go on typing at the end."""
        kept = tuple(entry for at, entry in enumerate(self.entries) if at not in positions)
        return Chips(entries=kept, at=len(kept))

    def without_selected(self) -> "Chips":
        """Remove what is selected; the keyboard stays on the next chip, if there is one."""
        first = self.selected.start
        rest = self.without(self.selected)
        return rest.select(first) if first < len(rest.entries) else rest

    def take_out(self, position: int) -> "tuple[Chips, str]":
        """Turn a chip back to text: the field without it, typing in its place, and its text."""
        entry = self.entries[position]
        rest = self.without(range(position, position + 1))
        return replace(rest, at=position), entry.text

    def corrected(self, position: int, text: str) -> "Chips":
        """Put what a text says in the place of an entry, and go on typing at the end."""
        read = read_list(text)
        whole = (*self.entries[:position], *read, *self.entries[position + 1 :])
        return Chips(entries=whole, at=len(whole))

    def select(self, position: int, *, extend: bool = False) -> "Chips":
        """Put the keyboard on a chip; `extend` selects all from the one where it began."""
        position = max(0, min(position, len(self.entries) - 1))
        keep = extend and self.current is not None
        return replace(self, current=position, anchor=self.anchor if keep else position)

    def select_all(self) -> "Chips":
        """Select every chip."""
        if not self.entries:
            return self
        return replace(self, anchor=0, current=len(self.entries) - 1)

    def move(self, step: int, *, extend: bool = False) -> "Chips":
        """Go on by a chip; beyond the last one typing goes on."""
        if self.current is None:
            start = self.at - 1 if step < 0 else self.at
            return self.select(start) if 0 <= start < len(self.entries) else self
        target = self.current + step
        if target >= len(self.entries):
            return self if extend else self.type()
        return self.select(target, extend=extend)

    def type(self) -> "Chips":
        """Let go of the chips and type at the end."""
        return replace(self, current=None, anchor=0, at=len(self.entries))

    def selected_text(self) -> str:
        """Give what copying takes along."""
        return text_of([self.entries[at] for at in self.selected])


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What undoing brings back."""

    chips: Chips
    typed: str


class History:
    """The steps of one field that can be undone and done again."""

    def __init__(self) -> None:
        self._done: list[Kept] = []
        self._undone: list[Kept] = []

    def keep(self, now: Kept) -> None:
        """Remember a state that is about to change."""
        self._done = [*self._done[-99:], now]
        self._undone.clear()

    def undo(self, now: Kept) -> Kept | None:
        """Give the state before, `None` when there is none."""
        return self._step(self._done, self._undone, now)

    def redo(self, now: Kept) -> Kept | None:
        """Give the state that was undone, `None` when there is none."""
        return self._step(self._undone, self._done, now)

    @staticmethod
    def _step(source: list[Kept], target: list[Kept], now: Kept) -> Kept | None:
        if not source:
            return None
        target.append(now)
        return source.pop()
