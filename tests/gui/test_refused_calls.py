"""Calls of one's own program that the practice inbox refuses stand beside its mail."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit

from sgdesk.ui.sheets import Question
from tests.gui.test_right_edge import right_end
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import fill, practice, press, seen_button, send, texts

UNKNOWN = "SG." + "x" * 22 + "." + "y" * 43


@aio()
async def test_refused_call_is_read_with_its_answer_and_is_no_mail(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        view = life.rooms.practice
        assert practice(life).call(UNKNOWN, '{"subject": 1}') == 401
        life.window.show_view("practice")
        await until(lambda: view.model.rowCount() == 2)
        await life.tasks.wait_for("mail")

        spoken = view.model.data(view.model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
        assert str(spoken).startswith("Refused 401: POST /v3/mail/send. The provided auth")
        said = texts(life, view.reader)
        assert "Refused 401: POST /v3/mail/send" in said
        assert "not a mail" in said
        boxes = visible_children(view.reader, QPlainTextEdit)
        answer, request = (box.toPlainText() for box in boxes)
        assert answer.startswith('HTTP/1.1 401 Unauthorized\n\n{\n  "errors"')
        assert '"message": "The provided authorization grant is invalid' in answer
        assert request.startswith("POST /v3/mail/send HTTP/1.1")
        assert request.endswith('{\n  "subject": 1\n}')
        press(life, "copy-call")
        copied = QGuiApplication.clipboard().text()
        assert copied == f"{request}\n\n{answer}\n"
        assert UNKNOWN not in copied

        view.list.setCurrentIndex(view.model.index(1, 0))
        await until(lambda: "From Grace Hopper" in texts(life, view.reader))
        press(life, "empty-inbox")
        await until(lambda: visible_children(life.window, Question))
        assert "Delete 1 mail and 1 refused call?" in texts(life)
        press(life, "empty-practice-delete")
        await until(lambda: view.model.rowCount() == 0)
        assert practice(life).refusals() == []


@aio()
async def test_body_that_is_no_json_is_shown_as_it_came(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await until(lambda: life.rooms.practice.programs.isVisibleTo(life.rooms.practice))
        info = practice(life).info
        assert practice(life).call(info.key, "{'subject': 'x',}") == 400
        life.window.show_view("practice")
        reader = life.rooms.practice.reader
        await until(lambda: "Refused 400" in texts(life, reader))

        _, request = (box.toPlainText() for box in visible_children(reader, QPlainTextEdit))
        assert request.endswith("\n\n{'subject': 'x',}")


@aio()
async def test_copying_a_refused_call_takes_no_line_from_its_answer_and_moves_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=(900, 600))) as life:
        await until(lambda: life.rooms.practice.programs.isVisibleTo(life.rooms.practice))
        assert practice(life).call(practice(life).info.key, '{"subject": "Order"}') == 400
        life.window.show_view("practice")
        reader = life.rooms.practice.reader
        await until(lambda: "not a mail" in texts(life, reader))
        await turns()
        copy = seen_button(life, "copy-call", reader)
        (told,) = (each for each in visible_children(reader, QLabel) if "not a mail" in each.text())
        assert copy.geometry().top() < told.geometry().top()

        (answer, _) = visible_children(reader, QPlainTextEdit)
        before = answer.geometry(), right_end(copy, reader)
        press(life, "copy-call")
        await turns()
        assert "Copied" in texts(life, reader)
        assert (answer.geometry(), right_end(copy, reader)) == before
