"""A key is tried by a diagnosis where the user chose one, and by none other."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from sgdesk.present.diagnosis_run import STOPPED_WORDS
from sgdesk.sandbox.process import SandboxInfo
from sgdesk.ui.diagnose.key_choice import OF_ACCOUNT, OF_VARIABLE, KeyChoice, KeySheet
from sgdesk.ui.icons import Icons
from sgdesk.ui.life import Life
from sgdesk.ui.theme import Look, Theme
from tests.gui.test_diagnose_explain import files_below
from tests.support.diagnosing import cells, diagnosed, network_of, sign_up_led
from tests.support.keys import KEY
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import press, texts

API, SMTP = "api.sendgrid.com", "smtp.sendgrid.net"
SENDS = {"mail", "rcpt", "data", "body"}


async def run_here(life: Life) -> None:
    """Start a run by its button, and wait for its end."""
    life.window.show_view("diagnose")
    press(life, "diagnose-start")
    await diagnosed(life)


def choose(life: Life, choice: str) -> None:
    """Choose a key in the menu at the head."""
    key: KeyChoice = life.rooms.diagnose.key
    (action,) = [each for each in key.menu().actions() if each.data() == choice]
    action.trigger()


def points(sandbox: Sandbox) -> set[str]:
    """Name the steps that a server has seen."""
    return {stamp["point"] for stamp in sandbox.stamps()}


def sign_in(life: Life) -> list[str]:
    """Give the last cell of each row."""
    return [row[-1] for row in cells(life).values()]


@aio(60)
async def test_key_of_the_account_is_tried_by_the_api_and_one_port_and_nothing_is_sent(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_led(life, sandbox.info)
        await run_here(life)
        assert "auth" not in points(sandbox)
        assert set(sign_in(life)) == {"not tried"}

        choose(life, OF_ACCOUNT)
        await diagnosed(life)
        assert "auth" in points(sandbox)
        assert not points(sandbox) & SENDS
        assert sign_in(life).count("key taken") == 2
        assert "the key was tried by the Web API and one SMTP port" in texts(life)
        shown = {one.objectName() for one in visible_children(life.window, QPushButton)}
        assert "diagnose-key" not in shown
        assert not sandbox.inbox()

        choose(life, "none")
        await diagnosed(life)
        assert set(sign_in(life)) == {"not tried"}


@aio(60)
async def test_refused_key_is_the_verdict_and_stands_in_no_text_or_file(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    sandbox.fault("auth", {"reply": "535 Authentication failed: no such key\r\n"})
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_led(life, sandbox.info)
        await run_here(life)
        press(life, "diagnose-key")
        await diagnosed(life)

        assert "refuses the key" in life.rooms.diagnose.here.outcome.verdict.headline
        press(life, "diagnose-copy")
        await life.tasks.wait_for("diagnose-copy")
        assert sandbox.info.key not in QGuiApplication.clipboard().text()
        assert sandbox.info.key not in texts(life)


@aio(60)
async def test_key_that_is_typed_is_used_until_another_account_is_chosen_and_kept_nowhere(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_led(life, sandbox.info)
        await run_here(life)
        choose(life, "another")
        await until(lambda: visible_children(life.window, KeySheet))
        (sheet,) = visible_children(life.window, KeySheet)
        field = sheet.findChild(QLineEdit, "key")
        assert isinstance(field, QLineEdit)
        field.setText("SG.too-short")
        press(life, "key-sheet-use", sheet)
        assert sheet.isVisible()
        field.setText(sandbox.info.key)
        press(life, "key-sheet-use", sheet)
        await diagnosed(life)

        assert life.rooms.diagnose.key.text() == "Key: given here"
        assert "key taken" in sign_in(life)
        life.accounts.choose("Practice")
        await life.tasks.wait_for("keep-account")
        assert life.rooms.diagnose.key.text() == "Key: none"


@aio(60)
async def test_live_key_of_the_environment_is_offered_and_never_shown_to_the_practice_inbox(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENDGRID_API_KEY", KEY)
    async with running(make_life(qapp, tmp_path)) as life:
        await run_here(life)
        inbox = Sandbox(info=life.session.practice)
        assert life.rooms.diagnose.key.text() == "Key: none"
        choose(life, OF_VARIABLE)
        await diagnosed(life)

        assert "not shown to the practice inbox" in texts(life)
        assert "auth" not in points(inbox)


@aio(60)
async def test_practice_key_is_tried_at_the_practice_inbox(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await run_here(life)
        choose(life, OF_ACCOUNT)
        await diagnosed(life)

        assert sign_in(life).count("key taken") == 2
        assert not Sandbox(info=life.session.practice).inbox()


def lead_everything(patch: pytest.MonkeyPatch, info: SandboxInfo) -> None:
    """Let SendGrid's own names lead to a local one, also without an account."""
    there = {465: info.tls_port} | dict.fromkeys((587, 2525, 25), info.starttls_port)
    led = [f"{SMTP}:{port}=127.0.0.1:{own}" for port, own in there.items()]
    led += [f"{API}:443=127.0.0.1:{urlsplit(info.api_url).port}"]
    led += [f"{API}:80=127.0.0.1:{urlsplit(info.api_url_plain).port}"]
    patch.setenv("SGDESK_CONNECT_TO", " ".join(led))
    patch.setenv("SGDESK_CA_FILE", str(info.ca_file))


