"""A draft whose mail everybody has is ended, wherever in the window that mail was sent."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from sgdesk.account.account import PRACTICE
from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.life import Life
from tests.gui.test_drafts import FORM, drafts
from tests.gui.test_sent_drafts import offered
from tests.support.live import add_account
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import practice, press, rows, send


async def fail_and_leave(life: Life, server: Sandbox) -> None:
    """Send a mail that does not go out, then begin another one; the first is a draft."""
    server.fault("connect", "refuse", count=1)
    life.rooms.write.compose.set_form(FORM)
    await drafts(life)
    await send(life)
    assert rows(life)[0].result.word == "Not sent"
    server.clear_faults()
    life.drafts.begin_blank()
    await life.tasks.wait_for("draft-turn", "drafts")
    assert len(offered(life)) == 1


async def send_again(life: Life) -> None:
    """Send the newest result once more."""
    life.window.show_view("results")
    life.rooms.results.table.selectRow(0)
    await until(lambda: life.detail.case is not None)
    press(life, "send-again", life.rooms.results.detail)
    if life.session.account != PRACTICE:
        await until(lambda: visible_children(life.window, ReviewSheet))
        press(life, "review-send")
    await until(lambda: len(rows(life)) == 2)
    for name in ("resend", "draft-end", "drafts"):
        # Each is begun by the one before.
        await life.tasks.wait_for(name)


@aio(60)
async def test_practice_mail_sent_again_from_results_is_no_draft_to_continue(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await fail_and_leave(life, practice(life))
        await send_again(life)

        assert offered(life) == []
        assert [bool(row.tried_at) for row in await drafts(life)] == [True]


@aio(60)
async def test_live_mail_sent_again_from_results_leaves_no_draft(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        await fail_and_leave(life, sandbox)
        await send_again(life)

        assert rows(life)[0].result.word == "Accepted"
        assert await drafts(life) == []


@aio(60)
async def test_draft_to_two_people_waits_until_both_have_its_mail(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(replace(FORM, to="ada@example.com, bob@example.com"))
        await drafts(life)
        for person in ("ada@example.com", "bob@example.com"):
            life.drafts.begin_blank()
            await life.tasks.wait_for("draft-turn", "drafts")
            life.window.show_view("write")
            life.rooms.write.compose.set_form(replace(FORM, to=person))
            await send(life)
            await life.tasks.wait_for("draft-end", "drafts")
            waiting = [row.people for row in await drafts(life) if row.tried_at is None]
            assert len(waiting) == (1 if person.startswith("ada") else 0)
