"""The keyboard after something was done with an account: at what was saved."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from sgdesk.ui.account.sheet import AccountSheet
from sgdesk.ui.life import Life
from tests.support.live import add_account, check_in, led_to, press_in, sheet_of
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import seen_button


def keyboard_at(life: Life) -> str:
    """Name what has the keyboard once the window is the active one."""
    focused = life.window.focusWidget()
    return focused.objectName() if focused is not None and focused.isVisible() else ""


def strike(button: QPushButton) -> None:
    """Press a button by the keyboard."""
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)


async def closed(life: Life, kind: type[QDialog] = AccountSheet) -> None:
    """Wait until a sheet is gone and the accounts are read again."""
    await until(lambda: not [s for s in life.window.findChildren(kind) if s.isVisible()])
    await life.tasks.wait_for("accounts", "rename", "remove")
    await turns(10)


@pytest.mark.parametrize(
    ("view", "opens", "then"),
    [
        ("start", "start-check-key", "start-write"),
        ("write", "strip-add-key", "to"),
        ("accounts", "add-first-key", "account-check-0"),
    ],
)
@aio()
async def test_keyboard_is_where_one_goes_on_after_an_account_was_added(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, view: str, opens: str, then: str
) -> None:
    async with running(make_life(qapp, tmp_path), view=view) as life:
        strike(seen_button(life, opens))
        await life.tasks.wait_for("account-sheet", "key-store")
        sheet = sheet_of(life)
        await check_in(life, sheet, sandbox.info.key, sandbox.info)
        press_in(sheet, "save-account")
        await until(lambda: not life.session.account.is_practice)
        await closed(life)

        assert keyboard_at(life) == then


@aio()
async def test_keyboard_stays_at_the_account_that_was_changed_renamed_or_checked(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path), view="accounts") as life:
        await add_account(life, sandbox.info.key, sandbox.info, name="Alpha")
        await closed(life)
        await add_account(life, sandbox.info.key, sandbox.info, name="Zulu")
        await until(lambda: life.session.account.name == "Zulu")
        await closed(life)
        assert keyboard_at(life) == "account-check-1"

        strike(seen_button(life, "account-edit-1"))
        await life.tasks.wait_for("account-sheet", "key-store")
        press_in(sheet_of(life), "save-account")
        await closed(life)
        assert keyboard_at(life) == "account-edit-1"

        strike(seen_button(life, "account-edit-1"))
        await life.tasks.wait_for("account-sheet", "key-store")
        sheet_of(life).fields.fields["name"].setText("Aardvark")
        press_in(sheet_of(life), "save-account")
        await closed(life)
        assert list(life.rooms.accounts.cards) == ["Aardvark", "Alpha"]
        assert keyboard_at(life) == "account-check-0"

        strike(seen_button(life, "account-check-0"))
        await life.tasks.wait_for("check Aardvark")
        assert life.rooms.accounts.cards["Aardvark"].has_keyboard

        seen_button(life, "account-remove-0").setFocus()
        life.session.book.remove("Aardvark")
        life.accounts.load()
        await closed(life)
        assert keyboard_at(life) == "account-check-0", "not on Remove of another account"


@aio()
async def test_region_that_a_check_found_stands_in_place_of_find_out_until_the_key_changes(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path), view="accounts") as life:
        strike(seen_button(life, "add-first-key"))
        await life.tasks.wait_for("account-sheet", "key-store")
        sheet = sheet_of(life)
        sheet.show_details(shown=True)

        def region() -> str:
            (first,) = [
                b
                for b in visible_children(sheet, QPushButton)
                if b.isChecked() and b.objectName() == "region-auto"
            ]
            return first.text()

        assert region() == "Find out"
        await check_in(life, sheet, sandbox.info.key, sandbox.info)
        assert region() == "Found: Global"
        assert sheet.form().region == "", "it is still the check that finds it out"
        sheet.key.field.setText("SG.")
        assert region() == "Find out"

        details = {**led_to(sandbox.info), "api_url": "https://api.sendgrid.com"}
        sheet.details.set_values("", details)
        sheet.key.field.setText(sandbox.info.key)
        press_in(sheet, "check-key")
        await life.tasks.wait_for("check-key")
        assert region() == "Find out", "no region was looked for"
        sheet.reject()
