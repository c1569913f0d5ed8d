"""A report that somebody sent: opened, played, and a file that is none."""

import os
from pathlib import Path

from sgdesk.ui.life import Life
from tests.gui.gallery.scene import Act, press, says
from tests.support.networks import all_mail_refused
from tests.support.qt import until
from tests.support.report_files import report_of


def _folder() -> Path:
    return Path(os.environ["SGDESK_DATA_DIR"])


async def report_empty(life: Life) -> None:
    life.window.show_view("diagnose")
    press(life, "diagnose-parts-opened")


async def report_no_report(life: Life) -> None:
    other = _folder() / "photos.zip"
    other.write_bytes(b"nothing of the kind")
    life.diagnose.opened.open_file(str(other))
    await life.tasks.wait_for("report-open")


async def report_opened(life: Life) -> None:
    path = report_of(all_mail_refused, _folder(), ticket="4711")
    life.diagnose.opened.open_file(str(path))
    await life.tasks.wait_for("report-open")


async def report_replayed(life: Life) -> None:
    press(life, "report-replay")
    await until(lambda: says(life, "Replayed here"))


ACTS = (Act(scenes=(report_empty, report_no_report, report_opened, report_replayed)),)
