"""A network in order is found in order, however far it leads and though it loses packets."""

import os
import random
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.support.far_away import Distance, diagnosed, far_away

RUNS, AT_ONCE = 20, 5
NEAR_MS, FAR_MS, WARNED_ABOVE_MS = 5.0, 300.0, 150.0
MOST_LOSS_PERCENT = 2.0


def _drawn(number: int) -> Distance:
    rng = random.Random(number)
    # The whole range in even steps, and every loss at every distance some time.
    rtt_ms = NEAR_MS + (FAR_MS - NEAR_MS) * number / (RUNS - 1)
    return Distance(rtt_ms=rtt_ms, loss_percent=rng.uniform(0, MOST_LOSS_PERCENT), seed=number)


@pytest.fixture(scope="module")
def said() -> list[dict[str, Any]]:
    """What was said over each link, several at once."""

    def work(number: int) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            folder.chmod(0o755)
            with far_away(f"d{os.getpid()}n{number}", folder, _drawn(number)) as inside:
                return diagnosed(inside, folder)

    if os.geteuid() != 0 or not Path("/dev/net/tun").exists():
        pytest.fail("the lab cannot run here: it needs root and /dev/net/tun")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(work, range(RUNS)))


@pytest.mark.parametrize("number", range(RUNS))
def test_a_network_in_order_raises_no_alarm(said: list[dict[str, Any]], number: int) -> None:
    drawn, document = _drawn(number), said[number]
    alarms = [f for f in document["findings"] if f["severity"] in ("error", "warning")]
    assert {f["id"] for f in alarms} <= {"D-TCP-10"}, (drawn, alarms)
    if drawn.rtt_ms < WARNED_ABOVE_MS:
        assert alarms == [], (drawn, alarms)
    assert document["verdict"]["use"] is not None, (drawn, document["verdict"])
