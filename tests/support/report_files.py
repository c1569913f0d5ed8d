"""Reports of networks, as files that somebody sent."""

import random
from pathlib import Path

from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.report import make_report
from sgdesk.diagnose.report_file import pack_report
from sgdesk.diagnose.verdict import diagnose
from tests.support.networks import Make


def report_of(make: Make, folder: Path, *, run_s: float = 2.0, ticket: str = "") -> Path:
    """Write the report of a network."""
    seen, _ = make(random.Random(3))
    ways = tuple(dict.fromkeys(o.target for o in seen))
    report = make_report(diagnose(ways, seen), Limits(run=run_s), ticket=ticket)
    path = folder / f"{make.__name__}.zip"
    path.write_bytes(pack_report(report, "what was found"))
    return path
