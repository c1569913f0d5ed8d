"""A report: one to save for a ticket; one that somebody sent, played, and a file that is none."""

import os
import random
from pathlib import Path

from sgdesk.ui.diagnose.report_sheet import ReportSheet
from sgdesk.ui.life import Life
from tests.gui.gallery.scene import Act, press, says
from tests.support.diagnosing import diagnosed, network_of, sign_up_at_sendgrid
from tests.support.networks import all_mail_refused
from tests.support.qt import until, visible_children
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


async def _sheet(life: Life, ticket: str) -> ReportSheet:
    press(life, "diagnose-save")
    await until(lambda: visible_children(life.window, ReportSheet))
    (sheet,) = visible_children(life.window, ReportSheet)
    sheet.ticket.setText(ticket)
    await life.tasks.wait_for("report-pack")
    return sheet


async def report_to_save(life: Life) -> None:
    await sign_up_at_sendgrid(life)
    life.window.show_view("diagnose")
    seen, _ = all_mail_refused(random.Random(7))
    with network_of(seen):
        life.diagnose.here.run()
        await diagnosed(life)
    await _sheet(life, "4711")


async def report_document(life: Life) -> None:
    await _sheet(life, "4711")
    press(life, "report-files-report.json")


async def report_wrong_ticket(life: Life) -> None:
    await _sheet(life, "ada@example.com")


async def report_not_saved(life: Life) -> None:
    life.diagnose.here.reports.write_to(
        await _sheet(life, "4711"), str(_folder() / "gone" / "r.zip")
    )
    await life.tasks.wait_for("report-write")


async def report_saved(life: Life) -> None:
    life.diagnose.here.reports.write_to(await _sheet(life, "4711"), str(_folder() / "report.zip"))
    await until(lambda: says(life, "Report saved"))


ACTS = (
    Act(scenes=(report_empty, report_no_report, report_opened, report_replayed)),
    Act(
        scenes=(
            report_to_save,
            report_document,
            report_wrong_ticket,
            report_not_saved,
            report_saved,
        )
    ),
)
