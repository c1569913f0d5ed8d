"""Think time is never short."""

import pytest

from sgdesk.clock import monotonic_ns
from sgdesk.sandbox.pause import pause, pause_until


@pytest.mark.parametrize("ms", [0, 0.3, 1.0, 2.5, 7.7])
async def test_pause_is_never_too_short(ms: float) -> None:
    start = monotonic_ns()
    await pause(ms)

    assert monotonic_ns() - start >= ms * 1e6


async def test_past_moment_costs_no_wait() -> None:
    start = monotonic_ns()
    await pause_until(start - 1_000_000_000)

    assert monotonic_ns() - start < 50_000_000
