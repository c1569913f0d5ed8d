"""Garbage is collected in the window's thread, between two of its events.

Left to itself Python collects in whichever thread happens to allocate, in the midst of whatever
that does. With a cycle Qt's objects may end, and Qt crashes where one ends in a thread that is
not its own, or under the feet of the event that it is handling.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QElapsedTimer, QTimer

LOOK_MS = 100
"""Between two looks at how much was allocated: what comes meanwhile is collected in a few ms."""
OLD_MS = 30_000
"""Least time between two collections of what is old, each of which costs frames."""


@contextmanager
def collecting_here() -> Iterator[None]:
    """Collect in this thread alone, whose Qt loop runs for most of the block.

    At the end all garbage is collected, and Python collects by itself again if it did before.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    since_old = QElapsedTimer()
    since_old.start()
    timer = QTimer(interval=LOOK_MS)
    timer.timeout.connect(lambda: _collect_due(since_old))
    timer.start()
    try:
        yield
    finally:
        timer.stop()
        # Or what is due by now is collected by the next thread that allocates.
        gc.collect()
        if was_enabled:
            gc.enable()


def _collect_due(since_old: QElapsedTimer) -> None:
    """Collect the oldest generation that is due by Python's own thresholds."""
    due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if not due[0]:
        return
    if due[2] and since_old.hasExpired(OLD_MS):
        gc.collect()
        since_old.restart()
    else:
        gc.collect(1 if due[1] else 0)
