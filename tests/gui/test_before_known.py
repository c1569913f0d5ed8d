"""Where mail goes is said once it is known, and nothing before."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sgdesk.engine.events import Subscriber
from sgdesk.ui.frame import PRACTICE_WORDS
from sgdesk.ui.log.view import EMPTY_WORDS
from sgdesk.ui.options import GuiOptions
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.sandbox import Sandbox
from tests.support.troubles import sign_up
from tests.support.window import fill, texts


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


@aio()
async def test_new_mail_begins_with_its_key_while_the_history_is_being_opened(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = make_life(qapp, tmp_path)
    opens = life.session.open

    async def write_first(subscriber: Subscriber) -> None:
        QTest.keyClick(life.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        await turns(20)
        fill(life, to="ada@example.com", subject="Typed at once")
        await opens(subscriber)

    monkeypatch.setattr(life.session, "open", write_first)
    async with running(life):
        await life.tasks.wait_for("draft-turn")

        form = life.rooms.write.compose.form()
        assert (form.to, form.subject) == ("ada@example.com", "Typed at once")
        await life.drafts.autosave.settle()
        assert len(await life.session.history.drafts.list()) == 1
