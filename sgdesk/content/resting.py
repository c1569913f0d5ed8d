"""Where the cursor comes to rest beside marks that are not seen."""

import re

from sgdesk.content.edit import START
from sgdesk.content.looks import hidden

_HEADING = re.compile(r"#{1,6}\s+")


def rest(line: str, at: int, *, forward: bool = False) -> int:
    """Give where a cursor comes to rest that was moved to a place of a line.

    Never within marks; before those of bold and italic; outside of a link; in a heading behind
    its mark.
    """
    for start, end in hidden(line):
        if not start <= at <= end:
            continue
        is_heading = start == 0 and _HEADING.match(line[start:end])
        if is_heading or line[start:end].endswith(")"):
            return end
        # What is looked for is the end that one goes to, unless both look the same.
        return end if forward and start < at < end and "]" in line[start:end] else start
    return at


def past(line: str, at: int, *, back: bool) -> int:
    """Give the other end of the marks that begin or, looking back, end at a place."""
    runs = hidden(line)
    for start, end in reversed(runs) if back else runs:
        if back and start < at <= end:
            at = start
        elif not back and start <= at < end:
            at = end
    return at


def lead_before(line: str, at: int) -> int:
    """Say how long the mark of a heading, list or quotation is that ends at a place; else 0."""
    match = START.match(line)
    return at if match is not None and match[2] and match.end() == at else 0
