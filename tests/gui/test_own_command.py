"""The command of this program that the window copies brings the mail of the window once more."""

import asyncio
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from sgdesk.present.recipes import ASKS_FOR_YES, READS_ACCOUNT_KEY, SETS_KEY
from sgdesk.route import Path as SendPath
from sgdesk.route import parse_path
from sgdesk.ui.compose.command_sheet import CommandSheet
from sgdesk.ui.life import Life
from sgdesk.ui.widgets.long_text import LongText
from tests.gui.test_result_acts import open_first
from tests.support.cli import environment, key_of
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.window import fill, practice, press, send, texts


async def copied_from_result(life: Life) -> str:
    """Copy the command of the newest result."""
    await open_first(life)
    press(life, "detail-tabs-copy")
    press(life, "copy-kinds-sgdesk")
    copies = life.rooms.results.detail.copy_as
    await until(lambda: "sgdesk send" in copies.text.toPlainText())
    press(life, "copy-text")
    return QGuiApplication.clipboard().text()


def run(text: str, life: Life, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command beside the window, with the key of its inbox."""
    text = text.replace("sgdesk send", f"{shlex.quote(sys.executable)} -P -m sgdesk send", 1)
    (folder / "own").mkdir()
    own = {"SGDESK_DATA_DIR": str(folder / "own"), "SGDESK_CONFIG_DIR": str(folder / "own")}
    return subprocess.run(
        ["sh", "-c", text],
        env=environment({**key_of(life.session.practice), **own}),
        capture_output=True,
        text=True,
        check=False,
        timeout=40,
    )


@pytest.mark.parametrize("path", [parse_path("webapi"), parse_path("smtp:465:tls")])
@aio()
async def test_copied_command_brings_the_mail_into_this_inbox_again(
    qapp: QApplication, tmp_path: Path, path: SendPath
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.resize(1280, 800)
        fill(life, to="ada@example.com, grace@example.net")
        life.rooms.write.compose.send_bar.route.take(path)
        await send(life)
        text = await copied_from_result(life)
        ended = await asyncio.to_thread(run, text, life, tmp_path)
        assert ended.returncode == 0, ended.stderr
        first, second = practice(life).mails()

        assert ASKS_FOR_YES not in text
        assert "plaintext" not in text
        for part in ("path", "copies", "v3", "x_smtpapi", "envelope"):
            assert first[part] == second[part]


@aio()
async def test_sheet_of_write_has_the_command_too(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.compose.send("command")
        await until(lambda: visible_children(life.window, CommandSheet))
        (sheet,) = visible_children(life.window, CommandSheet)
        press(life, "command-kind-sgdesk", sheet)
        (shown,) = visible_children(sheet, LongText)
        for line in (shown.toPlainText().splitlines()[0], f"#   {SETS_KEY.strip()}"):
            room = shown.viewport().width() - 2 * round(shown.document().documentMargin())
            assert shown.fontMetrics().horizontalAdvance(line) <= room, line
        press(life, "command-copy", sheet)
        text = QGuiApplication.clipboard().text()
        ended = await asyncio.to_thread(run, text, life, tmp_path)

        assert ended.returncode == 0, ended.stderr
        assert "--profile" not in text
        assert READS_ACCOUNT_KEY.partition(" or,")[2] not in texts(life, sheet)
        (mail,) = practice(life).mails()
        assert mail["subject"] == "Hello"