@aio(60)
async def test_key_given_before_the_first_test_is_tried_at_sendgrid_at_once_and_left_in_no_file(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead_everything(monkeypatch, sandbox.info)
    async with running(make_life(qapp, tmp_path), view="diagnose") as life:
        assert life.session.account.is_built_in
        choose(life, "another")
        await until(lambda: visible_children(life.window, KeySheet))
        (sheet,) = visible_children(life.window, KeySheet)
        QGuiApplication.clipboard().setText(KEY)
        press(life, "key-paste", sheet)
        QGuiApplication.clipboard().clear()
        QTest.keyClick(sheet.key.field, Qt.Key.Key_Return)
        await until(lambda: life.diagnose.here.has_result)

        assert f": {API}, {SMTP}" in texts(life)
        assert "refused" in cells(life)["Web API"][-1]
        assert "auth" in points(sandbox)
        assert not points(sandbox) & SENDS
        assert KEY not in texts(life)
        assert life.rooms.diagnose.key.text() == "Key: given here"
    kept = files_below(tmp_path)
    assert kept
    assert not any(KEY.encode() in path.read_bytes() for path in kept)


@aio(60)
async def test_key_of_the_account_that_is_tested_is_tried_though_another_is_chosen(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_led(life, sandbox.info)
        life.accounts.choose("Practice")
        await life.tasks.wait_for("keep-account")
        life.diagnose.here.run_for("work")
        await diagnosed(life)
        press(life, "diagnose-key")
        await diagnosed(life)

        assert life.rooms.diagnose.key.text() == "Key: work"
        assert sign_in(life).count("key taken") == 2


@aio(60)
async def test_key_goes_to_no_other_server_than_it_was_chosen_for(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead_everything(monkeypatch, sandbox.info)
    monkeypatch.setenv("SENDGRID_API_KEY", KEY)
    async with running(make_life(qapp, tmp_path)) as life:
        await run_here(life)
        choose(life, OF_VARIABLE)
        await diagnosed(life)
        # Its tip says that no key is used.
        press(life, "diagnose-sendgrid")
        await diagnosed(life)

        assert life.rooms.diagnose.key.text() == "Key: none"
        assert sandbox.stamps()
        assert "auth" not in points(sandbox)


@aio(60)
async def test_time_for_the_key_is_said_while_it_runs(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path), view="diagnose") as life:
        await sign_up_led(life, sandbox.info)
        with network_of((), ends=False):
            choose(life, OF_ACCOUNT)
            press(life, "diagnose-start")
            await until(lambda: life.diagnose.here.is_running)
            assert "then the key, at most 20 s" in life.rooms.diagnose.here.outcome.verdict.headline
            life.diagnose.here.stop()
            await diagnosed(life)


def test_long_name_of_an_account_leaves_the_window_as_narrow_as_it_was(
    qapp: QApplication,
) -> None:
    icons = Icons(Theme(qapp, Look.LIGHT))
    choice = KeyChoice(icons)
    choice.offer(account="m" * 18, variable="", has_typed=False)
    choice.choose(OF_ACCOUNT)
    widest = choice.sizeHint().width()
    choice.offer(account="n" * 80, variable="", has_typed=False)
    assert choice.sizeHint().width() <= widest
    assert "n" * 80 in choice.toolTip()


@aio(60)
async def test_key_that_gets_no_answer_is_stopped_at_once_and_the_window_quits(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    sandbox.fault("auth", "silence")
    async with running(make_life(qapp, tmp_path), view="diagnose") as life:
        await sign_up_led(life, sandbox.info)
        choose(life, OF_ACCOUNT)
        press(life, "diagnose-start")
        await until(
            lambda: all("verified" in line for line in cells(life).values()) and cells(life)
        )
        assert life.diagnose.here.is_running
        life.desk.escape()
        assert life.rooms.diagnose.here.outcome.verdict.headline == STOPPED_WORDS
        await diagnosed(life)
        life.diagnose.here.run()
        await until(lambda: life.diagnose.here.is_running)
