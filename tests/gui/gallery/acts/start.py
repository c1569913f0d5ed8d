"""Start in each of its states: the first time, a key found, an account, what waits."""

import asyncio
import os
from dataclasses import replace

from sgdesk.account.keystore import KeyPlace
from sgdesk.ui.life import Life
from tests.gui.gallery.scene import NEWS, Act, practice, press, says, send
from tests.support.keys import KEY
from tests.support.live import add_account, open_sheet, press_in
from tests.support.qt import until


async def start_first_run(life: Life) -> None:
    life.window.show_view("start")


async def start_key_found(life: Life) -> None:
    os.environ["SENDGRID_API_KEY"] = KEY
    try:
        life.accounts.offer_found()
    finally:
        del os.environ["SENDGRID_API_KEY"]


async def start_draft_waits(life: Life) -> None:
    press(life, "start-found-ignore")
    life.rooms.write.compose.set_form(NEWS)
    await until(lambda: says(life, "Go on writing"))


async def start_decision_waits(life: Life) -> None:
    practice(life).fault("reply", "accept_then_close", count=1)
    await send(life)
    await until(lambda: says(life, "1 mail needs your decision"))


async def start_all_at_once(life: Life) -> None:
    os.environ["SENDGRID_API_KEY"] = KEY.replace(KEY[3:7], "a1B2")
    try:
        life.accounts.offer_found()
    finally:
        del os.environ["SENDGRID_API_KEY"]
    practice(life).fault("reply", "accept_then_close", count=1)
    await send(life, replace(NEWS, subject="Winter news"))
    await until(lambda: says(life, "2 mails need your decision"))


async def start_account_never_checked(life: Life) -> None:
    sheet = await open_sheet(life)
    nowhere = {"api_url": "https://127.0.0.1:1", "smtp_host": "127.0.0.1"}
    sheet.details.set_values("", nowhere)
    sheet.key.field.setText(KEY)
    press_in(sheet, "check-key")
    await life.tasks.wait_for("check-key")
    sheet.fields.fields["sender"].setText("news@example.org")
    sheet.fields.fields["sender"].textEdited.emit("news@example.org")
    press_in(sheet, "save-unchecked")
    await until(lambda: not life.session.account.is_practice)
    life.window.show_view("start")
    await until(lambda: says(life, "has not been checked yet"))


async def start_account_cannot_be_reached(life: Life) -> None:
    press(life, "start-account-act")
    await until(lambda: says(life, "cannot be reached"))


async def account_not_reached(life: Life) -> None:
    life.window.show_view("accounts")


async def start_account_works(life: Life) -> None:
    info = life.session.practice
    life.window.show_view("start")
    await add_account(life, info.key, info, test_address="you@example.com")
    await until(lambda: says(life, "works."))


async def start_account_one_path(life: Life) -> None:
    name = life.session.account.name
    values = {**life.session.book.values(name), "username": "someone"}
    await asyncio.to_thread(life.session.book.change, name, values)
    press(life, "start-account-act")
    await until(lambda: says(life, "SMTP no"))


async def start_key_found_again(life: Life) -> None:
    name = life.session.account.name
    life.session.book.keys.forget(name, KeyPlace.SESSION)
    os.environ["SENDGRID_API_KEY"] = life.session.practice.key
    try:
        life.accounts.load()
        await until(lambda: says(life, f"The key of '{name}' was found in"))
    finally:
        del os.environ["SENDGRID_API_KEY"]


ACTS = (
    Act(
        scenes=(
            start_first_run,
            start_key_found,
            start_draft_waits,
            start_decision_waits,
            start_all_at_once,
        )
    ),
    Act(
        scenes=(
            start_account_never_checked,
            start_account_cannot_be_reached,
            account_not_reached,
            start_account_works,
            start_account_one_path,
            start_key_found_again,
        )
    ),
)
