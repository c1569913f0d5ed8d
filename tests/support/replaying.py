"""Write the report of a run, let it be played, and probe that."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from sgdesk import doors
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import Observation, Probe
from sgdesk.diagnose.report import Replayed, Report, make_report
from sgdesk.diagnose.report_file import pack_report, read_report
from sgdesk.diagnose.verdict import Diagnosis, diagnose
from sgdesk.sandbox.process import SandboxProcess
from sgdesk.wire.thread import WireThread
from tests.support.sandbox import Sandbox
from tests.support.unsent import points_of_a_mail


def written(found: Diagnosis, limits: Limits, file: Path) -> Report:
    """Write a run's report into a file, and give what stands there."""
    report = make_report(found, limits)
    file.write_bytes(pack_report(report, ""))
    return read_report(file)


def report_of(seen: Iterable[Observation], limits: Limits, file: Path) -> Report:
    """Write the report of observations."""
    kept = tuple(seen)
    return written(diagnose(tuple(dict.fromkeys(o.target for o in kept)), kept), limits, file)


def replayed(report: Report, file: Path, wire: WireThread) -> Replayed:
    """Play it and probe it."""

    async def play() -> Replayed:
        async with await SandboxProcess.start(("--replay", str(file))) as player:
            again = await wire.run(doors.replay(report, player.info, lambda _: None))
            told = await asyncio.to_thread(points_of_a_mail, Sandbox(info=player.info))
            assert not told, f"the player was told of a mail: {told}"
        assert player.said == "", player.said
        return again

    return asyncio.run(play())


def steps(observations: Iterable[Observation]) -> dict[tuple[Probe, str], str]:
    """Give how each step ended, whichever address of its family carried it."""
    return {(o.probe, f"{o.target.name} {':' in o.where}"): o.result.value for o in observations}
