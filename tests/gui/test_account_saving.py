"""The sheet of an account stays until it is saved, so that a failure is told; there is one."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sgdesk.account.account import Account
from sgdesk.errors import InputError, KeyStoreError
from sgdesk.ui.account.adding import STILL_SAVING
from sgdesk.ui.account.sheet import AccountSheet
from sgdesk.ui.frame import SAID_MS
from sgdesk.ui.life import Life
from tests.support.live import add_account, check_in, open_sheet, press_in, sheet_of
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.sandbox import Sandbox
from tests.support.window import texts


def wait_to_write(life: Life, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let a new account be written as by a slow disk; give what lets it go on."""
    written, add = threading.Event(), life.session.book.add

    def add_slowly(*account: object) -> Account:
        written.wait(20)
        return add(*account)  # type: ignore[arg-type]  # as the sheet gives it

    monkeypatch.setattr(life.session.book, "add", add_slowly)
    return written.set


async def esc_while_saving(life: Life, sandbox: Sandbox, name: str) -> AccountSheet:
    """Fill a sheet, press Save, and Esc while that is under way."""
    sheet = await open_sheet(life)
    await check_in(life, sheet, sandbox.info.key, sandbox.info)
    sheet.fields.fields["name"].setText(name)
    press_in(sheet, "save-account")
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    await turns(20)
    assert sheet.isVisible()
    assert STILL_SAVING in texts(life, sheet)
    return sheet


@aio()
async def test_sheet_waits_for_its_account_to_be_saved_and_closes_then(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(make_life(qapp, tmp_path), view="accounts") as life:
        write = wait_to_write(life, monkeypatch)
        await esc_while_saving(life, sandbox, "Work")
        write()

        await until(lambda: list(life.rooms.accounts.cards) == ["Work"])
        assert life.session.account.name == "Work"
        await until(lambda: not life.window.findChildren(AccountSheet))


@pytest.mark.parametrize(
    ("error", "button"),
    [
        (InputError("There is an account 'Work' already."), "save-account"),
        (KeyStoreError("The key store does not answer."), "keep-until-quit"),
        (OSError("No space left on device"), "save-account"),
    ],
)
@aio()
async def test_save_that_fails_after_esc_is_told_and_can_be_mended(
    qapp: QApplication,
    tmp_path: Path,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    button: str,
) -> None:
    async with running(make_life(qapp, tmp_path), view="accounts") as life:
        with monkeypatch.context() as failing:

            def fail(*_: object) -> Account:
                raise error

            failing.setattr(life.session.book, "add", fail)
            write = wait_to_write(life, failing)
            sheet = await esc_while_saving(life, sandbox, "Work")
            write()
            await life.tasks.wait_for("save-account")

            assert str(error) in texts(life, sheet)
            assert STILL_SAVING not in texts(life, sheet)
            assert life.rooms.accounts.cards == {}
        press_in(sheet, button)
        await until(lambda: list(life.rooms.accounts.cards) == ["Work"])


@aio()
async def test_second_press_opens_no_second_sheet(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path), view="accounts") as life:
        await add_account(life, sandbox.info.key, sandbox.info, name="Work")
        await until(lambda: not life.window.findChildren(AccountSheet))
        life.accounts.act("edit", "Work")
        life.accounts.add()
        life.accounts.change_connection()

        sheets = life.window.findChildren(AccountSheet)
        assert [(sheet.purpose, sheet.isVisible()) for sheet in sheets] == [("edit", True)]
        await life.tasks.wait_for("account-sheet", "key-store")
        sheets[0].reject()
        await until(lambda: not life.window.findChildren(AccountSheet))
        assert (await open_sheet(life)).purpose == "add"


@pytest.mark.parametrize("view", ["start", "write", "accounts"])
@aio()
async def test_saved_account_is_said_for_a_while_in_the_view_where_one_is(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, view: str
) -> None:
    said = "Account 'Work' is saved. Nothing was sent."
    async with running(make_life(qapp, tmp_path), view=view) as life:
        await add_account(life, sandbox.info.key, sandbox.info, name="Work")
        await until(lambda: said in texts(life))
        assert life.window.current_view == view
        assert sandbox.inbox() == []
        (over,) = life.window.top_bar.findChildren(
            QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly
        )
        over.setInterval(1)
        await until(lambda: said not in texts(life))
        over.setInterval(SAID_MS)

        life.accounts.act("edit", "Work")
        await life.tasks.wait_for("account-sheet", "key-store")
        press_in(sheet_of(life), "save-account")
        await until(lambda: said in texts(life))
