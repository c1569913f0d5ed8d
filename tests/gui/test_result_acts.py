"""What is done with a result: sent again, edited, judged, copied, deleted."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sgdesk.errors import InputError
from sgdesk.message import Address
from sgdesk.present.compose import compose
from sgdesk.present.form import FormFile
from sgdesk.route import WebApiPath
from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.life import Life
from sgdesk.ui.log.resending import Resending
from sgdesk.ui.sheets import Question
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.troubles import sign_up
from tests.support.window import fill, practice, press, rows, send, texts


async def open_first(life: Life) -> None:
    """Open the detail of the newest result."""
    life.window.show_view("results")
    life.rooms.results.table.selectRow(0)
    await life.tasks.wait_for("detail")
    await turns()


async def answer(life: Life, name: str) -> str:
    """Press a button of the question that is open; give what it asked."""
    await until(lambda: visible_children(life.window, Question))
    asked = texts(life)
    press(life, name)
    await turns()
    return asked


@aio()
async def test_sent_again_it_stands_beside_the_first(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        await open_first(life)
        press(life, "send-again")
        await until(lambda: len(rows(life)) == 2)

        assert [row.result.word for row in rows(life)] == ["Captured"] * 2
        assert len(practice(life).inbox()) == 2
        await until(lambda: "This time: Sent to the practice inbox for ada" in texts(life))


async def sheet_for_again(life: Life) -> ReviewSheet:
    """Ask to send the open result again, and give the sheet that comes."""
    press(life, "send-again")
    await until(lambda: visible_children(life.window, ReviewSheet))
    (sheet,) = visible_children(life.window, ReviewSheet)
    return sheet


@aio()
async def test_live_mail_is_sent_again_by_the_same_sheet_as_before_its_first_send(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sign_up(life, sandbox.info, sandbox.info.key)
        await life.tasks.wait_for("accounts")
        await sent_live(life, "ada@example.com, grace@example.net")
        life.accounts.choose("Practice")
        await open_first(life)
        sheet = await sheet_for_again(life)
        said = texts(life, sheet)
        assert "Send 'Live' again to 2 people?" in said
        assert "account work" in said
        assert "There is no unsubscribe link." in said
        assert "2 domains" in said
        QTest.keyClick(sheet.focusWidget() or sheet, Qt.Key.Key_Return)
        await life.tasks.wait_for("resend")
        assert len(sandbox.inbox()) == 1

        press(life, "review-edit", await sheet_for_again(life))
        await until(lambda: life.window.current_view == "write")
        assert life.rooms.write.compose.form().to == "ada@example.com, grace@example.net"
        await life.tasks.wait_for("edit")

        life.window.show_view("results")
        press(life, "review-send", await sheet_for_again(life))
        await until(lambda: len(rows(life)) == 2)
        assert rows(life)[0].account == "work"
        assert [len(mail["copies"]) for mail in sandbox.mails()] == [2, 2]


@aio()
async def test_one_known_person_is_mailed_again_at_once_and_nobody_whom_the_account_may_not_mail(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sign_up(life, sandbox.info, sandbox.info.key)
        await life.tasks.wait_for("accounts")
        await sent_live(life, "ada@example.com")
        await open_first(life)
        press(life, "send-again")
        await until(lambda: len(rows(life)) == 2)
        await life.tasks.wait_for("resend")

        book = life.session.book
        book.change("work", {**book.values("work"), "may_mail": ["you@example.org"]})
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        await open_first(life)
        press(life, "send-again")
        await until(lambda: "This account may not mail ada@example.com." in texts(life))
        book.remove("work")
        life.accounts.load()
        await life.tasks.wait_for("accounts", "resend")
        await until(lambda: "add-the-key" in offered(life))
        assert offered(life)[:2] == ["add-the-key", "edit-as-new"]
        assert len(sandbox.inbox()) == 2


@aio()
async def test_mail_is_not_sent_again_without_its_files_nor_to_more_people_than_the_row_names(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        big = FormFile(filename="plan.pdf", content=bytes(5_000_000), type="application/pdf")
        life.rooms.write.compose.body.files.set_files((big,))
        fill(life)
        await send(life)
        await open_first(life)
        press(life, "send-again")
        await until(lambda: "it would go out without: plan.pdf." in texts(life))

        message = compose(life.rooms.write.compose.form(), WebApiPath()).message
        case = life.detail.case
        assert message is not None
        assert case is not None
        more = replace(message, cc=(Address(email="alan@example.org"),))
        with pytest.raises(InputError, match="goes to more"):
            await Resending(
                life.window,
                life.session,
                life.rooms.write.compose.icons,
                life.compose.remembered,
            ).send(case, more, (WebApiPath(),))
        assert len(rows(life)) == 1


async def sent_live(life: Life, to: str) -> None:
    """Send a mail as the chosen account, past whatever the window asks before live mail."""
    fill(life, to=to, subject="Live")
    path = life.rooms.write.compose.send_bar.route.path
    message = compose(life.rooms.write.compose.form(), path).message
    assert message is not None
    await life.session.deliver(message, path, group_id="")
    await until(lambda: rows(life))


@aio()
async def test_edit_as_new_fills_write_and_keeps_what_stood_there(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, subject="First")
        press(life, "path-smtp")
        await send(life)
        press(life, "path-webapi")
        fill(life, to="grace@example.net", subject="Being written")
        await open_first(life)
        press(life, "edit-as-new")
        await until(lambda: life.rooms.write.compose.form().subject == "First")

        assert life.window.current_view == "write"
        drafts = await life.session.history.drafts.list()
        assert "Being written" in str(drafts)
        path = life.rooms.write.compose.send_bar.route.path
        assert path.text == "smtp:587:starttls", "it goes the way that it went"


@aio()
async def test_unknown_is_judged_and_sent_again_only_with_a_warning(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", "accept_then_close", count=1)
        fill(life)
        await send(life)
        await open_first(life)
        press(life, "mark-sent")
        await until(lambda: rows(life)[0].result.word == "Marked as sent")
        await until(lambda: "mark-sent" not in offered(life))
        said = texts(life, life.rooms.results.detail)
        assert "You marked this mail as sent." in said
        assert "nknown" not in said
        assert "Before that: The whole message was handed over" in said
        assert "before sending again." not in said
        assert offered(life)[0] == "open-inbox"
        press(life, "mark-not-sent")
        await until(lambda: "mark-sent" in offered(life))
        said = texts(life, life.rooms.results.detail)
        assert "You marked this mail as not sent." in said
        for told in (said, life.detail.ticket):
            assert "Before that: The whole message was handed over" in told
            assert "By that, nobody has it and it can be sent again." in told
            assert "before sending again." not in told
        assert "Marked as not sent by the sender. " in told
        press(life, "mark-sent")
        await until(lambda: "mark-not-sent" in offered(life))

        press(life, "send-anyway")
        asked = await answer(life, "resend-back")
        assert "the practice inbox may get it twice" in asked
        assert len(rows(life)) == 1
    async with running(make_life(qapp, tmp_path)) as life:
        assert rows(life)[0].result.word == "Marked as sent"


def offered(life: Life) -> list[str]:
    """Give the acts under the detail, in their order."""
    row = life.rooms.results.detail._buttons
    return [remedy.act.value for _, remedy in row._buttons]


@aio()
async def test_message_and_commands_are_shown_and_the_summary_names_nobody(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, subject="Autumn news")
        await send(life)
        await open_first(life)
        press(life, "detail-tabs-message")
        await until(lambda: "Autumn news" in texts(life, life.rooms.results.detail.message))
        press(life, "detail-tabs-copy")
        copies = life.rooms.results.detail.copy_as
        for kind, part, note in (
            ("curl", "/v3/mail/send", "The command sends the mail."),
            ("swaks", "swaks", "The command sends the mail."),
            ("sgdesk", "sgdesk send", "The command sends the mail."),
        ):
            press(life, f"copy-kinds-{kind}")
            await until(lambda part=part: part in copies.text.toPlainText())  # type: ignore[misc]
            assert note in texts(life, copies)
            # Of swaks it is said once, in the command.
            assert "Message-ID" not in texts(life, copies)
            press(life, "copy-text")
            assert part in QGuiApplication.clipboard().text()
            assert practice(life).info.key not in QGuiApplication.clipboard().text()
            assert "the key of the practice inbox" in texts(life, copies)
            press(life, "copy-variables")
            key = practice(life).info.key
            assert QGuiApplication.clipboard().text() == f"export SENDGRID_API_KEY={key}\n"
        life.window.activateWindow()
        keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(life.window, Qt.Key.Key_C, keys)

        summary = QGuiApplication.clipboard().text()
        assert "Captured" in summary
        assert "To: 1 person" in summary
        # As a word: an id may hold these letters.
        assert re.search(r"\bada\b", summary, re.IGNORECASE) is None


@aio()
async def test_mail_whose_text_was_not_kept_says_so_and_offers_no_copy_of_it(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SGDESK_KEEP_MESSAGE_TEXT", "no")
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        await open_first(life)
        press(life, "detail-tabs-message")
        await until(lambda: "was not kept" in texts(life, life.rooms.results.detail))

        assert offered(life) == ["open-inbox"]


@aio()
async def test_history_is_deleted_after_a_question_that_says_how_much(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.show_view("settings")
        life.rooms.settings.show_page("history")
        await turns()
        press(life, "delete-history")
        assert "Delete 1 result?" in await answer(life, "delete-all-keep")
        await life.tasks.wait_for("delete history")
        assert len(rows(life)) == 1

        press(life, "delete-history")
        await answer(life, "delete-all-delete")
        await until(lambda: not rows(life))
        assert "1 deleted." in texts(life)


@aio()
async def test_detail_stays_with_its_row_and_goes_when_the_row_is_filtered_away(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        for to in ("ada@example.com", "ada@example.net", "grace@example.net"):
            fill(life, to=to)
            await send(life)
        await open_first(life)
        table = life.rooms.results.table
        for words, count in (("grace", 1), ("", 3)):
            life.rooms.results.bar.field.setText(words)
            await until(lambda count=count: len(rows(life)) == count)  # type: ignore[misc]
            await life.tasks.wait_for("history", "detail")
            assert table.current_entry() == rows(life)[0]
            assert life.detail.case is not None
        life.rooms.results.bar.field.setText("ada")
        await until(lambda: len(rows(life)) == 2)
        await life.tasks.wait_for("history", "detail")
        assert not life.detail.ticket

        life.rooms.results.bar.field.setText("ada@example.com")
        await until(lambda: len(rows(life)) == 1)
        await life.tasks.wait_for("history", "detail")
        assert life.detail.case is not None, "the only one that was found"
        assert life.detail.case.recipients == ("ada@example.com",)


@aio()
async def test_return_on_a_row_goes_to_its_first_button(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.activateWindow()
        await open_first(life)
        life.rooms.results.focus_table()
        QTest.keyClick(life.rooms.results.table, Qt.Key.Key_Return)

        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused.objectName() == "send-again"
