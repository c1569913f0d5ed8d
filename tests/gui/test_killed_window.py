"""The window is killed at any moment of typing and sending; the next start has everything."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.killing import kill_and_judge
from tests.support.sandbox import Sandbox

KILLS = 12
"""`tests/bench/bench_kills.py` makes more of them."""


@pytest.fixture
def in_the_background() -> Iterator[None]:
    """Ignore Ctrl-C, as does what a shell starts in the background."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("in_the_background")
@pytest.mark.timeout(400)  # it starts 18 windows, which a busy machine takes minutes for
async def test_killed_window_loses_no_more_than_a_second_of_typing_and_no_mail(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    assert await kill_and_judge(KILLS, sandbox, tmp_path)
