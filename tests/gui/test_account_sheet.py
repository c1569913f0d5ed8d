"""The sheet of an account: where the keyboard begins, what comes next, what leaving it asks."""

from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPushButton, QScrollArea

from sgdesk.account.keystore import KeyPlace
from sgdesk.ui.account.sheet import AccountSheet
from sgdesk.ui.sheets import Question
from tests.contract.cli.test_secrets import CANARY, check_folder
from tests.support.keys import KEY, MemoryKeys, store_over
from tests.support.live import add_account, check_in, led_to, open_sheet, press_in, sheet_of
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import practice, press, seen_button, texts


@aio()
async def test_key_is_typed_at_once_and_not_lost_by_esc_unless_one_says_so(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        assert sheet.focusWidget() is sheet.key.field
        # Below "Sender" a mere "Name" reads as the sender's.
        assert {"Sender", "Account name"} <= set(texts(life, sheet).splitlines())
        QTest.keyClick(sheet.key.field, Qt.Key.Key_Escape)
        assert not visible_children(life.window, AccountSheet), "nothing was typed"

        sheet = await open_sheet(life)
        QTest.keyClicks(sheet.focusWidget(), CANARY)
        for leave in (lambda: QTest.keyClick(sheet, Qt.Key.Key_Escape), sheet.close):
            leave()
            await until(lambda: visible_children(sheet, Question))
            (asked,) = visible_children(sheet, Question)
            QTest.keyClick(asked.focusWidget() or asked, Qt.Key.Key_Return)
            await life.tasks.wait_for("leave-account")
            assert sheet.isVisible()
            assert sheet.key.field.text() == CANARY

        press_in(sheet, "cancel-account")
        await until(lambda: visible_children(sheet, Question))
        press_in(visible_children(sheet, Question)[0], "leave-account-close")
        await life.tasks.wait_for("leave-account")
        assert not visible_children(life.window, AccountSheet)
        sheet = await open_sheet(life)
        QTest.keyClicks(sheet.details.fields["proxy"], "http://proxy.example.com")
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        await until(lambda: visible_children(sheet, Question))
        press_in(visible_children(sheet, Question)[0], "leave-account-close")
        await life.tasks.wait_for("leave-account")
        assert not visible_children(life.window, AccountSheet)
    assert check_folder(tmp_path) > 0


@aio()
async def test_key_is_never_to_go_to_a_key_store_that_does_not_work_and_goes_once_it_does(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info, sender="ada@example.com")
        name = life.session.account.name
        keys = MemoryKeys(trouble="The key store is locked.")
        book = life.session.book
        book.keys = store_over(keys)
        book.note(name, replace(book.account(name).known, key_place=KeyPlace.SYSTEM.value))
        life.accounts.act("replace", name)
        await life.tasks.wait_for("account-sheet", "key-store")
        fields = sheet_of(life).fields
        # Whichever of the two is read last.
        fields.set_form(replace(sheet_of(life).form(), keeps_in_system=True))
        assert (fields.session.isChecked(), fields.system.isEnabled()) == (True, False)
        shown = texts(life, fields)
        fields.show_wrong({})
        assert texts(life, fields) == shown, "fields that are left out have no hints"

        keys.trouble = ""
        press_in(sheet_of(life), "retry-store")
        await life.tasks.wait_for("key-store")
        assert fields.system.isChecked()
        press_in(sheet_of(life), "cancel-account")

        keys.trouble = "The key store is locked."
        fields = (await open_sheet(life)).fields
        assert fields.session.isChecked()
        keys.trouble = ""
        press_in(sheet_of(life), "retry-store")
        await life.tasks.wait_for("key-store")
        assert fields.system.isChecked()
        press_in(sheet_of(life), "cancel-account")


@aio()
async def test_port_of_an_smtp_server_is_checked_kept_and_where_new_mail_starts(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    path = f"smtp:{sandbox.info.starttls_port}:starttls"
    async with running(make_life(qapp, tmp_path)) as life:
        route = life.rooms.write.compose.send_bar.route
        menu = next(each for each in route.findChildren(QMenu) if each.title() or each.actions())
        assert not [each for each in menu.actions() if each.data() == "other"]
        sheet = await open_sheet(life)
        details = {**led_to(sandbox.info), "smtp_host": "localhost"}
        sheet.details.set_values("", {**details, "path": "port"})
        sheet.key.field.setText(sandbox.info.key)
        press_in(sheet, "check-key")
        assert "'port' is no SMTP port." in texts(life, sheet)
        assert sheet.focusWidget() is sheet.details.fields["path"]

        sheet.details.set_values("", {**details, "path": str(sandbox.info.starttls_port)})
        press_in(sheet, "check-key")
        await life.tasks.wait_for("check-key")
        assert f"SMTP at localhost:{sandbox.info.starttls_port}" in texts(life, sheet)
        sheet.fields.fields["sender"].setText("sender@example.com")
        press_in(sheet, "save-account")
        await until(lambda: life.session.account.path == path)
        assert life.rooms.write.compose.send_bar.route.path.text == path

        (other,) = [each for each in menu.actions() if each.data() == "other"]
        other.trigger()
        await life.tasks.wait_for("account-sheet")
        sheet = sheet_of(life)
        field = sheet.details.fields["path"]
        assert (sheet.focusWidget(), field.text()) == (field, path.split(":")[1])
        press_in(sheet, "cancel-account")

        name = life.session.account.name
        assert "SMTP" in (await life.session.check_account(name)).known.paths[1].path.upper()
        for left in (path, None, "webapi"):
            if left == "webapi":
                book = life.session.book
                book.change(name, {**book.values(name), "path": left})
            life.accounts.act("edit", name)
            await until(lambda: life.window.findChildren(AccountSheet))
            await life.tasks.wait_for("account-sheet")
            sheet = sheet_of(life)
            if left is None:
                sheet.details.fields["path"].clear()
            press_in(sheet, "save-account")
            await life.tasks.wait_for("save-account")
            await until(lambda: not visible_children(life.window, AccountSheet))
            assert life.session.book.values(name).get("path") == left


@aio()
async def test_port_of_ones_own_may_be_encrypted_from_the_start(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    port = str(sandbox.info.tls_port)
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        details = sheet.details
        sheet.show_details(shown=True)
        for typed, path in (("465", "465:tls"), ("46", "46:starttls"), ("", "")):
            details.fields["path"].setFocus()
            details.fields["path"].selectAll()
            QTest.keyClick(details.fields["path"], Qt.Key.Key_Delete)
            QTest.keyClicks(details.fields["path"], typed)
            assert details.texts["path"] == path
        press_in(sheet, "encryption-tls")
        assert details.texts["path"] == "465:tls", "a port goes with it"
        details.set_values("", {**led_to(sandbox.info), "smtp_host": "localhost", "path": port})
        assert details.texts["path"] == f"{port}:starttls"
        press_in(sheet, "encryption-tls")
        sheet.key.field.setText(sandbox.info.key)
        press_in(sheet, "check-key")
        await life.tasks.wait_for("check-key")
        assert f"SMTP at localhost:{port}" in texts(life, sheet)
        sheet.fields.fields["sender"].setText("sender@example.com")
        press_in(sheet, "save-account")
        await until(lambda: life.session.account.path == f"smtp:{port}:tls")
        life.accounts.act("edit", life.session.account.name)
        await life.tasks.wait_for("account-sheet")
        details = sheet_of(life).details
        assert (details.fields["path"].text(), details.texts["path"]) == (port, f"{port}:tls")


@aio()
async def test_sheet_left_while_sendgrid_is_asked_ends_the_check_without_a_word(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        info = life.session.practice
        practice(life).fault("request", "silence")
        sheet = await open_sheet(life)
        sheet.details.set_values("", led_to(info))
        sheet.key.field.setText(info.key)
        press_in(sheet, "check-key")
        await until(lambda: "Asking 127.0.0.1" in texts(life, sheet))
        sheet.reject()
        await life.tasks.wait_for("check-key")
        await until(lambda: not life.window.findChildren(AccountSheet))

        assert life.rooms.write.compose.notice.isHidden(), life.rooms.write.compose.notice.text


@aio()
async def test_sheet_uses_the_room_there_is_and_return_in_a_field_presses_its_filled_button(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.resize(1280, 800)
        sheet = await open_sheet(life)
        said = texts(life, sheet)
        for words in ("Follows the sender's domain", "Send test to me goes there"):
            assert words in said
        scroll = sheet.findChild(QScrollArea, "account-scroll")
        assert scroll is not None
        assert scroll.verticalScrollBar().maximum() == 0
        closed = sheet.height()
        press_in(sheet, "more-details")
        assert sheet.height() > closed + 100
        press_in(sheet, "more-details")
        sheet.details.set_values("", led_to(sandbox.info))
        sheet.key.field.setText(sandbox.info.key)
        sheet.fields.fields["test_address"].setFocus()
        QTest.keyClick(sheet.fields.fields["test_address"], Qt.Key.Key_Return)
        await life.tasks.wait_for("check-key")
        assert "Web API" in texts(life, sheet)
        await turns()
        assert scroll.verticalScrollBar().maximum() == 0

        name = sheet.fields.fields["name"]
        name.clear()
        name.setFocus()
        QTest.keyClicks(name, "Work")
        assert "Follows the sender's domain" not in texts(life, sheet)
        QTest.keyClick(name, Qt.Key.Key_Return)
        await until(lambda: life.session.account.name == "Work")


@aio()
async def test_error_under_a_field_stands_in_place_of_its_hint(
    qapp: QApplication, tmp_path: Path
) -> None:
    hint = "SendGrid takes mail only from verified senders."
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        assert hint in texts(life, sheet)
        sheet.fields.show_wrong({"sender": "'nobody' is not an address."})
        assert "'nobody' is not an address." in texts(life, sheet)
        assert hint not in texts(life, sheet)
        sheet.fields.show_wrong({})
        assert hint in texts(life, sheet)


@aio()
async def test_account_is_not_asked_about_twice_at_once(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        life.window.show_view("accounts")
        sandbox.fault("request", "silence")
        press(life, "account-check-0")
        await until(lambda: "Asking 127.0.0.1" in texts(life, life.rooms.accounts))
        assert not seen_button(life, "account-check-0").isEnabled()
        press(life, "account-stop-0")
        await until(lambda: seen_button(life, "account-check-0").isEnabled())


@aio()
async def test_key_that_is_refused_or_may_not_send_leads_back_to_the_key_and_not_to_save(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    lesser = sandbox.info.other_keys["read_only"]
    async with running(make_life(qapp, tmp_path)) as life:
        for key, can_save in ((CANARY, False), (lesser, True)):
            sheet = await open_sheet(life)
            await check_in(life, sheet, key, sandbox.info)
            save = seen_button(life, "save-account", sheet)

            assert sheet.focusWidget() is sheet.key.field
            assert (save.isEnabled(), save.property("primary")) == (can_save, False)
            assert seen_button(life, "check-key", sheet).property("primary")
            sheet.reject()
            await turns()


def filled(sheet: QDialog) -> list[str]:
    """Name the filled buttons of a sheet."""
    seen = visible_children(sheet, QPushButton)
    return [one.text() for one in seen if one.property("primary")]


@aio()
async def test_filled_button_is_the_one_that_mends_a_key(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        assert filled(sheet) == ["Check key"]
        sheet.key.field.setText(f"{KEY[:40]}\n{KEY[40:60]}")
        assert filled(sheet) == ["Paste again"]
        assert "Without it the key still has 60 of 69 characters" in texts(life, sheet)
        qapp.clipboard().setText(f"{KEY[:40]}\n{KEY[40:]}")
        QTest.keyClick(sheet.key.field, Qt.Key.Key_Return)
        assert filled(sheet) == ["Paste again"], "Return takes nothing from the clipboard"

        press_in(sheet, "key-paste")
        assert filled(sheet) == ["Use the cleaned key"]
        QTest.keyClick(sheet.key.field, Qt.Key.Key_Return)
        assert sheet.key.field.text() == KEY
        assert filled(sheet) == ["Check key"]

        sheet.key.field.setText("SG.")
        assert filled(sheet) == ["Check key"]
        press_in(sheet, "check-key")
        assert filled(sheet) == ["Paste again"]


@aio()
async def test_keyboard_stays_at_the_check_while_servers_are_asked(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        info = life.session.practice
        practice(life).fault("request", "silence")
        sheet = await open_sheet(life)
        sheet.details.set_values("", led_to(info))
        sheet.key.field.setText(info.key)
        press_in(sheet, "check-key")
        await until(lambda: "Asking 127.0.0.1" in texts(life, sheet))
        assert sheet.focusWidget() is seen_button(life, "stop-check", sheet)

        press_in(sheet, "stop-check")
        await life.tasks.wait_for("check-key")
        assert sheet.focusWidget() is seen_button(life, "check-key", sheet)
        practice(life).clear_faults()
        sheet.reject()


@pytest.mark.parametrize("by", ["button", "key", "offer"])
@aio()
async def test_block_of_the_practice_inbox_brings_its_servers_along(
    qapp: QApplication, tmp_path: Path, by: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        await until(lambda: "Send here from your program" in texts(life))
        press(life, "copy-environment")
        info = life.session.practice
        assert info.key in QGuiApplication.clipboard().text()

        sheet = await open_sheet(life)
        assert "copied lines with key and servers" in texts(life, sheet)
        if by == "offer":
            QGuiApplication.clipboard().clear()
            press_in(sheet, "key-practice")
            await life.tasks.wait_for("practice-key")
        elif by == "button":
            press_in(sheet, "key-paste")
        else:
            QTest.keyClick(sheet.key.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert sheet.key.is_complete
        assert "Use the practice key" not in texts(life, sheet)
        fields = sheet.details.fields
        assert sheet.details.isVisible() is (by != "offer")
        assert sheet.frameGeometry().top() >= sheet.screen().availableGeometry().top()
        assert (fields["smtp_host"].text(), fields["path"].text(), fields["api_url"].text()) == (
            info.smtp_host,
            "",
            info.api_url,
        )
        there = f"{info.smtp_host}:465={info.smtp_host}:{info.tls_port}"
        assert there in fields["connect_to"].text().split()
        assert fields["ca_file"].text() == str(info.ca_file)

        press_in(sheet, "check-key")
        await life.tasks.wait_for("check-key")
        assert "Web API accepts it" in texts(life, sheet)
        assert "SMTP accepts it" in texts(life, sheet)
        assert "A practice inbox: mail stays on this computer" in texts(life, sheet)
        press_in(sheet, "cancel-account")
        await until(lambda: visible_children(sheet, Question))
        press_in(visible_children(sheet, Question)[0], "leave-account-close")
        await life.tasks.wait_for("leave-account")


@aio()
async def test_sheet_that_goes_at_once_leaves_nothing_to_be_done_in_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        press_in(sheet, "more-details")
        sheet.show_wrong_detail("proxy", "This is no address.")
        # What comes later and finds it gone raises, which fails the test.
        shiboken6.delete(sheet)
        await turns(3)
