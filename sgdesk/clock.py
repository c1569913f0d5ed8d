"""The only file that reads time.

Durations use the monotonic clock, in integer nanoseconds.
Wall-clock time is for display and for the kernel's stamps, which come
on that clock and are moved to the monotonic one as soon as they are read.
"""

import time
from datetime import UTC, datetime


def monotonic_ns() -> int:
    """Give the monotonic clock in nanoseconds; only differences mean anything."""
    return time.monotonic_ns()


def wall_ns() -> int:
    """Give the wall clock in nanoseconds since 1970, as `SO_TIMESTAMPNS` counts."""
    return time.time_ns()


def wall_utc() -> datetime:
    """Give the wall clock as an aware UTC time."""
    return datetime.now(UTC)


def wall_to_monotonic_ns(stamp_wall_ns: int) -> int:
    """Move a recent wall-clock stamp to the monotonic clock.

    The offset is taken now, not at start-up, because the wall clock may be
    stepped or slewed between the two. Reading wall, monotonic and wall again
    bounds the error by half the time between the two wall readings; a reading
    during which another thread took the interpreter (up to 5 ms) is taken again.
    """
    offset, width = _wall_minus_monotonic()
    tries = 4
    while width > _NARROW_NS and tries:
        again, narrower = _wall_minus_monotonic()
        if narrower < width:
            offset, width = again, narrower
        tries -= 1
    return stamp_wall_ns - offset


_NARROW_NS = 5_000


def _wall_minus_monotonic() -> tuple[int, int]:
    before = time.time_ns()
    now = time.monotonic_ns()
    after = time.time_ns()
    return (before + after) // 2 - now, abs(after - before)
