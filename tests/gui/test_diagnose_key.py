"""A key is tried by a diagnosis where the user chose one, and by none other."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from sgdesk.ui.diagnose.key_choice import OF_ACCOUNT, OF_VARIABLE, KeyChoice, KeySheet
from sgdesk.ui.life import Life
from tests.support.diagnosing import cells, diagnosed, sign_up_led
from tests.support.keys import KEY
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import press, texts

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
