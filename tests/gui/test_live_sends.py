"""Before live mail: tests to oneself, the Review sheet, both paths, and who gets nothing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton

from sgdesk.message.address import parse_address
from sgdesk.ui.compose import done_line
from sgdesk.ui.compose.command_sheet import CommandSheet
from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.life import Life
from sgdesk.ui.widgets.icon_label import IconLabel
from tests.support.live import add_account
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import fill, practice, press, rows, seen_button, send, texts


async def reviewed(life: Life) -> ReviewSheet:
    """Ask to send and give the sheet that comes."""
    life.compose.send("send")
    await until(lambda: visible_children(life.window, ReviewSheet))
    (sheet,) = visible_children(life.window, ReviewSheet)
    return sheet


async def next_sheet(life: Life, before: ReviewSheet) -> ReviewSheet:
    """Wait for the sheet that comes after one that was answered."""

    def others() -> list[ReviewSheet]:
        return [one for one in visible_children(life.window, ReviewSheet) if one is not before]

    await until(others)
    return others()[0]


def got(sandbox: Sandbox) -> list[list[str]]:
    """Give who got the mails, oldest first, copy by copy."""
    return [
        [address["email"] for copy in mail["copies"] for address in copy["to"]]
        for mail in sandbox.mails()
    ]


@aio()
async def test_address_that_cannot_be_read_is_not_counted_and_is_to_be_corrected_first(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life, to="ada@example.com, grace@example.net; nobody", subject="Autumn")
        await until(lambda: seen_button(life, "send").text() == "Send to 2 people")
        assert "1 address cannot be read: correct it first." in seen_button(life, "send").toolTip()
        press(life, "send")
        await until(lambda: "Not sent: 'nobody' is not an address" in texts(life))
        assert not visible_children(life.window, ReviewSheet)

        fill(life, to="ada@example.com, grace@example.net, zoe@example.org")
        await until(lambda: seen_button(life, "send").text() == "Send to 3 people")
        assert "cannot be read" not in seen_button(life, "send").toolTip()
        assert sandbox.mails() == []


@aio()
async def test_review_stands_before_live_mail_to_several_and_return_goes_back_with_warnings(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life, to="ada@example.com, grace@example.net", subject="Autumn")
        sheet = await reviewed(life)
        said = texts(life, sheet)
        assert "Send 'Autumn' to 2 people?" in said
        assert "One mail each; nobody sees the others." in said
        assert "From sender@example.com (verified) · account example.com · Web API" in said
        assert "2 domains, 2 new" in said
        assert "There is no unsubscribe link." in said
        QTest.keyClick(sheet.focusWidget() or sheet, Qt.Key.Key_Return)
        await life.tasks.wait_for("review", "send")
        assert sandbox.inbox() == []

        sheet = await reviewed(life)
        press(life, "review-send", sheet)
        await until(lambda: rows(life))
        assert got(sandbox) == [["ada@example.com", "grace@example.net"]]


@aio()
async def test_what_is_mended_on_the_sheet_is_mended_in_the_mail(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life, to="ada@example.com, grace@example.net")
        together = life.window.findChild(QRadioButton, "copies-together")
        assert together is not None
        together.click()
        sheet = await reviewed(life)
        assert "Both people see each other's addresses." in texts(life, sheet)
        press(life, "thing-fix-0", sheet)
        sheet = await next_sheet(life, sheet)
        assert "nobody sees the others" in texts(life, sheet)
        press(life, "thing-fix-0", sheet)
        sheet = await next_sheet(life, sheet)
        assert "unsubscribe" not in texts(life, sheet)
        QTest.keyClick(sheet.focusWidget() or sheet, Qt.Key.Key_Return)
        await until(lambda: rows(life))

        assert len(sandbox.only_mail()["copies"]) == 2
        form = life.rooms.write.compose.form()
        assert (form.each, form.tracking.subscription) == (True, True)


@aio()
async def test_one_person_is_reviewed_while_the_domain_is_new_or_when_the_user_wants_it(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life, to="ada@example.com")
        sheet = await reviewed(life)
        assert "1 domain, never mailed before" in texts(life, sheet)
        press(life, "review-send", sheet)
        await until(lambda: rows(life))
        await life.tasks.wait_for("send")

        fill(life, to="bob@Example.com")
        life.compose.send("send")
        await until(lambda: len(rows(life)) == 2)
        await life.tasks.wait_for("send")
        life.session.save_setting("review_one", True)
        sheet = await reviewed(life)
        sheet.reject()
        await life.tasks.wait_for("review")
        assert len(sandbox.inbox()) == 2


@aio()
async def test_test_goes_to_the_test_address_alone_which_is_asked_for_once_and_kept(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life, to="nobody, ada@example.com", subject="Autumn")
        life.rooms.write.compose.head.set_text("cc", "alan@example.org")
        press(life, "send-test")
        (field,) = [
            f for f in visible_children(life.window, QLineEdit) if "tests" in f.accessibleName()
        ]
        QTest.keyClicks(field, "me")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert "'me' is not an address." in texts(life)
        QTest.keyClicks(field, "@example.com")
        QTest.keyClick(field, Qt.Key.Key_Return)
        await until(lambda: rows(life))
        await life.tasks.wait_for("keep-test", "send", "accounts")

        (copy,) = sandbox.only_mail()["copies"]
        assert copy["subject"] == "[Test] Autumn"
        assert got(sandbox) == [["me@example.com"]]
        assert not copy.get("cc")
        assert life.session.account.test_address == "me@example.com"
        assert life.session.book.account("example.com").test_address == "me@example.com"
        assert life.rooms.write.compose.form().subject == "Autumn"


@aio()
async def test_where_tests_go_is_said_and_changed_without_sending_one(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        assert "Tests to" not in texts(life)
        await add_account(life, sandbox.info.key, sandbox.info, test_address="me@example.com")
        assert "Tests to me@example.com" in texts(life)
        assert "to me@example.com alone" in seen_button(life, "send-test").toolTip()

        press(life, "test-change")
        assert "Tests to" not in texts(life), "what is asked for is not said as well"
        (field,) = [
            f for f in visible_children(life.window, QLineEdit) if "tests" in f.accessibleName()
        ]
        assert (field.text(), field.hasSelectedText()) == ("me@example.com", True)
        QTest.keyClicks(field, "you@example.com")
        press(life, "test-give")
        await life.tasks.wait_for("keep-test", "accounts")

        assert "Tests to you@example.com" in texts(life)
        assert life.session.book.account("example.com").test_address == "you@example.com"
        assert sandbox.inbox() == []


@aio()
async def test_end_of_a_send_is_said_under_the_mail_until_something_is_typed(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to="ada@example.com, grace@example.net")
        await send(life)
        # A field may tell late of what was typed before.
        life.rooms.write.compose.form_changed.emit()
        assert "Sent to the practice inbox for 2 people, one mail each, at " in texts(life)
        assert visible_children(life.rooms.write.compose.send_bar.done, IconLabel)

        QTest.keyClicks(life.rooms.write.compose.body.html, "x")
        await until(lambda: "Sent to the practice inbox" not in texts(life))
        assert not visible_children(life.rooms.write.compose.send_bar.done, IconLabel)
        await send(life)
        press(life, "done-results")
        await until(lambda: life.window.current_view == "results")


@aio()
async def test_second_send_of_a_mail_is_told_from_the_first_also_to_who_only_hears_it(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(done_line, "announce", lambda _, words: said.append(words))
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        press(life, "path-smtp")
        await send(life)

        first, second = filter(None, said)
        assert " by Web API." in first
        assert " by SMTP 587." in second
        assert second in texts(life)


@aio()
async def test_failed_test_is_sent_again_to_oneself_and_never_to_the_recipients(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info, test_address="me@example.com")
        fill(life, to="ada@example.com")
        sandbox.fault("reply", {"reply": {"status": 429, "headers": {}}}, count=1)
        press(life, "send-test")
        await until(life.rooms.write.compose.problem.isVisible)
        await life.tasks.wait_for("send")
        press(life, "send-later")
        press(life, "send-now")
        await until(lambda: len(rows(life)) == 2)

        assert got(sandbox) == [["me@example.com"]]


@aio()
async def test_comparing_live_never_mails_the_recipients(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life, to="ada@example.com, grace@example.net")
        life.compose.send("both")
        # What the address is asked for is said where it is asked for.
        (field,) = [
            f
            for f in visible_children(life.window, QLineEdit)
            if "both paths" in f.accessibleName()
        ]
        assert "Send by both paths to" in texts(life)
        assert seen_button(life, "test-give").text() == "Compare…"
        field.setText("me@example.com")
        press(life, "test-give")
        await until(lambda: "Send it twice to me@example.com?" in texts(life))
        assert "Once by Web API and once by SMTP 587, marked as tests" in texts(life)
        press(life, "compare-both-send")
        await until(lambda: len(rows(life)) == 2)

        assert got(sandbox) == [["me@example.com"], ["me@example.com"]]
        assert {row.path for row in rows(life)} == {"Web API", "SMTP 587"}


@aio()
async def test_practice_tests_to_its_own_address_and_copies_what_others_can_run(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to="ada@example.com, grace@example.net")
        life.window.activateWindow()
        writing = life.rooms.write.compose.body.write.editor
        life.rooms.write.compose.body.show_tab("write")
        writing.setFocus()
        modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(life.window, Qt.Key.Key_Return, modifiers)
        (field,) = [
            f for f in visible_children(life.window, QLineEdit) if "tests" in f.accessibleName()
        ]
        sender = parse_address(life.rooms.write.compose.head.text("sender")).email
        assert (field.text(), rows(life)) == (sender, [])
        field.setText("me@example.com")
        press(life, "test-off")
        assert life.window.focusWidget() is writing
        press(life, "send-test")
        assert field.text() == "me@example.com"
        press(life, "test-give")
        await until(lambda: rows(life))
        assert life.window.focusWidget() is seen_button(life, "send-test")
        assert got(practice(life)) == [["me@example.com"]]
        assert "Tests to me@example.com" in texts(life)
        assert "to me@example.com alone" in seen_button(life, "send-test").toolTip()

        life.compose.send("command")
        await until(lambda: visible_children(life.window, CommandSheet))
        (sheet,) = visible_children(life.window, CommandSheet)
        assert "The command sends the mail." in texts(life, sheet)
        press(life, "command-copy", sheet)
        copied = QGuiApplication.clipboard().text()
        assert "$SENDGRID_API_KEY" in copied
        assert "grace@example.net" in copied
        assert life.session.practice.key not in copied
        press(life, "command-environment", sheet)
        key = life.session.practice.key
        assert QGuiApplication.clipboard().text() == f"export SENDGRID_API_KEY={key}\n"
        assert "The command sends the mail." in texts(life, sheet)
        assert len(practice(life).inbox()) == 1
        sheet.close()


@aio()
async def test_practice_keeps_its_test_address_and_the_menu_of_send_changes_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    def change(life: Life, address: str) -> None:
        action = life.window.findChild(QAction, "send-test-address")
        assert action is not None
        action.trigger()
        (field,) = [
            f for f in visible_children(life.window, QLineEdit) if "tests" in f.accessibleName()
        ]
        QTest.keyClicks(field, address)
        press(life, "test-give")

    async with running(make_life(qapp, tmp_path)) as life:
        change(life, "first@example.com")
        await life.tasks.wait_for("keep-test")
        change(life, "second@example.com")
        await life.tasks.wait_for("keep-test")
        assert rows(life) == []

    async with running(make_life(qapp, tmp_path)) as life:
        assert "Tests to second@example.com" in texts(life)
        fill(life, to="ada@example.com")
        press(life, "send-test")
        await until(lambda: rows(life))
        assert got(practice(life)) == [["second@example.com"]]


@aio()
async def test_question_where_tests_go_ends_with_the_mail_that_was_sent_meanwhile(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        press(life, "send-test")
        ask = life.rooms.write.compose.send_bar.trial_ask
        assert ask.isVisible()
        press(life, "send")
        await until(lambda: rows(life))

        assert not ask.isVisible()
        assert got(practice(life)) == [["ada@example.com"]]
