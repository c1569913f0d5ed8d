"""Accounts, and the sheet that adds a key, in each of its states."""

import asyncio
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from sgdesk.account.keystore import KeyPlace
from sgdesk.sandbox.process import SandboxProcess
from sgdesk.secret import Secret
from sgdesk.ui.account.rename import RenameSheet
from sgdesk.ui.account.sheet import AccountSheet
from sgdesk.ui.life import Life
from tests.gui.gallery.scene import NEWS, Act, press, says, send
from tests.support.keys import KEY
from tests.support.live import add_account, check_in, led_to, open_sheet, press_in
from tests.support.proxies import ConnectProxy
from tests.support.qt import until
from tests.support.servers import serving


async def accounts_empty(life: Life) -> None:
    life.window.show_view("accounts")


async def add_key_line_break(life: Life) -> None:
    sheet = await open_sheet(life)
    sheet.key.field.setText(f"{KEY[:40]}\n{KEY[40:]}")


async def add_key_part_missing(life: Life) -> None:
    sheet = await open_sheet(life)
    sheet.key.field.setText(f"{KEY[:40]}\n{KEY[40:60]}")


async def add_key_practice_offered(life: Life) -> None:
    await open_sheet(life)


async def add_key_practice_checked(life: Life) -> None:
    sheet = await open_sheet(life)
    press_in(sheet, "key-practice")
    await life.tasks.wait_for("practice-key")
    press_in(sheet, "check-key")
    await life.tasks.wait_for("check-key")


async def account_practice_write(life: Life) -> None:
    await add_key_practice_checked(life)
    (sheet,) = life.window.findChildren(AccountSheet)
    press_in(sheet, "save-account")
    await until(lambda: life.session.account.name == "example.com")
    await life.tasks.wait_for("accounts", "keep-account")
    life.window.show_view("write")


async def account_practice_kept(life: Life) -> None:
    life.window.show_view("accounts")


async def add_key_left(life: Life) -> None:
    sheet = await open_sheet(life)
    sheet.key.field.setText(KEY)
    press_in(sheet, "cancel-account")
    await until(lambda: says(life, "Close without saving?"))


async def add_key_checked(life: Life) -> None:
    sheet = await open_sheet(life)
    info = life.session.practice
    await check_in(life, sheet, info.key, info)


async def add_key_details(life: Life) -> None:
    sheet = await open_sheet(life)
    sheet.details.set_values("eu", led_to(life.session.practice))
    press_in(sheet, "more-details")


async def add_key_refused(life: Life) -> None:
    sheet = await open_sheet(life)
    await check_in(life, sheet, KEY, life.session.practice)


async def add_key_one_path(life: Life) -> None:
    sheet = await open_sheet(life)
    info = life.session.practice
    sheet.details.set_values("", {**led_to(info), "username": "someone"})
    sheet.key.field.setText(info.key)
    press_in(sheet, "check-key")
    await life.tasks.wait_for("check-key")


async def add_key_unreachable(life: Life) -> None:
    sheet = await open_sheet(life)
    nowhere = {"api_url": "https://127.0.0.1:1", "smtp_host": "127.0.0.1"}
    sheet.details.set_values("", nowhere)
    sheet.key.field.setText(KEY)
    press_in(sheet, "check-key")
    await life.tasks.wait_for("check-key")


async def add_key_fields_wrong(life: Life) -> None:
    sheet = await open_sheet(life)
    info = life.session.practice
    await check_in(life, sheet, info.key, info)
    sheet.fields.fields["sender"].setText("nobody")
    sheet.fields.fields["test_address"].setText("you@example.com")
    sheet.fields.some.setChecked(True)
    sheet.fields.may_mail.setText("example.com")
    press_in(sheet, "save-account")


async def add_key_store_works(life: Life) -> None:
    sheet = await open_sheet(life)
    info = life.session.practice
    await check_in(life, sheet, info.key, info)
    assert sheet.fields.system.isChecked()


async def account_key_kept(life: Life) -> None:
    info = life.session.practice
    await add_account(life, info.key, info, test_address="you@example.com")
    assert life.session.account.known.key_place == KeyPlace.SYSTEM.value
    life.window.show_view("accounts")


async def account_key_kept_remove(life: Life) -> None:
    life.accounts.act("remove", life.session.account.name)
    await until(lambda: life.window.findChild(QWidget, "remove-account") is not None)


async def account_live(life: Life) -> None:
    info = life.session.practice
    await add_account(life, info.key, info, test_address="you@example.com")
    life.window.show_view("accounts")


async def account_live_write(life: Life) -> None:
    life.window.show_view("write")


async def account_replace(life: Life) -> None:
    life.accounts.act("replace", life.session.account.name)
    await life.tasks.wait_for("account-sheet", "key-store")


async def account_rename(life: Life) -> None:
    await until(lambda: not life.window.findChildren(AccountSheet))
    life.accounts.act("rename", life.session.account.name)
    await until(lambda: life.window.findChildren(RenameSheet))


async def account_change(life: Life) -> None:
    await until(lambda: not life.window.findChildren(RenameSheet))
    life.accounts.act("edit", life.session.account.name)
    await life.tasks.wait_for("account-sheet", "key-store")


async def write_reader(life: Life) -> None:
    await until(lambda: not life.window.findChildren(AccountSheet))
    account, book = life.session.account.name, life.session.book
    # Another local SendGrid: live mail never goes into the practice inbox.
    other = await asyncio.to_thread(asyncio.run, SandboxProcess.start())
    async with serving(ConnectProxy()) as way:
        values = {
            **book.values(account),
            "connect_to": led_to(other.info)["connect_to"].split(),
            "ca_file": str(other.info.ca_file),
            "proxy": f"http://127.0.0.1:{way.port}",
        }
        await asyncio.to_thread(book.change, account, values)
        book.keys.keep(account, Secret(other.info.key), KeyPlace.SESSION)
        life.window.show_view("write")
        await send(life, replace(NEWS, to="ada@example.com"), reviewed=True)
    await asyncio.to_thread(asyncio.run, other.aclose())
    await until(life.rooms.write.compose.problem.isVisible)


async def certificate_of_a_reader(life: Life) -> None:
    press(life, "show-certificate")


async def account_remove(life: Life) -> None:
    await until(lambda: not life.window.findChildren(AccountSheet))
    life.accounts.act("remove", life.session.account.name)
    await until(lambda: life.window.findChild(QWidget, "remove-account") is not None)


ACTS = (
    Act(
        scenes=(
            accounts_empty,
            add_key_line_break,
            add_key_part_missing,
            add_key_checked,
            add_key_details,
            add_key_refused,
            add_key_one_path,
            add_key_unreachable,
            add_key_fields_wrong,
        )
    ),
    Act(scenes=(add_key_left,)),
    Act(scenes=(add_key_practice_offered,)),
    Act(scenes=(add_key_practice_checked,)),
    Act(scenes=(account_practice_write, account_practice_kept)),
    Act(
        scenes=(add_key_store_works, account_key_kept, account_key_kept_remove),
        has_key_store=True,
    ),
    Act(
        scenes=(
            account_live,
            account_live_write,
            account_replace,
            account_rename,
            account_change,
            write_reader,
            certificate_of_a_reader,
            account_remove,
        )
    ),
)
