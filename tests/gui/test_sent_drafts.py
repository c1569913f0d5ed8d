"""A mail that went out is no draft to go on with, and is said to be sent until it is changed."""

from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.present.drafts import draft_lines
from sgdesk.store import DraftRow
from sgdesk.ui.compose.sent import Sent
from sgdesk.ui.drafts.sheet import DraftsSheet
from sgdesk.ui.life import Life
from sgdesk.ui.widgets.elided import ElidedLabel
from tests.gui.test_drafts import FORM, drafts
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import practice
from tests.support.window import send as once_more


async def send(life: Life) -> None:
    """Send what is written to practice."""
    life.rooms.write.compose.set_form(FORM)
    await drafts(life)
    life.compose.send("send")
    await life.tasks.wait_for("send")
    await life.tasks.wait_for("draft-end", "drafts")


async def retitle(life: Life, subject: str) -> DraftRow:
    """Type another subject, and give the draft with it."""
    life.rooms.write.compose.head.set_text("subject", subject)
    life.rooms.write.compose.form_changed.emit()
    await drafts(life)
    await life.tasks.wait_for("draft-mark", "drafts")
    (row,) = await drafts(life)
    return row


def offered(life: Life) -> list[str]:
    """Give what Start offers to go on with."""
    life.window.show_view("start")
    found = visible_children(life.window, QPushButton)
    return [each.text() for each in found if each.objectName() == "start-draft"]


