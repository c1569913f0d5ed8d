"""Mail that somebody may have already does not go to them again without a question."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton

from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.life import Life
from sgdesk.ui.sheets import Question
from tests.support.live import add_account
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import fill, practice, press, rows, send, texts

LOST = "accept_then_close"


async def asked(life: Life) -> Question:
    """Ask to send and give the question that comes."""
    life.compose.send_chosen()
    await until(lambda: visible_children(life.window, Question))
    (question,) = visible_children(life.window, Question)
    return question


async def reviewed(life: Life) -> ReviewSheet:
    """Ask to send and give the sheet that comes."""
    life.compose.send_chosen()
    await until(lambda: visible_children(life.window, ReviewSheet))
    (sheet,) = visible_children(life.window, ReviewSheet)
    return sheet


async def answered(life: Life) -> None:
    """Wait until what was answered is done."""
    await life.tasks.wait_for("review")
    await turns()
    await life.tasks.wait_for("send", "draft-end")
    await until(lambda: not life.log.flights)
    await turns()


@aio(60)
async def test_unknown_mail_is_asked_about_before_it_goes_again(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", LOST, count=1)
        fill(life)
        await send(life)
        assert rows(life)[0].result.word == "Unknown"
        question = await asked(life)
        assert "Who got it then gets it a second time." in texts(life, question)
        press(life, "resend-back", question)
        await answered(life)
        assert len(rows(life)) == 1

        press(life, "resend-send", await asked(life))
        await answered(life)
        assert [row.result.word for row in rows(life)] == ["Captured", "Unknown"]
        # What became of it is known now.
        await send(life)
        assert len(rows(life)) == 3


@aio(60)
async def test_unknown_mail_that_was_changed_or_marked_as_not_sent_goes_without_a_question(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        for mend in ("change", "mark"):
            practice(life).fault("reply", LOST, count=1)
            fill(life, subject=mend)
            await send(life)
            assert rows(life)[0].result.word == "Unknown"
            if mend == "change":
                fill(life, subject="Another")
            else:
                press(life, "mark-not-sent")
                await life.tasks.wait_for("decide")
            await send(life)
            assert rows(life)[0].result.word == "Captured"


@aio(60)
async def test_note_under_a_mail_says_what_the_user_said_wherever_it_was_said(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", LOST, count=1)
        fill(life)
        await send(life)
        note = life.rooms.write.compose.problem
        assert "It is not known" in texts(life, note)
        press(life, "mark-not-sent", note)
        await until(lambda: "You marked this mail as not sent." in texts(life, note))
        assert "not known" not in texts(life, note)
        assert "twice" not in texts(life, note)
        assert "Before that: The whole message was handed over" in texts(life, note)
        acts = [button.objectName() for button in visible_children(note, QPushButton)]
        assert "send-again" in acts
        assert "send-anyway" not in acts

        await open_row(life, 0)
        await until(lambda: "mark-sent" in offered(life))
        press(life, "mark-sent", life.rooms.results.detail)
        await until(lambda: rows(life)[0].result.word == "Marked as sent")
        life.window.show_view("write")
        assert "You marked this mail as sent." in texts(life, note)


@aio(60)
async def test_each_unknown_send_is_asked_about_until_it_is_marked_itself(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", LOST, count=2)
        fill(life)
        await send(life)
        await send(life, again=True)
        assert [row.result.word for row in rows(life)] == ["Unknown"] * 2
        press(life, "mark-not-sent")
        await life.tasks.wait_for("decide")
        await until(lambda: rows(life)[0].result.word == "Marked as not sent")
        question = await asked(life)
        assert "Who got it then gets it a second time." in texts(life, question)
        press(life, "resend-back", question)
        await answered(life)

        await open_row(life, 1)
        press(life, "mark-not-sent")
        await until(lambda: rows(life)[1].result.word == "Marked as not sent")
        life.window.show_view("write")
        await send(life)
        assert rows(life)[0].result.word == "Captured"


@aio(60)
async def test_unknown_live_mail_is_reviewed_with_a_warning_even_for_one_known_person(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life)
        sandbox.fault("reply", LOST, count=1)
        await send(life)
        assert rows(life)[0].result.word == "Unknown"
        sheet = await reviewed(life)
        said = texts(life, sheet)
        assert "Send 'Hello' again to ada@example.com?" in said
        assert "Who got it then gets it a second time." in said
        press(life, "review-back", sheet)
        await answered(life)
        assert len(rows(life)) == 1


@aio(60)
async def test_partly_accepted_mail_can_go_to_those_alone_who_did_not_get_it(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life, to="ada@example.com, grace@example.com")
        see_each_other(life)
        press(life, "path-smtp")
        sandbox.fault("rcpt", {"reply": "450 Not now\r\n"}, recipient="grace@example.com")
        await send(life)
        assert rows(life)[0].result.word == "Partly accepted"
        sandbox.clear_faults()
        sheet = await reviewed(life)
        said = texts(life, sheet)
        assert "It was accepted already for 1 of 2 people, who may get it twice" in said
        press(life, "thing-fix-0", sheet)
        await answered(life)
        assert rows(life)[0].result.word == "Accepted"
        assert life.rooms.write.compose.form().to == "grace@example.com"
        newest = sandbox.mails()[-1]
        assert [one["email"] for one in newest["copies"][0]["to"]] == ["grace@example.com"]


@aio(60)
async def test_who_was_refused_and_got_it_since_is_neither_offered_nor_mailed_without_a_question(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await refuse(life, "ada@example.com")
        press(life, "path-webapi")
        await open_row(life, 0)
        assert "correct-address" in offered(life)
        press(life, "correct-address", life.rooms.results.detail)
        await until(lambda: life.window.current_view == "write")
        await life.tasks.wait_for("edit")
        form = life.rooms.write.compose.form()
        assert form.to == "Ada <ada@example.com>"
        assert life.rooms.write.compose.send_bar.route.path.text == "smtp:587:starttls"

        # To both, whatever is asked.
        both = replace(form, to="Ada <ada@example.com>, bob@example.com")
        life.rooms.write.compose.set_form(both)
        await send(life, again=True)
        assert rows(life)[0].result.word == "Captured"
        await open_row(life, 1)
        assert "correct-address" not in offered(life)
        said = texts(life, life.rooms.results.detail)
        assert "Since then it was accepted for the rest" in said
        assert "It was captured for everybody; sent again, it would be captured twice." in said

        life.window.show_view("write")
        life.rooms.write.compose.set_form(form)
        question = await asked(life)
        assert (
            "It was captured already for ada@example.com: the practice inbox may get it twice"
            in texts(life, question)
        )
        press(life, "resend-back", question)
        await answered(life)
        assert len(rows(life)) == 2


def see_each_other(life: Life) -> None:
    """Choose one mail for all."""
    together = life.window.findChild(QRadioButton, "copies-together")
    assert together is not None
    together.click()


async def refuse(life: Life, address: str) -> None:
    """Send a mail to two by SMTP, one of whom is refused."""
    fill(life, to="Ada <ada@example.com>, bob@example.com")
    see_each_other(life)
    press(life, "path-smtp")
    practice(life).fault("rcpt", {"reply": "550 5.1.1 User unknown\r\n"}, recipient=address)
    await send(life)
    practice(life).clear_faults()
    assert rows(life)[0].result.word == "Partly accepted"


async def open_row(life: Life, row: int) -> None:
    """Open the detail of a result."""
    life.window.show_view("results")
    life.rooms.results.table.selectRow(row)
    wanted = rows(life)[row].attempt_id
    # Until it is read the detail is the one before.
    await until(lambda: life.detail.case is not None and life.detail.case.attempt.id == wanted)
    await life.tasks.wait_for("detail")
    await turns()


def offered(life: Life) -> list[str]:
    """Give the acts under the detail, in their order."""
    row = life.rooms.results.detail._buttons
    return [remedy.act.value for _, remedy in row._buttons]


@aio(60)
async def test_unknown_mail_is_asked_about_after_a_restart_too(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", LOST, count=1)
        fill(life)
        await send(life)
        assert rows(life)[0].result.word == "Unknown"
        form = life.rooms.write.compose.form()

    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(form)
        await until(life.rooms.write.compose.problem.isVisible)
        press(life, "resend-send", await asked(life))
        await answered(life)
        assert [row.result.word for row in rows(life)] == ["Captured", "Unknown"]

    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(form)
        await turns(20)
        assert life.rooms.write.compose.problem.isHidden()


@aio(60)
async def test_card_of_a_failed_send_comes_back_with_its_mail(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        practice(life).fault("reply", LOST, count=1)
        fill(life)
        await send(life)
        form = compose.form()
        assert compose.problem.isVisible()
        compose.set_form(replace(form, subject="Another"))
        await turns()
        assert compose.problem.isHidden()

        compose.set_form(form)
        await until(compose.problem.isVisible)
        press(life, "send-anyway", compose.problem)
        await until(lambda: visible_children(life.window, Question))
        (question,) = visible_children(life.window, Question)
        press(life, "resend-send", question)
        await until(lambda: len(rows(life)) == 2)
        await life.tasks.wait_for("resend")
        await send(life)
        assert [row.result.word for row in rows(life)] == ["Captured", "Captured", "Unknown"]


async def opened_again(life: Life, form: ComposeForm) -> None:
    """Begin another mail, and open one that was sent."""
    life.drafts.begin_blank()
    await life.tasks.wait_for("draft-turn", "drafts")
    life.rooms.write.compose.set_form(form)
    await turns()


@aio(60)
async def test_mail_whose_rest_got_it_since_opens_without_an_offer_to_correct_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await refuse(life, "ada@example.com")
        compose = life.rooms.write.compose
        form = compose.form()
        await opened_again(life, form)
        assert compose.problem.isVisible()

        press(life, "send-rest", compose.problem)
        await until(lambda: visible_children(life.window, Question))
        press(life, "send-rest-sheet-send")
        await until(lambda: len(rows(life)) == 2)
        await answered(life)
        assert rows(life)[0].result.word == "Captured"
        assert compose.form().to == "Ada <ada@example.com>"
        newest = practice(life).mails()[-1]
        assert [one["email"] for one in newest["copies"][0]["to"]] == ["ada@example.com"]
        await opened_again(life, form)

        assert not compose.problem.isVisible()
