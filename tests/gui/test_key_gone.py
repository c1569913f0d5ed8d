"""Send as an account whose key is gone: said as every error is, mended, and gone on with."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.account.keystore import SERVICE, KeyPlace, KeyStore
from sgdesk.errors import NoKeyStoreError
from sgdesk.profile import Config, save_config
from sgdesk.ui.life import Life
from sgdesk.ui.widgets.remedy_row import RemedyRow
from tests.support.keys import MemoryKeys, store_over
from tests.support.live import add_account, press_in, sheet_of
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import fill, press, rows, seen_button, send, texts


def offered(life: Life) -> list[str]:
    """Give the buttons of the message under the mail, the first one first."""
    (row,) = life.rooms.write.compose.problem.findChildren(RemedyRow)
    return [each.text() for each in visible_children(row, QPushButton)]


def lose_key(life: Life) -> None:
    """Take the key away as somebody does who removes it from the key store."""
    life.session.book.keys.forget("example.com", KeyPlace.SESSION)


def note_in_system(life: Life) -> None:
    """Let the account count as one whose key lies in the system key store."""
    book = life.session.book
    known = book.account("example.com").known
    book.note("example.com", replace(known, key_place=KeyPlace.SYSTEM.value))


async def enter_key(life: Life, key: str) -> None:
    """Press the first button and give the key on the sheet that it opens."""
    press(life, "enter-key")
    await life.tasks.wait_for("account-sheet", "key-store")
    sheet = sheet_of(life)
    assert sheet.purpose == "replace"
    sheet.key.field.setText(key)
    press_in(sheet, "check-key")
    await life.tasks.wait_for("check-key")
    press_in(sheet, "save-account")
    await until(lambda: offered(life) == ["Send again"])
    assert "The key is here now." in texts(life, life.rooms.write.compose.problem)


async def try_again(life: Life) -> None:
    """Press the button that goes on with the send, and wait until the mail was taken."""
    press(life, "send-again")
    await until(lambda: rows(life)[0].result.word == "Accepted")
    await life.tasks.wait_for("send")


@aio()
async def test_key_gone_at_the_moment_of_sending_is_said_with_the_way_to_enter_it(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life, to="ada@example.com", subject="Autumn")
        lose_key(life)
        await send(life)
        compose = life.rooms.write.compose
        assert compose.problem.isVisible()
        assert compose.problem.text.startswith(
            "The key of 'example.com' is gone\nNot sent. The key was"
        )
        assert offered(life) == ["Enter the key…", "Send again"]
        assert (rows(life)[0].result.word, rows(life)[0].subject) == ("Not sent", "Autumn")
        assert compose.form().subject == "Autumn"
        assert not compose.notice.isVisible()
        assert sandbox.inbox() == []
        await life.tasks.wait_for("accounts")
        assert "key gone" in texts(life, life.window.top_bar)

        await enter_key(life, sandbox.info.key)
        assert life.window.current_view == "write"
        await try_again(life)
        assert sandbox.only_mail()["copies"][0]["to"][0]["email"] == "ada@example.com"
        assert not compose.problem.isVisible()


@aio()
async def test_account_kept_until_quit_gets_its_key_again_after_a_restart_and_the_mail_goes(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
    async with running(make_life(qapp, tmp_path)) as life:
        await life.tasks.wait_for("accounts")
        fill(life)
        await send(life)
        said = life.rooms.write.compose.problem.text
        assert "Not sent. The key was kept until you quit. Enter it once more" in said
        await enter_key(life, sandbox.info.key)
        await try_again(life)
        assert len(sandbox.inbox()) == 1


@aio()
async def test_key_store_that_is_locked_while_sending_is_no_lost_mail(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        keys = MemoryKeys(trouble="The key store is locked.")
        life.session.book.keys = store_over(keys)
        note_in_system(life)
        fill(life)
        await send(life)
        assert life.rooms.write.compose.problem.text.startswith(
            "The key store is locked\nNot sent."
        )
        assert offered(life) == ["Send again", "Enter the key…"]

        keys.trouble = ""
        keys.put(SERVICE, "example.com", sandbox.info.key)
        await try_again(life)
        assert len(sandbox.inbox()) == 1


@aio()
async def test_key_gone_at_a_result_that_is_sent_again_is_a_result_of_its_own(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life)
        await send(life)
        lose_key(life)
        life.desk.go_to_log()
        await life.tasks.wait_for("detail")
        press(life, "send-again", life.rooms.results)
        await until(lambda: len(rows(life)) == 2)
        await life.tasks.wait_for("resend")
        assert "This time: The key of 'example.com' is gone. Not sent." in texts(life)
        life.desk.go_to_log()
        life.rooms.results.table.selectRow(0)
        await until(lambda: "The key of 'example.com' is gone" in texts(life, life.rooms.results))
        await life.tasks.wait_for("detail")


@aio()
async def test_account_that_was_never_given_a_key_leads_from_start_to_the_field_for_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    def no_store() -> MemoryKeys:
        raise NoKeyStoreError("This computer has no key store.")

    save_config(tmp_path / "config", Config(settings={"account": "work"}, profiles={"work": {}}))
    async with running(make_life(qapp, tmp_path), view="start") as life:
        life.session.book.keys = KeyStore(no_store)
        await life.tasks.wait_for("accounts")
        press(life, "start-account-act")
        await life.tasks.wait_for("check work")
        said = texts(life)
        assert "There is no key for 'work'\nNone was kept on this computer. Enter it to" in said
        assert "no key" in texts(life, life.window.top_bar)
        assert seen_button(life, "start-account-act").text() == "Enter the key…"

        press(life, "start-account-act")
        await life.tasks.wait_for("account-sheet", "key-store")
        assert sheet_of(life).purpose == "replace"
