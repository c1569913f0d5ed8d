"""The practice inbox on the ports of the settings: the same at every start, with the same key."""

import os
import socket
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from sgdesk.ui.life import Life
from tests.support.qt import aio, make_life, running, until
from tests.support.window import texts


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


@aio(timeout=90)
async def test_ports_key_and_certificate_file_stay_until_somebody_else_has_a_port(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = free_ports()
    monkeypatch.setenv("SGDESK_PRACTICE_PORT", str(first))
    said: list[str] = []
    for _ in range(2):
        async with running(make_life(qapp, tmp_path)) as life:
            said.append(await where(life))
            assert "cannot be had" not in texts(life)

    assert said[0] == said[1]
    assert f"SMTP_PORT={first}\n" in said[0]
    assert "/practice-ca.pem\n" in said[0]
    assert "# SSL_CERT_FILE takes the place of the issuers" in said[0]
    assert "SENDGRID_API_URL=https://" in said[0]

    with socket.create_server(("127.0.0.1", first + 2)):
        async with running(make_life(qapp, tmp_path)) as life:
            other = await where(life)
            assert f"Ports {first} to {first + 5} cannot be had" in texts(life)

    assert f"SMTP_PORT={first}\n" not in other
