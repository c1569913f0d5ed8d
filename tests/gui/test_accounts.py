"""Accounts in the window: added, chosen, guarded, and never mixed up with practice."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.account.keystore import SERVICE, KeyStore
from sgdesk.account.system_keys import find_system_keys
from sgdesk.sandbox.process import SandboxProcess
from sgdesk.ui.account.rename import RenameSheet
from sgdesk.ui.life import Life
from tests.contract.cli.test_secrets import CANARY, check_folder
from tests.support.keys import KEY
from tests.support.live import (
    add_account,
    check_in,
    led_to,
    open_sheet,
    press_in,
)
from tests.support.qt import aio, make_life, running, until
from tests.support.sandbox import Sandbox
from tests.support.secret_service import secret_service
from tests.support.window import confirm, fill, practice, press, rows, send, texts


def choose(life: Life, name: str) -> None:
    """Take an account, or a command, from the picker's menu."""
    menu = life.window.top_bar.account.menu()
    (action,) = [action for action in menu.actions() if action.data() == name]
    action.trigger()


def send_button(life: Life) -> str:
    """Give the words of the primary button."""
    button = life.window.findChild(QPushButton, "send")
    assert button is not None
    return button.text()


@aio()
async def test_key_is_checked_on_both_paths_with_nothing_sent_and_then_sends_live(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        await check_in(life, sheet, sandbox.info.key, sandbox.info)

        said = texts(life, sheet)
        smtp = f"127.0.0.1:{sandbox.info.starttls_port}"
        assert "Web API at 127.0.0.1:" in said
        assert f"accepts it · SMTP at {smtp} accepts it · may send mail" in said
        assert "Servers: not SendGrid's own" in said
        assert "Asked on both paths. Nothing was sent." in said
        assert "Region: global" not in said
        assert sandbox.inbox() == []

        press_in(sheet, "save-account")
        await until(lambda: life.session.account.name == "example.com")
        assert life.window.strip.isHidden()
        assert "●" in texts(life, life.window.top_bar)
        assert life.rooms.write.compose.form().sender == "sender@example.com"

        fill(life, to="ada@example.com, grace@example.net")
        assert send_button(life) == "Send to 2 people"
        await send(life)
        assert rows(life)[0].result.word == "Accepted"
        assert len(sandbox.inbox()) == 1
        assert practice(life).inbox() == []

        # The sample never goes to real people.
        life.compose.send_sample()
        await until(lambda: len(rows(life)) == 2)
        assert rows(life)[0].result.word == "Captured"
        # Until it has wholly ended, the next click does nothing.
        await life.tasks.wait_for("send")

        choose(life, "Practice")
        assert life.window.strip.isVisible()
        assert send_button(life) == "Send to practice inbox"
        assert "Grace Hopper" in life.rooms.write.compose.form().sender
        await send(life)
        assert (len(sandbox.inbox()), len(practice(life).inbox())) == (1, 2)


@aio()
async def test_mail_to_somebody_who_is_not_allowed_is_refused_under_its_field(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        await check_in(life, sheet, sandbox.info.key, sandbox.info)
        sheet.fields.some.setChecked(True)
        sheet.fields.may_mail.setText("@example.com")
        press_in(sheet, "save-account")
        await until(lambda: not life.session.account.is_practice)
        fill(life, to="ada@example.com, eve@example.org")
        press(life, "send")

        assert "This account may not mail eve@example.org." in texts(life)
        assert sandbox.inbox() == []

        # Below the window too, for whoever else would send.
        life.session.account = life.session.account.__class__(name="example.com", may_mail=())
        await confirm(life)
        await life.tasks.wait_for("send")
        assert "may not mail eve@example.org" in life.rooms.write.compose.notice.text
        assert sandbox.inbox() == []


@aio()
async def test_live_account_that_is_led_to_the_practice_inbox_sends_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, life.session.practice.key, life.session.practice)
        fill(life)
        await confirm(life)
        await life.tasks.wait_for("send")

        assert "would have landed in the practice inbox" in life.rooms.write.compose.notice.text
        assert practice(life).inbox() == []


@aio()
async def test_refused_key_is_not_saved_one_that_nobody_judged_only_unchecked_and_no_file_has_it(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        await check_in(life, sheet, CANARY, sandbox.info)
        assert " and SMTP at 127.0.0.1:" in texts(life, sheet)
        assert ": SendGrid refuses this key" in texts(life, sheet)
        save = sheet.findChild(QPushButton, "save-account")
        assert save is not None
        assert not save.isEnabled()

        nowhere = {"api_url": "https://127.0.0.1:1", "smtp_host": "127.0.0.1"}
        sheet.details.set_values("", nowhere)
        press_in(sheet, "check-key")
        await life.tasks.wait_for("check-key")
        assert "127.0.0.1 cannot be reached, so the key was not checked." in sheet.notice.text
        sheet.fields.fields["sender"].setText("sender@example.com")
        press_in(sheet, "save-unchecked")
        await until(lambda: not life.session.account.is_practice)
        fill(life)
        await send(life)
        assert rows(life)[0].result.word == "Not sent"
    assert check_folder(tmp_path) > 3


@aio()
async def test_certificate_file_that_is_not_there_is_said_at_its_field_until_it_is_changed(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        gone = str(tmp_path / "gone.pem")
        sheet.details.set_values("", {**led_to(sandbox.info), "ca_file": gone})
        sheet.key.field.setText(sandbox.info.key)
        press_in(sheet, "check-key")
        await until(lambda: f"The CA file {gone} cannot be used." in texts(life, sheet))
        await life.tasks.wait_for("check-key")

        field = sheet.details.fields["ca_file"]
        assert sheet.focusWidget() is field
        assert "cannot be used" in field.accessibleDescription()
        assert not life.rooms.write.compose.notice.text
        assert not sheet.notice.text

        field.setText(str(sandbox.info.ca_file))
        press_in(sheet, "check-key")
        await life.tasks.wait_for("check-key")
        assert "cannot be used" not in texts(life, sheet)
        assert "Web API at 127.0.0.1:" in texts(life, sheet)


@aio()
async def test_unknown_certificate_of_ones_own_server_leads_to_the_certificate_file(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    port = sandbox.info.starttls_port
    own = {"api_url": sandbox.info.api_url, "smtp_host": "localhost", "path": str(port)}
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        assert "The check asks SendGrid, on both paths." in texts(life, sheet)
        sheet.details.set_values("", own)
        sheet.details.changed.emit()
        assert "The check asks 127.0.0.1 and localhost, on both paths." in texts(life, sheet)
        assert "Then SendGrid" not in texts(life, sheet)
        sheet.key.field.setText(sandbox.info.key)
        press_in(sheet, "check-key")
        await life.tasks.wait_for("check-key")

        assert "is not trusted here" in texts(life, sheet)
        assert 'under "Certificate file"' in texts(life, sheet)
        assert sheet.focusWidget() is sheet.details.fields["ca_file"]
        assert "SendGrid cannot" not in sheet.notice.text
        seen = (sheet.details.fields["ca_file"], sheet.lines, sheet.notice)
        await until(lambda: all(part.visibleRegion().boundingRect().height() > 20 for part in seen))
        sheet.details.fields["ca_file"].setText(str(sandbox.info.ca_file))
        press_in(sheet, "check-key")
        await life.tasks.wait_for("check-key")
        assert f"SMTP at localhost:{port} accepts it" in texts(life, sheet)


@aio()
async def test_key_of_the_other_region_is_found_there(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        elsewhere = await SandboxProcess.start()
        try:
            sheet = await open_sheet(life)
            details = led_to(sandbox.info, {"eu.": elsewhere.info})
            both = tmp_path / "both.pem"
            both.write_text(sandbox.info.ca_file.read_text() + elsewhere.info.ca_file.read_text())
            sheet.details.set_values("", {**details, "ca_file": str(both)})
            sheet.key.field.setText(elsewhere.info.key)
            press_in(sheet, "check-key")
            await life.tasks.wait_for("check-key")

            assert "(region eu)" in texts(life, sheet)
            press_in(sheet, "save-account")
            await until(lambda: life.session.account.region == "eu")
        finally:
            await elsewhere.aclose()


@aio()
async def test_one_path_that_fails_is_named_and_mail_goes_by_the_other(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sandbox.fault("request", {"reply": {"status": 503, "headers": {}, "body": ""}})
        sheet = await open_sheet(life)
        await check_in(life, sheet, sandbox.info.key, sandbox.info)
        said = texts(life, sheet)
        assert "Web API at 127.0.0.1:" in said
        assert "Mail will go by SMTP 587" in said
        sheet.fields.fields["sender"].setText("sender@example.com")
        press_in(sheet, "save-account")
        await until(lambda: life.session.account.path == "smtp:587:starttls")

        assert life.rooms.write.compose.send_bar.route.path.text == "smtp:587:starttls"
        assert life.session.book.values(life.session.account.name)["path"] == "smtp:587:starttls"


@aio()
async def test_check_that_takes_long_says_so_and_can_be_stopped(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sandbox.fault("request", "silence")
        sheet = await open_sheet(life)
        sheet.details.set_values("", led_to(sandbox.info))
        sheet.key.field.setText(sandbox.info.key)
        press_in(sheet, "check-key")
        await until(lambda: "Asking 127.0.0.1… 0." in texts(life, sheet))
        press_in(sheet, "stop-check")
        await life.tasks.wait_for("check-key")

        assert "Asking" not in texts(life, sheet)
        assert sheet.key.field.text() == sandbox.info.key


@aio()
async def test_pasted_key_is_cleaned_by_one_click_and_shown_nowhere(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        qapp.clipboard().setText(f'"Bearer {KEY[:40]}\r\n {KEY[40:]}"')
        press_in(sheet, "key-paste")
        assert "The key contains a line break" in texts(life, sheet)
        press_in(sheet, "key-clean")

        assert sheet.key.field.text() == KEY
        assert "complete (69 characters)" in texts(life, sheet)
        assert len(set(sheet.key.field.displayText())) == 1
        sheet.reject()
        assert sheet.key.field.text() == ""


@aio(60)
async def test_account_with_its_key_in_the_system_is_there_at_the_next_start(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secret_service(tmp_path / "home", "open") as variables:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        async with running(make_life(qapp, tmp_path)) as life:
            await add_account(life, sandbox.info.key, sandbox.info)
            assert life.session.account.known.key_place == "system"
        # The store's own file is among them.
        assert check_folder(tmp_path, sandbox.info.key) > 3
        async with running(make_life(qapp, tmp_path)) as life:
            await until(lambda: life.session.account.name == "example.com")
            fill(life)
            await send(life)
            assert rows(life)[0].result.word == "Accepted"

            life.window.show_view("accounts")
            press(life, "account-rename-0")
            await until(lambda: life.window.findChild(RenameSheet))
            rename = life.window.findChild(RenameSheet)
            assert rename is not None
            QTest.keyClicks(rename.field, "news")
            press_in(rename, "rename-take")
            await until(lambda: life.session.account.name == "news")
            assert find_system_keys().get(SERVICE, "news") == sandbox.info.key

            press(life, "account-remove-0")
            await until(lambda: life.window.findChild(QPushButton, "remove-account-remove"))
            press(life, "remove-account-remove")
            await until(lambda: life.session.account.is_practice)
            await until(lambda: "No key yet." in texts(life))
            assert find_system_keys().get(SERVICE, "news") is None


# The keyring library leaves its connection to the bus open when the store is locked.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("mood", ["locked", "silent"])
@aio(60)
async def test_key_store_that_does_not_work_is_named_and_the_key_kept_until_quit(
    qapp: QApplication,
    tmp_path: Path,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    mood: str,
) -> None:
    said = {"locked": "The key store is locked", "silent": "The key store does not answer"}[mood]
    with secret_service(tmp_path / "home", mood) as variables:  # type: ignore[arg-type]
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        async with running(make_life(qapp, tmp_path)) as life:
            life.session.book.keys = KeyStore(find_system_keys, limit_s=1)
            sheet = await open_sheet(life)
            assert f"{said}, so the key is kept until you quit." in texts(life, sheet)
            assert not sheet.fields.system.isEnabled()
            sheet.reject()
            await add_account(life, sandbox.info.key, sandbox.info)
            fill(life)
            await send(life)
            assert rows(life)[0].result.word == "Accepted"
        check_folder(tmp_path, sandbox.info.key)


@aio()
async def test_sheet_is_named_and_reached_by_tab_in_reading_order(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        press_in(sheet, "more-details")
        sheet.activateWindow()
        sheet.key.field.setFocus()
        reached: list[str] = []
        for _ in range(40):
            focused = qapp.focusWidget()
            assert focused is not None
            if focused.objectName() in reached:
                break
            reached.append(focused.objectName())
            interface = QAccessible.queryAccessibleInterface(focused)
            assert interface.text(QAccessible.Text.Name), focused.objectName()
            assert focused.toolTip(), focused.objectName()
            QTest.keyClick(focused, Qt.Key.Key_Tab)

        assert reached == [
            *("key", "key-paste", "key-practice", "more-details"),
            *("region-auto", "detail-username", "detail-smtp_host", "detail-path"),
            *("encryption-starttls", "detail-smtpapi-auto"),
            *("detail-api_url", "detail-connect_to", "detail-proxy", "detail-ca_file"),
            *("choose-ca-file", "check-key"),
            *("account-sender", "account-name", "account-test_address"),
            *("keep-session", "retry-store", "mail-anyone", "cancel-account"),
        ]
        sheet.fields.some.click()
        focused = sheet.fields.fields["test_address"]
        focused.setFocus()
        for name in ("keep-session", "retry-store", "mail-some", "account-may_mail"):
            assert focused is not None
            QTest.keyClick(focused, Qt.Key.Key_Tab)
            focused = qapp.focusWidget()
            assert focused is not None
            assert focused.objectName() == name
