"""Where mail goes is said once it is known, and nothing before."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from sgdesk.ui.frame import PRACTICE_WORDS
from sgdesk.ui.log.view import EMPTY_WORDS
from sgdesk.ui.options import GuiOptions
from tests.support.qt import aio, make_life, running, until
from tests.support.sandbox import Sandbox
from tests.support.troubles import sign_up
from tests.support.window import texts


@aio()
async def test_nobody_is_told_that_mail_stays_before_the_account_was_read(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sign_up(life, sandbox.info, sandbox.info.key)
        await life.tasks.wait_for("accounts")
        assert PRACTICE_WORDS not in texts(life)

    monkeypatch.setenv("SGDESK_ACCOUNT", "work")
    life = make_life(qapp, tmp_path)
    life.window.show()
    assert PRACTICE_WORDS not in texts(life)
    life.begin(GuiOptions(theme="light", view="write"))
    assert PRACTICE_WORDS not in texts(life)
    assert life.window.top_bar.account.text() != "Practice"

    async with running(life):
        await until(lambda: life.session.account.name == "work")
        assert life.window.top_bar.account.text() == "work"
        life.accounts.choose("Practice")
        assert PRACTICE_WORDS in texts(life)


@aio()
async def test_practice_is_said_as_soon_as_the_settings_name_no_account(
    qapp: QApplication, tmp_path: Path
) -> None:
    life = make_life(qapp, tmp_path)
    life.window.show()
    assert PRACTICE_WORDS not in texts(life)
    life.begin(GuiOptions(theme="light", view="write"))

    assert PRACTICE_WORDS in texts(life)
    assert life.window.top_bar.account.text() == "Practice"
    async with running(life):
        assert PRACTICE_WORDS in texts(life)


@aio()
async def test_nobody_is_told_that_nothing_was_sent_before_the_history_was_read(
    qapp: QApplication, tmp_path: Path
) -> None:
    life = make_life(qapp, tmp_path, size=(900, 600))
    life.window.show()
    life.begin(GuiOptions(theme="light", view="results"))
    assert EMPTY_WORDS not in texts(life)
    life.window.show_view("write")
    assert "No mail sent yet" not in texts(life)

    async with running(life, view="results"):
        assert EMPTY_WORDS in texts(life)


@aio()
async def test_place_where_captured_mail_is_read_says_the_same_before_the_inbox_has_started(
    qapp: QApplication, tmp_path: Path
) -> None:
    life = make_life(qapp, tmp_path)
    life.window.show()
    life.begin(GuiOptions(theme="light", view="practice"))
    said = texts(life, life.rooms.practice.reader)
    assert "Mail is read here as it arrived." in said

    async with running(life, view="practice"):
        await life.session.inbox()
        assert texts(life, life.rooms.practice.reader) == said
