"""What people do in the window, on the real core and the real local SendGrid."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.present.times import day_and_time
from sgdesk.ui.life import Life
from sgdesk.ui.log.cells import Column
from sgdesk.ui.sheets import Question
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import agree_to_both, fill, practice, press, rows, seen_button, texts


@aio()
async def test_a_mail_sent_on_both_paths_is_captured_twice_and_set_side_by_side(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.compose.send("both")
        await until(lambda: "Send it twice to the practice inbox?" in texts(life))
        assert not rows(life)
        await agree_to_both(life)
        await until(lambda: len(rows(life)) == 2)

        first, second = rows(life)
        assert {first.path, second.path} == {"Web API", "SMTP 587"}
        assert first.result.word == second.result.word == "Captured"
        assert life.rooms.log.sister_row(0) == 1
        assert "less, this once" in life.rooms.log.pair(0).words
        assert [mail["subject"] for mail in practice(life).inbox()] == ["Hello", "Hello"]


@aio()
async def test_detail_shows_steps_conversation_answer_and_the_pair(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.compose.send("both")
        await agree_to_both(life)
        await until(lambda: len(rows(life)) == 2)
        life.window.show_view("results")
        life.rooms.results.table.selectRow(0)
        await until(lambda: "It did not leave this computer" in texts(life))

        shown = texts(life)
        assert "less, this once" in shown
        assert " · SMTP 587 · " in shown
        conversation = life.rooms.results.detail.conversation.words.toPlainText()
        assert "S: 250" in conversation
        assert life.session.practice.key not in conversation


@aio()
async def test_send_button_and_ctrl_return_send(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        press(life, "send")
        await until(lambda: len(rows(life)) == 1)
        press(life, "path-smtp")
        await life.tasks.wait_for("send")
        life.window.activateWindow()
        QTest.keyClick(life.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: len(rows(life)) == 2)

        assert [row.path for row in rows(life)] == ["SMTP 587", "Web API"]


@aio()
async def test_unreadable_address_is_said_under_its_field_and_nothing_is_lost(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to="ada@example.com, nobody")
        press(life, "send")

        assert "'nobody' is not an address." in texts(life)
        assert life.rooms.write.compose.form().to == "ada@example.com, nobody"
        assert not rows(life)

        fill(life)
        press(life, "send")
        await until(lambda: rows(life))
        assert "is not an address" not in texts(life)


@aio()
async def test_two_to_addresses_get_a_mail_each_unless_cc_makes_it_one(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to="ada@example.com, grace@example.net")
        life.compose.send("send")
        await until(lambda: len(rows(life)) == 1)
        await life.tasks.wait_for("send")
        assert len(practice(life).only_mail()["copies"]) == 2

        life.rooms.write.compose.head.set_text("cc", "alan@example.org")
        life.rooms.write.compose.form_changed.emit()
        life.compose.send("send")
        await until(lambda: len(rows(life)) == 2)
        assert len(practice(life).mails()[-1]["copies"]) == 1
        assert "They see the To and Cc addresses." in texts(life)


@aio()
async def test_refused_mail_says_why_and_what_to_do(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.rooms.write.compose.head.set_text("sender", "news@unverified.example.com")
        life.compose.send("send")
        await until(lambda: rows(life))
        life.window.show_view("results")
        await until(lambda: "is not a verified sender" in texts(life))

        assert rows(life)[0].result.word == "Refused"
        assert seen_button(life, "choose-sender").text() == "Change the sender"
        assert "Verify it at SendGrid" not in texts(life)


@aio()
async def test_check_only_is_valid_and_stands_beside_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.compose.send("send")
        await until(lambda: len(rows(life)) == 1)
        # Until the first one has wholly ended, a second click does nothing.
        await life.tasks.wait_for("send")
        life.compose.send("check")
        await until(lambda: len(rows(life)) == 2)

        assert rows(life)[0].result.word == "Valid, not sent"
        assert life.rooms.log.sister_row(0) is None
        assert len(practice(life).inbox()) == 1


@aio()
async def test_filter_shows_what_matches_and_says_when_nothing_does(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        for to in ("ada@example.com", "grace@example.net"):
            fill(life, to=to)
            life.compose.send("send")
            await life.tasks.wait_for("send")
        await until(lambda: len(rows(life)) == 2)
        life.window.show_view("results")
        life.desk.find()
        QTest.keyClicks(life.rooms.results.filter, "grace")
        await until(lambda: life.rooms.log.rowCount() == 1)
        assert rows(life)[0].recipients == "grace@example.net"

        QTest.keyClicks(life.rooms.results.filter, "zzz")
        await until(lambda: "Nothing matches 'gracezzz'. What was written" in texts(life))
        assert not life.rooms.results.bar.clear_all.isVisible(), "one button that clears"
        press(life, "clear-filter")
        await until(lambda: life.rooms.log.rowCount() == 2)


@aio()
async def test_history_is_there_after_a_restart(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.compose.send("send")
        await until(lambda: len(rows(life)) == 1)
    async with running(make_life(qapp, tmp_path)) as life:
        assert [row.recipients for row in rows(life)] == ["ada@example.com"]


@aio()
async def test_slow_send_shows_its_step_and_can_be_cancelled(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("greeting", "silence")
        fill(life)
        press(life, "path-smtp")
        press(life, "send")
        await until(lambda: life.rooms.log.sending_count == 1)
        await until(lambda: "SMTP 587: Waiting for the greeting…" in texts(life))
        waits = "Waiting for the greeting, gives up in 5"
        await until(lambda: f"SMTP 587: {waits}" in texts(life))
        life.window.show_view("results")
        life.rooms.results.table.selectRow(0)
        # Said once there: in the row.
        assert waits not in texts(life, life.rooms.results.detail)
        life.window.show_view("write")
        press(life, "stop")
        await until(lambda: rows(life))

        assert rows(life)[0].result.word == "Cancelled"
        assert life.rooms.log.sending_count == 0


@aio()
async def test_stopping_after_hand_over_leaves_it_unknown_and_says_so_before(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", "silence")
        fill(life)
        press(life, "send")
        await until(lambda: "Waiting for the answer…" in texts(life))
        (stop,) = [
            b for b in visible_children(life.window, QPushButton) if b.objectName() == "stop"
        ]
        assert stop.text() == "Stop waiting"
        assert "leaves it unknown" in stop.toolTip()
        press(life, "stop")
        await until(lambda: rows(life))

        assert rows(life)[0].result.word == "Unknown"


@aio()
async def test_esc_asks_before_it_stops_and_return_goes_on(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("auth", {"delay_ms": 1500})
        practice(life).fault("reply", "silence")
        fill(life)
        press(life, "path-smtp")
        press(life, "send")
        await until(lambda: life.log.flights.shown())
        for answer in (Qt.Key.Key_Return, Qt.Key.Key_Tab):
            life.window.activateWindow()
            await turns()
            QTest.keyClick(life.window, Qt.Key.Key_Escape)
            await until(lambda: visible_children(life.window, Question))
            (question,) = visible_children(life.window, Question)
            # The words go on with the mail, which was still on its way when it was asked about.
            await until(lambda: "Stop waiting for the answer?" in texts(life))
            assert "Stopping now leaves it unknown." in texts(life, question)
            if answer is Qt.Key.Key_Return:
                QTest.keyClick(question.focusWidget() or question, answer)
                await life.tasks.wait_for("stop sends")
                assert life.log.flights
        press(life, "stop-sends-stop")
        await until(lambda: rows(life))

        assert rows(life)[0].result.word == "Unknown"


@aio()
async def test_view_that_is_opened_by_key_has_the_keyboard(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path), view="start") as life:
        life.window.activateWindow()
        for key, name in (
            (Qt.Key.Key_2, "to"),
            (Qt.Key.Key_6, "inbox-write"),
            (Qt.Key.Key_1, "start-write"),
        ):
            QTest.keyClick(life.window, key, Qt.KeyboardModifier.ControlModifier)
            await turns()
            focused = QApplication.focusWidget()
            assert focused is not None
            assert name in (focused.objectName(), focused.accessibleName().lower())
            assert focused.isVisible()


async def ask_to_quit(life: Life) -> None:
    """Close the window mid-send and wait for the question that comes."""
    assert not life.window.close()
    await until(lambda: visible_children(life.window, Question))


@aio()
async def test_quit_while_sending_asks_and_stay_stays(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("auth", "silence")
        fill(life)
        press(life, "path-smtp")
        press(life, "send")
        await until(lambda: life.log.flights)
        await ask_to_quit(life)
        assert "1 mail is on its way." in texts(life)
        press(life, "quit-stay")
        await life.tasks.wait_for("quit")

        assert life.window.isVisible()
        assert life.log.flights
        assert not visible_children(life.window, Question)


@aio()
async def test_cancel_and_quit_closes_once_the_send_has_an_outcome(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("auth", "silence")
        fill(life)
        press(life, "path-smtp")
        press(life, "send")
        await until(lambda: life.log.flights)
        await ask_to_quit(life)
        press(life, "quit-cancel")
        await until(lambda: not life.window.isVisible())

        assert [row.result.word for row in rows(life)] == ["Cancelled"]


@aio()
async def test_return_answers_with_the_button_that_has_the_keyboard(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("auth", "silence")
        fill(life)
        press(life, "path-smtp")
        press(life, "send")
        await until(lambda: life.log.flights)
        await ask_to_quit(life)
        (question,) = visible_children(life.window, Question)
        question.activateWindow()
        # What goes on stands at the right, so the one beside it comes before.
        QTest.keyClick(question, Qt.Key.Key_Backtab)
        focused = question.focusWidget()
        assert focused is not None
        assert focused.objectName() == "quit-cancel"
        assert focused.property("danger"), "it loses something, as in the other questions"
        QTest.keyClick(focused, Qt.Key.Key_Return)
        await until(lambda: not life.window.isVisible())

        assert [row.result.word for row in rows(life)] == ["Cancelled"]


@aio()
async def test_wait_then_quit_closes_after_the_answer(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", {"delay_ms": 900})
        fill(life)
        press(life, "send")
        await until(lambda: life.log.flights)
        await ask_to_quit(life)
        press(life, "quit-wait")
        await until(lambda: "Waiting for the answer, then quitting." in texts(life))
        await until(lambda: not life.window.isVisible())

        assert [row.result.word for row in rows(life)] == ["Captured"]


@aio()
async def test_practice_inbox_shows_the_mail_its_headers_and_its_source(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        await until(lambda: "Empty. Mail sent with the Practice account" in texts(life))
        press(life, "send-sample")
        await until(lambda: "From Grace Hopper <sender@example.com>" in texts(life))

        assert life.rooms.practice.model.rows[0].path == "Web API"
        assert "Send here from your program" in texts(life)
        press(life, "copy-environment")
        copied = QGuiApplication.clipboard().text()
        assert f"SENDGRID_API_KEY={life.session.practice.key}" in copied


@aio()
async def test_dropped_file_is_attached_and_sent(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("minutes of the meeting")
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.rooms.write.compose.body.files_dropped.emit((str(path),))
        await until(lambda: life.rooms.write.compose.form().files)
        life.compose.send("send")
        await until(lambda: rows(life))

        (copy,) = practice(life).only_mail()["copies"]
        assert [file["filename"] for file in copy["attachments"]] == ["notes.txt"]


@aio()
async def test_copied_row_is_one_line_of_text(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.compose.send("send")
        await until(lambda: rows(life))
        life.window.show_view("results")
        assert life.rooms.results.table.selectionModel().hasSelection()
        row = rows(life)[0]
        assert row.text.startswith(f"{day_and_time(row.started_at)} · Web API · ")
        life.desk.copy_row()
        assert QGuiApplication.clipboard().text() == row.text

        QGuiApplication.clipboard().clear()
        QTest.keyClick(life.rooms.results.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == row.text
        assert life.rooms.log.index(0, Column.RESULT).data() == "Captured"
