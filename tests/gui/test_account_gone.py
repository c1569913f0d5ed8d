"""Accounts that another program or a hand in the settings file changed: what is said is true."""

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QApplication

from sgdesk.ui.compose.review_sheet import ReviewSheet
from tests.support.live import add_account
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import fill, press, rows, texts


@aio()
async def test_account_removed_elsewhere_under_its_review_says_that_nothing_was_sent(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life, to="ada@example.com, grace@example.net", subject="Autumn")
        life.compose.send("send")
        await until(lambda: visible_children(life.window, ReviewSheet))
        (sheet,) = visible_children(life.window, ReviewSheet)
        # As another program does, or somebody who edits the settings file by hand.
        await asyncio.to_thread(life.session.book.remove, life.session.account.name)
        press(life, "review-send", sheet)
        await life.tasks.wait_for("review")
        await life.tasks.wait_for("send")
        await turns()

        said = texts(life)
        assert "Not sent." in said
        assert "The account example.com is not here any more." in said
        assert "Choose another account, then send again" in said
        assert not rows(life)
        assert sandbox.mails() == []


@aio()
async def test_profile_written_by_hand_under_the_name_of_practice_never_looks_live(
    qapp: QApplication, tmp_path: Path
) -> None:
    folder = tmp_path / "config"
    folder.mkdir()
    text = '[settings]\naccount = "Practice"\n[profiles.Practice]\nsender = "a@example.com"\n'
    (folder / "config.toml").write_text(text, encoding="utf-8")
    async with running(make_life(qapp, tmp_path)) as life:
        await life.tasks.wait_for("accounts")
        await turns()
        assert life.session.account.is_practice
        assert "Mail stays on this computer." in texts(life)
