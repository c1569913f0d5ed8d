"""The practice inbox on the ports of the settings: the same at every start, with the same key."""

import os
import socket
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from sgdesk.present.recipes import FILE_GOES
from sgdesk.ui.compose.command_sheet import CommandSheet
from sgdesk.ui.life import Life
from sgdesk.ui.widgets.long_text import LongText
from tests.gui.test_result_acts import open_first
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.window import fill, press, send, texts


def free_ports() -> int:
    """Give the first of six ports that nobody has now."""
    # Each process looks elsewhere: between the look and the use nobody holds them.
    for first in range(20_000 + os.getpid() % 2_000 * 6, 60_000, 6):
        taken: list[socket.socket] = []
        try:
            taken.extend(socket.create_server(("127.0.0.1", first + at)) for at in range(6))
        except OSError:
            continue
        finally:
            for each in taken:
                each.close()
        return first
    raise AssertionError("no six ports are free")


async def where(life: Life) -> str:
    """Give what is copied for one's own programs."""
    life.window.show_view("practice")
    await until(lambda: "Send here from your program" in texts(life))
    return (await life.session.start_practice()).environment


async def curl_of_result(life: Life) -> str:
    """Send a mail and give its command as it is copied from Results, and from Write before."""
    life.window.show_view("write")
    fill(life)
    life.compose.send("command")
    await until(lambda: visible_children(life.window, CommandSheet))
    (sheet,) = visible_children(life.window, CommandSheet)
    (shown,) = visible_children(sheet, LongText)
    from_write = shown.toPlainText()
    sheet.accept()
    await send(life)
    await open_first(life)
    press(life, "detail-tabs-copy")
    text = life.rooms.results.detail.copy_as.text
    await until(lambda: " curl " in text.toPlainText())
    assert from_write.splitlines()[:9] == text.toPlainText().splitlines()[:9]
    return text.toPlainText()


@aio(timeout=90)
async def test_ports_key_and_certificate_file_stay_until_somebody_else_has_a_port(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = free_ports()
    monkeypatch.setenv("SGDESK_PRACTICE_PORT", str(first))
    said: list[str] = []
    commands: list[str] = []
    for _ in range(2):
        async with running(make_life(qapp, tmp_path)) as life:
            said.append(await where(life))
            assert "cannot be had" not in texts(life)
            commands.append(await curl_of_result(life))

    assert said[0] == said[1]
    assert f"SMTP_PORT={first}\n" in said[0]
    assert "/practice-ca.pem\n" in said[0]
    assert FILE_GOES not in said[0]
    assert all("/practice-ca.pem" in text and FILE_GOES not in text for text in commands)
    assert not any("sgdesk-sandbox-" in text for text in commands)
    assert "\nSSL_CERT_FILE takes the place of the issuers" in said[0]
    assert "SENDGRID_API_URL=https://" in said[0]

    with socket.create_server(("127.0.0.1", first + 2)):
        async with running(make_life(qapp, tmp_path)) as life:
            other = await where(life)
            assert f"Ports {first} to {first + 5} cannot be had" in texts(life)

    assert f"SMTP_PORT={first}\n" not in other
    assert f"\n{FILE_GOES}\n" in other