@aio()
async def test_practice_send_leaves_the_draft_but_nothing_to_continue(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await send(life)
        assert [bool(row.tried_at) for row in await drafts(life)] == [True]
        assert life.state.value("opens") == "write"
        assert offered(life) == []

        changed = await retitle(life, "Winter news")

        assert changed.tried_at is None
        (offer,) = offered(life)
        assert "Winter news" in offer


@aio()
async def test_sent_draft_says_when_also_once_a_change_was_taken_back(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await send(life)
        (sent,) = await drafts(life)
        assert sent.tried_at is not None
        await retitle(life, "Winter news")
        again = await retitle(life, FORM.subject)

        assert again.tried_at == sent.tried_at
        assert offered(life) == []
        (line,) = draft_lines((again,), here=again.id, now=sent.tried_at, zone=UTC)
        assert line.note == f"Sent to practice {sent.tried_at:%H:%M}, open here"


async def saved(life: Life) -> None:
    """Wait until what is typed is kept, and what was sent put away."""
    await life.drafts.autosave.settle()
    await life.tasks.wait_for("draft-mark", "drafts")


@aio()
async def test_mail_is_said_to_be_sent_until_it_is_changed_and_again_once_that_is_undone(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        done = compose.send_bar.done
        await send(life)
        kept = compose.saved.text()
        assert kept.startswith("✓ Sent to practice ")
        assert kept.endswith(", kept in Results")
        assert done.isVisible()

        compose.body.show_tab("html")
        QTest.keyClicks(compose.body.html, "x")
        await saved(life)
        assert not done.isVisible()
        assert compose.saved.text().startswith("✓ Saved ")

        QTest.keyClick(compose.body.html, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await saved(life)
        assert done.isVisible()
        assert compose.saved.text() == kept


@aio()
async def test_send_that_failed_leaves_no_word_of_an_earlier_one_that_could_be_taken_for_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        saved_line = life.rooms.write.compose.saved
        await send(life)
        kept = saved_line.text()
        await once_more(life, "check")
        await life.tasks.wait_for("draft-end", "drafts")
        assert saved_line.text() == kept, "a check is no send"
        assert saved_line.isVisible(), "what is said of the check says nothing of the send"

        practice(life).fault("reply", "accept_then_close", count=1)
        await once_more(life)
        await life.tasks.wait_for("draft-end", "drafts")
        assert saved_line.text() == kept.replace("✓ Sent", "An earlier send:")
        assert saved_line.property("role") == "hint"

        await once_more(life, again=True)
        await life.tasks.wait_for("draft-end", "drafts")
        assert saved_line.text().startswith("✓ Sent to practice")


@aio()
async def test_sent_mail_that_is_opened_from_drafts_says_so_and_is_called_ready_for_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await send(life)
        (sent,) = await drafts(life)
        assert sent.tried_at is not None
        life.drafts.begin_blank()
        await life.tasks.wait_for("draft-turn", "drafts")
        life.drafts.open(sent.id)
        await life.tasks.wait_for("draft-turn", "drafts")
        compose = life.rooms.write.compose
        assert compose.saved.text().startswith("✓ Sent to practice ")
        assert not any("Ready" in words for words in praise(life))

        compose.head.set_text("subject", "Winter news")
        compose.form_changed.emit()
        await saved(life)
        assert compose.saved.text().startswith("✓ Saved ")


@aio()
async def test_live_mail_leaves_the_drafts_again_once_a_change_is_undone(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        ended: list[Sent] = []
        life.compose.ended.disconnect(life.drafts.note_sent)
        life.compose.ended.connect(ended.append)
        await send(life)
        (sent,) = ended
        live = tuple(replace(each, practice=False) for each in sent.attempts)
        life.drafts.note_sent(replace(sent, attempts=live))
        await life.tasks.wait_for("draft-end", "drafts")
        assert await drafts(life) == []
        kept = compose.saved.text()
        assert kept.startswith("✓ Sent ")
        assert "practice" not in kept

        await retitle(life, "Winter news")
        compose.head.set_text("subject", FORM.subject)
        compose.form_changed.emit()
        await saved(life)

        assert await drafts(life) == []
        assert compose.saved.text() == kept


@aio()
async def test_mail_whose_text_is_not_kept_is_not_said_to_be_in_results(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        ended: list[Sent] = []
        life.compose.ended.connect(ended.append)
        life.session.history.keep_text(kept=False)
        await send(life)
        compose = life.rooms.write.compose
        assert compose.saved.text().endswith(", kept in Drafts")
        assert [row.subject for row in await drafts(life)] == [FORM.subject]

        (sent,) = ended
        live = tuple(replace(each, practice=False) for each in sent.attempts)
        life.drafts.note_sent(replace(sent, attempts=live))
        await life.tasks.wait_for("draft-end", "drafts")

        assert compose.saved.text().endswith(", its text is kept nowhere else")
        assert await drafts(life) == []


@aio()
async def test_mails_of_practice_stand_apart_from_the_drafts(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await send(life)
        life.drafts.begin_blank()
        await life.tasks.wait_for("draft-turn", "drafts")
        life.rooms.write.compose.set_form(replace(FORM, subject="Winter news"))
        await drafts(life)
        life.drafts.show_list()
        await life.tasks.wait_for("drafts")
        (sheet,) = visible_children(life.window, DraftsSheet)
        assert titles(sheet) == ["Winter news"]

        (practice,) = [b for b in visible_children(sheet, QPushButton) if "practice" in b.text()]
        assert practice.text() == "Sent to practice (1)"
        QTest.mouseClick(practice, Qt.MouseButton.LeftButton)
        assert titles(sheet) == [FORM.subject]

        sheet.delete_current()
        await life.tasks.wait_for("draft-turn", "drafts")
        assert titles(sheet) == ["Winter news"]
        assert not practice.isVisible()


def titles(sheet: DraftsSheet) -> list[str]:
    """Give the subjects that are listed."""
    model = sheet.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@aio()
async def test_new_mail_says_where_the_one_before_is_until_it_is_saved_itself(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.set_form(replace(FORM, subject="Autumn news of gardens and roofs"))
        await drafts(life)
        life.drafts.begin_blank()
        await life.tasks.wait_for("draft-turn")
        assert compose.saved.text() == "✓ 'Autumn news of gardens…' stays in Drafts"
        assert compose.saved.isVisible()
        compose.head.set_text("subject", "Winter news")
        compose.form_changed.emit()
        await drafts(life)
        assert compose.saved.text().startswith("✓ Saved ")
        life.drafts.open((await drafts(life))[-1].id)
        await life.tasks.wait_for("draft-turn")

        assert compose.saved.text().startswith("✓ Saved ")


@pytest.mark.parametrize("changes", [False, True], ids=["as sent", "changed"])
@pytest.mark.parametrize("is_practice", [True, False], ids=["practice", "live"])
@aio()
async def test_mail_that_went_out_while_another_is_written_waits_for_nothing_more(
    qapp: QApplication, tmp_path: Path, is_practice: bool, changes: bool
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(FORM)
        await drafts(life)
        ended: list[Sent] = []
        life.compose.ended.disconnect(life.drafts.note_sent)
        life.compose.ended.connect(ended.append)
        life.compose.send("send")
        await life.tasks.wait_for("send")
        if changes:
            await retitle(life, "Winter news")
        life.drafts.begin_blank()
        await life.tasks.wait_for("draft-turn")

        (sent,) = ended
        attempts = tuple(replace(each, practice=is_practice) for each in sent.attempts)
        life.drafts.note_sent(replace(sent, attempts=attempts))
        await life.tasks.wait_for("draft-end", "drafts")

        left = await life.session.history.drafts.list()
        if changes:
            assert [(row.tried_at, row.holder) for row in left] == [(None, "nobody")]
        elif is_practice:
            assert [(bool(row.tried_at), row.holder) for row in left] == [(True, "nobody")]
        else:
            assert left == ()


@aio()
async def test_mail_that_went_out_is_called_sent_and_not_ready_and_nothing_moves(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.state.setValue("practice-test-address", "mia.marker@example.com")
        life.compose.trial.fit()
        compose = life.rooms.write.compose
        life.drafts.show_sample()
        await until(lambda: praise(life) == ["Ready to send"])
        width = compose.width()
        life.compose.send("send")
        await life.tasks.wait_for("send")
        await life.tasks.wait_for("draft-end", "drafts")
        await turns(20)
        (where,) = visible_children(compose.trial_line, ElidedLabel)
        assert compose.saved.property("role") == "good"
        assert compose.saved.shown_text().startswith("✓ Sent to practice")
        assert where.shown_text() == "Tests to mia.marker@example.com"
        assert compose.width() == width
        assert not praise(life)

        QTest.keyClicks(compose.body.html, "x")
        await saved(life)
        assert compose.saved.property("role") == "hint"
        assert praise(life)


def praise(life: Life) -> list[str]:
    """Give what is said of things to look at."""
    things = life.rooms.write.compose.things
    return [each.text() for each in visible_children(things, QPushButton)]


@aio()
async def test_nothing_is_said_to_be_sent_while_the_next_send_waits_for_its_answer(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        saved_line = life.rooms.write.compose.saved
        life.window.show_view("write")
        await send(life)
        # What became of it is said once, by the line that leads to it.
        assert life.rooms.write.compose.send_bar.done.isVisible()
        assert not saved_line.isVisible()

        practice(life).fault("reply", "silence", count=1)
        life.compose.send("send")
        await until(lambda: bool(life.log.flights.shown()))
        await until(lambda: not life.rooms.write.compose.send_bar.done.isVisible())
        assert not saved_line.isVisible()

        (flight,) = life.log.flights.shown()
        life.log.stop(flight.row.delivery_id)
        await until(lambda: saved_line.text().startswith("An earlier send:"))
        assert saved_line.isVisible()
