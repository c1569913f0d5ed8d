"""The card in Write says of sending again what the history knows now, not what it knew at first."""

import os
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from sgdesk.delivery import Accepted, AttemptId
from sgdesk.profile import data_dir
from sgdesk.store import Store
from sgdesk.ui.life import Life
from sgdesk.ui.sheets import Question
from tests.gui.test_twice import LOST, answered, asked
from tests.support.attempts import an_attempt
from tests.support.engine import a_delivery
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.window import fill, practice, press, rows, send, texts

SAFE = "sending again is safe"


def card(life: Life) -> str:
    """Give what the card says."""
    return texts(life, life.rooms.write.compose.problem)


async def fail(life: Life) -> None:
    """Send a mail that gets nowhere."""
    practice(life).fault("connect", "refuse", count=1)
    fill(life)
    await send(life)
    practice(life).clear_faults()
    assert SAFE in card(life)


@aio(60)
async def test_mail_that_went_before_is_no_mail_of_nobody_once_the_next_is_marked_as_not_sent(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", LOST, count=2)
        fill(life)
        await send(life)
        press(life, "resend-send", await asked(life))
        await answered(life)
        assert [row.result.word for row in rows(life)] == ["Unknown", "Unknown"]

        press(life, "mark-not-sent")
        await life.tasks.wait_for("decide", "problem")
        assert "It can be sent again" not in card(life)
        assert "nobody has it" not in card(life)
        assert "it may come twice" in card(life)


@aio(60)
async def test_mail_that_went_from_results_since_is_not_called_safe_in_write(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await fail(life)
        life.window.show_view("results")
        life.rooms.results.table.selectRow(0)
        await until(lambda: life.detail.case is not None)
        press(life, "send-again", life.rooms.results.detail)
        await until(lambda: len(rows(life)) == 2)
        life.window.show_view("write")

        await until(lambda: "Sent since, " in card(life))
        assert "It was captured for everybody" in card(life)
        assert SAFE not in card(life)
        press(life, "resend-back", await asked(life))
        await answered(life)
        assert len(rows(life)) == 2


@aio(60)
async def test_mail_that_another_process_sent_since_is_not_called_safe_in_write(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await fail(life)
        first = rows(life)[0].attempt_id
        kept = await life.session.history.message(first)
        assert kept is not None
        one = (await life.session.history.list(1))[0].attempt
        delivery = a_delivery("other", message=kept.message)
        delivery = replace(delivery, route=replace(delivery.route, practice=True))
        other = await Store.open(data_dir(os.environ))
        await other.begin(delivery, AttemptId("other"))
        attempt = an_attempt(Accepted(), practice=True)
        await other.finish(replace(attempt, id=AttemptId("other"), path=one.path))
        await other.aclose()

        await until(lambda: SAFE not in card(life))
        assert visible_children(life.window, Question) == []
        question = await asked(life)
        assert "Sent since, " in texts(life, question)
        press(life, "resend-send", question)
        await answered(life)
        # From here on it is repeated on purpose.
        await send(life)
        assert len(practice(life).mails()) == 2


@aio(60)
async def test_mail_that_another_process_is_sending_goes_from_results_only_after_a_question(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await fail(life)
        kept = await life.session.history.message(rows(life)[0].attempt_id)
        assert kept is not None
        delivery = a_delivery("other", message=kept.message)
        delivery = replace(delivery, route=replace(delivery.route, practice=True))
        other = await Store.open(data_dir(os.environ))
        await other.begin(delivery, AttemptId("other"))
        life.log.show_result(rows(life)[0].attempt_id)
        await until(lambda: "is on its way, so" in texts(life, life.rooms.results.detail))
        assert "Wait for the result" in texts(life, life.rooms.results.detail)

        press(life, "send-again", life.rooms.results.detail)
        await until(lambda: visible_children(life.window, Question))
        (question,) = visible_children(life.window, Question)
        assert "Another send of it is on its way" in texts(life, question)
        press(life, "resend-back", question)
        await life.tasks.wait_for("resend")
        assert practice(life).mails() == []
        await other.aclose()
