"""Somebody on the way whom this computer trusts: warned of before the key, once an account."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.life import Life
from sgdesk.ui.log.certificate_sheet import CertificateSheet
from tests.support.live import add_account, press_in, sheet_of
from tests.support.proxies import ConnectProxy
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.servers import serving
from tests.support.window import fill, press, rows, send, texts

ACCOUNT = "example.com"
READS = "can read this connection, your key too"


async def go_by_proxy(life: Life, port: int) -> None:
    """Lead the account's connections through a proxy, so that they leave this computer."""
    book = life.session.book
    book.change(ACCOUNT, {**book.values(ACCOUNT), "proxy": f"http://127.0.0.1:{port}"})
    life.accounts.load()
    await life.tasks.wait_for("accounts")


@aio(60)
async def test_trusted_reader_is_warned_of_before_the_key_and_allowed_for_good_by_a_click(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with serving(ConnectProxy()) as way, running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        await go_by_proxy(life, way.port)
        fill(life)
        await send(life)
        problem = life.rooms.write.compose.problem
        await until(problem.isVisible)
        assert READS in texts(life, problem)
        assert not sandbox.inbox()
        press(life, "show-certificate", problem)
        (sheet,) = visible_children(life.window, CertificateSheet)
        assert "This computer trusts the certificate, but no public issuer signed it" in texts(
            life, sheet
        )
        press_in(sheet, "certificate-close")

        press(life, "allow-issuer", problem)
        await until(lambda: len(rows(life)) == 2 or visible_children(life.window, ReviewSheet))
        for review in visible_children(life.window, ReviewSheet):
            press(life, "review-send", review)
        await until(lambda: len(rows(life)) == 2)
        assert rows(life)[0].result.word == "Accepted"
        await send(life)
        assert [row.result.word for row in rows(life)] == ["Accepted", "Accepted", "Not sent"]

        life.accounts.act("check", ACCOUNT)
        await life.tasks.wait_for(f"check {ACCOUNT}")
        assert len(life.session.book.allowed_issuers(ACCOUNT)) == 1
        life.accounts.act("replace", ACCOUNT)
        await life.tasks.wait_for("account-sheet", "key-store")
        replacing = sheet_of(life)
        replacing.key.field.setText(sandbox.info.key)
        press_in(replacing, "check-key")
        await life.tasks.wait_for("check-key")
        assert READS in texts(life, replacing)
        replacing.reject()
