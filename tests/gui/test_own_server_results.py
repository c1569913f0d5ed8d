"""A result that the command line had from a server of one's own, seen in the window."""

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QApplication

from sgdesk.account.keystore import KeyPlace
from sgdesk.secret import Secret
from tests.gui.test_result_acts import open_first
from tests.support.cli import key_of, live_at, sgdesk
from tests.support.keys import KEY
from tests.support.qt import aio, make_life, running, until
from tests.support.sandbox import Sandbox
from tests.support.window import press, rows, texts

MAIL = (
    *("--from", "news@example.com", "--to", "ada@example.com"),
    *("--subject", "Local test", "--text", "t"),
)


@aio()
async def test_it_gives_commands_for_that_server_alone_and_is_not_sent_again_as_live_mail(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    info = sandbox.info
    words = [word for word in live_at(info) if word not in ("--api-url", info.api_url)]
    ran = await asyncio.to_thread(
        sgdesk, "send", "--via", "smtp:587", *words, *MAIL, env=key_of(info)
    )
    assert ran.code == 0, ran.err
    async with running(make_life(qapp, tmp_path)) as life:
        live = life.session.book.add("live", {}, Secret(KEY), KeyPlace.SESSION)
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        life.accounts.choose(live.name)
        await open_first(life)
        press(life, "detail-tabs-copy")
        copies = life.rooms.results.detail.copy_as
        press(life, "copy-kinds-swaks")
        await until(lambda: f"--tls-ca-path {info.ca_file}" in copies.text.toPlainText())
        assert f"--server {info.smtp_host} --port {info.starttls_port}" in (
            copies.text.toPlainText()
        )

        press(life, "copy-kinds-curl")
        await until(lambda: "would send live mail through SendGrid" in texts(life, copies))
        assert copies.text.toPlainText() == ""
        assert "Use swaks: it repeats the connection" in texts(life, copies)

        press(life, "send-again")
        await until(lambda: "the account live sends through SendGrid" in texts(life))
        assert len(rows(life)) == len(sandbox.inbox()) == 1
