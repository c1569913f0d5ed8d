"""Start: a key that is found, the account that mail is sent as, and mail that waits for a word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.account.keystore import KeyPlace
from sgdesk.ui.frame import PLACES
from sgdesk.ui.life import Life
from tests.support.keys import KEY
from tests.support.live import add_account, press_in, sheet_of
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import fill, practice, press, rows, seen_button, send, texts

DECIDE = "1 mail needs your decision"


@dataclass(slots=True)
class Listener:
    """Somebody in the place of SendGrid who counts who comes."""

    port: int
    connections: int = 0


@asynccontextmanager
async def listening() -> AsyncIterator[Listener]:
    """Take connections and say nothing."""
    listener = Listener(port=0)

    async def count(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        listener.connections += 1
        writer.close()

    server = await asyncio.start_server(count, "127.0.0.1", 0)
    listener.port = server.sockets[0].getsockname()[1]
    try:
        yield listener
    finally:
        server.close()
        await server.wait_closed()


@aio()
async def test_found_key_meets_nobody_before_the_click_and_is_checked_by_it(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening() as listener:
        monkeypatch.setenv("SENDGRID_API_KEY", KEY)
        monkeypatch.setenv(
            "SGDESK_CONNECT_TO",
            " ".join(
                f"{name}=127.0.0.1:{listener.port}"
                for infix in ("", "eu.")
                for name in (f"api.{infix}sendgrid.com:443", f"smtp.{infix}sendgrid.net:587")
            ),
        )
        async with running(make_life(qapp, tmp_path), view="start") as life:
            await life.tasks.wait_for("accounts")
            for place in PLACES:
                life.window.show_view(place.id)
            fill(life)
            await send(life)
            life.window.show_view("start")
            assert f"A key was found in SENDGRID_API_KEY ({KEY[:7]}…)." in texts(life)
            assert listener.connections == 0

            press(life, "start-found-check")
            sheet = sheet_of(life)
            await life.tasks.wait_for("check-key", "key-store", "account-sheet")
            assert sheet.key.field.text() == KEY
            assert listener.connections > 0
            sheet.reject()


@aio()
async def test_found_key_of_an_account_that_lost_it_is_given_back_by_the_click_alone(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENDGRID_API_KEY", sandbox.info.key)
    offer = "The key of 'example.com' was found in SENDGRID_API_KEY (SG."
    async with running(make_life(qapp, tmp_path), view="start") as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        assert "was found in" not in texts(life)
    # It was kept until one quits.
    async with running(make_life(qapp, tmp_path), view="start") as life:
        await life.tasks.wait_for("accounts")
        assert offer in texts(life)
        assert "The key of 'example.com' is gone" in texts(life)
        fill(life)
        await send(life)
        assert rows(life)[0].result.word == "Not sent", "nobody said that it may be used"
        assert sandbox.inbox() == []
        await life.tasks.wait_for("accounts")
        life.window.show_view("start")

        assert seen_button(life, "start-found-check").text() == "Use it"
        assert "It is checked first, which sends nothing." in texts(life)
        press(life, "start-found-check")
        sheet = sheet_of(life)
        assert sheet.purpose == "replace"
        await life.tasks.wait_for("account-sheet", "key-store")
        await life.tasks.wait_for("check-key")
        press_in(sheet, "save-account")
        await until(lambda: "example.com works." in texts(life))
        assert offer not in texts(life)
        assert life.session.has_key(life.session.account)


@aio()
async def test_ignored_key_is_not_offered_at_the_next_start_but_another_one_is(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = "A key was found"
    monkeypatch.setenv("SENDGRID_API_KEY", KEY)
    async with running(make_life(qapp, tmp_path), view="accounts") as life:
        await life.tasks.wait_for("accounts")
        assert offer in texts(life)
        life.window.show_view("start")
        press(life, "start-found-ignore")
        assert offer not in texts(life)
    async with running(make_life(qapp, tmp_path), view="start") as life:
        await life.tasks.wait_for("accounts")
        assert offer not in texts(life)
        monkeypatch.setenv("SENDGRID_API_KEY", KEY.replace("a1B2", "z9Y8"))
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        assert offer in texts(life)

    kept = await asyncio.to_thread(written_below, tmp_path)
    assert KEY[:7] in kept
    assert KEY[:8] not in kept


def written_below(folder: Path) -> str:
    """Give the text of every file."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return "".join(path.read_text(errors="replace") for path in files)


@aio()
async def test_account_takes_the_place_of_the_key_card_and_is_checked_from_start(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path), view="start") as life:
        press(life, "start-check-key")
        await life.tasks.wait_for("account-sheet", "key-store")
        sheet_of(life).reject()
        await add_account(life, sandbox.info.key, sandbox.info)
        words = "example.com works. Web API yes, SMTP yes.\n"
        assert words in texts(life)
        assert "verified senders, " in texts(life)
        assert "Check a key" not in texts(life)

        sandbox.fault("auth", {"reply": "535 5.7.8 no\r\n"}, count=1)
        press(life, "start-account-act")
        await life.tasks.wait_for("check example.com")
        assert "example.com works in part. Web API yes, SMTP no.\n" in texts(life)
        life.accounts.choose("Practice")
        assert seen_button(life, "start-check-key")
        await life.tasks.wait_for("keep-account")
        life.accounts.choose("example.com")
        await life.tasks.wait_for("keep-account")
    # Without a key store the key is gone by now, and so is the right to say that it works.
    async with running(make_life(qapp, tmp_path), view="start") as life:
        await life.tasks.wait_for("accounts")
        gone = "The key of 'example.com' is gone\nThe key was kept until you quit. Enter it"
        assert gone in texts(life)
        assert "It cannot go out yet as example.com." in texts(life)
        # Accounts says the same and has the way to the field; there is nothing to check.
        life.window.show_view("accounts")
        await life.tasks.wait_for("accounts")
        said = texts(life, life.rooms.accounts)
        assert gone in said
        assert "• · gone" in said
        assert "works" not in said
        assert "account-check-0" not in buttons(life)
        press(life, "account-replace-0")
        await life.tasks.wait_for("account-sheet", "key-store")
        assert sheet_of(life).purpose == "replace"
        press_in(sheet_of(life), "cancel-account")
        life.window.show_view("start")
        press(life, "start-account-act")
        await life.tasks.wait_for("account-sheet", "key-store")
        assert sheet_of(life).purpose == "replace"
        press_in(sheet_of(life), "cancel-account")


