"""An account whose servers are the practice inbox: shown and sent as practice."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton

from sgdesk.account.keystore import KeyPlace
from sgdesk.present.path_choices import SMTP_CHOICES
from sgdesk.present.recipes import SETS_KEY
from sgdesk.present.simulation import Simulation
from sgdesk.route import parse_path
from sgdesk.sandbox.accounts import open_account
from sgdesk.sandbox.process import SandboxInfo, SandboxProcess
from sgdesk.secret import Secret
from sgdesk.ui.account.card import AccountCard
from sgdesk.ui.account.sheet import AccountSheet
from sgdesk.ui.compose.command_sheet import CommandSheet
from sgdesk.ui.life import Life
from sgdesk.ui.sheets import Question
from sgdesk.ui.widgets.choices import MenuChoice
from tests.gui.test_accounts import choose, send_button
from tests.gui.test_practice_ports import free_ports
from tests.gui.test_result_acts import open_first
from tests.support.keys import KEY
from tests.support.live import open_sheet, press_in, sheet_of
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import fill, practice, press, rows, seen_button, send, texts


def trial_values(info: SandboxInfo) -> dict[str, object]:
    """Give the connection details of an account at a local SendGrid."""
    return {
        "api_url": info.api_url,
        "smtp_host": info.smtp_host,
        "ca_file": str(info.ca_file),
        "path": f"smtp:{info.starttls_port}",
        "sender": "sender@example.com",
    }


def shown_card(life: Life, name: str) -> AccountCard:
    """Bring an account's card into sight."""
    life.window.show_view("accounts")
    return life.rooms.accounts.cards[name]


def visible_buttons(life: Life) -> set[str]:
    """Name the buttons in sight."""
    return {button.objectName() for button in visible_children(life.window, QPushButton)}


async def key_line(life: Life) -> str:
    """Copy the line that sets the key of what stands in Write as a command."""
    life.compose.send("command")
    await until(lambda: visible_children(life.window, CommandSheet))
    (sheet,) = visible_children(life.window, CommandSheet)
    press(life, "command-environment", sheet)
    sheet.close()
    await until(lambda: not visible_children(life.window, CommandSheet))
    return QGuiApplication.clipboard().text()


@aio()
async def test_commands_of_an_account_name_the_key_only_of_the_inbox_that_they_lead_to(
    qapp: QApplication, tmp_path: Path
) -> None:
    other = await SandboxProcess.start()
    async with running(make_life(qapp, tmp_path)) as life:
        own = life.session.practice
        for name, info in (("here", own), ("elsewhere", other.info)):
            life.session.book.add(name, trial_values(info), Secret(info.key), KeyPlace.SESSION)
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        fill(life)
        lines = {}
        for name in ("here", "elsewhere"):
            choose(life, name)
            lines[name] = await key_line(life)
    await other.aclose()

    assert own.key in lines["here"]
    assert lines["elsewhere"] == SETS_KEY


@aio()
async def test_start_shows_an_account_whose_servers_are_the_practice_inbox(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path), view="start") as life:
        info = life.session.practice
        life.session.book.add("trial", trial_values(info), Secret(info.key), KeyPlace.SESSION)
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        choose(life, "trial")
        await life.tasks.wait_for("keep-account")
        said = texts(life, life.rooms.start)

        assert "trial has not been checked yet." in said
        assert "It goes to the practice inbox, as trial." in said
        assert not visible_buttons(life) & {"start-check-key", "strip-add-key"}

        choose(life, "Practice")
        assert visible_buttons(life) >= {"start-check-key", "strip-add-key"}


