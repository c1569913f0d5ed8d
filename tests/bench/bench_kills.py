"""Kill the window at many seeded moments: `python -m tests.bench.bench_kills [COUNT]`.

Fails when more than the last second of typing, or any mail, is lost or doubled.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from sgdesk.sandbox.process import SandboxProcess
from tests.support.killing import kill_and_judge
from tests.support.sandbox import Sandbox


async def main(count: int) -> None:
    """Kill so many windows and print what was seen."""
    with tempfile.TemporaryDirectory() as folder:
        async with await SandboxProcess.start() as process:
            print(await kill_and_judge(count, Sandbox(info=process.info), Path(folder)))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 50))
