"""What has changed from one diagnosis to the next, in words; times alone are no change."""

from collections.abc import Iterator

from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.present.diagnosis import COLUMNS, Cell, matrix
from sgdesk.present.words import Tone


def changes(before: Diagnosis, after: Diagnosis) -> tuple[str, ...]:
    """Give one line for the verdict, each way and each finding that is not as it was."""
    return (*_of_verdict(before, after), *_of_ways(before, after), *_of_findings(before, after))


def _of_verdict(before: Diagnosis, after: Diagnosis) -> Iterator[str]:
    if before.verdict.headline != after.verdict.headline:
        yield after.verdict.headline


def _of_ways(before: Diagnosis, after: Diagnosis) -> Iterator[str]:
    old = {row.target: row for row in matrix(before)}
    for row in matrix(after):
        was = old.get(row.target)
        if was is None:
            continue
        for (title, _), one, other in zip(COLUMNS, was.cells, row.cells, strict=True):
            if _words(one) != _words(other):
                # What is behind it on that way follows from it.
                yield f"{row.name}: {title} was {_words(one)}, is {_words(other)}"
                break


def _of_findings(before: Diagnosis, after: Diagnosis) -> Iterator[str]:
    # Not by its words: a round trip has another figure each time.
    old, new = ({(f.id, f.targets): f.title for f in d.findings} for d in (before, after))
    yield from (f"New: {title}" for known, title in new.items() if known not in old)
    yield from (f"Gone: {title}" for known, title in old.items() if known not in new)


def _words(cell: Cell) -> str:
    """Say how a step went without its time."""
    return "ok" if cell.tone is Tone.GOOD else cell.words.partition(", ")[0]
