"""A mail that a part of its people have goes to the others alone, unless one says otherwise."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.life import Life
from sgdesk.ui.sheets import Question
from tests.gui.test_twice import answered, open_row, refuse, see_each_other
from tests.support.live import add_account
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import fill, practice, press, rows, seen_button, send, texts

BOTH = "Ada <ada@example.com>, bob@example.com"


@aio(60)
async def test_edit_as_new_opens_it_for_those_who_did_not_get_it_and_one_press_puts_in_all(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await refuse(life, "bob@example.com")
        detail, compose = life.rooms.results.detail, life.rooms.write.compose
        await open_row(life, 0)
        assert "Do not send it to both again: 1 of 2 people" in texts(life, detail)
        press(life, "edit-as-new", detail)
        await until(lambda: life.window.current_view == "write")
        await life.tasks.wait_for("edit")
        await turns()

        assert compose.form().to == "bob@example.com"
        assert compose.problem.isHidden()
        assert "1 of 2 people is left out." in texts(life, compose.notice)
        press(life, "put-in-all", compose.notice)
        await turns()
        assert compose.form().to == BOTH
        assert "It goes to both people again." in texts(life, compose.notice)


@aio(60)
async def test_mail_goes_to_the_rest_only_after_a_question_that_says_to_whom(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await refuse(life, "bob@example.com")
        compose = life.rooms.write.compose
        button = seen_button(life, "send-rest", compose.problem)
        assert button.text() == "Send as it is to bob@example.com…"
        assert "Do not send it to both again: 1 of 2 people" in texts(life, compose.problem)
        press(life, "send-rest", compose.problem)
        await until(lambda: visible_children(life.window, Question))
        (question,) = visible_children(life.window, Question)
        said = texts(life, question)
        assert "Send it as it is to bob@example.com?" in said
        assert "550 5.1.1 User unknown" in said
        press(life, "send-rest-sheet-back", question)
        await life.tasks.wait_for("send-rest")
        await turns()
        assert len(rows(life)) == 1
        assert compose.form().to == BOTH

        press(life, "send-rest", compose.problem)
        await until(lambda: visible_children(life.window, Question))
        press(life, "send-rest-sheet-send")
        await until(lambda: len(rows(life)) == 2)
        await answered(life)
        assert [one["email"] for one in practice(life).mails()[-1]["copies"][0]["to"]] == [
            "bob@example.com"
        ]


async def send_to_the_rest(
    life: Life, sandbox: Sandbox, refused: tuple[str, ...], sheet: type[QWidget], go_on: str
) -> None:
    """Send to three of whom some are refused, and to those again, by the one sheet that asks."""
    fill(life, to="ada@example.com, alan@example.com, grace@example.com", subject=go_on)
    see_each_other(life)
    press(life, "path-smtp")
    for one in refused:
        sandbox.fault("rcpt", {"reply": "550 No\r\n"}, recipient=f"{one}@example.com")
    await send(life)
    sandbox.clear_faults()
    before = len(rows(life))
    press(life, "send-rest", life.rooms.write.compose.problem)
    await until(lambda: visible_children(life.window, sheet))
    assert len(visible_children(life.window, QDialog)) == 1
    press(life, go_on)
    await until(lambda: len(rows(life)) == before + 1)
    await answered(life)


@aio(60)
async def test_live_mail_to_the_rest_is_asked_about_once_by_a_question_or_the_review(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        await send_to_the_rest(life, sandbox, ("grace",), Question, "send-rest-sheet-send")
        assert rows(life)[0].result.word == "Accepted"
        await send_to_the_rest(life, sandbox, ("ada", "alan"), ReviewSheet, "review-send")
        assert rows(life)[0].result.word == "Accepted"
