"""What happens later in a window: at once, where it is waited for, and only after the pictures,
where it puts an end to what is said for a while."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from tests.support.qt import turns

LONGEST_PAUSE_MS = 1_000
"""In typing, and before a wait is told of; a word that is to be read stands for longer."""
_ROUNDS = 6


async def settle(window: QWidget) -> None:
    """Let what waits for a pause in typing happen now: the look, the preview, the time axis."""
    for _ in range(_ROUNDS):
        waiting = [one for one in _running(window) if one.interval() <= LONGEST_PAUSE_MS]
        for timer in waiting:
            await _run_out(timer)
        await turns(5)
        if not waiting:
            return


@asynccontextmanager
async def said_still(window: QWidget) -> AsyncIterator[None]:
    """Keep what is said for a while, e.g. that something was copied, in all pictures of a scene."""
    said = [one for one in _running(window) if one.interval() > LONGEST_PAUSE_MS]
    for timer in said:
        timer.stop()
    yield
    for timer in said:
        await _run_out(timer)


def _running(window: QWidget) -> list[QTimer]:
    timers = window.findChildren(QTimer)
    return [timer for timer in timers if timer.isSingleShot() and timer.isActive()]


async def _run_out(timer: QTimer) -> None:
    pause = timer.interval()
    timer.start(0)
    await turns(2)
    timer.setInterval(pause)
