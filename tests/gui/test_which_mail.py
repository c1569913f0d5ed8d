"""What is said of a send, and what its buttons do, is about the mail that was sent."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QRadioButton

from sgdesk.present.remedies import Act, Remedy
from sgdesk.ui.life import Life
from sgdesk.ui.log.case import Case
from sgdesk.ui.sheets import Question
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import fill, practice, press, rows


async def begin_another(life: Life) -> None:
    """Begin a second mail while the first is on its way."""
    await until(lambda: life.log.flights)
    press(life, "new-mail")
    await life.tasks.wait_for("draft-turn")
    fill(life, to="bob@example.net", subject="Half written")


@pytest.mark.parametrize("status", [429, 202])
@aio()
async def test_nothing_is_said_of_a_send_under_a_mail_that_was_begun_since(
    qapp: QApplication, tmp_path: Path, status: int
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fault = {"delay_ms": 1_500, **({"reply": {"status": status}} if status != 202 else {})}
        practice(life).fault("reply", fault, count=1)
        fill(life)
        compose = life.rooms.write.compose
        press(life, "send")
        await begin_another(life)
        await until(lambda: rows(life))
        await life.tasks.wait_for("send", "draft-end")

        assert rows(life)[0].subject == "Hello"
        assert rows(life)[0].result.word == ("Captured" if status == 202 else "Try later")
        assert compose.problem.isHidden()
        assert compose.send_bar.done.isHidden()
        assert compose.form().subject == "Half written"

        press(life, "send")
        await until(lambda: len(rows(life)) == 2)
        await until(compose.send_bar.done.isVisible)


@aio()
async def test_what_is_done_late_about_one_mail_leaves_another_alone(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault(
            "rcpt", {"reply": "550 No such user here\r\n"}, recipient="ada@example.com"
        )
        fill(life, to="ada@example.com, grace@example.com")
        together = life.window.findChild(QRadioButton, "copies-together")
        assert together is not None
        together.click()
        press(life, "path-smtp")
        compose = life.rooms.write.compose
        press(life, "send")
        await until(compose.problem.isVisible)
        await life.tasks.wait_for("send")
        acted: list[tuple[Remedy, Case]] = []
        life.problems.acted.connect(lambda remedy, case: acted.append((remedy, case)))
        press(life, "show-all")
        ((remedy, case),) = acted
        life.window.show_view("write")
        press(life, "new-mail")
        await life.tasks.wait_for("draft-turn")
        fill(life, to="bob@example.net", subject="Half written")
        await turns()
        assert compose.problem.isHidden()

        life.remedies.act(replace(remedy, act=Act.SEND_AGAIN), case)
        # One of the two may have it.
        await until(lambda: visible_children(life.window, Question))
        press(life, "resend-send")
        await until(lambda: len(rows(life)) == 2)
        await life.tasks.wait_for("resend")
        assert [row.subject for row in rows(life)] == ["Hello", "Hello"]

        life.remedies.act(replace(remedy, act=Act.CORRECT), case)
        await life.tasks.wait_for("edit")
        assert (compose.form().subject, compose.form().to) == ("Hello", "ada@example.com")
        drafts = await life.session.history.drafts.list()
        assert "Half written" in [draft.subject for draft in drafts]


@aio()
async def test_sample_that_fails_says_nothing_under_the_mail_in_write(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", {"reply": {"status": 503}}, count=1)
        fill(life)
        life.compose.send_sample()
        await until(lambda: rows(life))
        await life.tasks.wait_for("send")
        assert life.rooms.write.compose.problem.isHidden()
