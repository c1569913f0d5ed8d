"""Where the chips of an address field stand: line after line, as many as there is room for.

Only what can be seen is measured, so a field with 5,000 addresses costs what
one with twenty does. What does not fit is counted in a pill.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect

CHIP_PX = 22
PITCH_PX = 26
GAP_PX = 5
INSET_PX = 4

EDITOR = -1
BEFORE = -2
AFTER = -3


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One thing in the field and its place."""

    item: int
    """A position among the entries, or `EDITOR`, `BEFORE`, `AFTER`."""
    area: QRect


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What can be seen of a field."""

    boxes: tuple[Box, ...]
    lines: int
    """How many it fills."""
    before: int
    """How many entries stand before the first that is shown."""
    after: int

    def box(self, item: int) -> Box | None:
        """Give the box of an entry or of the editor, `None` when it is not in sight."""
        return next((box for box in self.boxes if box.item == item), None)


def lines_px(lines: int) -> int:
    """Give the height of so many lines with their margins."""
    return 2 * INSET_PX + (lines - 1) * PITCH_PX + CHIP_PX


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What is to be laid out, and how wide each thing is."""

    count: int
    editor_at: int | None
    """Before which entry the editor stands; `None`: it is not shown."""
    editor_px: int
    room_px: int
    most_lines: int
    chip_px: Callable[[int], int]
    pill_px: Callable[[int], int]
    """Width of a pill that counts so many."""


def flow(first: int, measures: Measures) -> Flow:
    """Lay out from an entry on."""
    packer = _Packer(measures)
    if first:
        packer.put(BEFORE, measures.pill_px(first))
    shown = first
    for at in range(first, measures.count + 1):
        if at == measures.editor_at and not packer.put(EDITOR, measures.editor_px):
            break
        if at == measures.count or not packer.put(at, measures.chip_px(at)):
            break
        shown = at + 1
    after = measures.count - shown
    if after:
        after += packer.make_room(measures.pill_px, after)
    return packer.flow(before=first, after=after)


def flow_showing(item: int, first: int, measures: Measures) -> Flow:
    """Lay out so that an entry or the editor is in sight, moving on as little as it takes."""
    target = measures.editor_at if item == EDITOR else item
    if target is None:
        return flow(first, measures)
    first = min(first, target)
    laid = flow(first, measures)
    if laid.box(item) is None:
        first = max(first, target - _fitting_back(target, measures))
        laid = flow(first, measures)
        while laid.box(item) is None and first < target:
            first += 1
            laid = flow(first, measures)
    return _filled(laid, measures)


def _filled(laid: Flow, measures: Measures) -> Flow:
    """Go back as far as the last one stays in sight: room after it would show nothing."""
    while laid.before and not laid.after:
        earlier = flow(laid.before - 1, measures)
        if earlier.after:
            break
        laid = earlier
    return laid


def _fitting_back(target: int, measures: Measures) -> int:
    """Count the entries before one that may share the field's lines with it."""
    room = measures.most_lines * measures.room_px
    fitting = 0
    while fitting < target and room > 0:
        room -= measures.chip_px(target - fitting - 1) + GAP_PX
        fitting += 1
    return fitting


class _Packer:
    def __init__(self, measures: Measures) -> None:
        self._room = measures.room_px
        self._most_lines = measures.most_lines
        self._boxes: list[Box] = []
        self._x = 0
        self._line = 0

    def put(self, item: int, width: int) -> bool:
        """Place a thing; say whether there was room for it."""
        width = min(width, self._room)
        if self._x and self._x + width > self._room:
            if self._line + 1 == self._most_lines:
                return False
            self._line += 1
            self._x = 0
        if item == EDITOR:
            # It takes the rest of its line, which is where one clicks to type.
            width = max(width, self._room - self._x)
        top = INSET_PX + self._line * PITCH_PX
        self._boxes.append(Box(item=item, area=QRect(self._x, top, width, CHIP_PX)))
        self._x += width + GAP_PX
        return True

    def make_room(self, pill_px: Callable[[int], int], after: int) -> int:
        """End with the pill that counts the rest; give how many chips had to go for it."""
        taken = 0
        while self._boxes:
            width = pill_px(after + taken)
            if self._x + width <= self._room:
                break
            last = self._boxes[-1]
            if last.item < 0 or last.area.top() < INSET_PX + self._line * PITCH_PX:
                break
            self._boxes.pop()
            self._x = last.area.left()
            taken += 1
        width = min(pill_px(after + taken), self._room)
        left = min(self._x, self._room - width)
        area = QRect(left, INSET_PX + self._line * PITCH_PX, width, CHIP_PX)
        self._boxes.append(Box(item=AFTER, area=area))
        return taken

    def flow(self, *, before: int, after: int) -> Flow:
        return Flow(boxes=tuple(self._boxes), lines=self._line + 1, before=before, after=after)
