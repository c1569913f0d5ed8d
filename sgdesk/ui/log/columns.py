"""How wide the columns of the log are: words as they need, the bars what is left."""

import itertools
from collections.abc import Iterable, Mapping

from PySide6.QtGui import QFontMetrics

from sgdesk.ui.log.cells import Column, Entry, cell_text
from sgdesk.ui.log.rows import PAD_PX

WIDTHS = {
    Column.TIME: 106,
    Column.PATH: 104,
    Column.ACCOUNT: 110,
    Column.TO: 200,
    Column.SUBJECT: 210,
    Column.RESULT: 168,
    Column.CODE: 56,
    Column.TOTAL: 80,
}
"""Until it is known what they have to hold, and always where that does not vary."""
BOUNDS = {Column.ACCOUNT: (80, 150), Column.TO: (130, 280), Column.SUBJECT: (160, 460)}
"""The least keeps room for words a little longer than those that are there: no column is moved
for a row that comes in."""
CODE_FROM_PX = 780
"""Below this width addresses and bars need the room of the code."""
ROOMY_PX = 960
"""From this width on there is room for accounts and subjects."""
TO_PART = 0.46
"""Of what addresses and subjects share where both have long ones."""
LEAST_COLUMN_PX = 56
LEAST_BAR_PX = 150
READABLE_BAR_PX = 200
"""A subject longer than most gives way until the bars have this."""
USUAL_SUBJECT_PX = 222
"""Some thirty letters: no less is left of one that needs it."""
LONGEST_PATHS = tuple(f"SMTP {5 * digit}" for digit in "0123456789")
MEASURED_ROWS = 100
"""As many as are looked at soon; to measure one takes some 30 microseconds."""


def needed(entries: Iterable[Entry], metrics: QFontMetrics) -> dict[Column, int]:
    """Give the width that each column needs for the words of these rows."""
    first = tuple(itertools.islice(entries, MEASURED_ROWS))
    widths = dict(WIDTHS)
    widths[Column.PATH] = _widest(LONGEST_PATHS, metrics)
    for column, (least, most) in BOUNDS.items():
        if first:
            texts = [cell_text(entry, column) for entry in first]
            widths[column] = min(max(least, _widest(texts, metrics)), most)
    return widths


def _widest(texts: Iterable[str], metrics: QFontMetrics) -> int:
    return max(map(metrics.horizontalAdvance, texts)) + 2 * PAD_PX + 2


def fitted(
    whole: int, needs: Mapping[Column, int], drawn: Mapping[Column, int], *, has_accounts: bool
) -> dict[Column, int]:
    """Share out `whole` pixels; what is not given is hidden, and the bars take the rest.

    What the user has `drawn` stays, unless the window has no room for it; a narrow one
    leaves accounts and subjects out.
    """
    hidden = {Column.ACCOUNT, Column.SUBJECT}
    if whole < CODE_FROM_PX:
        # It stands in the detail, which is beside so narrow a table.
        hidden.add(Column.CODE)
    if whole >= ROOMY_PX:
        hidden = set() if has_accounts else {Column.ACCOUNT}
    widths = {column: px for column, px in needs.items() if column not in hidden}
    both = widths.pop(Column.TO), widths.pop(Column.SUBJECT, 0)
    room = whole - LEAST_BAR_PX - sum(widths.values())
    part = round(room * TO_PART)
    widths[Column.TO] = max(LEAST_COLUMN_PX, min(both[0], max(part, room - both[1])))
    if Column.SUBJECT not in hidden:
        widths[Column.SUBJECT] = min(both[1], room - widths[Column.TO])
        wanting = READABLE_BAR_PX - (whole - sum(widths.values()))
        widths[Column.SUBJECT] -= max(0, min(wanting, widths[Column.SUBJECT] - USUAL_SUBJECT_PX))
    return _with_drawn(whole, widths, drawn)


def _with_drawn(
    whole: int, widths: dict[Column, int], drawn: Mapping[Column, int]
) -> dict[Column, int]:
    widths |= {column: px for column, px in drawn.items() if column in widths}
    too_wide = sum(widths.values()) + LEAST_BAR_PX - whole
    # What nobody has drawn gives way first.
    giving = sorted(
        {Column.TO, Column.SUBJECT, *drawn} & widths.keys(), key=lambda at: (at in drawn, at)
    )
    for column in giving:
        given = max(0, min(too_wide, widths[column] - LEAST_COLUMN_PX))
        widths[column] -= given
        too_wide -= given
    return widths
