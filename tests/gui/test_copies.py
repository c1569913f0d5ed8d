"""A mail to several, one each, in the practice inbox: each mail, and what they were made from."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit

from sgdesk.ui.life import Life
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.window import fill, press, seen_button, send, texts

TO_ALL = "ada@example.com, grace@example.net, alan@example.org"


def shown(life: Life) -> str:
    """Give the words and boxes in sight of the mail."""
    reader = life.rooms.practice.reader
    boxes = visible_children(reader, QPlainTextEdit)
    return "\n".join((texts(life, reader), *(box.toPlainText() for box in boxes)))


async def open_newest(life: Life) -> None:
    """Open the newest mail of the practice inbox."""
    life.window.show_view("practice")
    await until(lambda: "Mail 1 of 3" in texts(life, life.rooms.practice.reader))


@pytest.mark.parametrize(("path", "what"), [("webapi", "request"), ("smtp", "message")])
@aio()
async def test_headers_are_of_the_mail_that_is_shown_and_the_request_is_said_to_be_for_all(
    qapp: QApplication, tmp_path: Path, path: str, what: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        press(life, f"path-{path}")
        fill(life, to=TO_ALL)
        await send(life)
        await open_newest(life)
        for_all = f"The one {what} for all 3 mails: SendGrid makes each of them from it"
        assert for_all not in shown(life)
        press(life, "reader-tabs-headers")
        assert "\nFrom\nGrace Hopper <sender@example.com>\n" in shown(life)
        assert "\nTo\nada@example.com\n" in shown(life)
        assert "\nSubject\nHello" in shown(life)
        press(life, "next-copy")
        await until(lambda: "\nTo\ngrace@example.net\n" in shown(life))
        assert "user-agent" not in shown(life)
        assert "smtpapi" not in shown(life).lower()
        for tab in ("source", "request"):
            press(life, f"reader-tabs-{tab}")
            assert for_all in shown(life)
            assert "alan@example.org" in shown(life)


@aio()
async def test_next_goes_round_and_keeps_the_keyboard(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to="ada@example.com, grace@example.net")
        await send(life)
        life.window.show_view("practice")
        reader = life.rooms.practice.reader
        await until(lambda: "Mail 1 of 2" in texts(life, reader))
        life.window.activateWindow()
        following = seen_button(life, "next-copy")
        following.setFocus()
        for shown_now in ("Mail 2 of 2", "Mail 1 of 2"):
            QTest.keyClick(following, Qt.Key.Key_Space)
            assert shown_now in texts(life, reader)
            assert QApplication.focusWidget() is following
        press(life, "previous-copy")

        assert "Mail 2 of 2" in texts(life, reader)


@aio()
async def test_repeat_that_a_send_refused_is_said_plainly_and_taken_back_with_one_mail_each(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to="ada@example.com, Ada@Example.com")
        head = life.rooms.write.compose.head
        head.set_copies(each=False)
        life.compose.send("send")
        await until(lambda: "Ada@Example.com is in To twice." in texts(life, head))
        assert "to.0" not in texts(life)

        head.choose_each()

        assert "Ada@Example.com is in To twice." not in texts(life, head)


@aio()
async def test_command_of_a_result_is_the_same_each_time_that_its_tab_is_opened(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        press(life, "path-smtp")
        await send(life)
        life.window.show_view("results")
        text = life.rooms.results.detail.copy_as.text
        seen = []
        await until(lambda: life.detail.case)
        for _ in range(2):
            press(life, "detail-tabs-copy")
            await life.tasks.wait_for("detail")
            await until(lambda: "Message-ID: <" in text.toPlainText())
            seen.append(text.toPlainText())
            press(life, "detail-tabs-steps")

        assert seen[0] == seen[1]


@aio()
async def test_request_of_two_mails_is_said_to_be_for_both(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.resize(1280, 800)
        fill(life, to="ada@example.com, grace@example.net")
        await send(life)
        life.window.show_view("practice")
        await until(lambda: "Mail 1 of 2" in texts(life, life.rooms.practice.reader))
        press(life, "reader-tabs-request")

        said = "The one request for both mails: SendGrid makes each of them from it"
        assert said in shown(life)
        (note,) = (one for one in visible_children(life.window, QLabel) if said in one.text())
        # In a window of the usual size no word stands alone in a line of its own.
        wide, room = note.fontMetrics().horizontalAdvance(note.text()), note.contentsRect().width()
        assert wide <= room or wide % room > room / 3


@aio()
async def test_result_names_its_people_and_opens_its_first_mail_as_a_reader_sees_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to=f"{TO_ALL}, zoe@example.com, kurt@example.net")
        await send(life)
        life.window.show_view("practice")
        reader = life.rooms.practice.reader
        await until(lambda: "Mail 1 of 5" in shown(life))
        press(life, "next-copy")
        press(life, "reader-tabs-steps")
        life.window.show_view("results")
        life.rooms.results.table.selectRow(0)
        await until(lambda: life.detail.case)
        assert f"To {TO_ALL}, and 2 more" in texts(life, life.rooms.results.detail)
        press(life, "open-inbox")
        await until(lambda: "Mail 1 of 5" in shown(life) and reader.view.isVisible())


@pytest.mark.parametrize(
    ("cc", "says"), [("", False), ("grace@example.net", True)], ids=["one person", "two"]
)
@aio()
async def test_what_sendgrid_would_do_is_said_where_several_get_the_mail(
    qapp: QApplication, tmp_path: Path, cc: str, says: bool
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.head.set_text("cc", cc)
        fill(life)
        await send(life)
        life.window.show_view("practice")
        await until(lambda: "To ada@example.com" in shown(life))

        assert ("SendGrid would send it on as one mail" in shown(life)) is says


@aio()
async def test_request_begins_with_the_headers_that_brought_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.show_view("practice")
        await until(lambda: "To ada@example.com" in shown(life))
        press(life, "reader-tabs-request")
        assert "POST /v3/mail/send HTTP/1.1\nHost: 127.0.0.1:" in shown(life)
        assert "Authorization: Bearer ••••" in shown(life)
        assert "The one request" not in shown(life)
        press(life, "reader-tabs-source")
        assert "This is the body of the request alone; Request also shows its headers." in shown(
            life
        )
        assert "POST" not in shown(life)
