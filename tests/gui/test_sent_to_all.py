"""Send again at a result with several people says of each of them what is known."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.life import Life
from sgdesk.ui.sheets import Question
from tests.gui.test_twice import LOST, answered, asked, open_row, reviewed
from tests.support.live import add_account
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import fill, practice, press, rows, send, texts

BOTH = "ada@example.com, bob@example.com"
ALL_CAPTURED = (
    "It was captured already for both people: the practice inbox may get it twice if it is "
    "sent again."
)
ALL_HAVE_IT = "It was accepted already for both people, who may get it twice if it is sent again."


async def question_at(life: Life, row: int, act: str) -> Question:
    """Press a button of a result, and give the question that comes."""
    await open_row(life, row)
    press(life, act, life.rooms.results.detail)
    await until(lambda: visible_children(life.window, Question))
    (question,) = visible_children(life.window, Question)
    return question


async def back(life: Life, question: Question) -> None:
    """Answer it with no."""
    press(life, "resend-back", question)
    await life.tasks.wait_for("resend")


@aio(60)
async def test_practice_mail_that_all_have_is_asked_about_at_each_result_and_after_a_restart(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("connect", "refuse", count=1)
        fill(life, to=BOTH)
        await send(life)
        assert rows(life)[0].result.word == "Not sent"
        practice(life).clear_faults()
        await send(life)
        assert rows(life)[0].result.word == "Captured"
        question = await question_at(life, 0, "send-again")
        assert ALL_CAPTURED in texts(life, question)
        await back(life, question)

    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("results")
        await until(lambda: len(rows(life)) == 2)
        # Its own row says Not sent, and another one that all have it.
        question = await question_at(life, 1, "send-again")
        assert ALL_CAPTURED in texts(life, question)
        await back(life, question)
        assert len(rows(life)) == 2


@aio(60)
async def test_write_asks_in_the_same_words_before_all_get_the_same_mail_again_and_only_then(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to=BOTH)
        await send(life)
        at_result = await question_at(life, 0, "send-again")
        said = texts(life, at_result)
        await back(life, at_result)

        life.window.show_view("write")
        question = await asked(life)
        assert texts(life, question) == said
        press(life, "resend-back", question)
        await answered(life)
        assert len(rows(life)) == 1
        await send(life, again=True)
        for change in ({"to": f"{BOTH}, cleo@example.com"}, {"to": BOTH, "subject": "Another"}):
            fill(life, **change)
            await send(life)
        assert [row.result.word for row in rows(life)] == ["Captured"] * 4


@aio(60)
async def test_write_asks_once_before_all_get_the_same_live_mail_again(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life, to=BOTH)
        await send(life)
        sheet = await reviewed(life)
        assert ALL_HAVE_IT in texts(life, sheet)
        assert "Send 'Hello' again to 2 people?" in texts(life, sheet)
        press(life, "review-send", sheet)
        await answered(life)
        await until(lambda: [row.result.word for row in rows(life)] == ["Accepted"] * 2)

        fill(life, to=BOTH, subject="Another")
        sheet = await reviewed(life)
        assert "accepted already" not in texts(life, sheet)
        assert "again" not in texts(life, sheet)
        press(life, "review-back", sheet)
        await answered(life)


@aio(60)
async def test_unknown_for_all_is_said_of_all(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", LOST, count=1)
        fill(life, to=BOTH)
        await send(life)
        question = await question_at(life, 0, "send-anyway")
        said = texts(life, question)
        assert "It is not known whether it was accepted: it was handed over, and no" in said
        assert " of 2 people" not in said
        assert question.answer == "back", "Return and Esc send nothing"
        await back(life, question)


@aio(60)
async def test_live_mail_that_all_have_is_reviewed_with_that_first(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life, to=BOTH)
        await send(life)
        await open_row(life, 0)
        press(life, "send-again", life.rooms.results.detail)
        await until(lambda: visible_children(life.window, ReviewSheet))
        (sheet,) = visible_children(life.window, ReviewSheet)
        assert ALL_HAVE_IT in texts(life, sheet)
        press(life, "review-back", sheet)
        await life.tasks.wait_for("resend")
        assert len(rows(life)) == 1
