"""What takes its time: a local SendGrid that starts, a key asked about, a mail under way."""

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from sgdesk.present.form import FormFile
from sgdesk.ui.life import Life
from tests.gui.gallery.scene import NEWS, Act, practice, press, says, send
from tests.support.live import add_account, led_to, open_sheet, press_in
from tests.support.qt import until


def slow_python(folder: Path, go: Path) -> str:
    """Give a Python that does not start before there is a file `go`."""
    folder.mkdir(parents=True, exist_ok=True)
    slow = folder / "python"
    slow.write_text(
        f'#!/bin/sh\nwhile [ ! -e "{go}" ]; do sleep 0.05; done\nexec "{sys.executable}" "$@"\n'
    )
    slow.chmod(0o700)
    return str(slow)


async def inbox_starting(life: Life) -> None:
    folder = Path(os.environ["SGDESK_DATA_DIR"]) / "slow"
    life.window.show_view("practice")
    await until(lambda: says(life, "Empty."))
    python, sys.executable = sys.executable, slow_python(folder, folder / "go")
    try:
        os.kill(life.session.practice.pid, signal.SIGKILL)
        await until(life.rooms.practice.notice.isVisible)
        press(life, "retry-practice")
        await until(lambda: says(life, "Starting…"))
    finally:
        sys.executable = python


async def inbox_started(life: Life) -> None:
    (Path(os.environ["SGDESK_DATA_DIR"]) / "slow" / "go").touch()
    await until(lambda: says(life, "Empty."))


async def results_sending(life: Life) -> None:
    practice(life).fault("auth", "silence")
    life.rooms.write.compose.set_form(NEWS)
    press(life, "path-smtp")
    life.compose.send("send")
    life.window.show_view("results")
    await until(lambda: life.rooms.log.rowCount() == 1)
    life.rooms.results.table.selectRow(0)


async def results_cancelled(life: Life) -> None:
    life.log.stop_all()
    await until(lambda: not life.log.flights)
    practice(life).clear_faults()
    await life.tasks.wait_for("send")
    life.rooms.results.table.selectRow(0)
    await life.tasks.wait_for("detail")


async def write_handing_over(life: Life) -> None:
    # Nobody reads on after the first part, so that the rest waits in the buffers.
    practice(life).fault("body", "silence", bytes=1_000_000)
    plan = FormFile(filename="plan.pdf", content=b"x" * 15_000_000, type="application/pdf")
    life.rooms.write.compose.set_form(replace(NEWS, files=(plan,)))
    life.compose.send("send")
    await until(lambda: says(life, "Handing over"))


async def results_check_only(life: Life) -> None:
    life.window.show_view("write")
    press(life, "path-webapi")
    await send(life, how="check")
    life.window.show_view("results")
    life.rooms.results.table.selectRow(0)
    await life.tasks.wait_for("detail")


async def add_key_asking(life: Life) -> None:
    info = life.session.practice
    practice(life).fault("request", "silence")
    sheet = await open_sheet(life)
    sheet.details.set_values("", led_to(info))
    sheet.key.field.setText(info.key)
    press_in(sheet, "check-key")
    await until(lambda: says(life, "Asking "))


async def account_asking(life: Life) -> None:
    practice(life).clear_faults()
    await life.tasks.wait_for("check-key", "account-sheet")
    info = life.session.practice
    await add_account(life, info.key, info)
    practice(life).fault("request", "silence")
    life.window.show_view("accounts")
    life.accounts.act("check", life.session.account.name)
    await until(lambda: says(life, "Asking "))


async def start_asking(life: Life) -> None:
    life.window.show_view("start")


ACTS = (
    Act(scenes=(inbox_starting, inbox_started)),
    Act(scenes=(results_sending, results_cancelled, results_check_only)),
    Act(scenes=(write_handing_over,)),
    Act(scenes=(add_key_asking, account_asking, start_asking)),
)
