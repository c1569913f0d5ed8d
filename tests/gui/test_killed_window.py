"""The window is killed at any moment of typing and sending; the next start has everything.

`KILLS=50` makes it as many moments as one likes; without it there are few, for their cost.
"""

import asyncio
import os
import sys
from pathlib import Path

from tests.support.killing import captured_texts, end_each, judge_mails, judge_typing, moments
from tests.support.sandbox import Sandbox

KILLS = int(os.environ.get("KILLS", "12"))
CHAINS = "ab"
"""Side by side; the windows of one follow each other on the same history."""
SEED = 20260102


async def test_killed_window_loses_no_more_than_a_second_of_typing_and_no_mail(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    # Long enough for kills to fall between the hand-over of a mail and its answer.
    sandbox.fault("reply", {"delay_ms": 120})
    async with asyncio.timeout(30 + 6 * KILLS), asyncio.TaskGroup() as group:
        chains = [
            group.create_task(
                end_each(moments(KILLS // len(CHAINS), SEED, name), sandbox, tmp_path / name)
            )
            for name in CHAINS
        ]
    ended = [chain.result() for chain in chains]
    captured = captured_texts(sandbox)
    for chain in ended:
        for one in chain:
            judge_typing(one)
            assert one.kept_in(chain[-1].found) == one.kept_in(one.found)
    results = judge_mails([chain[-1].found for chain in ended], captured)
    lost = sorted((one.lost_s for chain in ended for one in chain), reverse=True)
    sys.stderr.write(f"{KILLS} kills: {dict(results)}, most lost {lost[0]:.2f} s\n")
    assert results["unknown"]
    assert results["accepted"]
