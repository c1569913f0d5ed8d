"""What asks a command to end, as long as something else than the system's way is to be done."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Handler = Callable[[int, FrameType | None], object]

ENDINGS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Ctrl-C, a polite end, a terminal that was closed; Windows has no such one."""

INSISTING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopped_by(handler: Handler) -> Iterator[None]:
    """Let `handler` take what asks for the end meanwhile, except a signal that is ignored.

    Ignored is what a shell makes it for a command in the background.
    """
    # `signal.signal` and not a loop's own handlers, which Windows does not have.
    before = {number: signal.getsignal(number) for number in ENDINGS}
    taken = [number for number, was in before.items() if was is not signal.SIG_IGN]
    for number in taken:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, before[number])
