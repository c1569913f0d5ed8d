"""An account is saved although its sheet is closed while a slow disk still writes it."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sgdesk.account.account import Account
from sgdesk.ui.account.sheet import AccountSheet
from tests.support.live import check_in, open_sheet, press_in
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.sandbox import Sandbox


@aio()
async def test_esc_while_an_account_is_written_closes_the_sheet_and_keeps_the_account(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(make_life(qapp, tmp_path), view="accounts") as life:
        written, add = threading.Event(), life.session.book.add

        def add_slowly(*account: object) -> Account:
            written.wait(20)
            return add(*account)  # type: ignore[arg-type]  # as the sheet gives it

        monkeypatch.setattr(life.session.book, "add", add_slowly)
        sheet = await open_sheet(life)
        await check_in(life, sheet, sandbox.info.key, sandbox.info)
        sheet.fields.fields["name"].setText("Work")
        press_in(sheet, "save-account")
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        assert not sheet.isVisible()
        await turns(20)
        written.set()

        await until(lambda: list(life.rooms.accounts.cards) == ["Work"])
        assert life.session.account.name == "Work"
        await until(lambda: not life.window.findChildren(AccountSheet))
