"""The practice inbox: every side of a captured mail, whoever sent it."""

import asyncio
import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
)

from sgdesk.present.simulation import Kind, Simulation, Step, Where
from sgdesk.sandbox.process import SandboxInfo
from sgdesk.ui.life import Life
from sgdesk.ui.sandbox.simulate import SimulateSheet
from sgdesk.ui.sandbox.view import GONE_WORDS
from sgdesk.ui.sheets import Question
from sgdesk.ui.widgets.choices import MenuChoice
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import fill, practice, press, rows, seen_button, send, texts


def send_from_outside(info: SandboxInfo, smtpapi: str) -> None:
    """Send a mail as another program would."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "sender@example.com", "ada@example.com", "Outside"
    mail["X-SMTPAPI"] = smtpapi
    mail.set_content("Hello")
    with smtplib.SMTP(info.smtp_host, info.plain_port, timeout=10) as client:
        client.login("apikey", info.key)
        client.send_message(mail)


def shown(life: Life, name: str) -> str:
    """Give the text of a box in sight."""
    boxes = visible_children(life.rooms.practice.reader, QPlainTextEdit)
    return "\n".join(box.toPlainText() for box in boxes if box.objectName() == name)


@aio()
async def test_mail_of_this_window_shows_its_request_and_its_steps(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to="ada@example.com, grace@example.net")
        await send(life)
        reader = life.rooms.practice.reader
        life.window.show_view("practice")
        await until(lambda: "SendGrid would make 2 mails of it" in texts(life, reader))

        reader.show_tab("request")
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
async def test_mail_of_another_program_shows_its_envelope_and_that_sendgrid_would_drop_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await asyncio.to_thread(send_from_outside, life.session.practice, '{"to": [}')
        reader = life.rooms.practice.reader
        life.window.show_view("practice")
        await until(lambda: "would say yes and then drop this mail" in texts(life, reader))

        reader.show_tab("request")
        assert "MAIL FROM:<sender@example.com>\nRCPT TO:<ada@example.com>" in shown(
            life, "mail-request"
        )
        assert '{"to": [}' in shown(life, "mail-request")
        reader.show_tab("steps")
        await until(lambda: "Another program sent this mail" in texts(life, reader))


def sheet(life: Life) -> SimulateSheet:
    """Give the open sheet."""
    (found,) = visible_children(life.window, SimulateSheet)
    return found


@aio()
async def test_simulated_distance_is_said_in_the_strip_and_by_the_result_until_it_is_stopped(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.window.show_view("practice")
        press(life, "simulate")
        press(life, "simulate-start", sheet(life))
        await until(lambda: "Simulating: 80 ms distance on every path" in texts(life))
        await send(life)

        assert rows(life)[0].tags == ("practice, simulated 80 ms",)
        assert rows(life)[0].total_ns > 80_000_000

        press(life, "stop-simulating")
        await until(lambda: "Simulating" not in texts(life))
        assert practice(life).faults() == []
        await send(life)
        assert rows(life)[0].tags == ("practice",)


def choose(asked: SimulateSheet, name: str, choice: str) -> None:
    """Pick a line of a menu, as the user reads it."""
    menu = asked.findChild(MenuChoice, f"simulate-{name}")
    assert menu is not None
    (action,) = (line for line in menu.menu().actions() if line.text().startswith(choice))
    action.trigger()


def chosen(asked: SimulateSheet) -> list[str]:
    """Give what the fields in sight say."""
    menus = [menu.text() for menu in visible_children(asked, MenuChoice)]
    return menus + [field.text() for field in visible_children(asked, QLineEdit)]


@aio()
async def test_sheet_offers_what_fits_and_says_what_does_not(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.practice.choose_simulation()
        await until(lambda: visible_children(life.window, SimulateSheet))
        asked = sheet(life)
        choose(asked, "kind", "Another reply")
        (field,) = visible_children(asked, QLineEdit)
        field.setText("550 no such user")
        assert "On the Web API a reply begins with an HTTP status" in texts(life, asked)
        assert not seen_button(life, "simulate-start", asked).isEnabled()

        field.setText("429 Slow down")
        choose(asked, "step", "At sign-in")
        press(life, "simulate-start", asked)
        await until(lambda: "Simulating: reply 429 at sign-in on the Web API" in texts(life))
        fill(life)
        await send(life)
        assert (rows(life)[0].result.word, rows(life)[0].code) == ("Try later", "429")


@aio()
async def test_own_reply_of_the_web_api_is_shown_in_its_own_words(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.practice.simulate(
            Simulation(kind=Kind.REPLY, where=Where.WEB_API, reply="451 Come back on Monday")
        )
        await life.tasks.wait_for("simulate")
        fill(life)
        await send(life)
        (row,) = rows(life)
        assert (row.code, row.problem) == ("451", "SendGrid refuses the request")
        life.window.show_view("results")
        life.rooms.results.table.select_first()
        await until(lambda: "Come back on Monday" in texts(life, life.rooms.results.detail))


@aio()
async def test_what_was_chosen_stays_with_its_kind_and_nothing_moves(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.practice.choose_simulation()
        await until(lambda: visible_children(life.window, SimulateSheet))
        asked = sheet(life)
        await turns()
        start, height = seen_button(life, "simulate-start", asked).pos(), asked.height()
        for kind, says in {
            "Encryption removed": ["Encryption removed", "On 587"],
            "One person refused": [
                *("One person refused", "On every SMTP port", ""),
                "550 5.1.1 The mailbox does not exist",
            ],
            "No answer": ["No answer", "On every path", "When connecting"],
            "Connection cut": ["Connection cut", "On every path", "After the mail"],
            "Connection refused": ["Connection refused", "On every path"],
            "Another reply": [
                *("Another reply", "On the Web API", "After the mail"),
                "503 Please try again later",
            ],
        }.items():
            choose(asked, "kind", kind)
            await turns()
            assert chosen(asked) == says
            assert (seen_button(life, "simulate-start", asked).pos(), asked.height()) == (
                start,
                height,
            )

        choose(asked, "where", "On 465")
        assert chosen(asked)[-1] == "451 4.7.1 Please try again later"
        for kind, where in {
            "No answer": "On 465",
            "Encryption removed": "On 587",
            "One person refused": "On 465",
            "Another reply": "On 465",
        }.items():
            choose(asked, "kind", kind)
            assert chosen(asked)[1] == where


@aio()
async def test_one_person_of_several_is_refused_and_what_runs_is_said_to_be_replaced(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to="ada@example.com, Grace Hopper <grace@example.net>")
        life.rooms.write.compose.head.set_copies(each=False)
        life.rooms.write.compose.send_bar.route.toggle()
        life.window.show_view("practice")
        press(life, "simulate")
        asked = sheet(life)
        assert "replaces" not in texts(life, asked)
        choose(asked, "kind", "One person refused")
        press(life, "simulate-start", asked)
        refused = "grace@example.net refused with 550 on every SMTP port"
        await until(lambda: f"Simulating: {refused}" in texts(life))
        await send(life)
        assert rows(life)[0].result.word == "Partly accepted"

        press(life, "simulate")
        asked = sheet(life)
        choose(asked, "kind", "No answer")
        assert f"This replaces {refused}." in texts(life, asked)
        assert seen_button(life, "simulate-start", asked).text() == "Replace"
        asked.reject()


@aio()
async def test_refused_key_in_practice_leads_to_what_is_simulated(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.practice.simulate(
            Simulation(
                kind=Kind.REPLY,
                where=Where.STARTTLS,
                step=Step.SIGN_IN,
                reply="535 Authentication failed: Bad username / password",
            )
        )
        await life.tasks.wait_for("simulate")
        life.rooms.write.compose.send_bar.route.toggle()
        fill(life)
        await send(life)
        life.window.show_view("results")
        life.rooms.results.table.select_first()
        await until(lambda: life.detail.case)
        await turns()
        detail = life.rooms.results.detail
        names = [each.objectName() for each in visible_children(detail, QPushButton)]
        assert names[:3] == ["open-simulate", "send-again", "edit-as-new"]

        press(life, "open-simulate", detail)
        assert "This replaces reply 535 at sign-in on 587." in texts(life, sheet(life))
        sheet(life).reject()


@aio()
async def test_copied_is_said_where_it_was_copied(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        assert "Copied" not in texts(life)
        press(life, "copy-environment")
        assert "Copied" in texts(life)
        assert life.session.practice.key in QGuiApplication.clipboard().text()


def selected(life: Life) -> list[int]:
    """Give the rows that are marked in the list."""
    return [index.row() for index in life.rooms.practice.list.selectedIndexes()]


async def look_for(life: Life, result: int) -> None:
    """Ask a result for its mail."""
    life.window.show_view("results")
    life.rooms.results.table.selectRow(result)
    await life.tasks.wait_for("detail")
    press(life, "open-inbox")
    await until(lambda: not life.tasks.is_running("mail"))


@aio()
async def test_a_result_opens_its_own_mail_among_others_of_the_same_subject(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        for _ in range(3):
            await send(life)
        for result in (1, 2, 0):
            await look_for(life, result)
            await until(lambda wanted=result: selected(life) == [wanted])  # type: ignore[misc]


@aio()
async def test_mail_that_is_gone_is_said_and_no_other_is_opened(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        await life.session.empty_inbox()
        await send(life)
        await look_for(life, 1)
        reader = life.rooms.practice.reader
        await until(lambda: GONE_WORDS in texts(life, reader))
        life.practice.refresh()
        await life.session.inbox()
        await turns()
        assert selected(life) == []
        assert life.rooms.practice.model.rowCount() == 1

        life.rooms.practice.list.setCurrentIndex(life.rooms.practice.model.index(0, 0))
        await until(lambda: "SendGrid would send it on" in texts(life, reader))


@aio()
async def test_unanswered_mail_that_was_taken_is_found_all_the_same(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        practice(life).fault("reply", "accept_then_close")
        await send(life)
        practice(life).clear_faults()
        await send(life)
        assert [row.result.word for row in rows(life)] == ["Captured", "Unknown", "Captured"]
        await look_for(life, 1)
        await until(lambda: selected(life) == [1])


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
        await until(lambda: "Delete all 2 captured mails?" in texts(life))
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
async def test_copies_are_turned_both_ways_and_the_one_that_is_shown_is_saved(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to="ada@example.com, grace@example.net, alan@example.org")
        await send(life)
        life.window.show_view("practice")
        reader = life.rooms.practice.reader
        await until(lambda: "Mail 1 of 3: one each" in texts(life, reader))
        press(life, "previous-copy")
        assert "Mail 3 of 3" in texts(life, reader)
        assert "To alan@example.org" in texts(life, reader)
        press(life, "previous-copy")
        press(life, "save-copy")
        (dialog,) = life.window.findChildren(QFileDialog, "save-copy-as")
        dialog.reject()
        path = tmp_path / "mail.eml"
        life.practice.saving.write(str(path))
        await life.tasks.wait_for("save copy")
        saved = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert (saved["To"], saved["Subject"]) == ("grace@example.net", "Hello")
        assert path.stat().st_mode & 0o777 == 0o600
        assert "Saved as 'mail.eml'." in texts(life)

        await life.session.empty_inbox()
        life.practice.saving.write(str(path))
        await until(lambda: "'mail.eml' cannot be saved." in texts(life))
