"""The addresses for one's own programs: the line on the inbox and what it copies agree."""

import re
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.support.qt import aio, make_life, running, until
from tests.support.window import practice, press, texts


@aio()
async def test_line_and_variables_name_the_same_addresses_and_when_each_is_used(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        await until(lambda: "Send here from your program" in texts(life))
        press(life, "show-addresses")
        info = practice(life).info
        shown = texts(life, life.rooms.practice.programs)
        press(life, "copy-environment")
        copied = QGuiApplication.clipboard().text()

        assert f"API {info.api_url}, or {info.api_url_plain} unencrypted" in shown
        assert f"SENDGRID_API_URL={info.api_url}\n" in copied
        comment = copied.partition("\nNOTE\n")[0]
        assert f"cannot be told to trust a certificate file uses {info.api_url_plain}" in comment
        urls = set(re.findall(r"https?://[^\s',]+", copied))
        assert urls == set(re.findall(r"https?://[^\s',]+", shown))
        assert f"SMTP {info.smtp_host}:{info.starttls_port}" in shown
        # Each dot stays with the words before it.
        assert " ·" not in shown
        assert f"SMTP_PORT={info.starttls_port}\n" in copied


@aio()
async def test_ports_and_key_show_only_to_who_asks_for_them(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        await until(lambda: "Send here from your program" in texts(life))
        card = life.rooms.practice.programs
        seen = [texts(life, card)]
        for _ in range(2):
            press(life, "show-addresses")
            seen.append(texts(life, card))
        assert [practice(life).info.api_url in each for each in seen] == [False, True, False]
        assert ["SG." in each for each in seen] == [False, True, False]