def beside_the_name(life: Life) -> str:
    """Give what stands beside the account's name in the top bar."""
    return texts(life, life.window.top_bar)


@aio()
async def test_check_that_fails_is_said_where_it_was_asked_for_and_beside_the_name(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path), view="start") as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        book, name = life.session.book, "example.com"
        kept = book.values(name)
        assert "example.com works" in texts(life)

        book.change(name, {**kept, "ca_file": str(tmp_path / "gone.pem")})
        press(life, "start-account-act")
        await life.tasks.wait_for(f"check {name}")
        assert f"{name} could not be checked." in texts(life)
        assert "gone.pem cannot be used." in texts(life)
        assert "works" not in texts(life, life.rooms.start)
        assert "● check failed" in beside_the_name(life)
        life.window.show_view("accounts")
        assert "The key could not be checked" in texts(life, life.rooms.accounts)
        assert "works" not in texts(life, life.rooms.accounts)
        assert not life.rooms.write.compose.notice.text

        book.change(name, {**kept, "api_url": "https://127.0.0.1:1", "smtp_host": "127.0.0.1"})
        press(life, "account-check-0")
        await life.tasks.wait_for(f"check {name}")
        assert "● not reached" in beside_the_name(life)
        assert "Web API at 127.0.0.1:1" in texts(life, life.rooms.accounts)
        life.window.show_view("start")
        assert f"{name} cannot be reached." in texts(life)

        book.change(name, kept)
        book.keys.forget(name, KeyPlace.SESSION)
        life.accounts.act("check", name)
        await life.tasks.wait_for(f"check {name}")
        assert "● key gone" in beside_the_name(life)
        assert f"The key of '{name}' is gone" in texts(life)


async def lose_answer(life: Life) -> None:
    """Send a mail of which nobody knows whether it went out."""
    practice(life).fault("reply", "accept_then_close", count=1)
    await send(life)


def tabbed_from_the_rail(life: Life) -> list[str]:
    """Give where Tab leads, in its order."""
    life.window.activateWindow()
    life.window.rail.current_button.setFocus()
    reached = []
    for _ in range(12):
        QTest.keyClick(life.window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.append(focused.objectName())
    return reached


def buttons(life: Life) -> set[str]:
    """Name the buttons in sight."""
    return {button.objectName() for button in visible_children(life.window, QPushButton)}


def selected(life: Life) -> object:
    """Give what is selected in Results."""
    return life.rooms.results.table.current_entry()


@aio()
async def test_mail_that_waits_leads_to_its_row_and_is_gone_from_start_once_decided(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path), view="start") as life:
        fill(life)
        await lose_answer(life)
        await until(lambda: DECIDE in texts(life))
        await send(life, again=True)
        life.rooms.results.filter.setText("nothing like it")
        await until(lambda: not rows(life))
        press(life, "start-decide")
        await until(lambda: "mark-sent" in buttons(life))

        assert len(rows(life)) == 2
        assert selected(life) == rows(life)[1]
        press(life, "mark-sent")
        await until(lambda: life.rooms.start.decisions.isHidden())


@aio()
async def test_several_that_wait_are_shown_together_at_the_newest(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path), view="start") as life:
        for number in range(3):
            fill(life, subject=f"Number {number}")
            await lose_answer(life)
        fill(life, subject="Another")
        await send(life)
        await until(lambda: "3 mails need your decision" in texts(life))
        parts = ("start-decide", "start-write", "start-check-key", "start-sample", "start-open")
        reached = [name for name in tabbed_from_the_rail(life) if name in parts]
        assert reached[: len(parts)] == list(parts)
        press(life, "start-decide")
        await until(lambda: "mark-sent" in buttons(life))

        assert [row.result.word for row in rows(life)] == ["Unknown"] * 3
        assert selected(life) == rows(life)[0]

        press(life, "mark-sent")
        await until(lambda: rows(life)[0].result.word == "Marked as sent")
        life.window.show_view("start")
        await until(lambda: "2 mails need your decision" in texts(life))
        press(life, "start-decide")
        await until(lambda: [row.result.word for row in rows(life)] == ["Unknown"] * 2)
        await until(lambda: "2 results" in texts(life, life.rooms.results.bar))


@aio()
async def test_return_presses_the_button_that_has_the_keyboard(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path), view="start") as life:
        await until(life.rooms.start.write_button.hasFocus)
        QTest.keyClick(life.rooms.start.write_button, Qt.Key.Key_Return)
        await until(lambda: life.window.current_view == "write")