@aio()
async def test_account_whose_servers_are_the_practice_inbox_sends_as_practice(
    qapp: QApplication, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        info = life.session.practice
        values = trial_values(info)
        life.session.book.add("trial", values, Secret(info.key), KeyPlace.SESSION)
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        choose(life, "trial")
        await life.tasks.wait_for("keep-account")

        assert life.session.settings.text("account") == "trial"
        assert life.window.strip.isVisible()
        assert "●" not in texts(life, life.window.top_bar)
        assert send_button(life) == "Send to practice inbox"
        card = texts(life, shown_card(life, "trial"))
        assert "This window sends as this account; mail stays on this computer" in card
        assert "goes out" not in card
        life.window.show_view("write")
        fill(life, to="ada@example.com, grace@example.net")
        await life.session.simulate(Simulation(distance="20"))
        assert "The path is SMTP" in texts(life)
        await send(life)
        assert "The path is SMTP" not in texts(life)
        assert rows(life)[0].result.word == "Captured"
        assert rows(life)[0].practice == "practice, simulated 20 ms"
        assert rows(life)[0].account == "trial"
        await open_first(life)
        press(life, "send-again")
        await until(lambda: visible_children(life.window, Question))
        (question,) = visible_children(life.window, Question)
        assert "Account trial, by" in texts(life, question)
        press(life, "resend-send", question)
        await until(lambda: "This time: Sent to the practice inbox" in texts(life))
        await life.session.simulate(None)
        assert len(await life.session.history.list(5, account="trial")) == 2
        assert len(practice(life).inbox()) == 2

        # When that inbox is gone, one sentence says so, and nobody finds a traceback.
        gone = str(tmp_path / "sgdesk-sandbox-gone" / "ca.pem")
        life.session.book.change("trial", {**values, "ca_file": gone})
        life.window.show_view("write")
        fill(life, subject="Another")
        press(life, "send")
        await life.tasks.wait_for("send")
        assert "is gone, so nothing was sent" in life.rooms.write.compose.notice.text
        assert len(practice(life).inbox()) == 2
        choose(life, "Practice")
        assert not life.rooms.write.compose.notice.isVisible()
    assert "Traceback" not in "".join(capfd.readouterr())


async def add_practice_key(life: Life) -> None:
    """Add an account by "Use the practice key", and save it as `trial`."""
    sheet = await open_sheet(life)
    press_in(sheet, "key-practice")
    await life.tasks.wait_for("practice-key")
    press_in(sheet, "check-key")
    await life.tasks.wait_for("check-key")
    for name, text in {"sender": "sender@example.com", "name": "trial"}.items():
        sheet.fields.fields[name].setText(text)
        sheet.fields.fields[name].textEdited.emit(text)
    sheet.fields.session.setChecked(True)
    press_in(sheet, "save-account")
    await until(lambda: life.session.account.name == "trial")
    await life.tasks.wait_for("keep-account")


def pressed_places(sheet: AccountSheet) -> dict[str, QPoint]:
    """Give where stands what is pressed or typed in, but the offer of the practice key."""
    kinds = (QAbstractButton, QLineEdit)
    seen = [part for kind in kinds for part in visible_children(sheet, kind)]
    places = {part.objectName(): part.mapTo(sheet, QPoint(0, 0)) for part in seen}
    places.pop("key-practice", None)
    return places


@aio()
async def test_practice_key_leads_to_check_key_with_its_servers_out_of_sight(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        before = sheet.geometry()
        places = pressed_places(sheet)
        press_in(sheet, "key-practice")
        await life.tasks.wait_for("practice-key")
        await turns(10)

        focused = sheet.focusWidget()
        assert focused is not None
        assert focused.objectName() == "check-key"
        assert sheet.details.fields["smtp_host"].text() == "127.0.0.1"
        assert not sheet.details.isVisible()
        assert sheet.geometry() == before
        assert pressed_places(sheet) == places


def said_of_key(sheet: AccountSheet) -> str:
    """Give the line below the key."""
    line = sheet.findChild(QLabel, "key-look")
    assert line is not None
    return line.text()


@pytest.mark.parametrize("around", ["{}", "Bearer {}"])
@aio()
async def test_practice_key_alone_is_never_shown_to_sendgrid_but_offered_its_servers(
    qapp: QApplication, tmp_path: Path, around: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        key = life.session.practice.key
        sheet = await open_sheet(life)
        sheet.key.field.setText(around.format(key))
        assert said_of_key(sheet) == "This is a practice inbox's key, not one of SendGrid's."
        offer, check = (seen_button(life, name, sheet) for name in ("key-practice", "check-key"))
        assert (offer.property("primary"), check.property("primary")) == (True, False)
        sheet.key.field.setFocus()
        press_in(sheet, "check-key")
        assert not life.tasks.is_running("check-key")
        assert sheet.focusWidget() is offer

        QTest.keyClick(offer, Qt.Key.Key_Return)
        await life.tasks.wait_for("practice-key")
        assert said_of_key(sheet).startswith("complete")
        assert (sheet.focusWidget(), offer.isVisible()) == (check, False)
        press_in(sheet, "check-key")
        await life.tasks.wait_for("check-key")
        assert seen_button(life, "save-account", sheet).isEnabled()

        sheet.details.fields["smtp_host"].setText("")
        sheet.details.fields["smtp_host"].textEdited.emit("")
        assert offer.isVisible(), "by SMTP it would go to SendGrid"
        sheet.key.field.clear()
        assert said_of_key(sheet) == "A key, or copied lines with key and servers."
        press_in(sheet, "cancel-account")


@aio()
async def test_practice_key_is_not_taken_in_place_of_one_of_sendgrids(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        values: dict[str, object] = {"sender": "sender@example.com"}
        life.session.book.add("work", values, Secret(KEY), KeyPlace.SESSION)
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        life.accounts.act("replace", "work")
        await life.tasks.wait_for("account-sheet", "key-store")
        sheet = sheet_of(life)
        sheet.key.field.setText(life.session.practice.key)
        press_in(sheet, "check-key")

        assert not life.tasks.is_running("check-key")
        assert sheet.focusWidget() is sheet.key.field
        assert "Paste a key of SendGrid's." in texts(life, sheet)


def offered_ports(life: Life) -> list[str]:
    """Give the SMTP ports that the menu beside Send offers."""
    (menu,) = life.rooms.write.compose.send_bar.route.findChildren(MenuChoice)
    return [str(action.data()) for action in menu.menu().actions() if action.isCheckable()]


async def captured_by_each_way(life: Life) -> list[tuple[str, str]]:
    """Send by every way that Write offers; give path and result of each."""
    route = life.rooms.write.compose.send_bar.route
    gone = []
    for path in ("webapi", *offered_ports(life)):
        route.take(parse_path(path))
        fill(life, to="ada@example.com", subject=f"By {path}")
        await send(life)
        gone.append((path, rows(life)[0].result.word))
    return gone


ALL_WAYS = ["webapi", *(choice.path.text for choice in SMTP_CHOICES)]


@aio(timeout=90)
async def test_account_with_the_practice_key_has_all_ways_also_where_the_inbox_has_moved(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_practice_key(life)
        assert life.session.account.name == "trial"
        first = life.session.practice
        assert await captured_by_each_way(life) == [(way, "Captured") for way in ALL_WAYS]

    monkeypatch.setenv("SGDESK_PRACTICE_PORT", str(free_ports()))
    async with running(make_life(qapp, tmp_path)) as life:
        await until(lambda: life.session.has_key(life.session.account))
        assert life.session.account.name == "trial"
        assert life.session.practice.starttls_port != first.starttls_port
        assert await captured_by_each_way(life) == [(way, "Captured") for way in ALL_WAYS]
        assert len(await life.session.inbox()) == len(ALL_WAYS)


@aio()
async def test_changed_account_with_the_practice_key_stays_where_it_was_led(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_practice_key(life)
        book = life.session.book
        book.change("trial", {**book.values("trial"), "api_url": "https://api.example.com"})

    async with running(make_life(qapp, tmp_path)) as life:
        await life.tasks.wait_for("practice", "accounts")
        assert life.session.book.values("trial")["api_url"] == "https://api.example.com"


@aio()
async def test_account_at_a_port_of_its_own_server_is_offered_no_other(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        info = life.session.practice
        life.session.book.add("old", trial_values(info), Secret(info.key), KeyPlace.SESSION)
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        choose(life, "old")
        assert offered_ports(life) == [f"smtp:{info.starttls_port}:starttls"]

        led = {
            "api_url": info.api_url,
            "smtp_host": "localhost",
            "connect_to": ["localhost:465=127.0.0.1:41465"],
        }
        life.session.book.add("led", led, Secret(info.key), KeyPlace.SESSION)
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        choose(life, "led")
        assert offered_ports(life) == ["smtp:465:tls"]


@aio()
async def test_accounts_are_read_anew_once_they_were_led_along(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_practice_key(life)
        book, where = life.session.book, await life.session.start_practice()
        book.change("trial", {**book.values("trial"), "sender": "ada@example.com"})
        life.practice.show_where(replace(where, followed=("trial",)))
        await life.tasks.wait_for("accounts")

        assert life.session.account.sender == "ada@example.com"


@aio()
async def test_servers_of_an_account_with_a_practice_key_are_not_emptied(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_practice_key(life)
        before = life.session.book.values("trial")
        life.accounts.act("edit", "trial")
        await life.tasks.wait_for("account-sheet", "key-store")
        sheet = sheet_of(life)
        for name in ("api_url", "smtp_host"):
            sheet.details.fields[name].setText("")
            sheet.details.fields[name].textEdited.emit("")
        press_in(sheet, "save-account")
        await life.tasks.wait_for("save-account")

        assert "A practice key is not shown to api.sendgrid.com." in texts(life, sheet)
        assert life.session.book.values("trial") == before
        sheet.reject()


@aio()
async def test_key_of_another_practice_inbox_is_known_as_one_and_shown_to_nobody(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        for key in (*open_account().keys, *open_account(seed="41000").keys):
            sheet.key.field.setText(key)
            assert said_of_key(sheet) == "This is a practice inbox's key, not one of SendGrid's."
            press_in(sheet, "check-key")
            assert not life.tasks.is_running("check-key")
        sheet.key.field.clear()
        press_in(sheet, "cancel-account")
