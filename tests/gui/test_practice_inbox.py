"""The practice inbox: every side of a captured mail, whoever sent it."""

import asyncio
import os
import signal
import smtplib
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QPlainTextEdit,
    QTableView,
)

from sgdesk.present.times import time_of_day
from sgdesk.sandbox.process import SandboxInfo
from sgdesk.ui.life import Life
from sgdesk.ui.sandbox.view import EARLIER_WORDS, EMPTY_WORDS, KEPT_WORDS
from sgdesk.ui.sheets import Question
from sgdesk.ui.widgets.copied import Copied
from tests.gui.test_result_acts import open_first
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import fill, practice, press, rows, seen_button, send, texts

EACH = "One mail each: everyone sees only their own address."


def send_from_outside(info: SandboxInfo, smtpapi: str) -> None:
    """Send a mail as another program would."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "sender@example.com", "ada@example.com", "Outside"
    mail["X-SMTPAPI"] = smtpapi
    mail.set_content("Hello")
    with smtplib.SMTP(info.smtp_host, info.plain_port, "news.example.com", timeout=10) as client:
        client.login("apikey", info.key)
        client.send_message(mail)


def shown(life: Life, name: str) -> str:
    """Give the text of a box in sight."""
    boxes = visible_children(life.rooms.practice.reader, QPlainTextEdit)
    return "\n".join(box.toPlainText() for box in boxes if box.objectName() == name)


def selected(life: Life) -> list[int]:
    """Give the rows that are marked in the list."""
    return [index.row() for index in life.rooms.practice.list.selectedIndexes()]


async def come(life: Life, subject: str) -> None:
    """Let a mail be captured, and the list show it."""
    count = life.rooms.practice.model.rowCount()
    fill(life, subject=subject)
    await send(life)
    life.practice.refresh()
    await until(lambda: life.rooms.practice.model.rowCount() == count + 1)


@aio()
async def test_mail_without_a_to_header_is_said_to_have_none(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        info = life.session.practice
        with smtplib.SMTP(info.smtp_host, info.plain_port, timeout=10) as client:
            client.login("apikey", info.key)
            mail = "From: sender@example.com\r\nSubject: Bare\r\n\r\nHello\r\n"
            client.sendmail("sender@example.com", ["ada@example.com"], mail)
        life.practice.refresh()
        reader = life.rooms.practice.reader

        await until(lambda: "No To header in this mail" in texts(life, reader))
        assert not any(line == "To " for line in texts(life, reader).splitlines())


@aio()
async def test_mail_of_this_window_shows_its_request_and_its_steps(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to="ada@example.com, grace@example.net")
        await send(life)
        reader = life.rooms.practice.reader
        life.window.show_view("practice")
        await until(lambda: EACH in texts(life, reader))

        reader.show_tab("request")
        assert "POST /v3/mail/send HTTP/1.1\nHost: " in shown(life, "mail-request")
        assert '"personalizations":[{' in shown(life, "mail-request")
        assert "\n\nThe answer:\nHTTP/1.1 202 Accepted\n" in shown(life, "mail-request")
        assert "Answered by 202 Accepted" in texts(life, reader)
        (switch,) = visible_children(reader, QCheckBox)
        assert not switch.isChecked()
        switch.click()
        assert '"personalizations": [\n' in shown(life, "mail-request")
        reader.show_tab("steps")
        await until(lambda: "Another program" not in texts(life, reader))
        (steps,) = visible_children(reader, QTableView)
        assert steps.objectName() == "steps"
        assert steps.model().rowCount() > 3
        life.window.resize(900, 600)
        await turns()
        header = steps.horizontalHeader()
        for column in range(header.count()):
            title = str(steps.model().headerData(column, Qt.Orientation.Horizontal))
            needed = header.fontMetrics().horizontalAdvance(title) + 20
            assert header.isSectionHidden(column) or header.sectionSize(column) >= needed


@aio()
async def test_newest_mail_is_opened_as_it_comes_until_the_user_chooses_one(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        await come(life, "First")
        await come(life, "Second")
        assert selected(life) == [0]
        box = life.rooms.practice.list
        older = box.visualRect(life.rooms.practice.model.index(1, 0)).center()
        QTest.mouseClick(box.viewport(), Qt.MouseButton.LeftButton, pos=older)
        await come(life, "Third")
        assert selected(life) == [2]
        life.window.show_view("write")
        life.window.show_view("practice")
        await come(life, "Fourth")
        assert selected(life) == [3]


@pytest.mark.parametrize("touched", ["the row", "a tab", "nothing"])
@aio()
async def test_newest_mail_stays_open_when_another_comes_once_one_has_turned_to_it(
    qapp: QApplication, tmp_path: Path, touched: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        await come(life, "First")
        box = life.rooms.practice.list
        if touched == "the row":
            place = box.visualRect(life.rooms.practice.model.index(0, 0)).center()
            QTest.mouseClick(box.viewport(), Qt.MouseButton.LeftButton, pos=place)
        elif touched == "a tab":
            await until(lambda: "First" in texts(life, life.rooms.practice.reader))
            press(life, "reader-tabs-headers")
        await come(life, "Second")

        assert selected(life) == [0 if touched == "nothing" else 1]


@aio()
async def test_mail_of_another_program_shows_its_envelope_and_that_sendgrid_would_drop_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await asyncio.to_thread(send_from_outside, life.session.practice, '{"to": [}')
        reader = life.rooms.practice.reader
        life.window.show_view("practice")
        await until(lambda: "would say yes and then drop this mail" in texts(life, reader))

        reader.show_tab("request")
        assert "C: MAIL FROM:<sender@example.com>" in shown(life, "mail-request")
        assert not visible_children(reader, QCheckBox)
        assert '{"to": [}' in shown(life, "mail-request")
        reader.show_tab("steps")
        await until(lambda: "Another program sent this mail" in texts(life, reader))


@pytest.mark.parametrize("path", ["webapi", "smtp"])
@aio()
async def test_mail_of_another_program_is_told_from_that_of_this_window_also_to_readers(
    qapp: QApplication, tmp_path: Path, path: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        model = life.rooms.practice.model
        press(life, f"path-{path}")
        life.window.show_view("practice")
        await come(life, "Ours")
        # It is taken, and nobody is told under which id.
        practice(life).fault("reply", "accept_then_close", count=1)
        await come(life, "Also ours")
        await asyncio.to_thread(send_from_outside, life.session.practice, "{}")
        life.practice.refresh()
        await until(lambda: model.rowCount() == 3)

        how = {row.subject: row.came_by for row in model.rows}
        by = {"webapi": "Web API", "smtp": "SMTP"}[path]
        assert how == {"Ours": by, "Also ours": by, "Outside": "EHLO news.example.com · SMTP"}
        told, tip = (
            str(model.data(model.index(0), role))
            for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        )
        assert "by SMTP from another program EHLO news.example.com" in told
        assert tip.endswith("not this window: EHLO news.example.com")


@aio()
async def test_mail_is_called_nobodys_while_one_of_this_window_is_on_its_way(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        model = life.rooms.practice.model
        practice(life).fault("reply", {"delay_ms": 60_000}, count=1)
        fill(life, subject="Ours")
        life.compose.send("send")
        await until(lambda: practice(life).inbox())
        life.window.show_view("practice")
        await until(lambda: model.rowCount() == 1)

        assert [row.is_others for row in model.rows] == [False]


@pytest.mark.parametrize(("size", "lines"), [((1280, 800), 1), ((900, 600), 2)])
@aio()
async def test_addresses_take_one_line_where_they_have_the_room(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int], lines: int
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        life.window.show_view("practice")
        await until(lambda: "Send here from your program" in texts(life))
        press(life, "show-addresses")
        await turns(20)
        (line,) = [
            each
            for each in visible_children(life.rooms.practice.programs, QLabel)
            if each.text().startswith("API ")
        ]

        assert round(line.heightForWidth(line.width()) / line.fontMetrics().height()) == lines


@aio()
async def test_mail_of_this_window_has_the_time_that_its_result_has(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        await open_first(life)
        assert life.detail.case is not None
        attempt = life.detail.case.attempt
        earlier = attempt.trace.started_at - timedelta(seconds=5)
        began = replace(attempt, trace=replace(attempt.trace, started_at=earlier))
        life.window.show_view("practice")
        life.log.mail_captured.emit([began])

        model = life.rooms.practice.model
        await until(lambda: [row.time for row in model.rows] == [time_of_day(earlier)])


@aio()
async def test_empty_inbox_says_why_mail_of_an_earlier_window_is_not_here(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        await turns()
        assert "emptied when sgdesk closes; Results keeps what was sent." in texts(life)


@aio()
async def test_copied_is_said_where_it_was_copied(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        assert "Copied" not in texts(life)
        press(life, "copy-environment")
        assert "Copied" in texts(life)
        assert life.session.practice.key in QGuiApplication.clipboard().text()
        (said,) = life.rooms.practice.programs.findChildren(Copied)
        over = said.findChild(QTimer)
        assert over is not None
        assert 0 < over.remainingTime() <= 5_000
        over.start(1)
        await until(lambda: "Copied" not in texts(life))


@aio()
async def test_one_mail_is_asked_about_too_and_no_button_takes_the_place_of_another(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        await turns()
        names = ("simulate", "empty-inbox")
        before = [seen_button(life, name).geometry() for name in names]
        assert not seen_button(life, "empty-inbox").isEnabled()
        fill(life)
        await send(life)
        await until(lambda: seen_button(life, "empty-inbox").isEnabled())
        assert [seen_button(life, name).geometry() for name in names] == before

        press(life, "empty-inbox")
        await until(lambda: visible_children(life.window, Question))
        press(life, "empty-practice-keep")
        await life.tasks.wait_for("empty")
        assert len(practice(life).inbox()) == 1


@aio()
async def test_several_mails_are_deleted_only_after_a_question_whose_default_keeps_them(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        await send(life)
        life.window.show_view("practice")
        await until(lambda: life.rooms.practice.model.rowCount() == 2)
        press(life, "empty-inbox")
        await until(lambda: "Delete both captured mails?" in texts(life))
        (asked,) = visible_children(life.window, Question)
        QTest.keyClick(asked.focusWidget() or asked, Qt.Key.Key_Return)
        await life.tasks.wait_for("empty")
        assert len(practice(life).inbox()) == 2

        press(life, "empty-inbox")
        await until(lambda: visible_children(life.window, Question))
        press(life, "empty-practice-delete")
        await until(lambda: life.rooms.practice.model.rowCount() == 0)
        assert practice(life).inbox() == []


@aio()
async def test_practice_inbox_that_died_says_so_once_and_in_plain_words(
    qapp: QApplication, tmp_path: Path, own_sandbox: None
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        os.kill(life.session.practice.pid, signal.SIGKILL)
        life.window.show_view("practice")
        await until(life.rooms.practice.notice.isVisible)
        said = life.rooms.practice.notice.text

        assert said == (
            "The practice inbox does not answer. It has ended: it takes no connection, or broke "
            "off the one it had. Try again, or start sgdesk again."
        )


@aio()
async def test_inbox_that_a_new_start_emptied_says_where_the_earlier_mail_is(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        practice(life).fault("reply", {"reply": {"status": 413}})
        await send(life)
        practice(life).clear_faults()
        life.window.show_view("practice")
        await life.session.inbox()
        await life.session.history.count()
        await turns(20)
        # What was refused is no mail that lay here.
        await until(lambda: life.rooms.practice.model.rowCount() == 1)
        assert EARLIER_WORDS not in texts(life)
        # Said before it is gone, too.
        assert KEPT_WORDS in texts(life)
        life.window.show_view("write")
        await send(life)
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        await until(lambda: EARLIER_WORDS in texts(life))
        assert EMPTY_WORDS not in texts(life)

        press(life, "inbox-results")
        assert life.window.current_view == "results"
        await life.tasks.wait_for("detail")
        press(life, "send-again")
        await until(lambda: len(rows(life)) == 3)
        life.window.show_view("practice")
        await until(lambda: life.rooms.practice.model.rowCount() == 1)
        assert EARLIER_WORDS not in texts(life)
